"""What of a notebook reaches the page, in which order, and that the page can do nothing but be read."""

import re
from itertools import pairwise

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from analysis.page.export import read_head, write_page
from analysis.page.parts import Part, summary_part

XSS = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'><svg onload=alert(1)>",
    "{{7*7}}",
    "</title><b>",
]
HEAD = {
    "title": "Missing children",
    "audience": "Sub-group",
    "question": "How many?",
    "area": "Southampton",
    "quarter": "2013-14 Q4",
    "period": "January to March 2014",
    "partnership": "The partnership",
    "contact": "the office",
    "marking": "Official: sensitive",
}


def output(kind: str, html: str = "", **details):
    data, metadata = Part(kind, html, kind, details)._repr_mimebundle_()
    return new_output("display_data", data=data, metadata=metadata)


def summary(*sentences: str):
    data, metadata = summary_part(sentences)._repr_mimebundle_()
    return new_output("display_data", data=data, metadata=metadata)


def notebook(*cells):
    opening = new_code_cell("open_page()", outputs=[output("opening", "<p>opening</p>", **HEAD)])
    return new_notebook(cells=[new_markdown_cell("# A notebook\n\nFor: a group"), opening, *cells])


def test_only_markdown_and_what_was_handed_over_reach_the_page():
    secret = "SECRET"
    cell = new_code_cell(
        f"code = '{secret}'",
        metadata={"tags": [secret], "name": secret},
        outputs=[
            new_output("stream", name="stdout", text=secret),
            new_output("stream", name="stderr", text=secret),
            new_output("error", ename="ValueError", evalue=secret, traceback=[secret]),
            new_output(
                "execute_result", data={"text/plain": secret, "text/html": f"<b>{secret}</b>"}, execution_count=1
            ),
            new_output("display_data", data={"text/html": secret}, metadata={"other": {"part": "text"}}),
            new_output("display_data", data={"text/html": secret}, metadata={"lscb": {"part": "of no kind we know"}}),
            output("text", "<p>handed over</p>"),
        ],
    )
    nb = notebook(new_markdown_cell("## What was read"), cell, nbformat.v4.new_raw_cell(secret))
    nb.metadata["title"] = secret

    html = write_page(nb)

    assert secret not in html
    assert "handed over" in html
    assert "What was read</h2>" in html


def test_the_head_comes_from_the_opening_and_not_from_the_notebooks_title():
    html = write_page(notebook())

    assert re.findall(r"<h1>(.*)</h1>", html) == ["Missing children"]
    assert "A notebook" not in html
    for words in ("for the Sub-group", "January to March 2014 (2013-14 Q4)", "How many?", "Official: sensitive"):
        assert words in html


def test_the_summary_comes_first_and_closing_parts_last_whatever_cell_they_are_from():
    html = write_page(
        notebook(
            new_code_cell("", outputs=[output("provenance", '<h2 id="provenance">From</h2>', title="From")]),
            new_markdown_cell("## Figures"),
            new_code_cell(
                "", outputs=[output("text", "<p>flow</p>"), output("comment", "<p>said</p>", title="Comment")]
            ),
            new_code_cell("", outputs=[summary("First of all.")]),
        )
    )

    places = [html.index(words) for words in ("First of all.", "<p>flow</p>", "<p>said</p>", ">From</h2>")]
    assert places == sorted(places)


def test_contents_lead_to_every_section_and_ids_are_unique(elements):
    html = write_page(
        notebook(
            new_markdown_cell("## Figures"),
            new_code_cell("", outputs=[output("text", "<p>one</p>")]),
            new_markdown_cell("## Figures\n\nAgain."),
            new_code_cell("", outputs=[output("methods", '<h2 id="methods">Methods</h2>', title="Methods")]),
        )
    )

    ids = [attributes["id"] for _, attributes in elements(html) if "id" in attributes]
    links = [attributes["href"][1:] for name, attributes in elements(html) if name == "a"]
    assert len(ids) == len(set(ids))
    assert set(links) <= set(ids)
    assert {"about-figures", "about-figures-2", "methods"} <= set(links)


def test_a_section_with_nothing_in_it_is_left_out():
    assert "Empty" not in write_page(notebook(new_markdown_cell("## Empty"), new_code_cell("x = 1")))


def test_headings_have_one_h1_and_skip_no_level(elements):
    html = write_page(notebook(new_markdown_cell("## Two\n\n##### Far down\n\nText.\n\n# Another title\n\nText.")))

    levels = [int(name[1]) for name, _ in elements(html) if re.fullmatch(r"h[1-6]", name)]
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("words", XSS)
@pytest.mark.parametrize("place", [*HEAD, "summary", "markdown", "heading"])
def test_nothing_that_was_written_becomes_markup(words, place, elements):
    expected = {name for name, _ in elements(write_page(notebook()))}
    box = new_code_cell("", outputs=[summary(words if place == "summary" else "x")])
    markdown = new_markdown_cell(
        f"## {words if place == 'heading' else 'Heading'}\n\n{words if place == 'markdown' else 'x'}"
    )
    nb = notebook(box, markdown)
    if place in HEAD:
        nb.cells[1].outputs[0].metadata["lscb"][place] = words

    found = elements(write_page(nb))

    assert {name for name, _ in found} <= expected | {"section", "h2", "ul", "li", "nav", "ol", "a", "p", "div"}
    assert not [attributes for _, attributes in found if any(name.startswith("on") for name in attributes)]


def test_the_page_has_no_script_and_no_outside_address(elements):
    html = write_page(notebook(new_markdown_cell("## Links\n\n[out](https://example.org) <https://example.org>")))

    assert "<script" not in html
    assert not re.search(r"(?:src|href|action)=[\"'](?!#)", html)
    assert not re.search(r"url\((?!#)|@import", html)
    policy = [
        attributes["content"] for name, attributes in elements(html) if name == "meta" and "http-equiv" in attributes
    ]
    (allowed,) = policy
    assert allowed.split("; ") == [
        "default-src 'none'",
        "style-src 'unsafe-inline'",
        "img-src data:",
        "form-action 'none'",
        "base-uri 'none'",
    ]


def test_the_page_says_its_language_and_lets_readers_skip_to_its_content(elements):
    found = elements(write_page(notebook()))

    assert ("html", {"lang": "en-GB"}) in found
    assert next(pair for pair in found if pair[0] == "a") == ("a", {"class": "skip", "href": "#main"})
    assert any(name == "main" and attributes["id"] == "main" for name, attributes in found)


def test_the_same_notebook_gives_the_same_bytes_from_a_node_and_from_a_file(tmp_path):
    nb = notebook(new_markdown_cell("## Figures\n\nText."))
    nbformat.write(nb, tmp_path / "a.ipynb")

    assert write_page(nb) == write_page(tmp_path / "a.ipynb") == write_page(str(tmp_path / "a.ipynb"))


def test_what_two_charts_count_alike_is_said_once():
    charts = [output("chart", "<figure></figure>", id=name, csv="a\n1") for name in ("one", "two")]
    told = {"titles": {"Episodes": "episodes"}, "figures": [["episodes"], ["episodes"]]}
    methods = output("methods", "<h2>Methods</h2>", **told)
    page = write_page(notebook(new_code_cell("", outputs=[*charts, methods])))

    assert page.count("What is counted") == 1


def test_the_head_tells_the_contents_list_what_the_page_is():
    head = read_head(notebook(new_code_cell("", outputs=[summary("First.", "Second.")])))

    assert head["title"] == "Missing children"
    assert head["summary"] == ["First.", "Second."]


@pytest.mark.parametrize(("compared", "expected"), [(True, ["Fewer."]), (False, [])])
def test_the_head_tells_what_changed_since_the_quarter_before_where_the_two_were_compared(compared, expected):
    told = output("since", "<p>Fewer.</p>", statements=[{"sentence": "Fewer.", "status": None}], compared=compared)

    assert read_head(notebook(new_code_cell("", outputs=[told])))["since"] == expected


def test_the_key_to_every_chart_stands_once_below_the_first_one():
    charts = [new_code_cell(f"chart {number}", outputs=[output("chart", "<figure></figure>")]) for number in (1, 2, 3)]
    html = write_page(notebook(*charts[:2], new_markdown_cell("## Second"), charts[2]))

    assert html.count("In every chart") == 1
    assert html.index("<figure>") < html.index("In every chart") < html.index("Second</h2>")
    assert "In every chart" not in write_page(notebook())
