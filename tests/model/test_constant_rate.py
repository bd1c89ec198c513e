"""Monthly counts against a constant daily rate."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from analysis.model.constant_rate import check_constant_rate

# Southampton LSCB annual report 2013-14: missing children reported to the police by month; December 2013 is blank.
SOUTHAMPTON = [91, 128, 121, 114, 102, 110, 116, 85, np.nan, 95, 93, 124]
DAYS = np.array([30, 31, 30, 31, 31, 30, 31, 30, 31, 31, 28, 31])


def southampton():
    return pd.DataFrame({"start": pd.date_range("2013-04-01", periods=12, freq="MS"), "numerator": SOUTHAMPTON})


def test_the_statistic_is_pearsons_over_the_months_observed():
    observed = ~np.isnan(SOUTHAMPTON)
    counts = np.array(SOUTHAMPTON)[observed]
    published = stats.chisquare(counts, counts.sum() * DAYS[observed] / DAYS[observed].sum())

    result = check_constant_rate(southampton())

    assert result.statistic == pytest.approx(published.statistic)
    assert result.p_value == pytest.approx(published.pvalue)
    assert result.dispersion == pytest.approx(published.statistic / 10)
    assert (result.degrees, result.missing, result.reason) == (10, 1, None)


def test_a_missing_month_has_no_row():
    table = check_constant_rate(southampton()).table

    assert pd.Timestamp("2013-12-01") not in set(table["start"])
    assert table["expected"].sum() == pytest.approx(np.nansum(SOUTHAMPTON))


def test_a_month_outside_the_range_of_chance_is_marked():
    # 105.9 expected in November 2013: the 2.5% point of Poisson is 86, and 85 were reported
    table = check_constant_rate(southampton()).table.set_index("start")

    assert table.loc["2013-11-01", "lower"] == 86
    assert list(table.index[table["outside"]]) == [pd.Timestamp("2013-11-01")]


@pytest.mark.parametrize("counts", [[], [5], [0, 0, 0]])
def test_too_little_to_test_gives_a_reason(counts):
    result = check_constant_rate(pd.Series(counts, index=pd.period_range("2013-04", periods=len(counts), freq="M")))

    assert result.table.empty
    assert "cannot show" in result.reason


def test_a_constant_rate_is_rejected_as_often_as_the_level_says():
    rng = np.random.default_rng(1)
    months = pd.period_range("2013-04", periods=12, freq="M")
    drawn = [check_constant_rate(pd.Series(rng.poisson(3.0 * DAYS), index=months)).p_value for _ in range(400)]

    assert 0.02 < np.mean(np.array(drawn) < 0.05) < 0.09
