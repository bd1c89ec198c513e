"""The page that a notebook builds by handing things to it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path

import pandas as pd
from IPython import get_ipython
from IPython.display import display
from matplotlib.axes import Axes

from analysis.charts.drawing import Chart
from analysis.definitions import Annotation, read_definitions
from analysis.marking import mark
from analysis.measures.area_reader import AreaReader
from analysis.measures.carried_areas import find_breaks
from analysis.measures.dependencies import list_basis, note_lookups
from analysis.measures.needed_figures import are_met, say_recent
from analysis.measures.protection import Protected
from analysis.measures.published import read_shown
from analysis.measures.readings import select_readings
from analysis.numbers import listed
from analysis.page.figures_on_page import describe_card, draw_figure, render_figure
from analysis.page.footer import closing_parts, source_titles
from analysis.page.header import opening_part
from analysis.page.outputs import Outputs
from analysis.page.parts import Part, paragraphs, summary_part
from analysis.page.provenance import render_data
from analysis.page.quality import by_year_and_gravity, find_findings, read_tellable
from analysis.page.remarks import Remarks
from analysis.page.tables import describe_columns, render_table
from analysis.periods import parse_period
from analysis.project import find_project
from analysis.refusals import ParametersRefused
from analysis.schemas import Findings, Readings
from analysis.words.statement import Statement, Subject


@dataclass(eq=False)
class Page(AreaReader):
    """One report of one area and quarter. Each hand-over shows a part in the notebook and remembers what it used."""

    outputs: Outputs = field(default_factory=Outputs)

    def __post_init__(self):
        reorganised = find_breaks(self.area.code, self.definitions)
        self.remarks = Remarks([*self.definitions.annotations, *reorganised], self.area.code)

    @property
    def read_so_far(self) -> Readings:
        """Every observation that was read for the page, once."""
        if not self.outputs.readings:
            return select_readings(read_shown(self.project, self.definitions, []), self.quarter)
        return self.outputs.merge_readings()

    @property
    def indicators(self) -> list[str]:
        """The indicators read so far, in that order."""
        return self.outputs.values_read("indicator")

    @cached_property
    def titles(self) -> dict[str, str]:
        """What each source is called, from its contract."""
        return source_titles(self.sources)

    @cached_property
    def tellable(self) -> Findings:
        """What the checks found in all that was received, as pages may tell it: of the quarter's year first."""
        return by_year_and_gravity(read_tellable(self.project, self.definitions), self.quarter.end)

    def register(self, readings: Readings) -> None:
        """Remember observations that were looked up as read."""
        self.outputs.keep("reading", readings)

    def keep(self, *statements: Statement) -> None:
        """Remember statements that a table says, so that the release counts them and its front page can choose them."""
        self.outputs.keep_statements(statements)

    def breaks(self, *indicators: str) -> list[date]:
        """The days on which a series of one of the indicators breaks, by annotations and reorganisations."""
        return self.remarks.breaks(indicators, self.quarter.end)

    def data(self, *readings: Readings) -> None:
        """Say what was read, from whom, for when, and what is missing."""
        table = pd.concat(readings, ignore_index=True) if readings else self.read_so_far
        self.show(Part("data", *render_data(table, self.definitions, self.titles)))

    def subject(self, indicator: str, *, breakdown: str = "", period: str = "", before: str = "") -> Subject:
        """What a result on an indicator of the page's area is about, for the functions of `analysis.words`."""
        sources = self.outputs.sources_of(indicator)
        definition = self.definitions.indicator(indicator)
        counted, whole = (
            self.definitions.indicator(name).inside if name else ""
            for name in (definition.numerator, definition.denominator)
        )
        place = self.area.code, self.area.name
        began = self.area.since
        return Subject(indicator, definition, *place, period, before, breakdown, sources, counted, whole, began)

    def summary(self, *statements: Statement | str) -> None:
        """The three to five statements that the page opens with, from whichever cell they come."""
        stated = [statement for statement in statements if statement and str(statement)]
        self.outputs.keep_statements(stated)
        self.show(summary_part(stated))

    def say(self, *statements: Statement | str, results: Iterable = ()) -> None:
        """A paragraph of statements. `results` are the models' results that plain sentences rest on."""
        stated = [statement for statement in statements if statement and str(statement)]
        self.outputs.keep_statements(stated)
        self.method(*results, *(one.result for one in stated if isinstance(one, Statement)))
        words = " ".join(map(str, stated))
        self.show(Part("text", paragraphs([words]), words, {"sentences": [str(one) for one in stated]}))

    def chart(
        self,
        chart: Chart | None,
        *,
        caption: str,
        table: Protected | None = None,
        indicators: Iterable[str] | None = None,
        results: Iterable = (),
    ) -> None:
        """A figure: drawn for desk and phone, with its caption, its text alternative and its table.

        The caption states the finding. Annotations that touch the chart's indicators and days are marked on it.
        """
        if chart is None:  # of a table without a row
            return
        results = list(results)
        self.method(*results)
        number = self.outputs.number("figure")
        identity, data = f"figure-{number}", table or chart.table
        names = [name for name in indicators or chart.indicators if name in self.definitions.indicators]
        self.outputs.keep("plotted", (names, chart.table, results))
        self.outputs.keep("drawn", (chart, caption, names))
        notes = self.remarks.number(self.remarks.select(names, chart.window)) if chart.window else []
        drawings = draw_figure(chart, number, caption, self.definitions.policy.chart, notes)
        details = {
            "id": identity,
            "caption": caption,
            "columns": describe_columns(data),
            "alternative": chart.description,
            "png": drawings.png,
        }
        self.show(Part("chart", render_figure(drawings, number, caption, data), f"Figure {number}: {caption}", details))

    def table(self, table: Protected, *, caption: str, results: Iterable = (), markup=None) -> None:
        """A table with its caption, headings and what is withheld or missing in words.

        `markup` is HTML in place of a column's words, as `analysis.page.tables.render_table` says.
        """
        self.method(*results)
        number = self.outputs.number("table")
        identity, named = f"table-{number}", f"Table {number}: {caption}"
        details = {"id": identity, "caption": caption, "columns": describe_columns(table)}
        self.show(Part("table", render_table(table, named, identity, markup), named, details))

    def method(self, *results) -> None:
        """Remember results of models, whose methods and reasons the page lists at its end."""
        for result in results:
            if result is not None:
                self.outputs.keep("result", result)

    def ask(self, partner: str, question: str) -> None:
        """Put a question that no statement and no finding on the page's figures asks."""
        self.outputs.keep("question", (partner, question))

    def caveats(self) -> list[str]:
        """The report's caveats that hold: those of which no `until` indicator has a figure by the quarter."""
        return [one.text for one in self.report.caveats if not self.has_figures(one.until)]

    def has_figures(self, needs: Iterable[str]) -> bool:
        """Whether the area has a figure of any of the indicators, as the page of a report that needs them is made."""
        return are_met(self.project, self.definitions, needs, self.area.code, self.quarter.end)

    def findings(self, everything: bool = False) -> Findings:
        """What the checks found about the figures read so far, or about everything received."""
        return find_findings(self, everything)

    def close(self) -> None:
        """End the page: comment, annotations, methods, data quality, provenance, and the mark that all is there."""
        for part in closing_parts(self):
            self.show(part)
        card = describe_card(self.outputs, self.report.name, self.definitions.policy.chart)
        message = f"The page is complete: {len(self.outputs.parts)} parts."
        self.show(Part("complete", "", message, {"rests_on": list_basis(), "card": card}))

    def mark(self, axes: Axes, *indicators: str) -> list[Annotation]:
        """Draw the annotations on a chart of one's own, as `analysis.mark` does for the page's area."""
        return mark(axes, *indicators, area=self.area.code, data=self.project.data)

    def preview(self, height: int = 900):
        """The finished page so far, as it will be circulated, shown inside JupyterLab."""
        from analysis.page.preview import show_preview

        return show_preview(self, height)

    def show(self, part: Part) -> None:
        """Hand over a part: show it in the notebook, and keep it for the page."""
        self.outputs.keep("part", part)
        display(part)


def check_figures(page: Page) -> None:
    """Refuse a page of whose report's needs the area has no figure by the end of the quarter, as a run leaves it out.

    Raises ParametersRefused, which a notebook shows as one sentence.
    """
    if not page.has_figures(page.report.needs):
        titles = listed(page.definitions.indicator(name).inside for name in page.report.needs)
        raise ParametersRefused(
            f"There are no figures of {titles} for {page.area.name} {say_recent(page.quarter.end)}, so "
            "this page is not made. Add the return that gives them, or name another area or quarter."
        )


def open_page(report: str, *, area: str, quarter: str, data: str | Path | None = None) -> Page:
    """The page of a report for an area and quarter, on the checkout's data folder or another.

    Raises ParametersRefused for a name that params/ does not know, and in a notebook for an area without a figure that
    the report needs.
    """
    project = find_project(".", data or None)
    definitions = note_lookups(read_definitions(project.params))
    try:
        period = parse_period(quarter, ["quarter"])
    except ValueError as error:
        raise ParametersRefused(f"quarter {quarter!r} is not understood: {error}, such as '2013-14 Q4'.") from error
    (code,) = definitions.areas.find([area])
    page = Page(project, definitions, definitions.report(report), definitions.areas.named(code), period)
    if get_ipython() is not None:  # a person at a notebook may ask for a page that a run would leave out
        check_figures(page)
    page.show(opening_part(page))
    return page
