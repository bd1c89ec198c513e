"""What was received for a page and what is missing of it, in sentences."""

from collections.abc import Sequence

import pandas as pd

from analysis.definitions import Indicator
from analysis.definitions.partnership import Disclosure
from analysis.measures.protection import STATUS_WORDS, WITHHELD
from analysis.measures.readings import periods_of
from analysis.numbers import listed, say_day, say_periods, short_period
from analysis.observations import has_figure
from analysis.periods import Period

WHY_MISSING = {status: words.capitalize() for status, words in STATUS_WORDS.items()}
WHY_MISSING[WITHHELD] = "Suppressed [c], so that no small count can be read or worked out"


def describe_readings(readings: pd.DataFrame, indicators: dict[str, Indicator], titles: dict[str, str]) -> list[str]:
    """In sentences, one for each source: what was read, for when, from whom, received when."""
    if readings.empty:
        return ["Nothing has been supplied for this area and period."]
    return [
        _describe_source(rows, indicators, titles.get(source, source))
        for source, rows in readings.groupby("source", sort=False)
    ]


def describe_missing(readings: pd.DataFrame, indicators: dict[str, Indicator], areas: dict[str, str]) -> list[str]:
    """One sentence for each way in which figures are missing: which, for when and, among several areas, for whom."""
    missing = readings[~has_figure(readings)]
    sentences = []
    for status, rows in missing.groupby("status", sort=True):
        phrases: dict[tuple[str, str], list[str]] = {}
        for name, part in rows.groupby("indicator", sort=False):
            phrases.setdefault((say_each(periods_of(part)), _say_areas(part, readings, areas)), []).append(name)
        for (when, where), names in phrases.items():
            everything = len(names) > 1 and set(names) == set(readings["indicator"])
            what = "any of these figures" if everything else listed(indicators[name].inside for name in names)
            sentences.append(f"{WHY_MISSING.get(status, status)}: {what} for {when}{where}.")
    return sentences


def describe_rounding(profile: Disclosure) -> list[str]:
    """What a reader must know of a total beside its parts where policy rounds counts; nothing where it does not."""
    if profile.round_to == 1:
        return []
    return [
        f"Counts of people and of their events are rounded to the nearest {profile.round_to}, and a supplied total "
        "is the sum of its parts as they are shown, where all are; else it is rounded by itself."
    ]


def _say_areas(part: pd.DataFrame, readings: pd.DataFrame, areas: dict[str, str]) -> str:
    """Which areas are meant, where not all are: ', England', ', 9 of 12 areas'."""
    codes, every = list(part["area"].drop_duplicates()), readings["area"].nunique()
    if len(codes) == every:
        return ""
    names = listed(areas.get(code, code) for code in codes)
    return f" ({names if len(codes) <= 3 else f'{len(codes)} of {every} areas'})"


def say_each(periods: Sequence[Period]) -> str:
    """A few periods one by one, many as their first and last with how many there are."""
    if len(periods) <= 4:
        return listed(short_period(period) for period in sorted(periods))
    return f"{len(periods)} periods between {short_period(min(periods))} and {short_period(max(periods))}"


def _describe_source(rows: pd.DataFrame, indicators: dict[str, Indicator], title: str) -> str:
    names = listed(indicators[name].inside for name in rows["indicator"].drop_duplicates())
    received = rows["received"].dropna()
    when = f", received {say_day(received.max())}" if len(received) else ""
    places = rows["area"].nunique()
    where = f", {places} areas" if places > 1 else ""
    return f"{names[:1].upper()}{names[1:]}: {say_periods(periods_of(rows))}{where}, from {title}{when}."
