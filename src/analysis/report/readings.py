"""What a page reads of the observations, and what it says of that."""

from collections.abc import Sequence

import pandas as pd

from analysis.clean.observations import has_figure, select_best_source
from analysis.definitions import Definitions, Indicator
from analysis.definitions.policy import Disclosure
from analysis.periods import Period
from analysis.report.disclosure import STATUS, STATUS_WORDS, WITHHELD
from analysis.report.disclosure.shown import chosen_profile
from analysis.report.numbers import listed, lower_first, period_from, say_day, say_periods, short_period
from analysis.report.parts import paragraphs

YEAR = "year"
MOST_TOLD = 3  # sentences that stand open
WHY_MISSING = {status: words.capitalize() for status, words in STATUS_WORDS.items()}
WHY_MISSING[WITHHELD] = "Withheld [c], so that no small count can be read or worked out"


def select_readings(
    observations: pd.DataFrame, until: Period, *, kind: str | None = None, last: int | None = None,
    every_source: bool = False,
) -> pd.DataFrame:  # fmt: skip
    """The best source's figure for each period of a kind that ends by the end of a period, or the last so many.

    The kind `year` is the financial year of what happens during one and the 31 March of what is counted at its end.
    `last` counts periods, not rows: the last 12 months are the 12 that end with the latest one for which there is a
    row. With `every_source` each source's figure is kept. Adds a column `kind`.
    """
    known = observations[observations["end"] <= pd.Timestamp(until.end)]
    known = known if every_source else select_best_source(known)
    days = known[["start", "end"]].drop_duplicates()
    kinds = {(row.start, row.end): period_from(row.start, row.end).kind for row in days.itertuples()}
    known = known.assign(kind=[kinds[pair] for pair in zip(known["start"], known["end"], strict=True)])
    if kind == YEAR:
        at_march = (known["kind"] == "day") & (known["end"].dt.month == 3)
        known = known[at_march | (known["kind"] == "financial year")]
    elif kind is not None:
        known = known[known["kind"] == kind]
    if last is not None:
        ends = known["end"].drop_duplicates().nlargest(last)
        known = known[known["end"].isin(ends)]
    return known.reset_index(drop=True)


def spread(readings: pd.DataFrame, indicators: dict[str, Indicator], by: str = "indicator") -> pd.DataFrame:
    """One row for each period, one column for each indicator (or area, or breakdown), and why a figure is missing.

    `period` is in words. A count stands for itself, anything else by its value. Beside each column `x` stands
    `x_status`, which `protect` reads. Columns keep the order in which they are first read. Raises ValueError where two
    figures fall in one cell.
    """
    figures = readings.assign(
        figure=readings["numerator"].where(readings["indicator"].map(lambda name: indicators[name].kind == "count"))
    )
    figures["figure"] = figures["figure"].fillna(readings["value"])
    keys = ["start", "end"]
    if figures.duplicated([*keys, by]).any():
        raise ValueError(f"two figures fall in one cell; choose one area, indicator and breakdown, or spread by {by!r}")
    names = list(figures[by].drop_duplicates())
    table = figures.drop_duplicates(keys).sort_values("end", kind="stable")[[*keys, "period"]].reset_index(drop=True)
    table["period"] = [short_period(period) for period in _periods(table)]
    for name in names:
        column = figures.loc[figures[by] == name, [*keys, "figure", "status"]]
        column = column.rename(columns={"figure": name, "status": name + STATUS})
        table = table.merge(column, on=keys, how="left")
    return table


def describe_readings(readings: pd.DataFrame, indicators: dict[str, Indicator], titles: dict[str, str]) -> list[str]:
    """In sentences, one for each source: what was read, for when, from whom, received when."""
    if readings.empty:
        return ["Nothing has been supplied for this area and period."]
    return [_describe_source(rows, indicators, titles.get(source, source))
            for source, rows in readings.groupby("source", sort=False)]  # fmt: skip


def render_data(readings: pd.DataFrame, definitions: Definitions, titles: dict[str, str]) -> tuple[str, str]:
    """What was read, what is missing and what is rounded, as HTML and in words."""
    told = describe_readings(readings, definitions.indicators, titles)
    missing = describe_missing(readings, definitions.indicators, definitions.areas.names)
    missing += describe_rounding(chosen_profile(definitions))
    return render_readings(told, missing), " ".join([*told, *missing])


def render_readings(told: Sequence[str], missing: Sequence[str]) -> str:
    """What was read, folded away where that is more than a few sentences, and what is missing, which never is."""
    read = paragraphs(told)
    if len(told) > MOST_TOLD:
        read = f"<details><summary>What was read, from {len(told)} sources</summary>\n{read}\n</details>"
    return f'<div class="data">{read}\n{paragraphs(missing)}</div>'


def is_known(readings: pd.DataFrame) -> pd.Series:
    """Whether each row has a figure, shown or withheld; any other is missing."""
    return has_figure(readings) | (readings["status"] == WITHHELD)


def describe_missing(readings: pd.DataFrame, indicators: dict[str, Indicator], areas: dict[str, str]) -> list[str]:
    """One sentence for each way in which figures are missing: which, for when and, among several areas, for whom."""
    missing = readings[~has_figure(readings)]
    sentences = []
    for status, rows in missing.groupby("status", sort=True):
        told: dict[tuple[str, str], list[str]] = {}
        for name, part in rows.groupby("indicator", sort=False):
            told.setdefault((say_each(_periods(part)), _say_areas(part, readings, areas)), []).append(name)
        for (when, where), names in told.items():
            everything = len(names) > 1 and set(names) == set(readings["indicator"])
            what = "any of these figures" if everything else listed(indicators[name].title for name in names)
            sentences.append(f"{WHY_MISSING.get(status, status)}: {lower_first(what)} for {when}{where}.")
    return sentences


def describe_rounding(profile: Disclosure) -> list[str]:
    """What a reader must know of a total beside its parts where policy rounds counts; nothing where it does not."""
    if profile.round_to == 1:
        return []
    return [f"Counts of people and of their events are rounded to the nearest {profile.round_to}, and a supplied total "
            "is the sum of its parts as they are shown, where all are; else it is rounded by itself."]  # fmt: skip


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
    names = listed(lower_first(indicators[name].title) for name in rows["indicator"].drop_duplicates())
    received = rows["received"].dropna()
    when = f", received {say_day(received.max())}" if len(received) else ""
    places = rows["area"].nunique()
    where = f", {places} areas" if places > 1 else ""
    return f"{names[:1].upper()}{names[1:]}: {say_periods(_periods(rows))}{where}, from {title}{when}."


def _periods(rows: pd.DataFrame) -> list[Period]:
    days = rows[["start", "end", "period"]].drop_duplicates(["start", "end"])
    return [period_from(row.start, row.end, row.period) for row in days.itertuples()]
