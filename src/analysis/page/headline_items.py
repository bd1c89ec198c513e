"""The figure that heads an indicator wherever a release names it: on its page, the scorecard, front page and papers.

Official statistics head what others state of the same days. A rate is worked out from its official parts where both are
known, as its own page does, so that no two pages give two figures of it.
"""

from dataclasses import replace

import pandas as pd

from analysis.definitions import Indicator
from analysis.measures.item_comparators import FEWEST, Beside, Comparator, read_beside
from analysis.measures.items import LONGEST, OLDEST, Item, protect_series, read_item
from analysis.measures.rate_readings import read_rate
from analysis.model.yearly_rates import work_out_areas, work_out_rates
from analysis.page.page import Page


def read_headline_items(page: Page, names: str) -> tuple[list[Item], list[str]]:
    """The items named (`indicator` or `indicator:break_down`, with spaces between) and the titles of those left out.

    An item is left out that has no figure younger than `OLDEST`.
    """
    items: list[Item] = []
    left_out: list[str] = []
    for name in names.split():
        indicator, _, breakdown = name.partition(":")
        item = read_headline_item(page, indicator, breakdown.replace("_", " "))
        title = page.definitions.indicator(indicator).inside
        if item is not None:
            items.append(item)
        elif title not in left_out:
            left_out.append(title)
    return items, left_out


def read_headline_item(page: Page, indicator: str, breakdown: str = "") -> Item | None:
    """An item with the figure that heads the indicator; None where it has no figure younger than `OLDEST`."""
    item = read_item(page, indicator, breakdown)
    worked = None if breakdown else work_out_item(page, indicator)
    return worked if worked is not None and (item is None or item.period == worked.period) else item


def work_out_item(page: Page, indicator: str) -> Item | None:
    """A rate worked out from its official parts year by year, None where they are not known since `OLDEST`."""
    if not _is_worked_out(page.definitions.indicator(indicator)):
        return None
    readings = read_rate(page, indicator, official=True, keep=False, alone=True)
    if readings.parts.empty:
        return None
    own = (
        work_out_areas(readings, page.confidence)
        .dropna(subset="value")
        .sort_values(["start", "end"], ignore_index=True)
    )
    own = own.tail(LONGEST).reset_index(drop=True)
    parts = readings.parts[readings.parts["end"].isin(own["end"])].sort_values("end", kind="stable")
    late = pd.Timestamp(page.quarter.end) - OLDEST
    if parts.empty or own["end"].iloc[-1] < late or own["numerator"].isna().iloc[-1]:
        return None
    page.register(parts)
    names = {"value": "figure", "numerator": "number", "denominator": "whole"}
    series = own[["start", "end", "period", *names]].rename(columns=names).assign(approximate=False, status="reported")
    shown = protect_series(page, series, readings.definition)
    return Item(indicator, "", readings.definition, str(parts["source"].iloc[-1]), series, shown)


def read_headline_beside(page: Page, item: Item) -> Beside:
    """What an item is compared with: the same figures of its neighbours and England that its own page shows."""
    found = read_beside(page, item)
    if item.breakdown or not _is_worked_out(item.definition):
        return found
    rates = work_out_rates(read_rate(page, item.indicator, official=True, keep=False), page.confidence)
    if rates.period != item.period or rates.peers["value"].notna().sum() == 0:
        return found
    known = rates.peers[rates.peers["value"].notna()]
    england = rates.latest["england"]
    groups = {name: rates.figures_of(codes)["value"].dropna() for name, codes in rates.readings.groups.items()}
    middles = {name: Comparator(float(one.median()), item.period) for name, one in groups.items() if len(one) >= FEWEST}
    return replace(
        found,
        neighbours=known[["area", "value", "numerator", "denominator"]],
        neighbours_period=item.period,
        quoted=None,
        england=found.england if pd.isna(england) else Comparator(float(england), item.period),
        groups=middles,
    )


def _is_worked_out(definition: Indicator) -> bool:
    return definition.kind in ("rate", "proportion") and bool(definition.numerator and definition.denominator)
