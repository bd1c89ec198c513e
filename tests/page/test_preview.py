"""The finished page inside JupyterLab, and cells that are run again."""

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from analysis.page import outputs as outputs
from analysis.page.preview import preview_page


@pytest.fixture
def run(monkeypatch):
    """A function that lets what follows be handed over by a cell in one of its runs."""
    return lambda source, count: monkeypatch.setattr(outputs, "find_cell", lambda: (source, count))


def test_parts_stand_where_their_cell_stands_in_the_notebook(checkout, page, run):
    cells = [new_markdown_cell("# T"), new_code_cell("a()"), new_markdown_cell("## Later"), new_code_cell("b()")]
    nbformat.write(new_notebook(cells=cells), checkout / "notebooks" / "missing.ipynb")
    run("b()", 1)
    page.say("From b.")
    run("a()", 2)
    page.say("From a.")

    html = preview_page(page)

    assert html.index("From a.") < html.index("Later</h2>") < html.index("From b.")


def test_a_part_whose_cell_is_not_in_the_saved_notebook_comes_last(page):
    page.say("From somewhere.")

    assert "From somewhere." in preview_page(page)


def test_a_cell_that_is_run_again_replaces_what_it_handed_over(page, run):
    run("a()", 1)
    page.say("Old.")
    page.summary("Old.")
    run("b()", 2)
    page.say("Other.")
    run("a()", 3)
    page.say("New.")

    assert [part.words for part in page.outputs.parts[1:]] == ["Other.", "New."]


def test_a_figure_keeps_its_number_when_its_cell_is_run_again(page, run):
    numbers = []
    for source, count in (("a()", 1), ("b()", 2), ("a()", 3), ("b()", 4)):
        run(source, count)
        numbers.append([page.outputs.number("figure"), page.outputs.number("figure")])

    assert numbers == [[1, 2], [3, 4], [1, 2], [3, 4]]


def test_the_preview_is_a_frame_that_can_run_nothing(page):
    page.say("Said.")

    frame = page.preview()._repr_html_()

    assert 'sandbox=""' in frame
    assert "&lt;p&gt;Said.&lt;/p&gt;" in frame
