"""Newer editions of a publication: they replace the older ones in all that they give, and say so."""

import pytest

from .conftest import SOUTHAMPTON

OLDER = "code,year,n\nE06000045,2021,49300\nE06000045,2022,49700\nE06000045,2023,50200\n"
NEWER = "code,year,n\nE06000045,2022,50100\nE06000045,2023,50900\nE06000045,2024,51200\n"
ESTIMATES = """
    layout: measures_across
    file: estimates_*
    precedence: 1
    area_columns: [code]
    period_column: year
    period: mid-year
    columns: {n: population_0_17}
"""


def values(case) -> dict[str, float]:
    known = case.cleaned.observations
    return dict(zip(known["period"], known["value"], strict=True))


@pytest.mark.parametrize(
    ("older", "newer"),
    [
        ("estimates_2012_to_2023", "estimates_2012_to_2024"),
        ("estimates_2023", "estimates_2024"),
        ("estimates_2023_revised", "estimates_2024"),
    ],
)
def test_the_edition_with_the_later_year_in_its_name_wins_as_a_whole(older, newer, read_case):
    read_case(f"{older}.csv", OLDER, ESTIMATES, folder="published")
    case = read_case(f"{newer}.csv", NEWER, ESTIMATES)

    assert values(case) == {"30 June 2021": 49300, "30 June 2022": 50100, "30 June 2023": 50900, "30 June 2024": 51200}
    finding = case.finding("newer_edition")
    assert (
        f"{newer}.csv is a newer edition of published/{older}.csv: 2 of 2 figures in both were revised"
        in finding["message"]
    )
    assert "Southampton 30 June 2022 (population_0_17)" in finding["message"]
    assert finding["treatment"].endswith("for what the newer does not give: 30 June 2021.")


@pytest.mark.parametrize(
    ("older", "newer"),
    [
        ("estimates_2023", "estimates_2023_v2"),
        ("estimates_2023_v2", "estimates_2023_v10"),
        ("estimates_2023_provisional", "estimates_2023"),
        ("estimates_2023", "estimates_2023_revised"),
        ("estimates_2023", "estimates_2023 (1)"),
    ],
)
def test_an_edition_of_the_same_years_is_told_by_its_version(older, newer, read_case):
    read_case(f"{newer}.csv", OLDER.replace("49700", "50100"), ESTIMATES, folder="published")
    case = read_case(f"{older}.csv", OLDER, ESTIMATES)

    assert values(case)["30 June 2022"] == 50100
    assert case.finding("newer_edition")["message"].startswith(
        f"published/{newer}.csv is a newer edition of returns/{older}"
    )


def test_an_edition_without_a_year_in_its_name_is_judged_by_how_far_it_reaches(read_case):
    spec = ESTIMATES.replace("estimates_*", "estimates*")
    read_case("estimates_2024.csv", NEWER, spec, folder="published")
    case = read_case("estimates.csv", OLDER, spec)

    assert values(case)["30 June 2022"] == 50100


def test_editions_without_years_in_their_names_are_judged_by_how_far_they_reach(read_case):
    spec = ESTIMATES.replace("estimates_*", "estimates*")
    read_case("estimates_mine.csv", NEWER, spec, folder="published")
    case = read_case("estimates.csv", OLDER, spec)

    assert values(case)["30 June 2022"] == 50100
    assert case.finding("newer_edition")["message"].startswith("published/estimates_mine.csv is a newer edition")


def test_of_editions_that_nothing_tells_apart_one_is_used_as_a_whole_and_said(read_case):
    spec = ESTIMATES.replace("estimates_*", "estimates")
    read_case("estimates.csv", OLDER, spec, folder="published")
    case = read_case("estimates.csv", OLDER.replace("49700", "50100"), spec)

    assert values(case) == {"30 June 2021": 49300, "30 June 2022": 50100, "30 June 2023": 50200}
    assert "nothing says which is newer" in case.finding("edition_unknown")["message"]


def test_editions_that_agree_are_both_kept(read_case):
    read_case("estimates_2023.csv", OLDER, ESTIMATES, folder="published")
    case = read_case("estimates_2024.csv", OLDER + "E06000045,2024,51200\n", ESTIMATES)

    assert "newer_edition" not in case.rules()
    assert case.cleaned.observations["period"].eq("30 June 2022").sum() == 2


def test_a_figure_that_the_newer_edition_withholds_is_withheld(read_case):
    read_case("estimates_2023.csv", OLDER, ESTIMATES, folder="published")
    case = read_case("estimates_2024.csv", NEWER.replace("50100", "c"), ESTIMATES)

    assert case.row("population_0_17", SOUTHAMPTON, "30 June 2022")["status"] == "suppressed_at_source"


LONG = "time_period,time_identifier,geographic_level,country_code,country_name,region_code,region_name,old_la_code,"
LONG += "new_la_code,la_name,age_group,population_estimate\n"
ROW = "{year},Reporting year,Local authority,E92000001,England,E12000008,South East,852,E06000045,Southampton,"
ROW += "Children aged 0 to 17 years,{count}\n"


def test_a_newer_official_file_replaces_the_copy_that_the_repository_has(read_case):
    rows = "E06000045,Southampton,30 June 2022,49100\nE06000045,Southampton,30 June 2023,49300\n"
    read_case("ons_population_0_17.csv", f"area_code,area,year,population\n{rows}", folder="published")
    rows = "".join(ROW.format(year=year, count=count) for year, count in ((2022, 50100), (2023, 50900), (2024, 51200)))
    case = read_case("ons_mid-year_population_estimates_2012_to_2024.csv", LONG + rows)

    known = case.cleaned.observations
    own = known[known["indicator"] == "population_0_17"]
    assert dict(zip(own["period"], own["value"], strict=True)) == {
        "30 June 2022": 50100,
        "30 June 2023": 50900,
        "30 June 2024": 51200,
    }
    assert "published/ons_population_0_17.csv" in case.finding("newer_edition")["message"]
