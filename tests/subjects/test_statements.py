"""Stated figures: each is told as what it is, and judged only where numbers allow."""

import pytest

from analysis.subjects.statements import read_parts, read_statements
from analysis.subjects.statements_reading import (
    caption_statements,
    describe_awaited,
    describe_changes,
    describe_claims,
    describe_gaps,
    describe_ranks,
    describe_shares,
    describe_statements,
    describe_steps,
)
from analysis.subjects.statements_table import plot_statements, protect_statements, tabulate_statements

HERE, ENGLAND = "E06000045", "E92000001"
# As stated in Southampton LSCB's annual report 2013-14
FAMILIES = [
    ("troubled_families_turned_around", HERE, "", "31 March 2014", 0.59),
    ("troubled_families_turned_around", HERE, "", "30 November 2013", 0.413),
    ("troubled_families_turned_around", ENGLAND, "", "31 March 2014", 0.334),
    ("troubled_families_turned_around", HERE, "comparison", "31 March 2014", "almost twice"),
    ("troubled_families_turned_around_number", HERE, "", "31 March 2014", 404),
    ("troubled_families", HERE, "target", "31 March 2014", 685),
    ("troubled_families_turned_around_rank", HERE, "", "31 March 2014", 7),
    ("troubled_families_turned_around_rank", HERE, "", "30 November 2013", 5),
    ("common_assessments", HERE, "", "2013-14 Q3", 56),
    ("common_assessments", HERE, "", "2013-14 Q4", 29),
]
PARTS = "troubled_families_turned_around=troubled_families_turned_around_number/troubled_families"


def look(page, figures: str, parts: str = ""):
    rows = read_statements(page, figures.split(), read_parts(parts))
    return rows, protect_statements(page, rows)


@pytest.fixture
def families(page_of):
    page = page_of("early_help", FAMILIES)
    figures = "troubled_families_turned_around troubled_families_turned_around_rank common_assessments"
    return page, *look(page, figures, PARTS)


def test_a_share_with_its_numbers_has_limits_and_is_judged(families):
    page, rows, shown = families
    share = shown.table.iloc[0]

    assert rows["kind"].iloc[0] == "share with its numbers"
    assert (share["lower"], share["upper"]) == (pytest.approx(0.553, abs=1e-3), pytest.approx(0.626, abs=1e-3))
    assert "above that of England, 33%, and higher is better" in str(describe_shares(page, rows, shown)[0])
    assert "clear of England’s" in caption_statements(page, rows, shown)


def test_a_comparison_in_words_is_held_against_the_figures(families):
    page, rows, shown = families
    table = tabulate_statements(page, rows, shown).table
    claim = table[table["kind"] == "claim in words"].iloc[0]

    assert claim["beside"] == "59% is 1.8 times England’s 33.4%"
    assert describe_claims(page, rows, shown) == []


def test_a_place_in_a_rank_stands_with_the_place_before_and_no_certainty(families):
    page, rows, shown = families
    told = " ".join(describe_ranks(page, rows, shown))

    assert "7th of 152 authorities" in told
    assert "before: 5th (30 November 2013)" in told
    assert "cannot be said without the others’ figures" in told


def test_a_count_beside_the_quarter_before_is_a_fall_where_chance_does_not_explain_it(families):
    page, rows, shown = families

    assert "fell from 56 in 2013-14 Q3 to 29 in 2013-14 Q4" in str(describe_steps(page, rows, shown)[0])


def test_a_small_number_behind_a_share_withholds_the_share(page_of):
    rows = [(*row[:4], 4) if row[0].endswith("number") else row for row in FAMILIES]
    page = page_of("early_help", rows)
    read, shown = look(page, "troubled_families_turned_around", PARTS)
    first = tabulate_statements(page, read, shown).table.iloc[0]

    assert first["figure"] == "[c]"
    assert "59" not in " ".join(tabulate_statements(page, read, shown).table.astype(str).to_numpy().ravel())
    assert describe_shares(page, read, shown) == []


def test_a_share_without_its_number_is_told_with_what_it_might_mean(page_of):
    page = page_of("domestic_abuse", [("protection_plans_with_domestic_violence", HERE, "", "2013-14", 0.8)])
    rows, shown = look(page, "protection_plans_with_domestic_violence")
    row = tabulate_statements(page, rows, shown).table.iloc[0]

    assert row["kind"] == "share without its numbers"
    assert row["limits"] == "if of 20: 58% to 92%; if of 100: 71% to 87%"
    assert "of how many" in row["ask"]
    assert plot_statements(page, rows, shown) is None


def test_a_claim_in_words_is_asked_for_its_figure(page_of):
    page = page_of("domestic_abuse", [("marac_cases", HERE, "", "2013-14", "double the national average")])
    rows, shown = look(page, "marac_cases")
    row = tabulate_statements(page, rows, shown).table.iloc[0]

    assert row["figure"] == "“double the national average”"
    assert "What is the figure" in row["ask"]
    assert "double the national average" in describe_claims(page, rows, shown)[0]


def test_a_national_change_is_told_with_the_count_before_that_it_implies(page_of):
    stated = [
        ("care_applications", ENGLAND, "", "2013-14", 9680),
        ("care_applications_change", ENGLAND, "", "2013-14", -0.12),
    ]
    page = page_of("family_justice", stated)
    rows, shown = look(page, "care_applications care_applications_change")
    told = str(*describe_changes(page, rows, shown))

    assert "in England fell from 11,000 in 2012-13 (as the change implies) to 9,680" in told
    assert "by 12%" in told


def test_a_gap_is_more_than_chance_where_it_outlasts_a_small_number(page_of):
    stated = [
        ("gcse_five_good_grades", HERE, "", "2013", 0.58),
        ("gcse_five_good_grades", HERE, "looked after children", "2013", 0.13),
    ]
    page = page_of("education", stated)
    (told,) = describe_gaps(page, *look(page, "gcse_five_good_grades"))

    assert "a gap of 45 percentage points" in told
    assert "more than chance explains" in told


def test_a_gap_that_few_children_could_make_is_told_as_such(page_of):
    stated = [
        ("gcse_five_good_grades", HERE, "", "2013", 0.30),
        ("gcse_five_good_grades", HERE, "looked after children", "2013", 0.13),
    ]
    page = page_of("education", stated)
    (told,) = describe_gaps(page, *look(page, "gcse_five_good_grades"))

    assert "chance alone could make such a gap" in told


def test_what_was_announced_and_not_supplied_is_awaited(page_of):
    page = page_of("education", [("not_in_education_employment_or_training", HERE, "", "2013-14", None)])
    rows, _ = look(page, "not_in_education_employment_or_training")

    assert "Awaited: not in education" in describe_awaited(page, rows)[0]


def test_a_share_becomes_a_number_where_its_base_is_known(page_of):
    stated = [("population", HERE, "", "2013-14", 242_141), ("population_under_20", HERE, "under 20", "2013-14", 0.239)]
    page = page_of("context", stated)
    rows, shown = look(page, "population population_under_20", "population_under_20=/population")

    assert tabulate_statements(page, rows, shown).table["beside"].iloc[1] == "about 57,900 of 242,141"


def test_a_figure_of_a_calendar_year_that_had_begun_is_on_the_page(page_of):
    stated = [("schools_good_or_better", HERE, "", "2014", 0.78), ("schools_good_or_better", ENGLAND, "", "2014", 0.76)]
    page = page_of("education", stated)
    rows, shown = look(page, "schools_good_or_better")
    row = tabulate_statements(page, rows, shown).table.iloc[0]

    assert (row["figure"], row["beside"]) == ("78%", "England 76%")
    assert "without the number that would judge it" in caption_statements(page, rows, shown)


def test_an_area_without_any_of_the_figures_gets_a_sentence(page_of):
    page = page_of("domestic_abuse", [("iris_gp_referrals", HERE, "", "2013-14", 117)], area="E06000044")
    rows, shown = look(page, "iris_gp_referrals")

    assert [str(one) for one in describe_statements(page, rows, shown)] == [
        "No figure of these is known for Portsmouth."
    ]


def test_england_is_no_stand_in_for_an_area_that_has_other_figures(page_of):
    stated = [("schools_good_or_better", ENGLAND, "", "2013", 0.76), ("school_absence", HERE, "", "2012-13", 0.059)]
    page = page_of("education", stated)
    rows, _ = look(page, "schools_good_or_better school_absence")

    assert list(rows["indicator"]) == ["school_absence"]
