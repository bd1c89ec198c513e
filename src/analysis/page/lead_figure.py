"""The figure that a page leads with on a release's front page: what it is, how it changed, and beside whom."""

from typing import Any

from analysis.measures.items import Item, read_item
from analysis.page.item_table import ItemRow, read_row, say_label
from analysis.page.page import Page
from analysis.words.item_changes import direction_of
from analysis.words.item_standings import status_beside

NO_FIGURE = "no earlier figure"


def find_lead(page: Page) -> dict[str, Any] | None:
    """The lead of the page as a manifest keeps it: indicator, title, figure, period, quarter, year and beside.

    `quarter` and `year` are words for the change (rose, fell, no clear change, not tested, cannot say, no earlier
    figure), `beside` the status against similar areas. The lead is about what the page's box speaks of first, else what
    its report needs, else what it has read first. None where nothing of that has a figure that can be shown.
    """
    spoken = [statement.subject.name for statement in page.handed.statements]
    for name in dict.fromkeys([*spoken, *page.report.needs, *page.indicators]):
        item = _find_item(page, name)
        if item is not None:
            return _describe(read_row(page, item))
    return None


def _find_item(page: Page, name: str) -> Item | None:
    if page.definitions.indicator(name).kind not in ("count", "rate", "proportion"):
        return None
    item = read_item(page, name)
    return item if item is not None and item.is_shown(-1) else None


def _describe(row: ItemRow) -> dict[str, Any]:
    item = row.item
    per = f" per {item.definition.per:,}" if item.definition.per else ""
    return {
        "indicator": item.indicator,
        "title": item.definition.title,
        "figure": f"{item.write(-1)}{per}",
        "period": say_label(item.period),
        "source": item.source,
        "quarter": direction_of(*row.quarter) if row.quarter else NO_FIGURE,
        "year": direction_of(item, row.year) if row.year.before is not None else NO_FIGURE,
        "beside": status_beside(item, row.standing).value if row.standing.among is not None else "not compared",
        "unusual": bool(row.year.unusual or (row.quarter and row.quarter[1].unusual)),
    }
