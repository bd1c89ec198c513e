"""Stated figures: each is read as what it is, with what is known behind it and beside it."""

import pytest

from analysis.measures.stated_figures import Parts, parse_parts, read_statements

HERE, ENGLAND = "E06000045", "E92000001"


def test_parts_are_named_as_share_number_and_base_and_either_may_be_empty():
    assert parse_parts("turned_around=number/families young=/population") == {
        "turned_around": Parts("number", "families"),
        "young": Parts("", "population"),
    }


def test_a_figure_of_a_calendar_year_that_had_begun_is_read_and_one_of_the_next_is_not(page_of):
    stated = [("schools_good_or_better", HERE, "", "2014", 0.78), ("school_absence", HERE, "", "2015", 0.059)]
    read = read_statements(page_of("education", stated), ["schools_good_or_better", "school_absence"], {})

    assert list(read["indicator"]) == ["schools_good_or_better"]


def test_england_is_no_stand_in_for_an_area_that_has_other_figures(page_of):
    stated = [("schools_good_or_better", ENGLAND, "", "2013", 0.76), ("school_absence", HERE, "", "2012-13", 0.059)]
    read = read_statements(page_of("education", stated), ["schools_good_or_better", "school_absence"], {})

    assert list(read["indicator"]) == ["school_absence"]


def test_national_counts_are_read_where_the_area_has_none_and_named_as_englands(page_of):
    page = page_of("family_justice", [("care_applications", ENGLAND, "", "2013-14", 9680)])
    read = read_statements(page, ["care_applications"], {})

    assert list(read["where"]) == ["England"]
    assert read["what"].iloc[0].endswith("(England)")


def test_a_change_implies_the_count_before_it(page_of):
    stated = [
        ("care_applications", ENGLAND, "", "2013-14", 9680),
        ("care_applications_change", ENGLAND, "", "2013-14", -0.12),
    ]
    read = read_statements(page_of("family_justice", stated), ["care_applications_change"], {})
    row = read.iloc[0]

    assert (row["implied"], row["implied_when"], row["compared"]) == (11_000, "2012-13", "care_applications")


@pytest.mark.parametrize(("earlier", "follows"), [("2013-14 Q3", True), ("2013-14 Q1", False), ("2012-13", False)])
def test_a_count_follows_only_the_period_just_before_it(page_of, earlier, follows):
    stated = [("common_assessments", HERE, "", earlier, 56), ("common_assessments", HERE, "", "2013-14 Q4", 29)]
    read = read_statements(page_of("early_help", stated), ["common_assessments"], {})

    assert list(read["follows"]) == [follows]


def test_an_area_without_any_of_the_figures_has_no_row(page_of):
    page = page_of("domestic_abuse", [("iris_gp_referrals", HERE, "", "2013-14", 117)], area="E06000044")

    assert read_statements(page, ["iris_gp_referrals"], {}).empty
