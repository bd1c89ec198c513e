"""Findings as people read them."""

from analysis.page.quality import (
    describe_findings,
    render_findings,
    say_place,
    select_elsewhere,
    select_findings,
)


def test_findings_that_touch_an_indicator_are_chosen(page):
    found = page.findings(everything=True)

    assert len(select_findings(found, ["missing_episodes"], [])) == 1
    assert len(select_findings(found, ["missing_children"], [])) == 2
    assert len(select_findings(found, ["referral_rate"], ["police"])) == 0


def test_a_finding_about_a_whole_file_touches_every_page_that_read_it(page):
    found = page.findings(everything=True).assign(indicators="")

    assert len(select_findings(found, ["referral_rate"], ["police"])) == 2
    assert len(select_findings(found, ["referral_rate"], ["council"])) == 0


def test_what_may_mislead_stands_open_and_what_held_is_folded_away(page):
    html = render_findings(page.findings(everything=True), {"police": "Police data (Hampshire)"})

    open_part, folded = html.split("<details>")
    assert "<h3>Police data (Hampshire)</h3>" in open_part
    assert "Every series is zero in December 2013." in open_part
    assert "The months sum to the total." in folded
    assert "The months sum to the total." not in open_part
    assert "1 check or note for information" in folded


def test_a_finding_says_where_what_was_done_and_what_to_ask(page):
    html = render_findings(page.findings(everything=True), {})

    assert "Where: police.csv, Missing!J4:J7" in html
    assert "Treated as not supplied." in html
    assert "<strong>To ask:</strong> What are the figures for December 2013?" in html


def test_a_detail_is_shown_where_there_is_one(page):
    assert "1,179" in render_findings(page.findings(everything=True), {})


def test_how_many_of_each_severity_is_told(page):
    assert describe_findings(page.findings(everything=True)) == "2 findings: 1 may mislead; 1 for information."


def test_no_findings_is_told_and_words_are_escaped(page):
    found = page.findings(everything=True)

    assert "nothing to say" in render_findings(found.iloc[:0], {})
    assert "<script>" not in render_findings(found.assign(message="<script>"), {"police": "<script>"})


def test_each_of_several_files_stands_with_its_own_cell():
    assert say_place("published/a.xlsx; published/b.csv", "Sheet!N4; E76") == "a.xlsx, Sheet!N4; b.csv, E76"
    assert say_place("published/a.xlsx", "") == "a.xlsx"
    assert say_place("published/a.xlsx", "B2; B3") == "a.xlsx, B2; B3"


def test_a_finding_about_two_sources_names_both(page):
    found = page.findings(everything=True).assign(source="police stated_figures")

    assert "<h3>Police data and Stated figures</h3>" in render_findings(
        found, {"police": "Police data", "stated_figures": "Stated figures"}
    )


def findings_about(page, *rows):
    found = page.findings(everything=True).iloc[[0] * len(rows)].reset_index(drop=True)
    return found.assign(source=[source for source, _ in rows], message=[message for _, message in rows])


def test_another_areas_page_has_the_findings_about_it_england_or_no_place_in_sources_it_read(page):
    found = findings_about(
        page, ("police", "Southampton: zero."), ("police", "Portsmouth: zero."), ("police", "England: zero."),
        ("police", "A column repeats."), ("council", "Portsmouth: zero."),
        ("council police", "Southampton, Portsmouth."),
    )  # fmt: skip

    kept = select_elsewhere(found, ["police"], "Portsmouth", ["England", "Portsmouth", "Southampton"])

    assert list(kept["message"]) == [
        "Portsmouth: zero.",
        "England: zero.",
        "A column repeats.",
        "Southampton, Portsmouth.",
    ]
