"""The scorecard's table: one row for each item, with its changes, comparators, target and its owner's comment."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

import pandas as pd

from analysis.charts.item_marks import draw_assurance, draw_spark, draw_variation
from analysis.measures.items import Item
from analysis.measures.protection import SUPPRESSED
from analysis.model.item_change import ItemChange, change_from
from analysis.model.item_position import Meets, Position, find_position, meet_target
from analysis.page.change_on_quarter import read_change_on_quarter
from analysis.page.comment_files import read_owner_comments
from analysis.page.headline_items import read_headline_beside
from analysis.page.page import Page
from analysis.words.item_changes import say_item_change, say_size, say_verdict, status_of
from analysis.words.item_positions import say_beside, say_groups, say_label, say_place, say_position, status_beside
from analysis.words.statement import Statement, Subject
from analysis.words.targets import NONE_SET, say_item_target

HEADINGS = {
    "item": "Item",
    "latest": "Latest",
    "quarter": "Since the quarter before",
    "year": "Since a year before",
    "trend": "Over time",
    "similar": "Similar areas (middle)",
    "groups": "Groups of our choice (middle)",
    "england": "England",
    "target": "Target",
    "comment": "Owner’s comment",
}
NO_COMMENT = "none"
UNSET = {"target": NONE_SET, "comment": NO_COMMENT}  # what a phone has no room to say in each card
SAID_UNSET = {"target": "a target", "comment": "an owner’s comment"}


@dataclass(frozen=True)
class ItemRow:
    """An item with what is said of it.

    `quarter` is the change on the quarter before with the item of the source that gives both quarters, which may be
    another than the one whose figure is the latest; `year` the change on the year before.
    """

    item: Item
    quarter: tuple[Item, ItemChange] | None
    year: ItemChange
    position: Position
    meets: Meets | None

    @property
    def compared(self) -> list[tuple[Item, ItemChange]]:
        """The changes with the item of each: on the quarter, then on the year, as far as there is an earlier figure."""
        on_year = [(self.item, self.year)] if self.year.before is not None else []
        return [self.quarter, *on_year] if self.quarter is not None else on_year

    def changes(self, page: Page) -> list[Statement]:
        """The changes as statements."""
        return [say_item_change(self._subject(page), *one) for one in self.compared]

    def comparison(self, page: Page) -> Statement:
        """Where the item stands among similar areas, as a statement."""
        return say_position(self._subject(page), self.item, self.position)

    def _subject(self, page: Page) -> Subject:
        return page.subject(self.item.indicator, breakdown=self.item.breakdown, period=self.item.period.words)


def read_row(page: Page, item: Item) -> ItemRow:
    """An item with its change on the quarter and on the year, similar areas and its target."""
    quarter = read_change_on_quarter(page, item.indicator, item.breakdown)
    position = find_position(item, read_headline_beside(page, item), page.confidence)
    meets = meet_target(item, page.area.code, page.confidence)
    return ItemRow(item, quarter, change_on_year(page, item), position, meets)


def change_on_year(page: Page, item: Item) -> ItemChange:
    """The change of an item on the year before."""
    kept, before = page.ordinary_change_of(item.indicator), item.place_of(item.year_before.end)
    return change_from(item.series, before, item.definition, kept, page.confidence)


def show_rows(page: Page, rows: Sequence[ItemRow]) -> None:
    """Hand the page the scorecard's table, without the columns that have nothing for any item."""
    comments = read_owner_comments(page)
    stated = [one for row in rows for one in (*row.changes(page), row.comparison(page))]
    page.keep(*(one for one in stated if one.unusual is not None or one.beyond_chance))
    cells = [_cells(page, row, comments) for row in rows]
    filled = {name for words, _ in cells for name, text in words.items() if text not in ("", UNSET.get(name))}
    shown = [name for name in HEADINGS if name in filled or name in ("item", "latest")]
    table = page.protect(pd.DataFrame([words for words, _ in cells])[shown], columns={n: HEADINGS[n] for n in shown})
    page.table(
        table,
        caption="Each item: its latest figure, how it changed, and what it is compared with",
        results=[change.estimate for row in rows for _, change in row.compared if change.estimate.reason is None],
        markup={name: [html[name] for _, html in cells] for name in shown},
    )
    nowhere = " or ".join(said for name, said in SAID_UNSET.items() if name not in filled)
    page.say(f"No item here has {nowhere}." if nowhere else "")


def _cells(page: Page, row: ItemRow, comments: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """A row of the scorecard in words, and the same as HTML."""
    item = row.item
    middle, england = say_beside(item, row.position)
    status = f"({status_beside(item, row.position)})" if row.position.unusual is not None else ""
    groups = say_groups(item, row.position)
    name = f"{item.indicator}:{item.breakdown}" if item.breakdown else item.indicator
    shown = [place for place in range(len(item.series)) if item.is_shown(place)]
    figures = [f"{say_label(item.period_at(place))} {item.write(place)}" for place in shown]
    trend = "; ".join(figures) if len(figures) > 1 else ""  # as for the drawing
    words = {
        "item": item.name,
        "latest": f"{_figure(item, -1)} ({say_label(item.period)})",
        "quarter": _change_words(*row.quarter) if row.quarter else "",
        "year": _change_words(item, row.year) if row.year.before is not None else "",
        "trend": trend,
        "similar": "; ".join(filter(None, [f"{middle} {status}".strip(), say_place(item, row.position)])),
        "groups": "; ".join(f"{group}: {figure}" for group, figure in groups.items()),
        "england": england,
        "target": say_item_target(item, row.meets),
        "comment": comments.get(name, NO_COMMENT),
    }
    html = {name: escape(text) for name, text in words.items()}
    per = f'<br><span class="source">per {item.definition.per:,}</span>' if item.definition.per else ""
    html["item"] = link_behind(page, item.indicator, item.name) + per
    short = f'<span class="source short">{escape(say_label(item.period))}</span>'
    html["latest"] = f"<strong>{escape(_figure(item, -1))}</strong><br>{short}"
    html["groups"] = "<br>".join(
        f'<span class="source">{escape(group)}</span> {escape(figure)}' for group, figure in groups.items()
    )
    html["trend"] = draw_spark(item.shown, "figure", trend, item.shown.columns["figure"].write)
    for place, change in (("quarter", row.quarter), ("year", (item, row.year))):
        if change and change[1].before is not None:
            html[place] = _change_html(*change, latest=item)
    html |= {name: f'<span class="unset">{html[name]}</span>' for name, none in UNSET.items() if words[name] == none}
    if row.meets:
        html["target"] = draw_assurance(row.meets) + html["target"]
    return words, html


def _change_words(item: Item, change: ItemChange) -> str:
    before = f"from {_figure(item, change.before or 0)}" if change.before is not None else ""
    return f"{say_verdict(item, change)}. {say_size(item, change)} {before}".strip()


def _change_html(item: Item, change: ItemChange, latest: Item) -> str:
    """A change with its icon, its size, and the figures of its source where those are another's than the latest."""
    icon = "" if change.beyond_chance else draw_variation(status_of(item, change))
    place = change.before if change.before is not None else -1
    other = ""
    if item.source != latest.source and item.is_shown(-1) and latest.is_shown(-1):
        other = f" to {item.write(-1)}, as the data set gives it"
    figure = f"{_figure(item, place)} ({say_label(item.period_at(place))}){other}"
    before = f'<span class="source">{escape(figure)}</span>'
    return (
        f'<div class="change">{icon}<strong>{escape(say_verdict(item, change))}</strong><br>'
        f"{escape(say_size(item, change))}<br>{before}</div>"
    )


def _figure(item: Item, place: int) -> str:
    return item.write(place) if item.is_shown(place) else SUPPRESSED


def find_behind(page: Page, indicator: str) -> str | None:
    """The name of the first report, but this one, that is about an indicator and that the area has figures for.

    A report is about what it needs and what its parameters name. None where there is no such report.
    """
    wanted = {indicator, page.definitions.indicator(indicator).numerator} - {None}
    for report in page.definitions.reports.values():
        lists = [value if isinstance(value, list) else str(value).split() for value in report.parameters.values()]
        named = {word for words in lists for word in words} | set(report.needs)
        if report.notebook != page.report.notebook and named & wanted and page.has_figures(report.needs):
            return report.name
    return None


def link_behind(page: Page, indicator: str, words: str) -> str:
    """Words as HTML, linked to the page behind an indicator where there is one."""
    name = find_behind(page, indicator)
    return f'<a href="{name}.html">{escape(words)}</a>' if name else escape(words)
