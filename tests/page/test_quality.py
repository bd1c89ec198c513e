"""Findings as people read them."""

from datetime import date

import pandas as pd

from analysis.definitions.contract import find_foreign
from analysis.page.quality import (
    by_year_and_gravity,
    render_findings,
    say_hidden,
    say_place,
    select_findings,
    select_of_areas,
)
from analysis.words.found_by_checks import LEFT_OUT


def test_findings_that_touch_an_indicator_are_chosen(page):
    found = page.findings(everything=True)

    assert len(select_findings(found, ["missing_episodes"], [])) == 1
    assert len(select_findings(found, ["missing_children"], [])) == 2
    assert len(select_findings(found, ["referral_rate"], ["police"])) == 0


def test_a_finding_about_a_whole_file_touches_every_page_that_read_it(page):
    found = page.findings(everything=True).assign(indicators="")

    assert len(select_findings(found, ["referral_rate"], ["police"])) == 2
    assert len(select_findings(found, ["referral_rate"], ["council"])) == 0


def test_what_may_mislead_stands_on_the_page_and_what_held_in_the_file(page):
    html = render_findings(page.findings(everything=True), {"police": "Police data (Hampshire)"})

    assert "Every series is zero in December 2013." in html
    assert "The months sum to the total." not in html
    assert 'All are in <a href="data/findings.csv">' in html


def test_the_first_are_told_and_the_rest_is_counted(page):
    found = page.findings(everything=True).iloc[[0, 0, 0]].reset_index(drop=True)
    found = found.assign(severity=["error", "warning", "warning"], message=["Grave.", "First.", "Last."])

    html = render_findings(found, {}, most=2)

    assert html.index("Grave.") < html.index("First.")
    assert "Last." not in html
    assert "1 more is there." in html


def test_findings_of_the_quarters_year_come_first_then_older_then_later_ones_each_by_gravity_and_newest_first():
    rows = [
        ("later", "error", "2016-04-01", "2017-03-31"),
        ("the year before", "error", "2012-04-01", "2013-03-31"),
        ("checked", "note", "2014-01-01", "2014-03-31"),
        ("of no period", "warning", None, None),
        ("autumn", "warning", "2013-10-01", "2013-12-31"),
        ("the year", "warning", "2013-04-01", "2014-03-31"),
    ]
    findings = pd.DataFrame(rows, columns=["message", "severity", "start", "end"])
    days = {name: pd.to_datetime(findings[name]) for name in ("start", "end")}

    assert list(by_year_and_gravity(findings.assign(**days), date(2014, 3, 31))["message"]) == [
        "the year",
        "autumn",
        "of no period",
        "checked",
        "the year before",
        "later",
    ]


def test_a_finding_says_where_and_what_was_done(page):
    html = render_findings(page.findings(everything=True), {})

    assert "police.csv, Missing!J4:J7" in html
    assert "Treated as not supplied." in html


def test_a_detail_is_shown_where_there_is_one(page):
    found = page.findings(everything=True).assign(severity="warning")

    assert "1,179" in render_findings(found, {})


def test_each_of_several_files_stands_with_its_own_cell():
    assert say_place("published/a.xlsx; published/b.csv", "Sheet!N4; E76") == "a.xlsx, Sheet!N4; b.csv, E76"
    assert say_place("published/a.xlsx", "") == "a.xlsx"
    assert say_place("published/a.xlsx", "B2; B3") == "a.xlsx, B2; B3"


def test_a_finding_about_two_sources_names_both(page):
    found = page.findings(everything=True).assign(source="police stated_figures")

    assert "Police data and Stated figures;" in render_findings(
        found, {"police": "Police data", "stated_figures": "Stated figures"}
    )


def findings_about(page, *rows):
    found = page.findings(everything=True).iloc[[0] * len(rows)].reset_index(drop=True)
    sources, areas, messages = zip(*rows, strict=True)
    return found.assign(source=sources, areas=areas, message=messages)


def test_a_page_has_the_findings_about_its_areas_england_or_no_place_and_none_of_another_areas_own_documents(page):
    found = findings_about(
        page,
        ("police", "E06000045", "Another area."),
        ("police", "E06000044", "The area."),
        ("police", "E92000001", "England."),
        ("police", "", "Of no place."),
        ("police", "E06000045 E06000044", "Both."),
        ("council police", "E06000044", "In another area's document too."),
    )

    kept = select_of_areas(found, ["E06000044"], {"council"})

    assert list(kept["message"]) == ["The area.", "England.", "Of no place.", "Both."]


def test_a_source_about_one_area_is_foreign_to_every_other(page_of):
    opened = page_of("data_quality", [], area="E08000025")

    assert {"police_missing", "stated_figures", "council_referral_rate"} <= opened.foreign
    assert "dfe_referrals" not in opened.foreign
    assert not find_foreign(opened.sources, "E06000045")


def test_that_nothing_was_found_is_told_and_words_are_escaped(page):
    found = page.findings(everything=True)

    assert render_findings(found.iloc[:0], {}, "Some.") == (
        "<p>The checks found nothing to say about these figures. Some.</p>"
    )
    assert "for information. Some. All are in" in render_findings(found, {}, "Some.")
    assert "<script>" not in render_findings(found.assign(message="<script>"), {"police": "<script>"})


def test_findings_are_said_to_be_left_out_where_something_of_a_return_is_suppressed_that_the_page_read(make_page):
    large = {"indicator": "missing_children", "start": "2014-02-01", "end": "2014-02-28", "numerator": 93, "value": 93}
    large["file"] = "returns/police.csv"
    small = large | {"start": "2014-03-01", "end": "2014-03-31", "numerator": 3, "value": 3}

    assert say_hidden(make_page("", large)) == ""
    page = make_page("", large, small)
    assert say_hidden(page) == say_hidden(page, ["police"]) == LEFT_OUT
    assert say_hidden(page, ["council"]) == ""
