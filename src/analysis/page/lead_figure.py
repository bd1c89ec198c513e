"""The figure that a page leads with on a release's front page: what it is, how it changed, and beside whom."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from analysis.measures.items import Item
from analysis.measures.readings import say_months_known
from analysis.model.item_position import find_position
from analysis.page.change_on_quarter import read_change_on_quarter
from analysis.page.headline_items import read_headline_beside, read_headline_item
from analysis.page.item_table import ItemRow, change_on_year, read_row
from analysis.page.page import Page
from analysis.words.item_changes import direction_of
from analysis.words.item_positions import say_label, status_beside
from analysis.words.order import by_gravity, by_headline
from analysis.words.statement import Statement

NO_FIGURE = ""


def find_lead(page: Page) -> dict[str, Any] | None:
    """The lead of the page as a manifest keeps it: indicator, title, figure, period, quarter, year and beside.

    `quarter` and `year` are words for the change (rose, fell, no clear change, more than chance, not tested, cannot
    say), `beside` the status against similar areas: as the page itself says, else as the scorecard would; '' where
    nothing is said. A rate or share that is given by year alone has the `quarter` of its count, where the page gives
    that. `status` is the gravest of them. The lead is about what the page gives the figure of, first what
    its headline speaks of, else about its other statements, else what its report needs; what it read first only where
    it states and needs nothing, and never what it only states aside. A count that a share or rate is made of gives way
    to that, and neither what only divides nor people summed over months is a lead. None where nothing has a figure to
    show.
    """
    stated = [one for one in by_headline(page.outputs.statements) if not one.facts.get("aside")]
    given = {one.subject.name for one in stated if one.kind == "level"}
    spoken = sorted((one.subject.name for one in stated), key=lambda name: name not in given)
    names = list(dict.fromkeys([*spoken, *page.report.needs] or page.indicators))
    definitions = [page.definitions.indicator(name) for name in names]
    parts, wholes = {one.numerator for one in definitions}, {one.denominator for one in definitions} - set(spoken)
    findings = page.findings()
    summed = set(findings.loc[findings["rule"] == "people_summed", "indicators"].str.split().explode())
    for name in sorted(names, key=lambda name: (name not in spoken, name in parts)):
        if name in wholes or name in summed:
            continue
        item = _find_item(page, name)
        if item is not None:
            return _describe(page, item)
    return None


def _find_item(page: Page, name: str) -> Item | None:
    if page.definitions.indicator(name).kind not in ("count", "rate", "proportion"):
        return None
    item = read_headline_item(page, name)
    return item if item is not None and item.is_shown(-1) else None


def _describe(page: Page, item: Item) -> dict[str, Any]:
    own, of_count = (_select_own(page, name) for name in (item.indicator, item.definition.numerator))
    judged = [one for one in own if one.status is not None]
    row = None if judged else read_row(page, item)
    gravest = by_gravity([*row.changes(page), row.comparison(page)] if row else judged)[0]
    per = f" per {item.definition.per:,}" if item.definition.per else ""
    rows = page.look_up([item.indicator], [page.area.code])
    months = say_months_known(rows[rows["breakdown"] == ""], *map(pd.Timestamp, (item.period.start, item.period.end)))
    return {
        "indicator": item.indicator,
        "title": item.name,
        "figure": f"{item.write(-1)}{per}",
        "period": f"{say_label(item.period)}{months}",
        "source": item.source,
        "quarter": _stated(own, "quarter") or _on_quarter(page, item, row) or _stated(of_count, "quarter"),
        "year": _stated(own, "year") or _on_year(page, item, row),
        "beside": _beside(page, item, own, row),
        "status": gravest.status,
        "unusual": gravest.unusual,
    }


def _on_quarter(page: Page, item: Item, row: ItemRow | None) -> str:
    change = row.quarter if row else read_change_on_quarter(page, item.indicator)
    return direction_of(*change) if change else NO_FIGURE


def _on_year(page: Page, item: Item, row: ItemRow | None) -> str:
    change = row.year if row else change_on_year(page, item)
    return direction_of(item, change) if change.before is not None else NO_FIGURE


def _select_own(page: Page, indicator: str | None) -> list[Statement]:
    """What the page states of an indicator as a whole."""
    return [one for one in page.outputs.statements if (one.subject.name, one.subject.breakdown) == (indicator, "")]


def _stated(own: Sequence[Statement], against: str) -> str:
    """The word for the change that the page gives against the quarter or the year before, '' where it gives none."""
    return next((str(one.facts[against]) for one in own if against in one.facts), NO_FIGURE)


def _beside(page: Page, item: Item, own: Sequence[Statement], row: ItemRow | None) -> str:
    """How the figure, not its categories, lies beside similar areas: as the page says, else as the scorecard would."""
    judged = (str(one.status) for one in own if "median" in one.facts and one.unusual is not None)
    if (stated := next(judged, NO_FIGURE)) or item.definition.kind == "count":  # a larger place has more
        return stated
    position = row.position if row else find_position(item, read_headline_beside(page, item), page.confidence)
    return status_beside(item, position).value if position.unusual is not None else NO_FIGURE
