"""What changed since the quarter before is told first, or why it cannot be."""

from dataclasses import replace
from pathlib import Path

import pytest

from analysis.definitions.learned_changes import read_ordinary_changes
from analysis.page.change_on_quarter import (
    describe_change_on_quarter,
    is_said_already,
    read_change_on_quarter,
    say_change_on_quarter,
)
from analysis.page.headline_items import read_headline_item
from analysis.page.lead_figure import find_lead
from analysis.page.page import Page
from analysis.page.preview import preview_page
from analysis.project import find_project
from analysis.words.statement import Statement

LEFT_OUT = """
left_out:
  title: Reports left
  kind: count
  counts: events
  unit: reports
  additive: {additive}
  topic: missing
  meaning: [{{since: 2013-04-01, definition: Reports., reference: Nowhere}}]
"""
LEFT_RATE = """
left_rate:
  title: Rate of reports left
  kind: rate
  counts: events
  unit: per 10,000
  per: 10000
  numerator: left_out
  topic: missing
  meaning: [{since: 2012-04-01, definition: Reports., reference: Nowhere}]
"""
QUARTERS = {"2013-14 Q3": ("2013-10-01", "2013-12-31"), "2013-14 Q4": ("2014-01-01", "2014-03-31")}
MONTHS = ["2013-10", "2013-11", "2013-12", "2014-01", "2014-02", "2014-03"]
LAST = {"2013-11": 30, "2014-02": 28}


@pytest.fixture
def quarters(make_page):
    """A function that reads a count of each quarter into a page."""

    def read(*figures):
        rows = [
            {
                "indicator": "left_out",
                "start": start,
                "end": end,
                "numerator": figure,
                "value": figure,
                "status": "reported" if figure is not None else "not_supplied",
            }
            for (start, end), figure in zip(QUARTERS.values(), figures, strict=True)
        ]
        page = make_page(LEFT_OUT.format(additive="true"), *rows)
        page.read("left_out")
        return page

    return read


@pytest.fixture
def months(make_page):
    """A function that reads a count of each of six months into a page; None was not supplied."""

    def read(*figures, additive="true"):
        rows = [
            {
                "indicator": "left_out",
                "start": f"{label}-01",
                "end": f"{label}-{LAST.get(label, 31)}",
                "numerator": figure,
                "value": figure,
                "status": "reported" if figure is not None else "not_supplied",
            }
            for label, figure in zip(MONTHS, figures, strict=True)
        ]
        page = make_page(LEFT_OUT.format(additive=additive), *rows)
        page.read("left_out")
        return page

    return read


def test_a_change_beyond_chance_is_told_with_its_limits_and_no_verdict(quarters):
    (told,), compared = describe_change_on_quarter(quarters(100, 200))

    assert compared
    assert str(told).startswith("Reports left: 100 in October to December 2013 and 200 in January to March 2014: +100%")
    assert "+100% (+57% to +157%)" in str(told)
    assert (told.status, told.unusual, told.beyond_chance) == ("higher", None, True)


def test_a_change_that_chance_explains_is_told_as_none(quarters):
    (told,), _ = describe_change_on_quarter(quarters(100, 104))

    assert "no clear change" in str(told)
    assert told.unusual is False


def test_months_are_added_up_where_each_has_a_figure(months):
    assert describe_change_on_quarter(months(10, 20, 30, 40, 50, 60)) == (
        ["Reports left in January to March 2014: 150; in October to December 2013: 60."],
        True,
    )


@pytest.mark.parametrize(
    ("each", "size", "verdict", "word"),
    [
        (1390, "4,170; in October to December 2013: 4,662 (−11%). 95% of", False, "no clear change"),
        (3000, "9,000; in October to December 2013: 4,662 (+93%). That is unusual: 95% of", True, "rose"),
    ],
)
def test_the_sum_of_months_is_judged_where_it_is_known_how_quarters_ordinarily_change(
    months, monkeypatch, each, size, verdict, word
):
    kept = read_ordinary_changes(find_project(Path(__file__).parent).params / "ordinary_change.yaml")["referrals"]
    monkeypatch.setattr(Page, "ordinary_change_of", lambda _page, _name: kept)
    (told,), _ = describe_change_on_quarter(months(1554, 1554, 1554, each, each, each))

    assert str(told).startswith(f"Reports left in January to March 2014: {size} authorities of this size change by")
    assert str(told).endswith("from one quarter to the next.")
    assert told.result.method.endswith("learned from 149 authorities of England, changes up to March 2013")
    assert (told.unusual, told.facts["quarter"]) == (verdict, word)


def test_a_quarter_with_a_month_missing_is_not_compared_and_the_month_is_named(months):
    (told,), _ = describe_change_on_quarter(months(10, 20, None, 40, 50, 60))

    assert told.startswith("Reports left in January to March 2014: 150. The quarter before has no total")
    assert told.endswith(": December 2013 is not known.")


def test_months_that_may_not_be_added_up_are_not(months):
    (told,), compared = describe_change_on_quarter(months(10, 20, 30, 40, 50, 60, additive="false"))

    assert not compared
    assert told == (
        "We cannot say what changed since the quarter before: no figure here is given for both quarters. "
        "The newest figure up to this quarter: March 2014."
    )


def test_a_rate_that_is_given_by_year_leads_with_the_quarters_change_of_its_count(make_page):
    counts = [(start, end, "left_out", 100 + place) for place, (start, end) in enumerate(QUARTERS.values())]
    rates = [(f"{year}-04-01", f"{year + 1}-03-31", "left_rate", 40.0) for year in (2012, 2013)]
    rows = [dict(zip(("start", "end", "indicator", "value"), row, strict=True)) for row in (*counts, *rates)]
    for row in rows:
        row |= {"numerator": row["value"] if row["indicator"] == "left_out" else None, "status": "reported"}
    page = make_page(LEFT_OUT.format(additive="true") + LEFT_RATE, *rows)
    page.read("left_rate", "left_out")
    (told,), _ = describe_change_on_quarter(page)
    page.keep(Statement("level", page.subject("left_rate"), 40.0, "The rate was 40."), told)

    lead = find_lead(page)
    assert (lead["indicator"], lead["period"], lead["quarter"]) == ("left_rate", "2013-14", "no clear change")


def test_a_withheld_figure_is_not_compared(quarters):
    told, compared = describe_change_on_quarter(quarters(3, 200))

    assert not compared
    assert "3 " not in " ".join(told).replace("2013 ", "")
    assert "a figure of one of the two quarters is suppressed" in told[0]


def test_the_boards_own_work_is_not_said_to_lack_a_quarter(make_page):
    rows = [
        {"indicator": "left_out", "start": start, "end": end, "numerator": 4, "value": 4, "status": "reported"}
        for start, end in QUARTERS.values()
    ]
    page = make_page(LEFT_OUT.format(additive="true").replace("counts: events", "counts: things"), *rows)
    page.read("left_out")
    (told,), compared = describe_change_on_quarter(page)

    assert not compared
    assert "what is given for both quarters counts the Board’s own work" in told


def test_a_summary_that_names_the_quarter_before_has_told_it(quarters):
    page = quarters(100, 200)
    page.summary("Referrals rose since 2013-14 Q3.")

    assert is_said_already(page)
    assert describe_change_on_quarter(page) == ([], False)


def test_a_summary_of_the_quarter_alone_has_not(quarters):
    page = quarters(100, 200)
    page.summary("Referrals in January to March 2014 were many.")

    assert not is_said_already(page)


@pytest.mark.parametrize("needs", [["left_out"], ["missing_episodes"]])
def test_what_changed_of_the_reports_own_subject_stands_first_in_the_summary(quarters, needs):
    page = quarters(100, 200)
    page.report = page.report.model_copy(update={"needs": needs})
    page.summary("There were 200 reports.")
    page.close()

    html = preview_page(page)

    assert html.index("Since the quarter before</h3>") < html.index("Reports left: 100")
    assert (html.index("Reports left: 100") < html.index("There were 200")) == (needs == ["left_out"])


def test_that_nothing_can_be_compared_stands_last_in_it(months):
    page = months(10, 20, 30, 40, 50, 60, additive="false")
    page.summary("There were 210 reports.")
    page.close()

    html = preview_page(page)

    assert html.index("There were 210") < html.index("We cannot say what changed since the quarter before")


def test_a_figure_that_is_not_the_official_one_of_its_day_is_told_with_its_source(open_real):
    page = open_real("looked_after")
    page.read("looked_after_rate", "looked_after_children")
    told, compared = describe_change_on_quarter(page)

    assert compared
    assert str(told[0]).startswith(
        "The official figure on 31 March 2014 is 105, with none for the quarter before. Headline data set (the LSCB "
        "Business Unit) has both. The rate of"
    )


def test_that_the_official_figure_has_no_quarter_before_goes_when_it_has(open_real):
    page = open_real("looked_after")
    page.read("looked_after_rate", "looked_after_children")
    item, change = read_change_on_quarter(page, "looked_after_rate")
    official = replace(item, source=read_headline_item(page, "looked_after_rate").source)
    told = [str(say_change_on_quarter(page, one, change)) for one in (item, official)]

    assert ["with none for the quarter before" in sentence for sentence in told] == [True, False]


def test_a_share_stands_beside_the_counts_that_it_is_of_not_those_of_another_source(open_real):
    page = open_real("referrals")
    page.read("rereferral_share", "referrals")
    told = [str(one) for one in describe_change_on_quarter(page)[0]]

    assert "30% (69 of 231) in October to December 2013 and 33% (87 of 264) in January to March 2014" in told[0]
    assert told[0].endswith("Chance could explain the difference (−5 to +11 points).")
