"""What is expected of the months ahead, in sentences."""

import pandas as pd

from analysis.model.forecasting import Forecast
from analysis.numbers import lower_first, say_count, say_share


def describe_forecast(what: str, ahead: Forecast) -> list[str]:
    """What is expected of the months ahead in all, the range of one month, and how good such forecasts were."""
    if ahead.reason is not None:
        return [ahead.reason]
    table = ahead.table
    first, last = (f"{moment:%B %Y}" for moment in pd.DatetimeIndex(table["start"])[[0, -1]])
    total = say_count(round(float(table["expected"].sum())))
    nearest = table.iloc[0]
    told = [
        f"If things go on as they did, about {total} {lower_first(what)} are expected from {first} to {last}.",
        f"For {first} the range is {say_count(round(nearest['lower']))} to {say_count(round(nearest['upper']))} "
        f"({say_share(ahead.confidence)} of such ranges hold what comes).",
    ]
    test = ahead.backtest
    if test.reason is None and test.mase < test.mase_seasonal_naive:
        better = say_share(1 - test.mase / test.mase_seasonal_naive)
        told.append(f"Such forecasts, made from earlier months, erred {better} less than repeating last year.")
    elif test.reason is None:
        told.append("Such forecasts, made from earlier months, did no better than repeating last year.")
    return told
