"""Yearly rates as they may be shown: by year with the comparators, and by area for the latest year."""

from dataclasses import replace

import pandas as pd

from analysis.definitions import ENGLAND
from analysis.measures.columns import column_of
from analysis.measures.protection import Protected
from analysis.model.comparison import find_place
from analysis.model.yearly_rates import YearlyRates
from analysis.page.page import Page

OWN = ["value", "lower", "upper"]
PLACE = "Place, 1 is best"
TITLES = {
    "value": "",
    "lower": "Lower limit",
    "upper": "Upper limit",
    "neighbours_median": "Neighbours’ median",
    "neighbours_lowest": "Lowest neighbour",
    "neighbours_highest": "Highest neighbour",
    "england": "England",
    "quoted": "Neighbours’ average quoted in the report",
}


def protect_years(page: Page, rates: YearlyRates) -> Protected:
    """The years: the area with its limits, its neighbours' median, range and number, England, what its report quotes.

    A column without any figure is left out. The area's own figures are withheld with the count that they are made of;
    those of other places are published.
    """
    indicator = page.definitions.indicator(rates.indicator)
    form, years = column_of(indicator), rates.years
    known = [name for name in TITLES if name == "value" or years[name].notna().any()]
    titles = TITLES | {"value": page.area.name}
    columns = {name: replace(form, title=titles[name]) for name in known}
    others = [name for name in known if name not in OWN]
    if "neighbours_median" in known:
        others.append("neighbours_known")
        columns["neighbours_known"] = replace(form, title="Neighbours with a figure", form="count", per=None)
    counted = ["numerator"] if indicator.numerator and years["numerator"].notna().any() else []
    columns |= {name: column_of(page.definitions.indicator(indicator.numerator or "")) for name in counted}
    own = [name for name in known if name in OWN]
    return page.protect(
        years[["period", "start", "end", *counted, *known, *others[len(known) - len(own) :], "value_status"]],
        counts=counted,
        derived=dict.fromkeys(own, counted) if counted else {},
        uncounted=others if counted else [*own, *others],
        columns=columns,
    )


def protect_latest(page: Page, rates: YearlyRates) -> Protected:
    """The area, its neighbours and England in the period of the area's latest figure, by the areas' names.

    Where the indicator has a polarity, `place` is each area's rank and quarter among the area and its neighbours.
    """
    peers = rates.neighbours.neighbours if rates.neighbours else []
    table = rates.figures_of([rates.area, ENGLAND, *peers])
    indicator = page.definitions.indicator(rates.indicator)
    ranked = table[table["area"] != ENGLAND]
    places = [find_place(row.value, ranked["value"].drop(row.Index), indicator.polarity) for row in ranked.itertuples()]
    table = table.assign(
        area=table["area"].map(page.definitions.areas.names),
        place=pd.Series([str(place or "") for place in places], index=ranked.index, dtype=object),
    )
    form = column_of(indicator)
    counted = ["numerator"] if indicator.numerator and table["numerator"].notna().any() else []
    shown = [name for name in OWN if name == "value" or table[name].notna().any()]
    columns = {"value": form, "lower": replace(form, title="Lower limit"), "upper": replace(form, title="Upper limit")}
    columns |= {name: column_of(page.definitions.indicator(indicator.numerator or "")) for name in counted}
    rank = ["place"] if any(places) else []
    return page.protect(
        table[["area", *counted, *shown, *rank]].fillna({"place": ""} if rank else {}),
        counts=counted,
        derived=dict.fromkeys(shown, counted) if counted else {},
        across=dict.fromkeys(rank, counted) if counted else {},
        uncounted=[] if counted else shown,
        columns={"area": "Area", **{name: columns[name] for name in [*counted, *shown]}, **dict.fromkeys(rank, PLACE)},
    )
