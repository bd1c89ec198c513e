"""A share that is complete or taken up: of each of several parts, or of a whole whose number is known."""

from dataclasses import replace
from itertools import pairwise

import pandas as pd

from analysis.charts import Chart, plot_states, plot_years
from analysis.charts.drawing import BLUE, PAPER
from analysis.charts.stacked_bars import Part
from analysis.measures.columns import Column, column_of
from analysis.model.differences import difference_of_proportions, ratio_of_rates
from analysis.numbers import listed, lower_first, period_from, say_count, say_day, say_share, short_period
from analysis.page.page import Page
from analysis.words.changes import describe_difference, describe_ratio

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
    shown = page.protect(parts[["period", "start", "end", *names]], uncounted=names,
                         columns={name: replace(column, title=f"{name.capitalize()} {what}")
                                  for name in names})  # fmt: skip
    return plot_years(shown, names, axis=column.title, indicators=[share])


def describe_parts(page: Page, share: str, parts: pd.DataFrame, what: str) -> list[str]:
    """Each part's first and last share, and what would be read wrong from the order in which the parts are printed."""
    if parts.empty:
        return [f"No figure of {lower_first(page.definitions.indicator(share).title)} was supplied by part."]
    title = page.definitions.indicator(share).title
    told = [_move(f"{name} {what}", parts[["end", name]].dropna(), name) for name in _names(parts)]
    sentences = [f"{title}: {'; '.join(told)}."]
    if any(list(one) != list(other) for one, other in pairwise(parts["order"])):
        sentences.append(f"The {what}s stand in another order in each quarter’s columns, under one heading; they are "
                         "read by their own names, not by their place.")  # fmt: skip
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
    shown = page.protect(places[["period", *counts]], uncounted=counts,
                         columns={name: Column(name.capitalize(), "count", places=0) for name in counts})  # fmt: skip
    return plot_states(shown, "period", axis=what, states=FILLED)


def describe_places(page: Page, what: str, places: pd.DataFrame) -> list[str]:
    """The change of take-up and of the places filled between the last two quarters, and take-up of a year before."""
    if len(places) < 2:
        return [f"{what}: fewer than two quarters are known, so no change can be told."]
    before, after = places.iloc[-2], places.iloc[-1]
    year_ago = places[places["end"] == after["end"] - pd.DateOffset(years=1)]
    count = ratio_of_rates(after["filled"], 1, before["filled"], 1, page.confidence)
    page.method(count)
    told = [
        _describe_take_up(page, before, after),
        describe_ratio("Places filled", count, *((row["filled"], row["period"]) for row in (before, after))),
    ]
    told += [f"Against the same quarter a year before: {lower_first(_describe_take_up(page, row, after))}"
             for _, row in year_ago.iterrows() if row["period"] != before["period"]]  # fmt: skip
    return [*told, f"{say_count(before['places'])} places were offered in {before['period']} and "
                   f"{say_count(after['places'])} in {after['period']}."]  # fmt: skip


def _describe_take_up(page: Page, before, after) -> str:
    counts = (row[name] for row in (after, before) for name in ("filled", "places"))
    share = difference_of_proportions(*counts, page.confidence)
    page.method(share)
    return describe_difference("Take-up", share, (before["filled"] / before["places"], before["period"]),
                               (after["filled"] / after["places"], after["period"]))  # fmt: skip


def caption_places(what: str, places: pd.DataFrame) -> str:
    """How many of the places were filled in the last two quarters."""
    told = [f"{say_count(row.filled)} of {say_count(row.places)} filled in {row.period}"
            for row in places[-2:].itertuples()]  # fmt: skip
    return f"{what}: {listed(told)}"
