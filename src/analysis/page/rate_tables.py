"""Yearly rates as they may be shown: by year with the comparators, and by area for the latest year."""

from dataclasses import replace

import pandas as pd

from analysis.definitions import ENGLAND
from analysis.measures.columns import Column, column_of
from analysis.measures.protection import Protected
from analysis.model.ranking import find_place
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


def protect_groups(page: Page, rates: YearlyRates) -> Protected:
    """A row for each group of areas of one's own: its other areas' lowest, middle and highest figure, and the place.

    The period is that of the area's latest figure. A group of which no other area has a figure has no row.
    """
    indicator = page.definitions.indicator(rates.indicator)
    form, names = column_of(indicator), page.definitions.areas.names
    rows = []
    for group, codes in rates.groups.items():
        known = rates.figures_of(codes).dropna(subset=["value"]).sort_values("value", kind="stable")
        ends = [f"{form.write(row.value)} ({names[row.area]})" for row in known.itertuples()]
        place = find_place(rates.latest["value"], known["value"], indicator.polarity)
        if ends:
            known_of = f"{len(known)} of {len(codes)}"
            rows.append((group, known_of, ends[0], known["value"].median(), ends[-1], str(place or "–")))
    table = pd.DataFrame(rows, columns=["group", "known", "lowest", "middle", "highest", "place"])
    columns = {
        "group": "Group",
        "known": "Other areas with a figure",
        "lowest": "Lowest",
        "middle": replace(form, title="Middle"),
        "highest": "Highest",
        "place": Column(f"Place of {page.area.name}, 1 is best"),
    }
    if table["place"].eq("–").all():
        table = table.drop(columns="place")
    return page.protect(table, uncounted=["middle"], columns={name: columns[name] for name in table})


def show_groups(page: Page, rates: YearlyRates) -> None:
    """The table of `protect_groups`, where it has a row."""
    groups = protect_groups(page, rates)
    if len(groups.table):
        page.table(groups, caption=f"{page.title(rates.indicator)} beside groups of areas of our choice, {rates.period}")
