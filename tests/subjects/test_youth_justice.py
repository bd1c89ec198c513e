"""Re-offending and first-time entrants as published, and as stated."""

import pytest

from analysis.subjects.youth_justice import (
    describe_claims,
    describe_published,
    describe_stated,
    plot_published,
    plot_stated,
    read_published,
    read_stated,
)

INDICATORS = """
reoffending_share:
  title: Proven re-offending
  kind: proportion
  counts: people
  unit: "% of the cohort"
  polarity: low
  topic: youth_justice
  meaning: [{since: 2013-04-01, definition: Children who re-offended., reference: Ministry of Justice}]
"""
AREAS = """
  - {code: E06000044, name: Portsmouth, kind: authority}
  - {code: E06000031, name: Peterborough, kind: authority}
neighbour_sets:
  - {version: "2021", year: 2021, area: E06000045, neighbours: [E06000044, E06000031], source: "DfE, April 2021"}
"""


def share(value, start="2013-04-01", end="2014-03-31", **given) -> dict:
    return {"indicator": "reoffending_share", "start": start, "end": end, "value": value} | given


# Annual report 2013-14 (49%, 46%); council notice, 2015 (48.6%, 33.8%, England 37.2%)
STATED = [
    share(0.49, breakdown="historic police data"),
    share(0.46, breakdown="local analysis"),
    share(0.486, "2011-01-01", "2011-12-31"),
    share(0.338, "2013-01-01", "2013-12-31"),
    share(0.372, "2013-01-01", "2013-12-31", area="E92000001"),
    share(None, breakdown="comparison", text="above the national average"),
]
# Ministry of Justice, 15 to 17: Southampton, Portsmouth and Peterborough
OFFICIAL = [
    share(value, f"{year}-04-01", f"{year + 1}-03-31", breakdown="15 to 17", precedence=1, area=area)
    for area, values in {
        "E06000045": [0.3797, 0.5385],
        "E06000044": [0.3556, 0.3077],
        "E06000031": [0.3182, 0.3247],
    }.items()
    for year, value in zip((2022, 2023), values, strict=True)
]


@pytest.fixture
def page(make_page):
    return make_page(INDICATORS, *STATED, *OFFICIAL, areas=AREAS)


def test_each_stated_figure_keeps_its_source_and_nothing_joins_them(page):
    stated = read_stated(page)
    chart = plot_stated(page, stated)

    assert sorted(stated["source"].unique()) == ["historic police data", "later notice", "local analysis"]
    assert "Southampton: historic police data, 2013-14 49%" in chart.description
    assert len(chart.table.table) == 5


def test_figures_of_different_sources_are_no_change(page):
    told = describe_stated(page, read_stated(page))[0]

    assert "49% and 46% come from different sources" in told
    assert told.endswith("so their difference is not a change.")


def test_a_fall_without_numbers_of_children_is_told_with_how_many_it_would_take(page):
    told = describe_stated(page, read_stated(page))[1]

    assert "about 85 children or more" in told
    assert "fell" not in told


def test_england_is_compared_only_for_the_same_year(page):
    told = describe_stated(page, read_stated(page))

    assert told[2].startswith("For 2013 it gives 34% against 37% in England")
    assert len(told) == 3


def test_england_alone_is_not_shown_for_an_area_without_a_stated_figure(make_page):
    page = make_page(INDICATORS, STATED[4], areas=AREAS)

    assert read_stated(page).empty
    assert describe_stated(page, read_stated(page))[0].startswith("No figure of re-offending was stated")


def test_a_claim_in_words_is_quoted_as_one(page):
    assert describe_claims(page, "reoffending_share") == [
        "Said in words, without a figure that could be checked: proven re-offending “above the national average”."
    ]


def test_a_later_year_is_told_as_published_since(page):
    told = describe_published(page, read_published(page, "reoffending_share", "15 to 17"), "re-offending")

    assert told == (
        "Published since: re-offending was 54% in 2023-24, beside 32% on average among its neighbours; none of its 2 "
        "neighbours stood higher."
    )


def test_without_later_years_nothing_after_the_quarter_is_read(page):
    assert read_published(page, "reoffending_share", "15 to 17", later=False).own.empty


def test_a_stated_figure_is_not_taken_for_an_official_one(page):
    assert read_published(page, "reoffending_share", "historic police data").own.empty


def test_the_published_years_are_charted_with_the_neighbours(page):
    chart = plot_published(page, read_published(page, "reoffending_share", "15 to 17"))

    assert "Neighbours’ average: 34% in 2022-23, 32% in 2023-24" in chart.description
