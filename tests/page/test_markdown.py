"""Markdown that people wrote can do nothing on the page but be read."""

import pytest

from analysis.page.markdown import render_markdown, slug


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[click](javascript:alert(1))",
        "[click](https://example.org)",
        "![picture](https://example.org/p.png)",
        '<a href="https://example.org">x</a>',
        "<style>body{display:none}</style>",
        "<iframe src=//example.org></iframe>",
        "[a]: https://example.org\n\n[a]",
        '**<svg onload="alert(1)">**',
    ],
)
def test_nothing_written_in_it_runs_or_reaches_outside(text, elements):
    found = elements(render_markdown(text))

    assert {name for name, _ in found} <= {"p", "strong", "a"}
    assert not any(attributes for _, attributes in found)


def test_html_in_it_is_shown_as_it_was_written():
    assert "&lt;b&gt;not bold&lt;/b&gt;" in render_markdown("<b>not bold</b>")


def test_emphasis_lists_and_tables_are_kept():
    html = render_markdown("*Ask* the **council**:\n\n- when\n- why\n\n| a |\n|---|\n| 1 |")

    assert "<em>Ask</em>" in html
    assert "<li>when</li>" in html
    assert '<th scope="col">a</th>' in html


def test_a_link_into_the_page_stays():
    assert '<a href="#quality">' in render_markdown("[Data quality](#quality)")


def test_headings_begin_at_the_level_given_and_skip_none():
    html = render_markdown("# One\n\n#### Two\n\n## Three", start=3)

    assert "<h3>One</h3>" in html
    assert "<h4>Two</h4>" in html
    assert "<h3>Three</h3>" in html


def test_a_slug_is_made_of_plain_letters():
    assert slug("What was read?") == "what-was-read"
