"""A rare count that was none in every month: what is to come is not known to be none."""

import pandas as pd
import pytest

from analysis.model.forecasting import forecast


def none_in(months: int) -> pd.DataFrame:
    starts = pd.date_range("2014-04-01", periods=months, freq="MS")
    return pd.DataFrame({"start": starts, "numerator": 0.0})


def test_after_twelve_months_of_none_one_more_month_may_have_one():
    ahead = forecast(none_in(12), 3).table

    assert ahead["lower"].eq(0).all()
    assert ahead["upper"].ge(1).all()


@pytest.mark.parametrize(("months", "chance_of_none"), [(12, 0.961), (20, 0.976)])
def test_a_month_is_sure_to_be_none_only_where_its_chance_passes_the_limit(months, chance_of_none):
    """With Jeffreys' prior the next month is none with probability (n / (n + 1))^½."""
    assert (months / (months + 1)) ** 0.5 == pytest.approx(chance_of_none, abs=5e-4)
    assert forecast(none_in(months), 1).table["upper"].iloc[0] == (1 if chance_of_none < 0.975 else 0)
