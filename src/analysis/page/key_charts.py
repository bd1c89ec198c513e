"""The key chart and headline of other reports on one page: the same objects as on their own pages.

Nothing is drawn twice by hand: the cells of a report's own notebook run with its parameters until its first chart has
been handed over, and that is handed on. Its table, its methods and its sources stand on its own page.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from html import escape
from typing import Any

import nbformat

from analysis.charts.drawing import Chart, Frame
from analysis.charts.svg import render_svg
from analysis.definitions import Report
from analysis.measures import dependencies as basis
from analysis.measures.needed_figures import say_recent
from analysis.measures.protection import Protected
from analysis.numbers import listed, lower_first
from analysis.page.links import has_figures
from analysis.page.page import Page
from analysis.page.parts import Part, status_markup
from analysis.schemas import Readings
from analysis.words.statement import Statement, Status, by_headline


@dataclass
class Listener(Page):
    """A page that shows nothing: it remembers the first chart and the summary of a report.

    A chart of which all was published after the quarter is no key chart.
    """

    has_drawn: bool = False
    charts: list[tuple[Chart, str]] = field(default_factory=list)
    said: list[Statement | str] = field(default_factory=list)

    def chart(self, chart: Chart | None, *, caption: str, **details: Any) -> None:
        if chart is None:  # of a table without a row
            return
        self.has_drawn = True
        if not chart.window or chart.window[0] <= self.quarter.end:
            self.charts.append((chart, caption))

    def table(self, table: Protected, **details: Any) -> None:
        """Nothing: tables stand on the report's own page."""

    def data(self, *readings: Readings) -> None:
        """Nothing: what was read is said on the report's own page."""

    def summary(self, *statements: Statement | str) -> None:
        self.said += [one for one in statements if one and str(one)]

    def close(self) -> None:
        """Nothing: how a page ends is not handed on."""

    def _show(self, part: Part) -> None:
        """Nothing: what is handed on is shown by the page that it is handed to."""

    @property
    def headline(self) -> Statement | str:
        """The statement that stands for the page, as on the front page, else its first sentence; '' without any."""
        judged = by_headline(one for one in self.said if isinstance(one, Statement) and one.status is not None)
        return next(iter([*judged, *self.said]), "")


def show_key_charts(page: Page, names: str) -> list[Statement]:
    """Hand the page the headline and the key chart of each report named, side by side; returns their statements.

    A report that the area has no figures for is named and left out.
    """
    chosen = [page.definitions.report(name) for name in names.split()]
    phrases = [(report, listen(page, report)) for report in chosen if has_figures(page, report.needs)]
    phrases = [(report, heard) for report, heard in phrases if heard.said]
    if phrases:
        cards = "\n".join(_render_card(page, report, heard) for report, heard in phrases)
        words = listed(report.title for report, _ in phrases)
        page.show(Part("text", f'<div class="key-charts">\n{cards}\n</div>', words))
    left_out = [report.title for report in chosen if report.name not in {report.name for report, _ in phrases}]
    if left_out:
        years = say_recent(page.quarter.end)
        page.say(f"There are no figures of {page.area.name} {years} for: {listed(map(lower_first, left_out))}.")
    return [heard.headline for _, heard in phrases if isinstance(heard.headline, Statement)]


def listen(page: Page, report: Report) -> Listener:
    """What a report hands to its own page, from its notebook's cells, up to its first chart."""
    heard = Listener(page.project, page.definitions, report, page.area, page.quarter)
    names: dict[str, Any] = {}
    basis.note("notebooks", [report.notebook])
    notebook = nbformat.read(page.project.notebooks / report.notebook, as_version=4)
    for cell in (cell for cell in notebook.cells if cell.cell_type == "code"):
        exec(compile(cell.source, report.notebook, "exec"), names)
        names |= _given(page, report) if "parameters" in cell.metadata.get("tags", []) else {}
        names["open_page"] = lambda *_, **__: heard
        if heard.has_drawn:
            break
    return heard


def quote_gravest(statements: Sequence[Statement], most: int = 3) -> list[Statement | str]:
    """Other pages' gravest statements for a summary: unusual, worse, more than chance; or that none of them is.

    Each is marked as `quoted`: its status is shown, but it is not one of the page's own.
    """
    current = [one for one in by_headline(statements) if not one.facts.get("later")]
    grave = [one for one in current if one.unusual or one.beyond_chance or one.status is Status.WORSE]
    found = [replace(one, facts={**one.facts, "quoted": True}) for one in grave[:most]]
    judged = [one for one in current if one.unusual is not None]
    if judged and not found:
        return [f"No headline on this page that we can judge ({len(judged)}) is unusual."]
    return [*found]


def _render_card(page: Page, report: Report, heard: Listener) -> str:
    """A report's title, which leads to its page, its headline with its status, and its chart as drawn for a phone."""
    headline = heard.headline
    status, words = "", str(headline)
    if isinstance(headline, Statement):
        status, words = status_markup(headline.status), headline.headline
    link = f'<h3><a href="{report.name}.html">{escape(report.title)}</a></h3>'
    drawn = ""
    if heard.charts:
        chart, caption = heard.charts[0]
        frame = Frame(page.definitions.policy.chart.narrow, True, ())
        svg = render_svg(chart.figure(frame), f"key-{report.name}", caption, chart.description)
        drawn = f'<div class="drawing">{svg}</div>'
    return f"<article>{link}\n<p>{status}{escape(words)}</p>\n{drawn}</article>"


def _given(page: Page, report: Report) -> dict[str, Any]:
    """The parameters that a run would fill in for the report's own page."""
    own = {name: " ".join(value) if isinstance(value, list) else value for name, value in report.parameters.items()}
    given = {"report": report.name, "area": page.area.code, "quarter": page.quarter.label}
    return own | given | {"data": str(page.project.data)}
