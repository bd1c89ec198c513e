"""What the Board's groups did: reviews, audits and training, quarter by quarter, and how far each is."""

import numpy as np
import pandas as pd

from analysis.definitions import Indicator
from analysis.measures.columns import column_of
from analysis.measures.protection import Protected
from analysis.numbers import listed, lower_first, period_from, say_count, short_period
from analysis.page.page import Page

STAGES = {"underway": "under way"}
TARGET = "target"
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
        read = page.read(indicator, breakdown=stage, later=True)
        for row in read[read["start"] <= pd.Timestamp(page.quarter.end)].itertuples():
            period = period_from(row.start, row.end, row.period)
            words, figure = _write(page, meant, row)
            rows.append(
                (
                    _title(meant, stage),
                    indicator,
                    stage,
                    LISTED.get(period.kind, "year"),
                    short_period(period),
                    row.start,
                    row.end,
                    words,
                    figure,
                    row.source,
                )
            )
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
    """What the quarters say of how old those under way are: all began after a quarter that had none."""
    last, before = rows.iloc[-1], rows.iloc[:-1]
    none = before[before["figure"] == 0]
    if not last["figure"] or none.empty:
        return []
    return [
        f"They began after {none['end'].iloc[-1]:%B %Y}; when each began was not supplied, so which are older than "
        f"{months} months, the time that statutory guidance asks for, cannot be said."
    ]


def describe_disagreements(page: Page, done: pd.DataFrame) -> list[str]:
    """Where the year as stated says otherwise than its last quarter (of things under way) or its quarters together."""
    sentences = []
    for title, rows in done.dropna(subset="figure").groupby("title", sort=False):
        year, quarters = rows[rows["kind"] == "year"], rows[rows["kind"] == "quarter"]
        if year.empty or quarters.empty:
            continue
        stated, within = year.iloc[-1], quarters[quarters["end"].between(year.iloc[-1]["start"], year.iloc[-1]["end"])]
        if stated["stage"] == "underway":
            same = within[within["end"] == stated["end"]]
            if len(same) and same["figure"].iloc[0] != stated["figure"]:
                sentences.append(
                    f"{title} at the end of {stated['period']}: {stated['words']} in the report’s text, "
                    f"{same['words'].iloc[0]} in the data set."
                )
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
