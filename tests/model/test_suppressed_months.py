"""Counts from 1 to 5 that are withheld: neither missing nor zero."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import poisson

from analysis.model.suppressed_months import expect_suppressed
from analysis.model.year_total import expect_year


def table(counts, hidden=()):
    starts = pd.date_range("2020-04-01", periods=len(counts), freq="MS")
    status = ["suppressed_at_source" if month in hidden else "final" for month in range(len(counts))]
    numerator = [np.nan if month in hidden else count for month, count in enumerate(counts)]
    return pd.DataFrame({"start": starts, "numerator": numerator, "status": status})


def suppress(counts):
    return table(counts, [month for month, count in enumerate(counts) if 1 <= count <= 5])


def test_a_suppressed_month_is_the_mean_of_a_count_known_to_lie_between():
    counts = expect_suppressed(table([8, 9, 0, 8, 7, 8, 3, 8, 9, 8, 7, 8], hidden=[6]))
    days = counts["start"].dt.days_in_month
    rate = counts["numerator"].sum() / days.sum() * days[6]
    chance = poisson.pmf(np.arange(1, 6), rate)

    assert counts["numerator"][6] == pytest.approx((chance * np.arange(1, 6)).sum() / chance.sum(), rel=1e-6)
    assert counts["suppressed"].tolist().count(True) == 1


def test_zeros_and_gaps_stay_what_they_are():
    given = table([8, 0, 9, 8, 4, 8], hidden=[4])
    given.loc[3, "numerator"] = np.nan
    found = expect_suppressed(given)["numerator"]

    assert found[1] == 0
    assert np.isnan(found[3])
    assert found[[0, 2, 5]].tolist() == [8, 9, 8]


def test_a_small_areas_level_is_not_taken_as_higher_because_its_low_months_are_withheld():
    totals, as_missing, truth = [], [], []
    for seed in range(40):
        counts = np.random.default_rng(seed).poisson(6, 36)
        hidden = suppress(counts)
        totals.append(expect_suppressed(hidden)["numerator"].mean())
        as_missing.append(hidden["numerator"].mean())
        truth.append(counts.mean())

    assert np.mean(as_missing) > 1.15 * np.mean(truth)
    assert np.mean(totals) == pytest.approx(np.mean(truth), rel=0.03)


def test_a_year_is_expected_where_all_its_small_months_were_withheld():
    counts = np.random.default_rng(5).poisson(6, 48)
    truth, known = (expect_year(each) for each in (table(counts), expect_suppressed(suppress(counts))))

    assert known.total == pytest.approx(truth.total, rel=0.1)


def test_without_suppressed_months_nothing_changes():
    given = table([8, 9, 0])
    pd.testing.assert_frame_equal(expect_suppressed(given).drop(columns="suppressed"), given)


def test_a_table_without_status_and_bounds_the_wrong_way_round_are_refused():
    with pytest.raises(ValueError, match="needs the column status"):
        expect_suppressed(table([1]).drop(columns="status"))
    with pytest.raises(ValueError, match="smaller to a larger"):
        expect_suppressed(table([8, 2], hidden=[1]), least=5, most=1)
