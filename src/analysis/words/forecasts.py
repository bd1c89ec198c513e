"""What is expected of the months ahead, in sentences."""

import pandas as pd

from analysis.model.forecasting import Forecast
from analysis.model.year_total import YearTotal
from analysis.numbers import listed, lower_first, say_count, say_share
from analysis.words.statement import Statement, Status, Subject


def say_year_total(subject: Subject, total: YearTotal) -> Statement:
    """What to expect of the twelve months ahead, with limits; after a known change only what each level would bring."""
    if total.first is None:
        return Statement("forecast", subject, total, total.reason or "No month has a figure.", Status.CANNOT_SAY)
    ahead = f"{total.first:%B %Y} to {total.first + 11:%B %Y}"
    last = "" if pd.isna(total.last_year) else f" The twelve months before had {say_count(total.last_year)}."
    if total.reason is None:
        sentence = (
            f"For {ahead} about {say_about(total.total)} {subject.inside} are to be expected "
            f"({say_share(total.confidence)} limits {say_about(total.lower)} to {say_about(total.upper)}).{last}"
        )
        return Statement("forecast", subject, total, sentence)
    levels = listed(f"{say_about(row.total)} at the {row.scenario}" for row in total.scenarios.itertuples())
    each = f" If the year went on at a level already seen, it would bring {levels}." if levels else ""
    return Statement("forecast", subject, total, f"No total is given for {ahead}. {total.reason}{each}{last}",
                     Status.CANNOT_SAY)  # fmt: skip


def say_about(figure: float) -> str:
    """A figure that is only expected, to two digits: '3,200', '47'."""
    step = 10 ** max(0, len(str(int(figure))) - 2)
    return say_count(round(figure / step) * step)


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
