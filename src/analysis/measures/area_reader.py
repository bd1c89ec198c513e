"""What an area's figures are read and protected with: the best source for each, up to the end of a quarter."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

import numpy as np
import pandas as pd

from analysis.definitions import Area, Definitions, Report
from analysis.definitions.contract import Source, describe_sources, find_foreign
from analysis.definitions.learned_changes import IndicatorChanges
from analysis.definitions.partnership import Disclosure
from analysis.measures.columns import Column, choose_columns, column_of
from analysis.measures.protection import Protected, protect
from analysis.measures.published import read_shown
from analysis.measures.readings import select_readings, spread
from analysis.periods import Period
from analysis.project import Project
from analysis.refusals import find_named
from analysis.schemas import STATUS, ByPeriod, Readings

LAST_DAY = date(2200, 3, 31)  # after every period that a figure can be about
SENTENCE = 4  # the precedence of a figure that stands in a sentence


@dataclass(eq=False)
class AreaReader:
    """Reads the figures of a report for one area up to a quarter, and protects tables made of them."""

    project: Project
    definitions: Definitions
    report: Report
    area: Area
    quarter: Period

    @property
    def profile(self) -> Disclosure:
        """What the partnership's policy withholds from the readers of its pages."""
        return self.definitions.policy.chosen

    @property
    def confidence(self) -> float:
        """The level of confidence that the partnership's policy sets."""
        return self.definitions.policy.confidence

    @cached_property
    def sources(self) -> dict[str, Source]:
        """The file specification of every source."""
        return describe_sources(self.project.params / "sources")

    @cached_property
    def foreign(self) -> frozenset[str]:
        """The sources that belong to another area, of which this page shows nothing."""
        return find_foreign(self.sources, self.area.code)

    def read(
        self,
        *indicators: str,
        kind: str | None = None,
        last: int | None = None,
        areas: Iterable[str] | None = None,
        breakdown: str | None = "",
        every_source: bool = False,
        begun: bool = False,
        keep: bool = True,
    ) -> Readings:
        """Observations of indicators up to the quarter's end, the best source for each figure.

        This area's unless others are named; those without a breakdown unless one is named, or all with None. `kind` is
        a kind of period (`month`, `quarter`, `financial year`, `day` …) and `last` how many of them. `every_source`
        keeps what each source says of the same figure, and `begun` also what is stated of a period that began by the
        quarter's end. What was read is registered, unless it is not to be kept.
        """
        for name in indicators:
            self.definitions.indicator(name)
        codes = [self.area.code] if areas is None else list(areas)
        found = self.look_up(indicators, codes)
        until = replace(self.quarter, end=LAST_DAY) if begun else self.quarter
        of_breakdown = breakdown is None or found["breakdown"] == breakdown
        found = found[(found["start"] <= pd.Timestamp(self.quarter.end)) & of_breakdown]
        chosen = select_readings(found, until, kind=kind, last=last, every_source=every_source)
        order = {name: place for place, name in enumerate(indicators)}
        if len(order) > 1:
            chosen = chosen.sort_values("indicator", key=lambda name: name.map(order), kind="stable", ignore_index=True)
        if keep:
            self.register(chosen)
        return chosen

    def look_up(self, indicators: Iterable[str], areas: Iterable[str]) -> Readings:
        """Observations as they may be shown, of every source but the own documents of another area; not yet read."""
        found = read_shown(self.project, self.definitions, indicators, areas)
        foreign = found["source"].isin(self.foreign)
        return found[~foreign] if foreign.any() else found

    def read_begun(self, *indicators: str, areas: Iterable[str]) -> Readings:
        """Observations of every category up to the quarter's end, and what a sentence says of a period begun by then.

        A report that gives only the year of a figure means what was known in it; its calendar year ends after the
        quarter, and `read` would leave the figure out.
        """
        codes = list(areas)
        read = self.read(*indicators, areas=codes, breakdown=None)
        found, last = self.look_up(indicators, codes), pd.Timestamp(self.quarter.end)
        begun = found[(found["precedence"] == SENTENCE) & (found["start"] <= last) & (found["end"] > last)]
        late = select_readings(begun, replace(self.quarter, end=LAST_DAY))
        self.register(late)
        return pd.concat([read, late], ignore_index=True) if len(late) else read

    def register(self, readings: Readings) -> None:
        """Remember observations that were looked up as read: a page names them."""

    def ordinary_change_of(self, indicator: str) -> IndicatorChanges | None:
        """How much authorities ordinarily change in an indicator, or in the count that it is made of, where known."""
        kept, parts = self.definitions.ordinary_changes, self.definitions.indicator(indicator)
        return kept.get(indicator) or kept.get(parts.numerator or "")

    def specification(self, source: str) -> Source:
        """The file specification of a source. Raises ParametersRefused for an unknown one."""
        return find_named(self.sources, source, "source", "params/sources")

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

    def spread(self, readings: Readings, by: str = "indicator", wanted: Iterable[str] = ()) -> ByPeriod:
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
        people = [name for name, one in inferred.items() if one.kind == "count" and one.counts in ("people", "events")]
        pairs = {name: filter(None, (one.numerator, one.denominator)) for name, one in inferred.items()}
        made = {name: inputs for name, pair in pairs.items() if (inputs := [part for part in pair if part in table])}
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
