"""Board papers: two sheets for each audience, as a page and for Word, of nothing but what pages say."""

import base64
import io
import re

import pytest
from docx import Document

from publishing.release.board_paper import MOST_ROWS, plan_papers, write_paper
from publishing.release.board_paper_word import WIDTHS, write_word
from publishing.release.tables_and_charts import find_svg, write_alternatives, write_chart_files

PIXEL = base64.b64encode(
    base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")
).decode()
CHART = {
    "caption": "Episodes each month",
    "alternative": "A line from 130 to 221.",
    "png": PIXEL,
    "svg": '<svg xmlns="http://www.w3.org/2000/svg" aria-labelledby="figure-1-wide-title figure-1-wide-desc">'
    '<title id="figure-1-wide-title">Episodes</title><desc id="figure-1-wide-desc">A line</desc></svg>',
    "narrow": '<svg aria-labelledby="figure-1-narrow-title figure-1-narrow-desc"></svg>',
}


def page(report, audience, **others):
    return {
        "report": report,
        "file": f"{report}.html",
        "title": report.capitalize(),
        "audience": audience,
        "question": "How many?",
        "summary": [f"What {report} says."],
        "statements": [],
        "lead": None,
        "questions": {"the police": [f"Why {report}?"]},
    } | others


RELEASE = {
    "area": "E06000045",
    "area_name": "Southampton",
    "quarter": "2013-14 Q4",
    "partnership": "The partnership",
    "marking": "Official",
    "contact": "the office",
    "awaited": ["NEET: announced."],
    "audiences": {
        "Board": {"decision": "Agree what to examine.", "whole": True},
        "Missing group": {"decision": "Agree the questions.", "whole": False},
        "Nobody": {"decision": "Agree.", "whole": False},
    },
    "pages": [page("scorecard", "Board"), page("missing", "Missing group"), page("custody", "Board")],
}
CHARTS = {"missing_figure-10": CHART, "missing_figure-2": CHART | {"caption": "The second figure"}}


@pytest.fixture
def papers():
    return {paper.audience: paper for paper in plan_papers(RELEASE, CHARTS)}


def test_there_is_a_paper_for_each_audience_with_a_page(papers):
    assert list(papers) == ["Board", "Missing group"]
    assert papers["Missing group"].name == "papers/missing-group"


def test_a_paper_has_its_audiences_pages_and_that_of_the_whole_release_the_gravest_of_all(papers):
    assert [row.title for row in papers["Missing group"].rows] == ["Missing"]
    assert len(papers["Board"].rows) == 3


def test_a_paper_has_no_more_rows_than_two_sheets_hold():
    many = [page(f"report{number}", "Board") for number in range(20)]

    (paper, *_) = plan_papers(RELEASE | {"pages": many}, {})
    assert len(paper.rows) == MOST_ROWS


def test_questions_that_differ_in_the_figures_they_name_alone_are_put_once():
    asked = [{"the council": [f"Which is right ({name})? (2014)"]} for name in ("referrals", "plans")]
    pages = [page(f"report{number}", "Board", questions=one) for number, one in enumerate(asked)]

    (paper, *_) = plan_papers(RELEASE | {"pages": pages}, {})
    assert paper.questions == [("the council", "Which is right (referrals)? (2014)")]


def test_the_first_charts_come_by_their_number(papers):
    assert [one.name for one in papers["Missing group"].charts] == ["missing_figure-2", "missing_figure-10"]


def test_the_page_says_the_decision_the_headlines_the_questions_and_what_is_awaited(papers):
    html = write_paper(papers["Missing group"], RELEASE)

    for words in (
        "Agree the questions.",
        "What missing says.",
        "Why missing?",
        "NEET: announced.",
        "The second figure",
    ):
        assert words in html
    assert '<a href="../missing.html">' in html


def test_charts_of_several_pages_have_ids_of_their_own(papers):
    html = write_paper(papers["Missing group"], RELEASE)

    assert 'aria-labelledby="missing-figure-1-wide-title missing-figure-1-wide-desc"' in html
    assert '<title id="missing-figure-1-wide-title">' in html
    assert 'aria-labelledby="missing-figure-1-narrow-title missing-figure-1-narrow-desc"' in html  # that of a phone


def test_everything_written_on_the_page_is_escaped():
    harmful = "<script>alert(1)</script>"
    (paper, *_) = plan_papers(RELEASE | {"pages": [page("scorecard", "Board", title=harmful, summary=[harmful])]}, {})

    assert "<script>" not in write_paper(paper, RELEASE | {"area_name": harmful})


def test_the_word_document_has_headings_a_repeated_table_header_and_described_charts(papers):
    document = Document(io.BytesIO(write_word(papers["Missing group"], RELEASE)))

    headings = [one.text for one in document.paragraphs if one.style.name.startswith(("Heading", "Title"))]
    assert headings == [
        "Board paper: Missing group",
        "Decision wanted",
        "Headlines",
        "Charts",
        "Questions to put",
        "What is awaited",
    ]
    (table,) = document.tables
    assert "tblHeader" in table.rows[0]._tr.xml
    assert 'descr="A line from 130 to 221."' in document.element.xml
    assert document.core_properties.language == "en-GB"


def test_the_columns_of_the_word_table_have_their_widths_and_no_row_is_cut_between_sheets(papers):
    (table,) = Document(io.BytesIO(write_word(papers["Missing group"], RELEASE))).tables

    assert [round(column.width.cm, 1) for column in table.columns] == list(WIDTHS)
    assert all("cantSplit" in row._tr.xml for row in table.rows)


def test_headings_of_the_word_document_have_the_font_of_its_text(papers):
    styles = Document(io.BytesIO(write_word(papers["Missing group"], RELEASE))).styles

    assert {styles[name].font.name for name in ("Normal", "Title", "Heading 1")} == {"Arial"}
    assert not any("Theme" in name for name in styles["Title"].element.rPr.rFonts.attrib)


def test_the_word_document_says_what_the_page_says(papers):
    document = Document(io.BytesIO(write_word(papers["Missing group"], RELEASE)))

    cells = [cell.text for row in document.tables[0].rows for cell in row.cells]
    assert any("What missing says." in cell for cell in cells)
    assert "To the police: Why missing?" in [one.text for one in document.paragraphs]


def test_the_same_paper_is_the_same_bytes(papers):
    assert write_word(papers["Board"], RELEASE) == write_word(papers["Board"], RELEASE)


def test_a_chart_is_a_file_of_svg_that_stands_by_itself_and_one_of_png():
    svg = find_svg('<figure><div class="wide"><svg viewBox="0 0 1 1"></svg></div></figure>')

    assert svg.startswith('<svg xmlns="http://www.w3.org/2000/svg" viewBox')
    files = write_chart_files("missing_figure-1", CHART | {"svg": svg})
    assert list(files) == ["charts/missing_figure-1.svg", "charts/missing_figure-1.png"]
    assert files["charts/missing_figure-1.png"].startswith(b"\x89PNG")


def test_text_alternatives_are_listed_and_no_cell_starts_a_formula():
    told = write_alternatives({"missing_figure-1": CHART | {"caption": "=1+1"}})

    assert "A line from 130 to 221." in told
    assert not re.search(r"(^|,)=", told, flags=re.MULTILINE)
