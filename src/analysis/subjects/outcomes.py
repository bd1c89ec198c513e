"""One page that brings the others together: the key chart of each, the same object as on its own page.

Nothing is drawn twice by hand: the cells of a report's own notebook run with its parameters until its first chart (or,
without one, its first table) has been handed over, and that is handed on.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from html import escape

import nbformat
import pandas as pd

from analysis.charts.drawing import Chart
from analysis.definitions import Report
from analysis.definitions.sources import read_sources
from analysis.measures import dependencies as basis
from analysis.measures.protection import Protected
from analysis.numbers import listed, lower_first, plural, upper_first
from analysis.page.links import has_figures
from analysis.page.page import Page
from analysis.page.parts import Part

MOST_SAID = 2  # sentences of each report
OFFICIAL = 1  # the precedence of official statistics
HEADINGS = {"what": "What does not agree", "detail": "The figures", "partner": "To settle with"}


@dataclass
class Listener(Page):
    """A page that shows nothing: it remembers the first chart, the first table and the summary of a report."""

    charts: list[tuple[Chart, dict]] = field(default_factory=list)
    tables: list[tuple[Protected, dict]] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    def chart(self, chart: Chart, **details) -> None:
        self.charts.append((chart, details))

    def table(self, table: Protected, **details) -> None:
        self.tables.append((table, details))

    def data(self, *readings: pd.DataFrame) -> None:
        """Nothing: the page that hears it says what it has read at its own end."""

    def summary(self, *sentences: str) -> None:
        self.said += [str(sentence) for sentence in sentences if sentence]

    def close(self) -> None:
        """Nothing: how a page ends is not handed on, and takes as long to work out as a chart to draw."""

    def _show(self, part: Part) -> None:
        """Nothing: what is handed on is shown by the page that it is handed to."""


def show_reports(page: Page, names: str) -> None:
    """Hand the page, for each report named, its heading, its first sentences and its key chart.

    A report that the area has no figures for is named and left out. The first sentence of the first report stands in
    the page's summary.
    """
    chosen = [page.definitions.report(name) for name in names.split()]
    left_out = [report.title for report in chosen if not has_figures(page, report.needs)]
    for place, report in enumerate(report for report in chosen if report.title not in left_out):
        heard = listen(page, report)
        if not heard.charts and not heard.tables:
            left_out.append(report.title)
            continue
        if place == 0:
            page.summary(*(f"{report.title}: {sentence}" for sentence in heard.said[:1]))
        hand_on(page, report, heard)
    if left_out:
        page.say(f"There are no figures of {page.area.name} for: {listed(lower_first(title) for title in left_out)}.")


def listen(page: Page, report: Report) -> Listener:
    """What a report hands to its own page, from its notebook's cells, up to its first chart."""
    heard = Listener(page.project, page.definitions, report, page.area, page.quarter)
    names: dict = {}
    for cell in _code_cells(page, report):
        exec(compile(cell.source, report.notebook, "exec"), names)
        names |= _given(page, report) if "parameters" in cell.metadata.get("tags", []) else {}
        names["open_page"] = lambda *_, **__: heard
        if heard.charts:
            break
    return heard


def hand_on(page: Page, report: Report, heard: Listener) -> None:
    """Hand the page what was heard of a report, with what it read, under a heading that links to the report's page."""
    for reading in heard.handed.readings:
        page.handed.keep("reading", reading)
    page.method(*heard.handed.results)
    link = f'<h3><a href="{report.name}.html">{escape(report.title)}</a></h3>'
    page._show(Part("text", link, report.title))
    page.say(*heard.said[:MOST_SAID])
    if heard.charts:
        chart, details = heard.charts[0]
        page.chart(chart, **details)
    else:
        table, details = heard.tables[0]
        page.table(table, **details)


def list_contradictions(page: Page, rules: Iterable[str]) -> pd.DataFrame:
    """What must be settled before publication: the findings of some rules about the partnership's figures.

    For another area those about the figures on its page.

    With a column for what disagrees, the figures (of published sources only) and with whom to settle it.
    """
    found = page.findings(everything=page.area.code == page.definitions.run.area)
    found = found[found["rule"].isin(list(rules)) & (found["severity"] != "note")]
    sources = read_sources(page.project.params / "sources")
    partners = [_partners(names.split(), sources) for names in found["source"]]
    told = found.assign(what=found["message"], detail=found["detail"].fillna(""), partner=partners)
    named = [name for name in HEADINGS if name != "detail" or told["detail"].any()]
    return told[named].astype(object).reset_index(drop=True)


def show_contradictions(page: Page, rules: str) -> None:
    """Hand the page the list of contradictions to settle before the report is published, and say how many they are."""
    found = list_contradictions(page, rules.split())
    if found.empty:
        page.say("No two of the figures on this page contradict each other.")
        return
    told = f"{plural(len(found), 'contradiction')} between figures must be settled before the report is published."
    page.summary(told)
    page.table(page.protect(found, columns=HEADINGS), caption=upper_first(told.removesuffix(".")))


def _code_cells(page: Page, report: Report) -> list:
    basis.note("notebooks", [report.notebook])
    notebook = nbformat.read(page.project.notebooks / report.notebook, as_version=4)
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def _given(page: Page, report: Report) -> dict:
    """The parameters that a run would fill in for the report's own page."""
    own = {name: " ".join(value) if isinstance(value, list) else value for name, value in report.parameters.items()}
    given = {"report": report.name, "area": page.area.code, "quarter": page.quarter.label}
    return own | given | {"data": str(page.project.data)}


def _partners(names: list[str], sources: dict) -> str:
    """Who can settle it: the suppliers of the sources that are no official statistic, else of all."""
    partners = [name for name in names if name in sources and sources[name].precedence > OFFICIAL] or names
    return upper_first(listed(dict.fromkeys(sources[name].supplier for name in partners if name in sources)))
