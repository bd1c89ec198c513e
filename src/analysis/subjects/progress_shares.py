"""A share that is complete or taken up: of each of several parts, or of a whole whose number is known."""

from dataclasses import replace
from itertools import pairwise

import pandas as pd

from analysis.charts import Chart, plot_states, plot_years
from analysis.charts.drawing import BLUE, PAPER
from analysis.charts.stacked_bars import Part
from analysis.measures.columns import Column, column_of
from analysis.model.decomposition import Decomposition, decompose_product
from analysis.model.differences import difference_of_proportions
from analysis.numbers import listed, lower_first, period_from, say_count, say_day, say_share, short_period
from analysis.page.page import Page
from analysis.words.changes import describe_difference
from analysis.words.statement import Statement, Status, judge

ORDINALS = ("First", "Second", "Third", "Fourth", "Fifth", "Sixth")
FILLED = {"filled": Part(BLUE, "F", PAPER), "empty": Part(PAPER, "E")}


def read_parts(page: Page, share: str) -> pd.DataFrame:
    """A share by its parts (such as one review and another), one row for each day or period with a figure.

    Columns: period, start, end, and one for each part, named 'first', 'second' … in the order in which the source first
    names them, with the order of the parts in the source as `order`.
    """
    read = page.read(share, breakdown=None)
    known = read[(read["breakdown"] != "") & read["value"].notna()].sort_values(["end", "cell"])
    parts = {part: ORDINALS[place].lower() for place, part in enumerate(known["breakdown"].drop_duplicates())}
    rows = []
    for (start, end), group in known.groupby(["start", "end"]):
        named = {parts[row.breakdown]: row.value for row in group.itertuples()}
        rows.append(
            {"period": short_period(period_from(start, end)), "start": start, "end": end, "order": list(named)} | named
        )
    return pd.DataFrame(rows)


def plot_parts(page: Page, share: str, parts: pd.DataFrame, what: str) -> Chart:
    """Each part's share over time, told apart by a number and never by a name."""
    names = _names(parts)
    column = column_of(page.definitions.indicator(share))
    shown = page.protect(
        parts[["period", "start", "end", *names]],
        uncounted=names,
        columns={name: replace(column, title=f"{name.capitalize()} {what}") for name in names},
    )
    return plot_years(shown, names, axis=column.title, indicators=[share])


def describe_parts(page: Page, share: str, parts: pd.DataFrame, what: str) -> list[str]:
    """Each part's first and last share, and what would be read wrong from the order in which the parts are printed."""
    if parts.empty:
        return [f"No figure of {lower_first(page.definitions.indicator(share).title)} was supplied by part."]
    title = page.definitions.indicator(share).title
    told = [_move(f"{name} {what}", parts[["end", name]].dropna(), name) for name in _names(parts)]
    sentences = [f"{title}: {'; '.join(told)}."]
    if any(list(one) != list(other) for one, other in pairwise(parts["order"])):
        sentences.append(
            f"The {what}s stand in another order in each quarter’s columns, under one heading; they are "
            "read by their own names, not by their place."
        )
    return sentences


def describe_uncounted(page: Page, share: str, parts: pd.DataFrame) -> str:
    """That a share without its number has no limits."""
    if parts.empty:
        return ""
    unit = page.definitions.indicator(share).unit.removeprefix("% of ")
    return f"How many {unit} each share is of was not supplied: one more may be a large step or a small one."


def _names(parts: pd.DataFrame) -> list[str]:
    return [name.lower() for name in ORDINALS if name.lower() in parts]


def _move(subject: str, figures: pd.DataFrame, name: str) -> str:
    first, last = figures.iloc[0], figures.iloc[-1]
    if len(figures) == 1:
        return f"the {subject} {say_share(first[name])} on {say_day(first['end'])}"
    if first[name] == last[name]:
        return f"the {subject} stayed at {say_share(first[name])}"
    before, after = (f"{say_share(row[name])} on {say_day(row['end'])}" for row in (first, last))
    return f"the {subject} went from {before} to {after}"


def read_places(page: Page, whole: str, share: str) -> pd.DataFrame:
    """Places and how many were taken, by quarter: taken is places times the share as printed, to the nearest place."""
    both = page.spread(page.read(whole, share)).dropna(subset=[whole, share])
    if both.empty:
        return both
    filled = (both[whole] * both[share]).round()
    columns = both[["period", "start", "end", whole, share]].rename(columns={whole: "places", share: "share"})
    return columns.assign(filled=filled, empty=both[whole] - filled).reset_index(drop=True)


def plot_places(page: Page, places: pd.DataFrame, what: str) -> Chart:
    """A bar for each quarter as long as its places, divided into those filled and those left empty."""
    counts = ["filled", "empty"]
    shown = page.protect(
        places[["period", *counts]],
        uncounted=counts,
        columns={name: Column(name.capitalize(), "count", places=0) for name in counts},
    )
    return plot_states(shown, "period", axis=what, states=FILLED)


def describe_places(page: Page, what: str, share_name: str, places: pd.DataFrame) -> list[Statement | str]:
    """How places offered and the share filled made the places filled, then take-up against the year before.

    The change of the places filled is shared between the two by `analysis.model.decomposition`.
    """
    if len(places) < 2:
        return [f"{what}: we know fewer than two quarters, so we cannot say whether they changed."]
    before, after = places.iloc[-2], places.iloc[-1]
    year_ago = places[places["end"] == after["end"] - pd.DateOffset(years=1)]
    taken = {
        when: {"offered": row["places"], "filled": row["filled"] / row["places"]}
        for when, row in (("before", before), ("after", after))
    }
    parts = decompose_product(taken["before"], taken["after"])
    share = difference_of_proportions(
        after["filled"], after["places"], before["filled"], before["places"], page.confidence
    )
    fell = share.upper < 0
    status = Status.NO_CLEAR_CHANGE if share.lower <= 0 <= share.upper else judge(not fell, "high")
    about = page.subject(share_name, period=after["period"], before=before["period"])
    told: list[Statement | str] = [Statement("change", about, parts, _say_parts(parts, before, after), status)]
    told += [
        f"Against the same quarter a year before: {lower_first(_describe_take_up(page, row, after))}"
        for _, row in year_ago.iterrows()
        if row["period"] != before["period"]
    ]
    return [*told, _describe_take_up(page, before, after)]


def _say_parts(parts: Decomposition, before: pd.Series, after: pd.Series) -> str:
    """Places offered, share filled and places filled, each with its change."""
    changes = parts.table.set_index("factor")["factor_change"]
    points = round(after["filled"] / after["places"] * 100) - round(before["filled"] / before["places"] * 100)
    filled = after["filled"] / before["filled"] - 1
    shares = [say_share(row["filled"] / row["places"]) for row in (before, after)]
    return (
        f"Places offered {_went(changes['offered'])} ({say_count(before['places'])} to {say_count(after['places'])}). "
        f"The share filled {'fell' if points < 0 else 'rose'} from {shares[0]} to {shares[1]}, so places filled "
        f"{_went(filled)} ({say_count(before['filled'])} to {say_count(after['filled'])}), from {before['period']} to "
        f"{after['period']}."
    )


def _went(change: float) -> str:
    return (
        "stayed the same"
        if round(change * 100) == 0
        else f"{'rose' if change > 0 else 'fell'} {say_share(abs(change))}"
    )


def _describe_take_up(page: Page, before, after) -> str:
    share = difference_of_proportions(
        after["filled"], after["places"], before["filled"], before["places"], page.confidence
    )
    page.method(share)
    return describe_difference(
        "Take-up",
        share,
        (before["filled"] / before["places"], before["period"]),
        (after["filled"] / after["places"], after["period"]),
    )


def caption_places(what: str, places: pd.DataFrame) -> str:
    """How many of the places were filled in the last two quarters."""
    told = [
        f"{say_count(row.filled)} of {say_count(row.places)} filled in {row.period}" for row in places[-2:].itertuples()
    ]
    return f"{what}: {listed(told)}"
