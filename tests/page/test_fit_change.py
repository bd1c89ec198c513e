"""The trend of a rate that counts a stock says what a stock is."""

from types import SimpleNamespace

import pandas as pd
import pytest

from analysis.model.yearly_change import STOCK_CAVEAT
from analysis.subjects.comparators import YearlyRates, fit_change

YEARS = pd.DataFrame({
    "period": [f"31 March {year}" for year in range(2009, 2015)],
    "start": pd.to_datetime([f"{year}-03-31" for year in range(2009, 2015)]),
    "end": pd.to_datetime([f"{year}-03-31" for year in range(2009, 2015)]),
    "value": [22.0, 25, 28, 33, 46, 49],
})  # fmt: skip


def fit(when_counted: str, years: pd.DataFrame = YEARS):
    meant = SimpleNamespace(when_counted=when_counted)
    page = SimpleNamespace(definitions=SimpleNamespace(indicator=lambda name: meant))
    return fit_change(page, YearlyRates("rate", years, years, None))


@pytest.mark.parametrize(("when_counted", "caveat"), [("at_end", STOCK_CAVEAT), ("during", None)])
def test_only_children_counted_on_one_day_have_the_caveat_of_a_stock(when_counted, caveat):
    assert fit(when_counted).caveat == caveat


def test_a_trend_that_is_not_given_needs_no_caveat():
    assert fit("at_end", YEARS.iloc[:2]).caveat is None
