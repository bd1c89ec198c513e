"""The page that a notebook builds by handing things to it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from pathlib import Path

import numpy as np
import pandas as pd
from IPython import get_ipython
from IPython.display import display

from analysis.charts.drawing import Chart
from analysis.definitions import Area, Definitions, Report, read_definitions
from analysis.definitions.contract import Source, describe_sources
from analysis.definitions.learned_changes import IndicatorChanges
from analysis.definitions.partnership import Disclosure
from analysis.measures.carried_areas import find_breaks
from analysis.measures.columns import Column, choose_columns, column_of
from analysis.measures.dependencies import list_basis, note_lookups
from analysis.measures.figures_in_sentences import SENTENCE
from analysis.measures.needed_figures import are_met
from analysis.measures.protection import STATUS, Protected, protect
from analysis.measures.published import read_shown
from analysis.measures.readings import select_readings, spread
from analysis.numbers import listed
from analysis.page.figures_on_page import draw_figure, render_figure
from analysis.page.footer import closing_parts, source_titles
from analysis.page.header import opening_part
from analysis.page.outputs import Outputs
from analysis.page.parts import Part, paragraphs, summary_part
from analysis.page.provenance import render_data
from analysis.page.quality import find_findings, find_foreign, read_tellable, render_findings
from analysis.page.remarks import Remarks
from analysis.page.tables import render_table, write_csv
from analysis.periods import Period, parse_period
from analysis.project import Project, find_project
from analysis.refusals import ParametersRefused, suggest
from analysis.words.statement import Statement, Subject

LAST_DAY = date(2200, 3, 31)  # after every period that a figure can be about


@dataclass(eq=False)
class Page:
    """One report of one area and quarter. Each hand-over shows a part in the notebook and remembers what it used."""

    project: Project
    definitions: Definitions
    report: Report
    area: Area
    quarter: Period
    outputs: Outputs = field(default_factory=Outputs)

    def __post_init__(self):
        reorganised = find_breaks(self.area.code, self.definitions)
        self.remarks = Remarks([*self.definitions.annotations, *reorganised], self.area.code)

    @property
    def profile(self) -> Disclosure:
        """What the partnership's policy withholds from the readers of its pages."""
        return self.definitions.policy.profiles[self.definitions.policy.profile]

    @property
    def confidence(self) -> float:
        """The level of confidence that the partnership's policy sets."""
        return self.definitions.policy.confidence

    @property
    def read_so_far(self) -> pd.DataFrame:
        """Every observation that was read for the page, once."""
        if not self.outputs.readings:
            return select_readings(read_shown(self.project, self.definitions, []), self.quarter)
        return self.outputs.merge_readings()

    @property
    def indicators(self) -> list[str]:
        """The indicators read so far, in that order."""
        return self.outputs.values_read("indicator")

    @cached_property
    def sources(self) -> dict[str, Source]:
        """The file specification of every source."""
        return describe_sources(self.project.params / "sources")

    @cached_property
    def foreign(self) -> frozenset[str]:
        """The sources that belong to another area, of which this page shows nothing."""
        return find_foreign(self.sources, self.area.code)

    @cached_property
    def titles(self) -> dict[str, str]:
        """What each source is called, from its contract."""
        return source_titles(self.sources)

    @cached_property
    def tellable(self) -> pd.DataFrame:
        """What the checks found in all that was received, as pages may tell it."""
        return read_tellable(self.project, self.definitions)

    def read(
        self,
        *indicators: str,
        kind: str | None = None,
        last: int | None = None,
        areas: Iterable[str] | None = None,
        breakdown: str | None = "",
        every_source: bool = False,
        later: bool = False,
        keep: bool = True,
    ) -> pd.DataFrame:
        """Observations of indicators up to the quarter's end, the best source for each figure.

        This area's unless others are named; those without a breakdown unless one is named, or all with None. `kind` is
        a kind of period (`month`, `quarter`, `financial year`, `day` …) and `last` how many of them. `every_source`
        keeps what each source says of the same figure, and `later` what is about periods after the quarter. The page
        names what was read, unless it is not to `keep` it.
        """
        for name in indicators:
            self.definitions.indicator(name)
        codes = [self.area.code] if areas is None else list(areas)
        found = self.look_up(indicators, codes)
        if breakdown is not None:
            found = found[found["breakdown"] == breakdown]
        until = replace(self.quarter, end=LAST_DAY) if later else self.quarter
        chosen = select_readings(found, until, kind=kind, last=last, every_source=every_source)
        order = {name: place for place, name in enumerate(indicators)}
        chosen = chosen.sort_values("indicator", key=lambda names: names.map(order), kind="stable", ignore_index=True)
        if keep:
            self.outputs.keep("reading", chosen)
        return chosen

    def look_up(self, indicators: Iterable[str], areas: Iterable[str]) -> pd.DataFrame:
        """Observations as they may be shown, of every source but the own documents of another area; not yet read."""
        found = read_shown(self.project, self.definitions, indicators, areas)
        return found[~found["source"].isin(self.foreign)]

    def keep(self, *statements: Statement) -> None:
        """Remember statements that a table says, so that the release counts them and its front page can choose them."""
        self.outputs.keep_statements(statements)

    def register(self, readings: pd.DataFrame) -> None:
        """Remember observations that were looked up as read."""
        self.outputs.keep("reading", readings)

    def ordinary_change_of(self, indicator: str) -> IndicatorChanges | None:
        """How much authorities ordinarily change in an indicator, or in the count that it is made of, where known."""
        kept, parts = self.definitions.ordinary_changes, self.definitions.indicator(indicator)
        return kept.get(indicator) or kept.get(parts.numerator or "")

    def read_begun(self, *indicators: str, areas: Iterable[str]) -> pd.DataFrame:
        """Observations of every category up to the quarter's end, and what a sentence says of a period begun by then.

        A report that gives only the year of a figure means what was known in it; its calendar year ends after the
        quarter, and `read` would leave the figure out.
        """
        codes = list(areas)
        read = self.read(*indicators, areas=codes, breakdown=None)
        found, last = self.look_up(indicators, codes), pd.Timestamp(self.quarter.end)
        begun = found[(found["precedence"] == SENTENCE) & (found["start"] <= last) & (found["end"] > last)]
        late = select_readings(begun, replace(self.quarter, end=LAST_DAY))
        self.outputs.keep("reading", late)
        return pd.concat([read, late], ignore_index=True) if len(late) else read

    def specification(self, source: str) -> Source:
        """The file specification of a source. Raises ParametersRefused for an unknown one."""
        if source not in self.sources:
            raise ParametersRefused(f"No source {source!r} in params/sources. {suggest(source, self.sources)}")
        return self.sources[source]

    def called(self, source: str, indicator: str) -> str:
        """What a source's figures are called where they are another thing than others count; else an empty text."""
        return self.sources[source].called.get(indicator, "") if source in self.sources else ""

    def parameter(self, name: str, given: str) -> str:
        """A parameter of the notebook as given; where that is empty, as the report's file gives it.

        A list in the file is one text, with a space between its entries. Empty where neither gives it.
        """
        value = given or self.report.parameters.get(name, "")
        return " ".join(map(str, value)) if isinstance(value, list) else str(value)

    def title(self, indicator: str) -> str:
        """What an indicator is called, with what a rate is per, as a chart's axis or a heading says it."""
        return column_of(self.definitions.indicator(indicator)).heading

    def breaks(self, *indicators: str) -> list[date]:
        """The days on which a series of one of the indicators breaks, by annotations and reorganisations."""
        return self.remarks.breaks(indicators, self.quarter.end)

    def spread(self, readings: pd.DataFrame, by: str = "indicator", wanted: Iterable[str] = ()) -> pd.DataFrame:
        """What was read as one row for each period and one column for each indicator (or area, or breakdown).

        A column that is `wanted` and of which nothing was read is there without a figure, as not supplied.
        """
        table = spread(readings, self.definitions.indicators, by)
        absent = [name for name in wanted if name not in table]
        missing = dict.fromkeys(absent, np.nan) | {f"{name}{STATUS}": "not_supplied" for name in absent}
        return table.assign(**missing)

    def protect(
        self,
        table: pd.DataFrame,
        *,
        counts: Iterable[str] = (),
        derived: Mapping[str, Iterable[str]] | None = None,
        across: Mapping[str, Iterable[str]] | None = None,
        complements: Iterable[tuple[str, str]] = (),
        uncounted: Iterable[str] = (),
        columns: Mapping[str, str | Column] | None = None,
    ) -> Protected:
        """The table with what policy withholds withheld; charts and tables take nothing else.

        Columns named as indicators are known by their definition: their title, their form and whether they count
        people. Any other column of numbers must be named, as `analysis.measures.protection.protect` says.
        """
        known = {name: self.definitions.indicators[name] for name in table if name in self.definitions.indicators}
        named = [*counts, *(derived or {}), *(across or {}), *uncounted]
        inferred = {name: indicator for name, indicator in known.items() if name not in named}
        people = [
            name
            for name, indicator in inferred.items()
            if indicator.counts in ("people", "events") and indicator.kind == "count"
        ]
        made = {name: self._inputs(name, table) for name in inferred if self._inputs(name, table)}
        rest = [name for name in inferred if name not in people and name not in made]
        return protect(
            table,
            self.profile,
            counts=[*counts, *people],
            derived={**made, **(derived or {})},
            across=across,
            complements=complements,
            uncounted=[*uncounted, *rest],
            columns=choose_columns(table, columns, known),
        )

    def data(self, *readings: pd.DataFrame) -> None:
        """Say what was read, from whom, for when, and what is missing."""
        table = pd.concat(readings, ignore_index=True) if readings else self.read_so_far
        self._show(Part("data", *render_data(table, self.definitions, self.titles)))

    def subject(self, indicator: str, *, breakdown: str = "", period: str = "", before: str = "") -> Subject:
        """What a result on an indicator of the page's area is about, for the functions of `analysis.words`."""
        sources = self.outputs.sources_of(indicator)
        definition = self.definitions.indicator(indicator)
        counted, whole = (
            self.definitions.indicator(name).inside if name else ""
            for name in (definition.numerator, definition.denominator)
        )
        place = self.area.code, self.area.name
        return Subject(
            indicator, definition, *place, period, before, breakdown, sources, counted, whole, self.quarter.end
        )

    def summary(self, *statements: Statement | str) -> None:
        """The three to five statements that the page opens with, from whichever cell they come."""
        stated = [statement for statement in statements if statement and str(statement)]
        self.outputs.keep_statements(stated)
        self._show(summary_part(stated))

    def say(self, *statements: Statement | str, results: Iterable = ()) -> None:
        """A paragraph of statements. `results` are the models' results that plain sentences rest on."""
        stated = [statement for statement in statements if statement and str(statement)]
        self.outputs.keep_statements(stated)
        self.method(*results, *(one.result for one in stated if isinstance(one, Statement)))
        words = " ".join(map(str, stated))
        self._show(Part("text", paragraphs([words]), words, {"sentences": [str(one) for one in stated]}))

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
        notes = self.remarks.number(self.remarks.select(names, chart.window)) if chart.window else []
        drawings = draw_figure(chart, number, caption, self.definitions.policy.chart, notes)
        details = {
            "id": identity,
            "caption": caption,
            "csv": write_csv(data),
            "alternative": chart.description,
            "png": drawings.png,
        }
        self._show(
            Part("chart", render_figure(drawings, number, caption, data), f"Figure {number}: {caption}", details)
        )

    def table(self, table: Protected, *, caption: str, results: Iterable = (), markup=None) -> None:
        """A table with its caption, headings and what is withheld or missing in words.

        `markup` is HTML in place of a column's words, as `analysis.page.tables.render_table` says.
        """
        self.method(*results)
        number = self.outputs.number("table")
        identity, named = f"table-{number}", f"Table {number}: {caption}"
        details = {"id": identity, "caption": caption, "csv": write_csv(table)}
        self._show(Part("table", render_table(table, named, identity, markup), named, details))

    def method(self, *results) -> None:
        """Remember results of models, whose methods and reasons the page lists at its end."""
        for result in results:
            if result is not None:
                self.outputs.keep("result", result)

    def findings(self, everything: bool = False) -> pd.DataFrame:
        """What the checks found about the figures read so far, or about everything received."""
        return find_findings(self, everything)

    def quality(self, findings: pd.DataFrame) -> None:
        """Findings in the flow of the page, by source."""
        self._show(Part("text", render_findings(findings, self.titles), f"{len(findings)} findings"))

    def close(self) -> None:
        """End the page: comment, annotations, methods, data quality, provenance, and the mark that all is there."""
        for part in closing_parts(self):
            self._show(part)
        message = f"The page is complete: {len(self.outputs.parts)} parts."
        self._show(Part("complete", "", message, {"rests_on": list_basis()}))

    def preview(self, height: int = 900):
        """The finished page so far, as it will be circulated, shown inside JupyterLab."""
        from analysis.page.preview import show_preview

        return show_preview(self, height)

    def show(self, part: Part) -> None:
        """Hand over a part that is made elsewhere."""
        self._show(part)

    def _show(self, part: Part) -> None:
        self.outputs.keep("part", part)
        display(part)

    def _inputs(self, name: str, table: pd.DataFrame) -> list[str]:
        """The columns of a table that an indicator is worked out from, by its definition."""
        indicator = self.definitions.indicators[name]
        return [made for made in (indicator.numerator, indicator.denominator) if made and made in table]


def check_figures(page: Page) -> None:
    """Refuse a page of whose report's needs the area has no figure by the end of the quarter, as a run leaves it out.

    Raises ParametersRefused, which a notebook shows as one sentence.
    """
    needs = page.report.needs
    if not are_met(page.project, page.definitions, needs, page.area.code, page.quarter.end):
        titles = listed(page.definitions.indicator(name).inside for name in needs)
        raise ParametersRefused(
            f"There are no figures of {titles} for {page.area.name} up to {page.quarter.end:%B %Y}, so this page "
            "is not made. Add the return that gives them, or name another area or quarter."
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
    page._show(opening_part(page))
    return page
