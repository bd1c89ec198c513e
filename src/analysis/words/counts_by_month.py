"""Counts by month in sentences: months outside the control limits, the time of year, and the year ahead."""

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd

from analysis.model.control_chart import SETTLED, ControlChart
from analysis.model.forecasting import YearTotal
from analysis.model.months_chart import MonthsChart
from analysis.model.rare_months import RareMonths
from analysis.model.seasonality import LEAST_MONTHS, Seasonality
from analysis.numbers import listed, lower_first, plural, say, say_count, say_share
from analysis.words.statement import Statement, Status, Subject, judge

RULES = {
    "outside limits": "was outside the control limits",
    "trend": "ended a run of months that all rose or all fell",
    "two of three near a limit": "was near a control limit, as was another of the three months around it",
    "shift": "was in a run of months on one side of the mean",
}


def say_months(subject: Subject, chart: MonthsChart) -> Statement:
    """Whether a month of the quarter is outside the limits of those before; box, caption and question say the same.

    A month that is suppressed or missing is in no limits and in no verdict; which those are the chart's caption says.
    """
    if chart.reason is not None:
        sentence = f"We cannot say whether a month of {subject.inside} is unusual. {chart.reason}"
        caption = _caption_span(subject, chart.table.get("numerator", pd.Series(dtype=float)))
        return Statement("control", subject, chart, sentence, Status.CANNOT_SAY, caption=caption)
    known = chart.table[chart.table["in_quarter"].astype(bool) & chart.table["numerator"].notna()]
    months = listed(f"{moment:%B %Y}" for moment in known["start"])
    if not chart.unusual:
        sentence = (
            f"{subject.title}: {months} {'was' if len(known) == 1 else 'were'} inside the control limits of the "
            f"{chart.baseline} months before."
        )
        return _say_inside(subject, chart, sentence, "no month of the quarter is")
    signals = chart.signals
    phrases = [
        f"{subject.title} in {row.start:%B %Y}: {say_count(row.numerator)}, "
        f"{'above' if row.numerator > row.upper else 'below'} the control limits for that month "
        f"({say_count(np.ceil(row.lower))} to {say_count(np.floor(row.upper))})."
        for row in signals.itertuples()
    ]
    last = signals.iloc[-1]
    high = bool(last["numerator"] > last["upper"])
    return _say_outside(subject, chart, " ".join(phrases), signals["start"], high=high)


def say_rare(subject: Subject, rare: RareMonths, control: MonthsChart) -> Statement:
    """How far apart rare events lie, and whether they come more often or have long stayed away.

    Where they are not rare, whether a month of the quarter stands out; where neither can be said, why.
    """
    if control.reason is None and rare.reason is not None:
        return say_months(subject, control)
    if rare.reason is not None:
        sentence = f"Whether {subject.inside} come more often cannot be said. {rare.reason}"
        return Statement("control", subject, rare, sentence, Status.CANNOT_SAY, caption=f"{subject.title} each month")
    least, most = say_count(np.ceil(rare.lower)), say_count(np.floor(rare.upper))
    usual = (
        f"{subject.title}: {rare.with_one} of {rare.months} months had one, about {say_count(round(rare.mean))} "
        f"days apart (usually {least} to {most})"
    )
    if not rare.unusual:
        sentence = f"{usual}. The last quarter is as usual."
        caption = f"{subject.title} each month: they come as far apart as before"
        return Statement("control", subject, rare, sentence, Status.NO_CLEAR_CHANGE, False, caption=caption)
    if rare.sooner:
        finding, question = "They have come closer together of late", f"Why do {subject.inside} come more often?"
    else:
        finding = f"None has come for {say_count(round(rare.since))} days, which is unusually long"
        question = f"What has kept {subject.inside} away, and are all of them recorded?"
    status = judge(rare.sooner, subject.indicator.polarity)
    caption = f"{subject.title} each month: {lower_first(finding)}"
    return Statement("control", subject, rare, f"{usual}. {finding}.", status, True, caption=caption, question=question)


def say_control(subject: Subject, chart: ControlChart | MonthsChart, months: Sequence[pd.Timestamp]) -> Statement:
    """Which months are outside the control limits, and how settled these are; the caption says the same.

    `months` are the first days of the chart's rows. A month that is suppressed or missing is in no limits.
    """
    if isinstance(chart, MonthsChart):
        return say_months(subject, chart)
    if chart.reason is not None:
        sentence = f"We cannot say which months of {subject.inside} are unusual. {chart.reason}"
        caption = _caption_span(subject, chart.table.get("value", pd.Series(dtype=float)))
        return Statement("control", subject, chart, sentence, Status.CANNOT_SAY, caption=caption)
    table = chart.table.set_axis(pd.DatetimeIndex(months))
    known = int(table["value"].notna().sum())
    usual = f"{subject.title} varied around {say_count(round(float(table['mean'].iloc[-1])))} a month"
    trial = f" These limits are provisional until there are {SETTLED} months of figures; there are {known}."
    trial = trial if chart.trial else ""
    special = table[table["special"].astype(bool)]
    if special.empty:
        sentence = f"{usual}, and no month was outside the control limits.{trial}"
        return _say_inside(subject, chart, sentence, "no month")
    phrases = [
        f"{listed(f'{moment:%B %Y}' for moment in rows.index)} {RULES.get(str(rule), 'was unusual')}."
        for rule, rows in special.groupby("rule", sort=False)
    ]
    last = special.iloc[-1]
    sentence = f"{usual}. {' '.join(phrases)}{trial}"
    return _say_outside(subject, chart, sentence, special.index, high=bool(last["value"] > last["mean"]))


def _say_inside(subject: Subject, chart: ControlChart | MonthsChart, sentence: str, which: str) -> Statement:
    """That no month is outside; the caption says which months are meant."""
    caption = f"{subject.title} each month: {which} outside the control limits"
    return Statement("control", subject, chart, sentence, Status.NO_CLEAR_CHANGE, False, caption=caption)


def _say_outside(
    subject: Subject, chart: ControlChart | MonthsChart, sentence: str, months: Iterable[pd.Timestamp], *, high: bool
) -> Statement:
    """That some months are outside, the last of them high or low, and the question that they raise."""
    names = listed(f"{moment:%B %Y}" for moment in months)
    status = judge(high, subject.indicator.polarity)
    caption = f"{subject.title} each month: {names} outside the control limits"
    question = f"What happened to {subject.inside} in {names}, and what was done about it?"
    return Statement("control", subject, chart, sentence, status, True, caption=caption, question=question)


def _caption_span(subject: Subject, figures: pd.Series) -> str:
    """What a chart of months without limits shows: from the lowest to the highest that is known."""
    known = figures.dropna()
    span = f": from {say_count(known.min())} to {say_count(known.max())}" if len(known) > 1 else ", without limits"
    return f"{subject.title} each month{span}"


def say_season(subject: Subject, season: Seasonality) -> Statement:
    """Whether the figures follow the time of year; with few months or events, that the figures cannot tell."""
    unknown, found = "", season.p_value < 1 - season.confidence
    if season.months < LEAST_MONTHS:
        unknown = (
            f"Two years of months are needed to see whether {subject.inside} follow the time of year; "
            f"{plural(season.months, 'month')} {'is' if season.months == 1 else 'are'} known."
        )
    elif season.reason is not None:
        unknown = f"Whether {subject.inside} follow the time of year cannot be said. {season.reason}"
    elif not found and season.powerless:
        unknown = (
            f"{subject.title} show no clear season over {season.months} months. That says little: one of 15% either "
            f"way would be found in {say_share(season.power)} of such series."
        )
    if unknown:
        return Statement("season", subject, season, unknown, Status.CANNOT_SAY)
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
    sentence = f"No total is given for {ahead}. {total.reason}{each}{last}"
    return Statement("forecast", subject, total, sentence, Status.CANNOT_SAY)


def say_about(figure: float) -> str:
    """A figure that is only expected, to two digits: '3,200', '47'."""
    step = 10 ** max(0, len(str(int(figure))) - 2)
    return say_count(round(figure / step) * step)
