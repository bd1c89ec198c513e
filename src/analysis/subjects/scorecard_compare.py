"""What stands beside an item of a scorecard: its neighbours' average and England, as printed and as newest known."""

import pandas as pd

from analysis.definitions import ENGLAND
from analysis.measures.published import read_shown
from analysis.measures.rate_readings import QUOTED as PRINTED
from analysis.measures.readings import select_readings
from analysis.model.comparison import LEAST_NEIGHBOURS, Comparison, compare
from analysis.numbers import period_from
from analysis.page.page import Page
from analysis.periods import Period
from analysis.subjects.scorecard_items import OLDEST, Item, limits_of

OFFICIAL = 1  # the precedence of official statistics
Beside = dict[str, tuple[float, str, Period]]
YEARLY = ("day", "financial year", "calendar year", "quarter")


def read_beside(page: Page, item: Item) -> Beside:
    """The comparators of an item that are known, each with its value, its period's label and its period.

    `neighbours` is the average as the item's own source prints it, else that of the neighbours' set for the item's
    period; `printed` is England in the item's own source, `england` the newest figure of England from any source, up to
    the end of the item's period. Rates and shares are compared, counts are not: a larger place has more.
    """
    if item.definition.kind == "count":
        return {}
    codes = page.definitions.areas.neighbours_of(page.area.code)
    peers = codes.neighbours if codes else []
    places = [PRINTED, ENGLAND, *peers]
    found = read_shown(page.project, page.definitions, [item.indicator], places)
    found = found[(found["breakdown"] == item.breakdown) & found["value"].notna()]
    found = select_readings(found[found["end"] <= item.series["end"].iloc[-1]], page.quarter, every_source=True)
    found = found[found["kind"].isin(YEARLY) & (found["end"] > pd.Timestamp(page.quarter.end) - OLDEST)]
    printed = found[(found["source"] == item.source) & (found["precedence"] > OFFICIAL)]
    chosen = {
        "neighbours": _newest(printed[printed["area"] == PRINTED]),
        "printed": _newest(printed[printed["area"] == ENGLAND]),
        "england": _newest(found[found["area"] == ENGLAND]),
    }
    if chosen["neighbours"] is None:
        chosen["neighbours"] = _average(found[found["area"].isin(peers)], item)
    kept = {name: rows for name, rows in chosen.items() if rows is not None}
    if not kept:
        return {}
    page.handed.keep("reading", pd.concat(kept.values(), ignore_index=True))
    return {name: _say(rows) for name, rows in kept.items()}


def compare_item(page: Page, item: Item, beside: Beside) -> Comparison:
    """The item's latest figure against England's newest, with the limits that its numbers give; its age beside it."""
    if "england" not in beside:
        return Comparison("not compared", float("nan"), None, "", page.confidence, "There is no figure of England.")
    value, _, period = beside["england"]
    lower, upper = limits_of(item, page.confidence)
    return compare(
        float(lower), float(upper), value, item.definition.polarity, period=item.period, comparator_period=period,
        name="England’s figure", confidence=page.confidence, accept_age=True,
    )  # fmt: skip


def _newest(rows: pd.DataFrame) -> pd.DataFrame | None:
    """The newest row, by precedence among several of the same days."""
    ranked = rows.sort_values(["end", "precedence"], ascending=[False, True], kind="stable")
    return ranked.head(1) if len(ranked) else None


def _average(rows: pd.DataFrame, item: Item) -> pd.DataFrame | None:
    """The neighbours' figures of the item's own period."""
    same = rows[rows["end"] == item.series["end"].iloc[-1]].sort_values("precedence").drop_duplicates("area")
    return same if len(same) else None


def _say(rows: pd.DataFrame) -> tuple[float, str, Period]:
    first = rows.iloc[0]
    period = period_from(first["start"], first["end"], first["period"])
    return float(rows["value"].mean()), period.label, period
