"""What the Board's groups did: reviews, audits and training, quarter by quarter, and how far each is."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pandas as pd

from analysis.definitions import Indicator
from analysis.model.differences import difference_of_proportions, ratio_of_rates
from analysis.report.charts import Chart, plot_states, plot_years
from analysis.report.columns import Column, column_of
from analysis.report.disclosure import STATUS, Protected
from analysis.report.drawing import BLUE, INK, PAPER
from analysis.report.narrative import describe_difference, describe_ratio
from analysis.report.numbers import (
    listed,
    lower_first,
    period_from,
    plural,
    say_count,
    say_day,
    say_share,
    short_period,
)
from analysis.report.page import Page
from analysis.report.youth_justice import with_later

STAGES = {"underway": "under way"}
TARGET = "target"
ORDINALS = ("First", "Second", "Third", "Fourth", "Fifth", "Sixth")
FILLED = {"filled": (BLUE, "", "filled", PAPER), "empty": (PAPER, "///", "empty", INK)}
ABOUT = ("over ", "around ", "about ", "at least ", "nearly ")  # how a figure is written that is not exact
LISTED = {"quarter": "quarter", "financial year": "year", "calendar year": "year", "day": "quarter"}


def read_done(page: Page, *entries: str) -> pd.DataFrame:
    """What is known of each entry (an indicator, or 'indicator:stage') for periods that began by the quarter's end.

    One row for each figure: title, indicator, stage, kind ('quarter' or 'year'), period, start, end, words (as shown,
    withheld as policy has it), figure (NaN where withheld or in words), source.
    """
    rows = []
    for entry in entries:
        indicator, _, stage = entry.partition(":")
        meant = page.definitions.indicator(indicator)
        read = with_later(page).read(indicator, breakdown=stage)
        for row in read[read["start"] <= pd.Timestamp(page.quarter.end)].itertuples():
            period = period_from(row.start, row.end, row.period)
            words, figure = _write(page, meant, row)
            rows.append((_title(meant, stage), indicator, stage, LISTED.get(period.kind, "year"), short_period(period),
                         row.start, row.end, words, figure, row.source))  # fmt: skip
    columns = ["title", "indicator", "stage", "kind", "period", "start", "end", "words", "figure", "source"]
    return pd.DataFrame(rows, columns=columns)


def _title(meant: Indicator, stage: str) -> str:
    return f"{meant.title}, {STAGES.get(stage, stage)}" if stage else meant.title


def _write(page: Page, meant: Indicator, row) -> tuple[str, float]:
    figure = row.numerator if meant.kind == "count" and pd.notna(row.numerator) else row.value
    if pd.isna(figure):
        return (f"“{row.text}”" if pd.notna(row.text) else row.status.replace("_", " ")), np.nan
    if meant.counts in ("people", "events") and meant.kind == "count" and 0 < figure <= page.profile.withhold_up_to:
        return "withheld", np.nan
    said = str(row.text) if pd.notna(row.text) and row.text.startswith(ABOUT) else column_of(meant).write(figure)
    return said, float(figure)


def protect_done(page: Page, done: pd.DataFrame) -> Protected:
    """A row for each entry, a column for each quarter known, and what is stated of the year."""
    quarters = done[done["kind"] == "quarter"].sort_values("end")["period"].drop_duplicates()
    table = pd.DataFrame({"title": done["title"].drop_duplicates()})
    for quarter in quarters:
        cells = done[done["period"] == quarter].drop_duplicates("title").set_index("title")["words"]
        table[quarter] = table["title"].map(cells).fillna("–")
    years = done[done["kind"] == "year"]
    stated = (
        years.assign(words=years["words"] + " (" + years["period"] + ")").groupby("title", sort=False)["words"].last()
    )
    table["year"] = table["title"].map(stated).fillna("–")
    return page.protect(table, columns={"title": "What", "year": "Of the year, as stated"})


def describe_under_way(page: Page, done: pd.DataFrame, months: int) -> list[str]:
    """How many of each thing are under way at the end of each quarter, and how old they are as far as that is known."""
    sentences = []
    for title, rows in done[(done["stage"] == "underway") & (done["kind"] == "quarter")].groupby("title", sort=False):
        rows = rows.dropna(subset="figure").sort_values("end")
        if len(rows) > 1:
            told = listed(
                f"{say_count(row.figure) if row.figure else 'none'} in {row.end:%B %Y}" for row in rows.itertuples()
            )
            sentences.append(f"{title}: {told}.")
            sentences += _describe_ages(rows, months)
    return sentences


def _describe_ages(rows: pd.DataFrame, months: int) -> list[str]:
    """What the quarters say of how old those under way are: begun after a quarter with none, and not all since the last."""
    last, before = rows.iloc[-1], rows.iloc[:-1]
    none = before[before["figure"] == 0]
    if not last["figure"] or none.empty:
        return []
    return [f"They began after {none['end'].iloc[-1]:%B %Y}; when each began was not supplied, so which are older than "
            f"{months} months, the time that statutory guidance asks for, cannot be said."]  # fmt: skip


def describe_disagreements(page: Page, done: pd.DataFrame) -> list[str]:
    """Where the year as stated says otherwise than the last quarter of things under way, or than the quarters together."""
    sentences = []
    for title, rows in done.dropna(subset="figure").groupby("title", sort=False):
        year, quarters = rows[rows["kind"] == "year"], rows[rows["kind"] == "quarter"]
        if year.empty or quarters.empty:
            continue
        stated, within = year.iloc[-1], quarters[quarters["end"].between(year.iloc[-1]["start"], year.iloc[-1]["end"])]
        if stated["stage"] == "underway":
            same = within[within["end"] == stated["end"]]
            if len(same) and same["figure"].iloc[0] != stated["figure"]:
                sentences.append(f"{title} at the end of {stated['period']}: {stated['words']} in the report’s text, "
                                 f"{same['words'].iloc[0]} in the data set.")  # fmt: skip
        elif _adds(page, stated) and within["figure"].sum() > stated["figure"]:
            sentences.append(
                f"{title}: {stated['words']} in {stated['period']} as stated, and more in its quarters alone."
            )
    return sentences


def _adds(page: Page, row) -> bool:
    return page.definitions.indicator(row["indicator"]).kind == "count"


def describe_aims(page: Page, *indicators: str) -> list[str]:
    """What was to be delivered in the year, against what the quarters known show."""
    sentences = []
    for name in indicators:
        read = page.read(name, breakdown=None)
        aims = read[(read["breakdown"] == TARGET) & read["numerator"].notna()]
        if aims.empty:
            continue
        aim, title = aims.iloc[-1], page.definitions.indicator(name).title
        known = read[
            (read["breakdown"] == "")
            & read["numerator"].notna()
            & (read["start"] >= aim["start"])
            & (read["end"] <= aim["end"])
        ]
        made = say_count(known["numerator"].sum()) if known["numerator"].sum() else "none"
        when = listed(known.sort_values("end")["period"])
        sentences.append(
            f"{title}: {say_count(aim['numerator'])} were to be delivered in {aim['period']}; {made} "
            f"{'is' if known['numerator'].sum() == 1 else 'are'} counted in {when}."
            if len(known)
            else f"{title}: {say_count(aim['numerator'])} were to be delivered in {aim['period']}."
        )
    return sentences


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
                         columns={name: replace(column, title=f"{name.capitalize()} {what}") for name in names})  # fmt: skip
    return plot_years(shown, names, axis=column.title, indicators=[share])


def describe_parts(page: Page, share: str, parts: pd.DataFrame, what: str) -> list[str]:
    """Each part's first and last share, and what would be read wrong from the order in which the parts are printed."""
    if parts.empty:
        return [f"No figure of {lower_first(page.definitions.indicator(share).title)} was supplied by part."]
    title = page.definitions.indicator(share).title
    told = [_move(f"{name} {what}", parts[["end", name]].dropna(), name) for name in _names(parts)]
    sentences = [f"{title}: {'; '.join(told)}."]
    if any(list(one) != list(other) for one, other in pairwise(parts["order"])):
        sentences.append(f"The {what}s stand in another order in each quarter’s columns, under one heading; they are read by "
                         "their own names, not by their place.")  # fmt: skip
    return sentences


def describe_uncounted(page: Page, share: str, parts: pd.DataFrame) -> str:
    """That a share without its number has no limits."""
    if parts.empty:
        return ""
    return (f"How many {page.definitions.indicator(share).unit.removeprefix('% of ')} each share is of was not supplied: one "
            "more may be a large step or a small one.")  # fmt: skip


def _names(parts: pd.DataFrame) -> list[str]:
    return [name.lower() for name in ORDINALS if name.lower() in parts]


def _move(subject: str, figures: pd.DataFrame, name: str) -> str:
    first, last = figures.iloc[0], figures.iloc[-1]
    if len(figures) == 1:
        return f"the {subject} {say_share(first[name])} on {say_day(first['end'])}"
    if first[name] == last[name]:
        return f"the {subject} stayed at {say_share(first[name])}"
    return f"the {subject} went from {say_share(first[name])} on {say_day(first['end'])} to {say_share(last[name])} on {say_day(last['end'])}"


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
        describe_ratio("Places filled", count, (before["filled"], before["period"]), (after["filled"], after["period"])),
    ]
    told += [f"Against the same quarter a year before: {lower_first(_describe_take_up(page, row, after))}"
             for _, row in year_ago.iterrows() if row["period"] != before["period"]]  # fmt: skip
    return [*told, f"{say_count(before['places'])} places were offered in {before['period']} and "
                   f"{say_count(after['places'])} in {after['period']}."]  # fmt: skip


def _describe_take_up(page: Page, before, after) -> str:
    share = difference_of_proportions(after["filled"], after["places"], before["filled"], before["places"], page.confidence)
    page.method(share)
    return describe_difference("Take-up", share, (before["filled"] / before["places"], before["period"]),
                               (after["filled"] / after["places"], after["period"]))  # fmt: skip


def caption_places(what: str, places: pd.DataFrame) -> str:
    """How many of the places were filled in the last two quarters."""
    told = [f"{say_count(row.filled)} of {say_count(row.places)} filled in {row.period}" for row in places[-2:].itertuples()]
    return f"{what}: {listed(told)}"


def describe_unsupported(page: Page, done: pd.DataFrame) -> list[str]:
    """What is stated as a share without the number it is of, and what is stated in words alone."""
    years = done[done["kind"] == "year"]
    kinds = years["indicator"].map(lambda name: page.definitions.indicator(name).kind)
    shares = years[kinds.isin(["proportion", "change"]) & years["figure"].notna()]
    words = years[years["words"].str.startswith("“")]
    told = []
    if len(shares):
        named = listed(f"{lower_first(row.title)} {row.words}" for row in shares.itertuples())
        told.append(f"Stated as shares of an unknown number, so without limits: {named}.")
    if len(words):
        named = listed(f"{lower_first(row.title)} {row.words}" for row in words.itertuples())
        told.append(f"Stated in words, without a figure: {named}.")
    return told
