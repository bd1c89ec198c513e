"""Youth justice as published: an area beside its neighbours without numbers of children, and what others say of it."""

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd

from analysis.charts import Chart, plot_areas, plot_years
from analysis.definitions import ENGLAND
from analysis.measures.columns import Column, column_of
from analysis.measures.protection import Protected
from analysis.model.needed import children_to_tell, children_to_tell_from
from analysis.model.neighbours import add_neighbours
from analysis.model.population import rates_of_areas
from analysis.model.reoffending import ReoffendingFigure, describe_change
from analysis.numbers import (
    listed,
    lower_first,
    period_from,
    say_count,
    say_share,
    short_period,
    upper_first,
)
from analysis.page.page import Page
from analysis.periods import Period
from analysis.subjects.comparators import OTHERS, YearlyRates

OFFICIAL = 1  # the precedence of official statistics
END_OF_TIME = date(2200, 3, 31)
TITLES = {"value": "", "neighbours": "Neighbours’ average", "neighbours_lowest": "Lowest neighbour",
          "neighbours_highest": "Highest neighbour", "england": "England"}  # fmt: skip
NO_SOURCE = "later notice"


def with_later(page: Page) -> Page:
    """The same page, reading also what is about periods after its quarter: it hands over to the page it is made of."""
    return replace(page, quarter=Period(page.quarter.start, END_OF_TIME, "days", "every period"))


def read_published(page: Page, indicator: str, breakdown: str = "", *, later: bool = True) -> YearlyRates:
    """An official rate or share of the page's area, its neighbours and England, where it comes without its numbers.

    With `later`, also of the years after the page's quarter.
    """
    chosen = page.definitions.areas.neighbours_of(page.area.code)
    codes = chosen.neighbours if chosen else []
    reader = with_later(page) if later else page
    found = reader.read(indicator, areas=[page.area.code, ENGLAND, *codes], breakdown=breakdown)
    found = found[found["precedence"] == OFFICIAL]
    areas = rates_of_areas(found.iloc[:0], found, per=page.definitions.indicator(indicator).per,
                           confidence=page.confidence)  # fmt: skip
    version = (chosen.year, chosen.version) if chosen else (0, "")
    years = add_neighbours(areas, page.area.code, OTHERS, codes, set_year=version[0], set_version=version[1])
    return YearlyRates(indicator, areas, years, chosen)


def protect_published(page: Page, rates: YearlyRates) -> Protected:
    """The years as they may be shown: official rates without the numbers behind them."""
    form = column_of(page.definitions.indicator(rates.indicator))
    known = [name for name in TITLES if name == "value" or rates.years[name].notna().any()]
    titles = TITLES | {"value": page.area.name}
    return page.protect(
        rates.years[["period", "start", "end", *known, "value_status"]], uncounted=known,
        columns={name: replace(form, title=titles[name]) for name in known},
    )  # fmt: skip


def plot_published(page: Page, rates: YearlyRates, what: str = "") -> Chart:
    """The area with its neighbours' average and range, year by year."""
    shown = protect_published(page, rates)
    series = [name for name in ("value", "neighbours", "england") if name in shown.columns]
    band = ("neighbours_lowest", "neighbours_highest", "range of neighbours")
    return plot_years(
        shown, series, axis=upper_first(what) or page.title(rates.indicator), indicators=[rates.indicator],
        band=band if band[0] in shown.columns else None,
    )  # fmt: skip


def protect_ages(page: Page, rates: dict[str, YearlyRates]) -> Protected:
    """The area beside its neighbours' average for each age group, year by year."""
    table, columns = pd.DataFrame({"period": []}), {}
    for ages, each in rates.items():
        named = {"value": f"{page.area.name}, {ages}", "neighbours": f"Neighbours’ average, {ages}"}
        column = column_of(page.definitions.indicator(each.indicator))
        columns |= {title: replace(column, title=title) for title in named.values()}
        table = table.merge(each.years[["period", *named]].rename(columns=named), on="period", how="outer")
    return page.protect(table, uncounted=list(columns), columns={"period": "Period"} | columns)


def plot_latest_published(page: Page, rates: YearlyRates) -> Chart:
    """The area beside each of its neighbours in its latest published year."""
    names = {area.code: area.name for area in page.definitions.areas.areas}
    table = rates.areas[(rates.areas["end"] == rates.latest["end"]) & (rates.areas["area"] != ENGLAND)]
    table = table.assign(area=table["area"].map(names))[["area", "value"]]
    column = column_of(page.definitions.indicator(rates.indicator))
    return plot_areas(page.protect(table, uncounted=["value"], columns={"area": "Area", "value": column}), "value",
                      emphasis=page.area.name)  # fmt: skip


def place_of(page: Page, rates: YearlyRates, end: pd.Timestamp) -> tuple[int, int]:
    """How many neighbours stood above the area in the period that ends on a day, and how many have a figure."""
    known = rates.areas[(rates.areas["end"] == end) & rates.areas["value"].notna()].set_index("area")["value"]
    peers = known[known.index.isin(rates.neighbours.neighbours if rates.neighbours else [])]
    return int((peers > known.get(page.area.code, np.nan)).sum()), len(peers)


def describe_published(page: Page, rates: YearlyRates, what: str = "") -> str:
    """The latest published figure with the neighbours' average and the area's place among them."""
    name = what or lower_first(page.definitions.indicator(rates.indicator).title)
    if rates.own.empty:
        return f"No {name} is published for {page.area.name}."
    column = column_of(page.definitions.indicator(rates.indicator))
    latest, (above, known) = rates.latest, place_of(page, rates, rates.latest["end"])
    beside = ""
    if known:
        average = column.write(latest["neighbours"])
        beside = f", beside {average} on average among its neighbours; {_above(above, known)}"
    since = "Published since: " if rates.period.end > page.quarter.end else ""
    told = f"{name} was {column.write(latest['value'])}{_per(column)} in {rates.period}{beside}."
    return since + told if since else upper_first(told)


def describe_first_published(page: Page, rates: YearlyRates) -> str:
    """Where the area stood among its neighbours in the first published year, for what was claimed before it."""
    if len(rates.own) < 2:
        return ""
    first = rates.own.iloc[0]
    above, known = place_of(page, rates, first["end"])
    period = period_from(first["start"], first["end"], first["period"])
    return f"In {period}, the first year published with its neighbours, {_above(above, known)}." if known else ""


def read_stated(page: Page) -> pd.DataFrame:
    """What is stated of re-offending in words and notices up to the quarter: label, cohort, value, area and source.

    Each is a figure of its own: they differ in source, cohort or definition, so no two of them are ever joined.
    """
    names = page.read("reoffending_share", areas=[page.area.code, ENGLAND], breakdown=None)
    named = names[(names["precedence"] != OFFICIAL) & names["value"].notna()]
    rows = [(_source_of(row), short_period(period_from(row.start, row.end, row.period)), row.value, row.area)
            for row in named.itertuples()]  # fmt: skip
    stated = pd.DataFrame(rows, columns=["source", "cohort", "value", "area"])
    return stated if (stated["area"] == page.area.code).any() else stated.iloc[:0]


def plot_stated(page: Page, stated: pd.DataFrame) -> Chart:
    """Each stated share as a point of its own, named by its source and period: nothing joins them."""
    names = {page.area.code: page.area.name, ENGLAND: "England"}
    labels = [f"{names[row.area]}: {row.source}, {row.cohort}" for row in stated.itertuples()]
    column = replace(column_of(page.definitions.indicator("reoffending_share")), title="Re-offended")
    table = page.protect(stated.assign(label=labels)[["label", "value"]], uncounted=["value"],
                         columns={"label": "Whose figure, and for when", "value": column})  # fmt: skip
    chart = plot_areas(
        table, "value", area="label", emphasis="", axis="Share that re-offended, as each source states it"
    )
    return replace(chart, indicators=("reoffending_share",))


def caption_stated(stated: pd.DataFrame) -> str:
    """What the stated figures range over, and that nothing joins them."""
    low, high = say_share(stated["value"].min()), say_share(stated["value"].max())
    return f"Re-offending as stated: {low} to {high}, by whom and for when; each point stands alone"


def describe_stated(page: Page, stated: pd.DataFrame) -> list[str]:
    """Whether the stated figures of the area make a change, and against England, in sentences."""
    own, england = stated[stated["area"] == page.area.code], stated[stated["area"] == ENGLAND]
    if own.empty:
        return [f"No figure of re-offending was stated for {page.area.name} up to {page.quarter.words}."]
    printed, noticed = own[own["source"] != NO_SOURCE], own[own["source"] == NO_SOURCE].sort_values("cohort")
    sentences = [str(describe_change(*_figures(printed.iloc[:2])).reason)] if len(printed) > 1 else []
    if len(noticed) > 1:
        sentences.append(_describe_later(noticed.iloc[0], noticed.iloc[-1], page.confidence))
    for row in england.itertuples():
        same = noticed[noticed["cohort"] == row.cohort]
        sentences += [_describe_against(same.iloc[0], row, page.confidence)] if len(same) else []
    return sentences


def describe_kinds() -> str:
    """Which of the two measures of re-offending is known: how many children do so, and how often."""
    return (
        "All of these are binary rates: the share of children who re-offended at least once. How often each did so "
        "(the frequency) was not supplied, nor the numbers of children, so no figure here has limits and no single "
        "change can be told from chance. To ask: the children in each cohort, those who re-offended, and "
        "their offences."
    )


def _figures(rows: pd.DataFrame) -> list[ReoffendingFigure]:
    return [ReoffendingFigure(row.value, row.source, row.cohort) for row in rows.itertuples()]


def _describe_later(first, last, confidence: float) -> str:
    needed = children_to_tell(first["value"], last["value"], confidence)
    both = [f"{say_share(row['value'])} for {row['cohort']}" for row in (first, last)]
    told = f"A later notice gives {listed(both)}, without the numbers of children"
    if needed is None:
        return f"{told}."
    return f"{told}: it would be a clear change if each year’s cohort held about {_about(needed)} children or more."


def _describe_against(own, england, confidence: float) -> str:
    needed = children_to_tell_from(own["value"], england.value, confidence)
    told = f"For {own['cohort']} it gives {say_share(own['value'])} against {say_share(england.value)} in England"
    if needed is None:
        return f"{told}."
    return f"{told}: that could be told from chance only with about {_about(needed)} children or more in the cohort."


def _about(number: int) -> str:
    """A number needed, rounded up to two figures, which is as far as it means anything."""
    step = 10 ** max(0, len(str(number)) - 2)
    return say_count(-(-number // step) * step)


def _source_of(row) -> str:
    return row.breakdown or NO_SOURCE


def _per(column: Column) -> str:
    return f" per {column.per:,}" if column.per else ""


def _above(above: int, known: int) -> str:
    return f"{'none' if above == 0 else above} of its {known} neighbours stood higher"


def describe_claims(page: Page, *indicators: str) -> list[str]:
    """What the received figures say of the indicators in words alone, and so cannot be checked."""
    read = page.read(*indicators, breakdown=None)
    claims = read[read["value"].isna() & read["numerator"].isna() & read["text"].notna()]
    named = dict.fromkeys((page.definitions.indicator(row.indicator).title, row.text) for row in claims.itertuples())
    told = listed(f"{lower_first(title)} “{text}”" for title, text in named)
    return [f"Said in words, without a figure that could be checked: {told}."] if told else []
