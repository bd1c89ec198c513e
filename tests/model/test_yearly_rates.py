"""A rate beside those of neighbours and England, year by year.

Department for Education, Characteristics of children in need 2024, table C1 (Southampton, 2013-14: 3,471 referrals,
731.4 per 10,000 of 47,458 children) and the annual report 2013-14 (385 in 2006-07, as printed).
"""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from analysis.definitions import NeighbourSet
from analysis.measures.rate_readings import RateReadings
from analysis.model.yearly_rates import add_neighbours, work_out_rates

OWN, ENGLAND = "E06000045", "E92000001"
NEIGHBOURS = [f"E0600000{number}" for number in range(1, 8)]
SET = NeighbourSet(version="2021", year=2021, area=OWN, neighbours=NEIGHBOURS, source="DfE")


def rows(*figures: tuple[str, int, float | None, float | None]) -> pd.DataFrame:
    """One observation for each area and year: its count, or its published value."""
    table = [
        {
            "area": area,
            "period": f"{end - 1}-{end % 100:02}",
            "start": pd.Timestamp(f"{end - 1}-04-01"),
            "end": pd.Timestamp(f"{end}-03-31"),
            "numerator": count,
            "denominator": None,
            "value": value,
            "status": "reported",
        }
        for area, end, count, value in figures
    ]
    return pd.DataFrame(table).astype({"numerator": float, "denominator": float, "value": float})


def population(size: float, year: int) -> pd.DataFrame:
    day = pd.Timestamp(f"{year}-06-30")
    return pd.DataFrame([{"area": OWN, "start": day, "end": day, "numerator": size}])


def readings(parts: pd.DataFrame, wholes: pd.DataFrame, published: pd.DataFrame) -> RateReadings:
    meant = SimpleNamespace(per=10_000, numerator="referrals", denominator="population_0_17")
    return RateReadings("referral_rate", meant, OWN, SET, parts, wholes, published, of_population=True)


@pytest.fixture
def rates():
    published = rows(
        (OWN, 2007, None, 385.0),
        (ENGLAND, 2007, None, 496.0),
        (ENGLAND, 2014, None, 573.0),
        *((code, 2014, None, 700.0 + place) for place, code in enumerate(NEIGHBOURS)),
        *((code, 2007, None, 500.0) for code in NEIGHBOURS[:4]),
    )
    return work_out_rates(readings(rows((OWN, 2014, 3471.0, None)), population(47_458, 2013), published))


def test_the_latest_rate_is_worked_out_from_the_count_and_the_mid_year_population(rates):
    assert rates.latest["value"] == pytest.approx(731.4, abs=0.05)
    assert rates.latest["lower"] < 731 < rates.latest["upper"]
    assert rates.period.label == "2013-14"


def test_a_year_without_its_count_is_as_published_and_has_no_limits(rates):
    first = rates.own.iloc[0]

    assert (first["period"], first["value"]) == ("2006-07", 385)
    assert pd.isna(first["lower"])


def test_the_year_before_is_that_before_and_not_the_last_one_known(rates):
    assert pd.isna(rates.previous["value"])


def test_fewer_than_five_neighbours_have_no_median_and_no_range(rates):
    known = rates.years.set_index("period")

    assert known.loc["2013-14", "neighbours_median"] == 703
    assert np.isnan(
        known.loc["2006-07", ["neighbours_median", "neighbours_lowest", "neighbours_highest"]].astype(float)
    ).all()
    assert known.loc["2006-07", "neighbours_known"] == 4


def test_the_peers_are_the_neighbours_of_the_latest_period(rates):
    assert list(rates.peers["area"]) == NEIGHBOURS
    assert rates.asked == 7


def test_an_area_without_figures_lacks_that_of_the_newest_year(rates):
    nothing = work_out_rates(
        readings(rows((ENGLAND, 2014, 3471.0, None)), population(1, 2013), rows((ENGLAND, 2014, None, 573.0)))
    )

    assert (str(nothing.period), nothing.latest["value_status"]) == ("2013-14", "not_supplied")
    assert nothing.span == "no year"
    assert nothing.kind == "value"


PEERS = ["N1", "N2", "N3", "N4", "N5", "N6"]


def yearly(rows: list[tuple[str, int, float]]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["area", "year", "value"])
    start = pd.to_datetime([f"{number}-04-01" for number in table["year"]])
    return table.assign(
        start=start,
        end=start + pd.DateOffset(years=1, days=-1),
        period=table["year"].astype(str),
        numerator=np.nan,
        denominator=np.nan,
        lower=table["value"] - 1,
        upper=table["value"] + 1,
        status="reported",
    )


def beside(table: pd.DataFrame) -> pd.DataFrame:
    return add_neighbours(table, "A", {"england": "E"}, PEERS)


def test_each_period_has_the_area_its_neighbours_median_and_range_and_the_other_comparator():
    peers = [(name, 2013, value) for name, value in zip(PEERS, [4, 6, 11, 5, 7, 9], strict=True)]

    row = beside(yearly([("A", 2013, 10), *peers, ("E", 2013, 8)])).iloc[0]

    assert (row["value"], row["lower"], row["upper"], row["england"]) == (10, 9, 11, 8)
    assert row["neighbours_median"] == 6.5
    assert (row["neighbours_lowest"], row["neighbours_highest"], row["neighbours_known"]) == (4, 11, 6)


def test_a_neighbour_without_a_figure_is_left_out_and_counted():
    peers = [(name, 2013, value) for name, value in zip(PEERS, [4, 4, 4, 4, 9, np.nan], strict=True)]

    row = beside(yearly([("A", 2013, 10), *peers])).iloc[0]

    assert (row["neighbours_median"], row["neighbours_known"]) == (4, 5)


def test_an_area_without_neighbours_has_its_own_figure_and_no_median():
    row = add_neighbours(yearly([("A", 2013, 10), ("B", 2013, 4)]), "A", {"england": "E"}, []).iloc[0]

    assert (row["value"], row["neighbours_known"]) == (10, 0)
    assert np.isnan(row["neighbours_median"])


def test_one_neighbours_figure_makes_no_median():
    row = beside(yearly([("A", 2013, 10), ("N1", 2013, 4)])).iloc[0]

    assert np.isnan(row["neighbours_median"])
    assert row["neighbours_known"] == 1


def test_a_period_without_the_area_says_so_and_has_no_figure():
    row = beside(yearly([("N1", 2013, 4)])).iloc[0]

    assert np.isnan(row["value"])
    assert row["value_status"] == "not_supplied"


def test_periods_come_in_order_of_time():
    assert list(beside(yearly([("A", 2014, 1), ("A", 2012, 2), ("A", 2013, 3)]))["period"]) == ["2012", "2013", "2014"]


def test_an_area_that_stands_twice_in_a_period_is_refused():
    with pytest.raises(ValueError, match="an area stands twice"):
        beside(yearly([("A", 2013, 10), ("A", 2013, 11)]))


def test_a_year_without_a_figure_has_the_status_of_what_it_is_made_of():
    parts = rows((OWN, 2014, None, None)).assign(status="suppressed_at_source")
    england = rows((ENGLAND, 2014, None, 573.0))
    worked = work_out_rates(readings(parts, population(47_458, 2013), england))

    assert worked.latest["value_status"] == "suppressed_at_source"
    assert str(worked.period) == "2013-14"
