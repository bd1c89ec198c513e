"""Rates worked out from counts and populations, and taken as published where a count is not known.

Figures: Department for Education, Characteristics of children in need 2024, tables C1 and the population file:
Southampton 2013-14, 3,471 referrals, 731.4 per 10,000; mid-2013 population 47,458; re-referrals 1,114 (32.1%).
"""

import numpy as np
import pandas as pd
import pytest

from analysis.model.population import PUBLISHED, add_population, add_whole, rates_of_areas

SOUTHAMPTON, ENGLAND = "E06000045", "E92000001"


def observations(rows: list[tuple]) -> pd.DataFrame:
    names = ["area", "period", "start", "end", "numerator", "denominator", "value", "status"]
    table = pd.DataFrame(rows, columns=names)
    return table.assign(start=pd.to_datetime(table["start"]), end=pd.to_datetime(table["end"]))


def year(area: str, label: str, numerator: float, value: float = np.nan) -> tuple:
    first = int(label[:4])
    return (area, label, f"{first}-04-01", f"{first + 1}-03-31", numerator, np.nan, value, "reported")


def mid_year(area: str, number: int, people: float) -> tuple:
    return (area, f"30 June {number}", f"{number}-06-30", f"{number}-06-30", people, np.nan, people, "reported")


POPULATION = observations([mid_year(SOUTHAMPTON, 2012, 46877), mid_year(SOUTHAMPTON, 2013, 47458)])
COUNTS = observations([year(SOUTHAMPTON, "2012-13", 3822), year(SOUTHAMPTON, "2013-14", 3471)])


def test_a_year_is_divided_by_the_population_of_the_june_inside_it():
    assert list(add_population(COUNTS, POPULATION)["denominator"]) == [46877, 47458]


def test_a_day_in_march_is_divided_by_the_population_of_the_june_before_it():
    plans = observations([(SOUTHAMPTON, "31 March 2014", "2014-03-31", "2014-03-31", 236, np.nan, 236, "reported")])

    assert list(add_population(plans, POPULATION)["denominator"]) == [47458]


def test_a_population_more_than_a_year_old_is_not_taken():
    later = observations([year(SOUTHAMPTON, "2014-15", 6407)])

    assert add_population(later, POPULATION)["denominator"].isna().all()


def test_another_areas_population_is_not_taken():
    assert add_population(observations([year(ENGLAND, "2013-14", 657780)]), POPULATION)["denominator"].isna().all()


def test_a_rate_that_is_worked_out_agrees_with_the_published_one():
    rates = rates_of_areas(add_population(COUNTS, POPULATION), COUNTS.iloc[:0], per=10_000, confidence=0.95)

    assert list(rates["value"].round(1)) == [815.3, 731.4]
    assert (rates["lower"] < rates["value"]).all()
    assert set(rates["status"]) == {"derived"}


def test_a_year_without_a_count_takes_the_published_rate_and_has_no_limits():
    published = observations([year(SOUTHAMPTON, "2011-12", np.nan, 794), year(SOUTHAMPTON, "2013-14", np.nan, 734)])

    rates = rates_of_areas(add_population(COUNTS, POPULATION), published, per=10_000, confidence=0.95)

    assert list(rates["period"]) == ["2011-12", "2012-13", "2013-14"]
    assert rates["method"].iloc[0] == PUBLISHED
    assert pd.isna(rates["lower"].iloc[0])
    assert rates["value"].round(1).iloc[2] == 731.4


def test_a_share_is_worked_out_from_its_part_and_its_whole():
    parts = observations([year(SOUTHAMPTON, "2013-14", 1114)])

    rates = rates_of_areas(add_whole(parts, COUNTS), parts.iloc[:0], per=None, confidence=0.95)

    assert rates["value"].round(3).tolist() == [0.321]


def test_a_part_above_its_whole_is_taken_as_published():
    parts = observations([year(SOUTHAMPTON, "2013-14", 4000)])
    published = observations([year(SOUTHAMPTON, "2013-14", np.nan, 0.32)])

    rates = rates_of_areas(add_whole(parts, COUNTS), published, per=None, confidence=0.95)

    assert rates["value"].tolist() == [0.32]


def test_nothing_known_makes_an_empty_table_with_its_columns():
    nothing = COUNTS.iloc[:0]

    assert list(rates_of_areas(nothing, nothing, per=10_000, confidence=0.95).columns)[:4] == [
        "area",
        "period",
        "start",
        "end",
    ]


@pytest.mark.parametrize("confidence", [0.95, 0.998])
def test_limits_are_those_of_the_confidence_asked_for(confidence):
    rates = rates_of_areas(add_population(COUNTS, POPULATION), COUNTS.iloc[:0], per=10_000, confidence=confidence)

    assert set(rates["confidence"]) == {confidence}
