"""The time of year in a series of months, and what is expected of those ahead, in sentences."""

import pandas as pd

from analysis.model.seasonality import LEAST_MONTHS, Seasonality
from analysis.model.year_total import YearTotal
from analysis.numbers import listed, plural, say, say_count, say_share
from analysis.words.statement import Statement, Status, Subject


def say_season(subject: Subject, season: Seasonality) -> Statement:
    """Whether the figures follow the time of year; with few months or events, that the figures cannot tell."""
    if season.months < LEAST_MONTHS:
        sentence = (
            f"Two years of months are needed to see whether {subject.inside} follow the time of year; "
            f"{plural(season.months, 'month')} {'is' if season.months == 1 else 'are'} known."
        )
        return Statement("season", subject, season, sentence, Status.CANNOT_SAY)
    if season.reason is not None:
        sentence = f"Whether {subject.inside} follow the time of year cannot be said. {season.reason}"
        return Statement("season", subject, season, sentence, Status.CANNOT_SAY)
    found = season.p_value < 1 - season.confidence
    if not found and season.powerless:
        sentence = (
            f"{subject.title} show no clear season over {season.months} months. That says little: one of 15% either "
            f"way would be found in {say_share(season.power)} of such series."
        )
        return Statement("season", subject, season, sentence, Status.CANNOT_SAY)
    if not found:
        sentence = f"{subject.title} did not follow the time of year, over {season.months} months."
        return Statement("season", subject, season, sentence, Status.NO_CLEAR_CHANGE, False)
    above, below = season.table[season.table["lower"] > 1], season.table[season.table["upper"] < 1]
    parts = [f"{subject.title} followed the time of year, over {season.months} months."]
    parts += [f"Above the usual month: {_listed_indices(above)}."] if len(above) else []
    parts += [f"Below it: {_listed_indices(below)}."] if len(below) else []
    sides = {"above": above, "below": below}
    named = [f"{side} the usual month in {listed(rows['name'])}" for side, rows in sides.items() if len(rows)]
    caption = f"{subject.title} by month of the year: {'; '.join(named) or 'no month by itself stands out'}"
    return Statement("season", subject, season, " ".join(parts), None, True, caption=caption)


def _listed_indices(table: pd.DataFrame) -> str:
    return listed(
        f"{name} ({say(index - 1, 'change')})" for name, index in zip(table["name"], table["index"], strict=True)
    )


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
        caption = f"{subject.title}: about {say_about(total.total)} are to be expected in {ahead}"
        return Statement("forecast", subject, total, sentence, caption=caption)
    levels = listed(f"{say_about(row.total)} at the {row.scenario}" for row in total.scenarios.itertuples())
    each = f" If the year went on at a level already seen, it would bring {levels}." if levels else ""
    return Statement(
        "forecast", subject, total, f"No total is given for {ahead}. {total.reason}{each}{last}", Status.CANNOT_SAY
    )


def say_about(figure: float) -> str:
    """A figure that is only expected, to two digits: '3,200', '47'."""
    step = 10 ** max(0, len(str(int(figure))) - 2)
    return say_count(round(figure / step) * step)
