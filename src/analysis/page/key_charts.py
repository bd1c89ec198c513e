"""The headline and the key chart of every report on one page: the same results as on their own pages.

Nothing is drawn twice by hand. A run hands on what the other pages of the area have come to; whatever it did not, as in
JupyterLab, comes from the cells of a report's own notebook, run with its parameters. Its tables, its methods and its
sources stand on its own page.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import nbformat

from analysis.charts.drawing import Chart
from analysis.definitions import Report
from analysis.measures import dependencies
from analysis.numbers import listed
from analysis.page.figures_on_page import DRAWN, describe_card
from analysis.page.page import Page
from analysis.page.parts import Part, status_markup
from analysis.words.order import Group, choose_headlines, group_of, say_verdict
from analysis.words.statement import Statement, read_statement


@dataclass(eq=False)
class Listener(Page):
    """A page that shows nothing: it remembers the charts of a report, its box and its statements."""

    def chart(self, chart: Chart | None, *, caption: str, **details: Any) -> None:
        if chart is not None:  # None is of a table without a row
            self.outputs.keep("drawn", (chart, caption, list(details.get("indicators") or chart.indicators)))

    def close(self) -> None:
        """Nothing: how a page ends is not handed on."""

    def show(self, part: Part) -> None:
        """Only remember it: what is handed on is shown by the page that it is handed to."""
        self.outputs.keep("part", part)


@dataclass(frozen=True)
class Card:
    """A report on the page: what stands for it, as on the front page, and its key chart as SVG where it is grave."""

    report: Report
    headline: Statement | str
    drawn: str = ""

    @property
    def group(self) -> Group:
        """What the headline comes to."""
        return group_of(self.headline.describe()) if isinstance(self.headline, Statement) else Group.UNJUDGED


def list_cards(page: Page, cards_file: str = "") -> list[Card]:
    """A card for every report that names figures it needs and of which the area has one, in the order of the pages.

    `cards_file` is the file in the folder of kept pages in which a run says what other pages have come to.
    """
    reports = [one for one in page.definitions.reports.values() if one.needs and page.has_figures(one.needs)]
    given = json.loads((page.project.kept / cards_file).read_text(encoding="utf-8")) if cards_file else {}
    heard = [given.get(report.name) or listen(page, report) for report in reports]
    chosen = choose_headlines([one["stated"] for one in heard])
    cards = []
    for report, one, place in zip(reports, heard, chosen, strict=True):
        said = next(iter(one["said"]), {"sentence": ""}) if place is None else one["stated"][place]
        headline = read_statement(said, page.definitions) if "indicator" in said else said["sentence"]
        cards.append(Card(report, headline, one["drawn"] if said.get("indicator") in one["shows"] else ""))
    return [card for card in cards if str(card.headline)]


def show_cards(page: Page, cards: Sequence[Card], group: Group) -> None:
    """Hand the page the cards of a group side by side: a link to its page, its headline, its chart if grave."""
    own = [card for card in cards if card.group is group]
    if own:
        html = "\n".join(_render_card(page, card) for card in own)
        words = listed(card.report.title for card in own)
        page.show(Part("text", f'<div class="key-charts">\n{html}\n</div>', words))


def list_left_out(page: Page) -> list[str]:
    """The titles of the reports that the area has no figures for."""
    return [one.title for one in page.definitions.reports.values() if not page.has_figures(one.needs)]


def listen(page: Page, report: Report) -> dict[str, Any]:
    """What a report hands to its own page, from its notebook's cells, as `describe_card` gives it."""
    heard = Listener(page.project, page.definitions, report, page.area, page.quarter)
    names: dict[str, Any] = {}
    dependencies.note("notebooks", [report.notebook])
    notebook = nbformat.read(page.project.notebooks / report.notebook, as_version=4)
    for cell in (cell for cell in notebook.cells if cell.cell_type == "code"):
        exec(compile(cell.source, report.notebook, "exec"), names)
        names |= _given(page, report) if "parameters" in cell.metadata.get("tags", []) else {}
        names["open_page"] = lambda *_, **__: heard
    return describe_card(heard.outputs, report.name, page.definitions.policy.chart)


def _render_card(page: Page, card: Card) -> str:
    """A report's title, which leads to its page, its headline with its status, and its chart as drawn for a phone."""
    name, status, words = card.report.name, "", str(card.headline)
    if isinstance(card.headline, Statement):
        status, words = status_markup(say_verdict(card.headline.describe())), card.headline.headline
    drawn = f'<div class="drawing">{card.drawn}</div>' if card.drawn and card.group in DRAWN else ""
    link = f'<h3><a href="{name}.html">{escape(card.report.title)}</a></h3>'
    return f"<article>{link}\n<p>{status}{escape(words)}</p>\n{drawn}</article>"


def _given(page: Page, report: Report) -> dict[str, Any]:
    """The parameters that a run would fill in for the report's own page."""
    own = {name: " ".join(value) if isinstance(value, list) else value for name, value in report.parameters.items()}
    given = {"report": report.name, "area": page.area.code, "quarter": page.quarter.label}
    return own | given | {"data": str(page.project.data)}
