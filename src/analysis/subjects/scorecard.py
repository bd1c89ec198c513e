"""The scorecard: one row for each item, with its sparkline, its change and what may be said of it."""

from html import escape

import pandas as pd

from analysis.charts.sparkline import draw_spark
from analysis.numbers import listed, say_share
from analysis.page.links import link_behind
from analysis.page.page import Page
from analysis.page.tables import cell_texts
from analysis.periods import Period
from analysis.subjects.scorecard_compare import compare_item, read_beside
from analysis.subjects.scorecard_items import Item, read_items
from analysis.subjects.scorecard_wording import (
    NEITHER,
    describe_items,
    describe_unlike,
    describe_untested,
    is_told,
    judge,
    name_of,
    say_change,
)

__all__ = ["describe_items", "describe_unlike", "read_items", "show_comparators", "show_items", "show_unlike"]

HEADINGS = {
    "item": "Item", "latest": "Latest", "change": "Change from before", "trend": "Over time", "before": "Before",
    "year": "A year earlier",
}  # fmt: skip

BESIDE = {
    "neighbours": "Neighbours’ average", "printed": "England, as printed", "england": "England, newest",
    "reading": "Against England, newest",
}  # fmt: skip


def show_items(page: Page, items: list[Item]) -> None:
    """Hand the page the scorecard: each item with its sparkline, latest and earlier figures, and the change."""
    rows = [_row(page, item) for item in items]
    shown = page.protect(pd.DataFrame([words for words, _ in rows]), columns=HEADINGS)
    markup = {name: [html[name] for _, html in rows] for name in HEADINGS}
    alike = all(item.year_before in (None, item.before) for item in items)
    shown = shown.select([name for name in HEADINGS if not (alike and name == "year")])
    level = say_share(page.confidence)
    page.table(
        shown, caption=f"Each item, its latest figure and the one before, with {level} limits of the change",
        results=[item.change for item in items if item.change.reason is None], markup=markup,
    )  # fmt: skip
    for sentence in describe_untested(items):
        page.say(sentence)


def show_unlike(page: Page, items: list[Item]) -> None:
    """Hand the page, one paragraph each, what must be known before the items are read side by side."""
    for sentence in describe_unlike(page, items):
        page.say(sentence)


def show_comparators(page: Page, items: list[Item]) -> None:
    """Hand the page each item beside its neighbours and England, each with its period and what may be said of it."""
    beside = [(item, read_beside(page, item)) for item in items if item.is_shown(-1)]
    beside = [(item, found) for item, found in beside if found]
    if not beside:
        page.say("None of these items has a figure of neighbours or England to stand beside.")
        return
    rows, markup, results = [], [], []
    for item, found in beside:
        compared = compare_item(page, item, found)
        results.append(compared)
        cells = {name: found.get(name, "none") for name in ("neighbours", "printed", "england")}
        said = {name: cell if cell == "none" else _say_beside(item, cell) for name, cell in cells.items()}
        rows.append({"item": item.name, "own": _say_at(item, -1), **said, "reading": _say_compared(item, compared)})
        markup.append({"own": _figure_html(item, -1, strong=True)} | {
            name: "none" if cell == "none" else f"{_value_beside(item, cell)}<br>{_period_html(say_label(cell[2]))}"
            for name, cell in cells.items()})  # fmt: skip
    columns = {"item": "Item", "own": page.area.name, **BESIDE}
    table = pd.DataFrame(rows)
    table = table.drop(columns=[name for name in ("neighbours", "printed") if (table[name] == "none").all()])
    page.table(
        page.protect(table, columns={name: columns[name] for name in table}), results=results,
        markup={name: [row[name] for row in markup] for name in table if name in markup[0]},
        caption="Each item beside its neighbours and England, with the period of each figure",
    )  # fmt: skip
    page.say(*_describe_alone([item for item in items if item.name not in set(table["item"])]))


def _row(page: Page, item: Item) -> tuple[dict[str, str], dict[str, str]]:
    """A row of the scorecard in words, and the same as HTML."""
    places = {"latest": -1, "before": item.before, "year": item.year_before}
    words = {"item": item.name, "trend": _say_trend(item)}
    drawn = draw_spark(item.shown, "figure", words["trend"]) or '<span class="remark">one figure</span>'
    per = f'<br><span class="source">per {item.definition.per:,}</span>' if item.definition.per else ""
    html = {"item": link_behind(page, item.indicator, item.name) + per, "trend": drawn}
    for name, place in places.items():
        words[name] = "none" if place is None else _say_at(item, place)
        html[name] = escape(words[name]) if place is None else _figure_html(item, place, strong=name == "latest")
    told = is_told(item)
    reading, size = (judge(item), say_change(item)) if told else ("Withheld", "")
    words["change"] = f"{reading}. {size}".strip()
    html["change"] = f'<div class="change"><strong>{escape(reading)}</strong><br>{escape(size)}</div>'
    return words, html


def _say_at(item: Item, place: int) -> str:
    return f"{_figure_at(item, place)} ({_label(item, place)})"


def _figure_at(item: Item, place: int) -> str:
    text, mark = cell_texts(item.shown, "figure")[place]
    return f"{text} {mark}" if text == "[c]" else text


def _figure_html(item: Item, place: int, *, strong: bool) -> str:
    figure = escape(_figure_at(item, place))
    figure = f"<strong>{figure}</strong>" if strong else figure
    return f"{figure}<br>{_period_html(_label(item, place))}"


def _period_html(label: str) -> str:
    """A period below its figure, on one line."""
    return f'<span class="source short">{escape(label)}</span>'


def _label(item: Item, place: int) -> str:
    return say_label(item.period_at(place))


def say_label(period: Period) -> str:
    """A period in as few letters as a narrow column has room for: '2013-14 Q4', '31 Mar 2014'."""
    return f"{period.end.day} {period.end:%b %Y}" if period.kind == "day" else period.label


def _say_trend(item: Item) -> str:
    """The shown figures with their periods, as a sparkline's text alternative."""
    known = [place for place in range(len(item.series)) if item.is_shown(place)]
    return "; ".join(f"{_label(item, place)} {_figure_at(item, place)}" for place in known) or "no figure"


def _say_beside(item: Item, cell: tuple) -> str:
    return f"{_value_beside(item, cell)} ({say_label(cell[2])})"


def _value_beside(item: Item, cell: tuple) -> str:
    return item.shown.columns["figure"].write(cell[0])


def _describe_alone(items: list[Item]) -> list[str]:
    """The items that nothing stands beside, and why."""
    alone = [name_of(item) for item in items if item.definition.kind != "count"]
    counts = ["Counts are not compared: a larger place has more."] if len(alone) < len(items) else []
    return ([f"No figure of neighbours or England is known for {listed(alone)}."] if alone else []) + counts


def _say_compared(item: Item, compared) -> str:
    words = {"better": "Better", "worse": "Worse", "similar": "Cannot be told apart", "higher": f"Higher; {NEITHER}",
             "lower": f"Lower; {NEITHER}", "not compared": "Not compared"}  # fmt: skip
    age = f". {compared.age}" if compared.age else ""
    return f"{words[compared.verdict]}{age}"
