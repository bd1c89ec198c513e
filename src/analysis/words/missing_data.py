"""What was received, and why a figure cannot be given, said in one way on every page: suppressed, not supplied."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TypedDict

import pandas as pd

from analysis.definitions import Indicator
from analysis.definitions.partnership import Disclosure
from analysis.measures.needed_figures import say_recent
from analysis.measures.protection import STATUS_WORDS, WITHHELD, Protected
from analysis.measures.readings import periods_of
from analysis.numbers import listed, lower_first, plural, say_day, say_periods, short_period
from analysis.observations import has_figure
from analysis.periods import Period
from analysis.schemas import Readings
from analysis.words.statement import Statement, Status, Subject

WHY = {
    WITHHELD: "is suppressed, so that no small number can be worked out",
    "suppressed at source": "was suppressed at source",
    "not supplied": "was not supplied",
    "not available": "is not available",
    "not applicable": "does not apply",
}
"""What the words of a status, which mark a cell of a protected table, say of the figure that is not there."""
NO_FIGURE = "is not known"
SEVERAL = {"is": "are", "was": "were", "does": "do"}
MOST_NAMED = 4  # periods without a figure that are named one by one; more are counted
WHY_MISSING = {status: words.capitalize() for status, words in STATUS_WORDS.items()}
WHY_MISSING[WITHHELD] = "Suppressed [c], so that no small count can be read or worked out"


class Withheld(TypedDict):
    """How much is withheld, as a release's manifest has it."""

    counts: int
    resting_on_them: int
    counts_elsewhere: int
    resting_on_them_elsewhere: int
    tables: list[str]


def say_why(status: str, count: int = 1) -> str:
    """Why a figure is not there, as the end of a sentence: 'was not supplied', of several 'were not supplied'."""
    verb, rest = WHY.get(STATUS_WORDS.get(status, status), NO_FIGURE).split(" ", 1)
    return f"{verb if count == 1 else SEVERAL[verb]} {rest}"


def say_missing(subject: Subject, status: str = "", when: str = "") -> Statement:
    """That there is no figure of the subject, and why: suppressed and not supplied are two things."""
    period = f" for {when}" if when else ""
    sentence = f"{subject.opening}{period} {say_why(status)} for {subject.area_name}."
    return Statement("gap", subject, None, sentence, Status.CANNOT_SAY)


def say_gaps(shown: Protected, columns: Iterable[str]) -> str:
    """Which periods of a table have no figure in one of the columns, and why; empty where none is missing."""
    reasons: dict[str, list[str]] = {}
    names = list(columns)
    for period, marks, figures in zip(
        shown.table["period"], shown.marks[names].to_numpy(), shown.table[names].isna().to_numpy(), strict=True
    ):
        absent = [mark for mark, missing in zip(marks, figures, strict=True) if missing]
        if absent:
            reasons.setdefault(WITHHELD if WITHHELD in absent else absent[0], []).append(str(period))
    sentences = []
    for status, periods in reasons.items():
        few = len(periods) <= MOST_NAMED
        named = listed(periods) if few else f"{len(periods)} of {len(shown.table)} periods"
        sentences.append(f"{named} {say_why(status, len(periods))}.")
    return " ".join(sentences)


def say_absent(statuses: Mapping[str, str]) -> str:
    """Why each of some periods has no figure, by its status: 'December 2013 was not supplied'."""
    reasons: dict[str, list[str]] = {}
    for period, status in statuses.items():
        reasons.setdefault(status, []).append(period)
    return "; ".join(f"{listed(periods)} {say_why(status, len(periods))}" for status, periods in reasons.items())


def say_not_published(subject: Subject) -> Statement:
    """That there is no official figure of the subject for the area by the page's quarter."""
    sentence = f"We have no official figure of {subject.within} for {subject.area_name} up to this quarter."
    return Statement("gap", subject, None, sentence, Status.CANNOT_SAY)


def say_left_out(reports: Sequence[str], area: str, until: date) -> str:
    """The titles of the reports that an area has no figures for; '' where there is none."""
    none = f"There are no figures of {area} {say_recent(until)} for"
    return f"{none}: {listed(map(lower_first, reports))}." if reports else ""


def describe_readings(readings: Readings, indicators: dict[str, Indicator], titles: dict[str, str]) -> list[str]:
    """In sentences, one for each source: what was read, for when, from whom, received when."""
    if readings.empty:
        return ["Nothing has been supplied for this area and period."]
    return [
        _describe_source(rows, indicators, titles.get(source, source))
        for source, rows in readings.groupby("source", sort=False)
    ]


def describe_missing(readings: Readings, indicators: dict[str, Indicator], areas: dict[str, str]) -> list[str]:
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


def say_withheld(area: str, found: Withheld, tables: Sequence[str], profile: Disclosure) -> list[str]:
    """How much we suppress of the area named and of other places, and by which rule; `tables` are those left out."""
    own = _say_counts(found["counts"], found["resting_on_them"])
    elsewhere = _say_counts(found["counts_elsewhere"], found["resting_on_them_elsewhere"])
    sentences = ["We suppress no figure: no count of people or of their events is small."]
    if own or elsewhere:
        sentences = [
            f"Suppressed [c] in {area}: {own or 'nothing'}; in other places: {elsewhere or 'nothing'}.",
            f"A count from 1 to {profile.withhold_up_to} is suppressed, and so is a count from which it could be "
            "worked out; rates, shares and changes are suppressed with the counts they rest on.",
        ]
    if profile.round_to > 1:
        sentences.append(
            f"The other counts are rounded to the nearest {profile.round_to}, and "
            "what rests on them is worked out from the rounded counts."
        )
    if tables:
        sentences.append(f"Nothing is shown of: {listed(tables)}.")
    if own or elsewhere:
        sentences.append(
            "Where something of a return is suppressed, analysts see what the checks found with the command lscb check."
        )
    return sentences


def _say_counts(counts: int, resting: int) -> str:
    rests = plural(resting, "figure that rests on a count", "figures that rest on counts")
    return listed([plural(counts, "count")] * bool(counts) + [rests] * bool(resting))


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
