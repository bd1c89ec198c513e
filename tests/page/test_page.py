"""The page that a notebook builds."""

import pandas as pd
import pytest

from analysis.charts import plot_months
from analysis.measures.columns import Column
from analysis.page.page import open_page
from analysis.refusals import DisclosureRefused, ParametersRefused


def kinds(page) -> list[str]:
    return [part.kind for part in page.outputs.parts]


def months(page):
    return page.protect(page.spread(page.read("missing_children", "missing_episodes", kind="month")))


def test_opening_a_page_says_what_it_is(page):
    part = page.outputs.parts[0]

    assert part.kind == "opening"
    assert part.details["title"] == "Missing children"
    assert part.details["period"] == "January to March 2014"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"report": "mising"}, "Did you mean 'missing'"),
        ({"area": "E06000046"}, "Did you mean Southampton "),
        ({"quarter": "Q4"}, "quarter 'Q4' is not understood"),
        ({"data": "nowhere"}, "has no raw/"),
    ],
)
def test_a_name_that_is_not_known_is_refused(checkout, changes, words):
    with pytest.raises(ParametersRefused, match=words):
        open_page(**({"report": "missing", "area": "E06000045", "quarter": "2013-14 Q4"} | changes))


def test_indicators_are_protected_by_their_definition(page):
    table = months(page)

    assert table.columns["missing_children"] == Column("Children missing", "count")
    assert page.protect(pd.DataFrame({"missing_children": [3]})).withheld == 1


def test_other_columns_of_numbers_must_be_named(page):
    with pytest.raises(DisclosureRefused, match="'share' holds numbers"):
        page.protect(pd.DataFrame({"missing_children": [30], "share": [0.5]}))


def test_a_heading_may_be_given_in_words_or_with_a_form(page):
    frame = pd.DataFrame({"missing_children": [30], "share": [0.5]})

    table = page.protect(
        frame,
        derived={"share": ["missing_children"]},
        columns={"missing_children": "Children", "share": Column("Share", "share")},
    )

    assert [column.heading for column in table.columns.values()] == ["Children", "Share"]
    assert table.columns["missing_children"].form == "count"


def test_figures_and_tables_are_numbered_each_in_their_own_order(page):
    table = months(page)
    page.chart(plot_months(table, "missing_children"), caption="One.")
    page.table(table, caption="Two.")
    page.chart(plot_months(table, "missing_episodes"), caption="Three.")

    assert [part.words for part in page.outputs.parts[1:]] == ["Figure 1: One.", "Table 1: Two.", "Figure 2: Three."]


def test_a_chart_comes_with_its_table_its_csv_and_the_notes_that_touch_it(page):
    page.chart(plot_months(months(page), "missing_children"), caption="The finding.")

    part = page.outputs.parts[-1]
    assert "<strong>Figure 1.</strong> The finding.</figcaption>" in part.html
    assert 'id="figure-1-table">' in part.html
    assert "note 1 at October 2013" in part.html
    assert [(one["heading"], one["cells"][0]) for one in part.details["columns"]] == [
        ("Period", "April 2013"),
        ("Children missing", "91"),
        ("Missing episodes", "130"),
    ]


def test_charts_and_tables_take_nothing_that_did_not_come_through_the_door(page):
    with pytest.raises(DisclosureRefused):
        page.table(pd.DataFrame({"children": [3]}), caption="Children")
    with pytest.raises(DisclosureRefused):
        plot_months(pd.DataFrame({"start": [], "children": []}), "children")


def test_the_summary_keeps_its_sentences_apart_and_leaves_out_empty_ones(page):
    page.summary("One.", "", None, "Two.")

    assert page.outputs.parts[-1].details["statements"] == [
        {"sentence": "One.", "kind": "text", "status": None},
        {"sentence": "Two.", "kind": "text", "status": None},
    ]


def test_a_page_ends_with_its_closing_parts_and_the_mark_that_it_is_complete(page):
    page.data(page.read("missing_children"))
    page.close()

    assert kinds(page) == ["opening", "data", "since", "annotations", "methods", "quality", "provenance", "complete"]


def test_the_analysts_comment_is_shown_for_the_partnerships_own_area_alone(checkout, page):
    comments = checkout / "params" / "comments" / "2013-14 Q4"
    comments.mkdir(parents=True)
    (comments / "missing.md").write_text("**December** is awaited. <script>alert(1)</script>", encoding="utf-8")
    other = open_page("missing", area="E92000001", quarter="2013-14 Q4")

    page.close()
    other.close()

    comment = next(part.html for part in page.outputs.parts if part.kind == "comment")
    assert "<strong>December</strong> is awaited." in comment
    assert "<script>" not in comment
    assert "comment" not in kinds(other)


def test_a_page_about_nothing_that_was_supplied_still_closes(checkout):
    page = open_page("missing", area="E92000001", quarter="2013-14 Q4")
    page.data(page.read("missing_children"))
    page.close()

    assert kinds(page)[2:] == ["provenance", "complete"]
    assert "Sources of the figures" not in page.outputs.parts[-2].html


def test_parameters_are_told_without_where_the_folder_lies(checkout, page):
    page.close()

    provenance = next(part.html for part in page.outputs.parts if part.kind == "provenance")
    assert str(checkout) not in "".join(part.html for part in page.outputs.parts)
    assert "Southampton (E06000045)" in provenance
    assert "not in git" in provenance


def test_results_handed_over_anywhere_are_listed_among_the_methods(page):
    from analysis.model.differences import difference_of_proportions

    page.say("No change.", results=[difference_of_proportions(30, 100, 33, 100)])
    page.close()

    assert "Newcombe" in next(part.html for part in page.outputs.parts if part.kind == "methods")


@pytest.fixture
def in_a_notebook(monkeypatch):
    monkeypatch.setattr("analysis.page.page.get_ipython", lambda: "a shell")


def test_a_page_of_whose_needs_the_area_has_no_figure_is_refused_in_one_sentence_of_a_notebook(
    open_real, in_a_notebook
):
    with pytest.raises(ParametersRefused) as refused:
        open_real("missing", area="E06000044")

    assert refused.value._render_traceback_() == [
        "There are no figures of children missing and missing episodes for Portsmouth in the 2 years to March 2014, "
        "so this page is not made. Add the return that gives them, or name another area or quarter."
    ]


def test_a_page_with_a_part_of_what_its_report_needs_is_opened_in_a_notebook(open_real, in_a_notebook):
    assert open_real("referrals", area="E06000044").area.name == "Portsmouth"
