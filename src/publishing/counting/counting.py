"""`lscb count`: from a folder of record-level files to rows of counts, or why a count cannot be said."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby, product

from analysis.definitions.measure_definitions import CountedColumn, CountedMeasure, SettingValue
from analysis.periods import Period
from publishing.counting.aggregates import Asked, Counted, fetch, fetch_number
from publishing.counting.counting_words import UNFINISHED
from publishing.counting.cover import Cover, Grain, add_months
from publishing.counting.engines import Engine
from publishing.counting.queries import ALL_QUERIES
from publishing.counting.steps import join_steps, name_months
from publishing.counting.typed_tables import TypedTable

assert ALL_QUERIES  # imported so that the aggregates are registered


@dataclass(frozen=True)
class Absent:
    """A count that cannot be said, and why."""

    reason: str


@dataclass(frozen=True)
class Withheld:
    """A count that the supplier does not send."""


Value = int | Absent | Withheld


@dataclass(frozen=True)
class CountRow:
    """The counts of one area, period and breakdown, by column."""

    area: str
    period: Period
    breakdown: str
    counts: Mapping[str, Value]


@dataclass
class MeasureCounts:
    """What came of one measure: its rows, or the reason why there are none."""

    measure: CountedMeasure
    rows: list[CountRow] = field(default_factory=list)
    reason: str = ""

    @property
    def reasons(self) -> dict[str, list[str]]:
        """Why counts could not be said, each with the columns and how many periods."""
        found: dict[str, list[str]] = {}
        for row in self.rows:
            for column, value in row.counts.items():
                if isinstance(value, Absent) and column not in found.setdefault(value.reason, []):
                    found[value.reason].append(column)
        return found


@dataclass(frozen=True)
class Counter:
    """Counts measures from typed tables: `areas` are all areas' codes by their numbers, `own` is the operator's."""

    engine: Engine
    tables: Mapping[str, TypedTable]
    cover: Cover
    areas: list[str]
    own: str
    history: Period | None = None

    def count(self, measure: CountedMeasure) -> MeasureCounts:
        """A measure's rows for every period in the cover. A measure whose events are not there has none."""
        absent = [name for name in measure.events if name not in self.tables]
        if absent:
            return MeasureCounts(measure, reason=f"there is no file of {' or '.join(sorted(absent))}")
        counted, reach = MeasureCounts(measure), self._reach(measure)
        for kind in measure.periods:
            for periods, settings in _by_settings(measure, self.cover.periods(kind)):
                grain = Grain(kind, periods)
                asked = Asked(self.tables, grain, settings, self.cover.last.end)
                words = self._words(measure)
                found = fetch(self.engine, measure.name, asked, name_months(measure.months) or words)
                if measure.months:
                    found = join_steps(found, asked.number("step_at_least"), measure.months)
                counted.rows += self._fill(measure, grain, found, reach, words)
        if measure.breakdowns and not self._words(measure):
            return MeasureCounts(measure, reason="the files have none of the columns that it is broken down by")
        if not counted.rows:
            counted.reason = f"the cover holds no whole {' or '.join(measure.periods)}"
        return counted

    def _fill(
        self, measure: CountedMeasure, grain: Grain, counted: list[Counted], reach: date, words: list[str]
    ) -> Iterable[CountRow]:
        """A row for every area, period and breakdown: a zero where nothing happened in a month that is covered.

        Steps of months are as they came out, below a row for the whole.
        """
        found = {(row.area, grain.period(row.period), row.breakdown): row.counts for row in counted if row.area >= 0}
        areas = sorted({area for area, _, _ in found} | {self.areas.index(self.own)})
        for area, period in product(areas, grain.periods):
            steps = [word for of, when, word in found if (of, when) == (area, period) and word]
            for breakdown in ["", *steps] if measure.months else words or [""]:
                counts = found.get((area, period, breakdown), {})
                values = {
                    name: self._absent(column, period, counts, reach) or counts.get(name, 0)
                    for name, column in measure.columns.items()
                }
                yield CountRow(self.areas[area], period, breakdown, values)

    def _absent(self, column: CountedColumn, period: Period, counts: Mapping[str, int], reach: date) -> Absent | None:
        """Why a count cannot be said of a period; None where it can."""
        for need in column.needs:
            if not any(self._has(each) for each in need.split("|")):
                return Absent(f"the files do not hold {need.replace('|', ' or ')}")
        if reach > add_months(period.start, -column.history_months) and column.history_months:
            return Absent(f"it needs {column.history_months} months before the period, and the files begin later")
        is_over = add_months(period.end, column.follow_up_months) <= self.cover.last.end
        if column.follow_up_months and counts.get(UNFINISHED, not is_over):
            return Absent(f"the follow-up of {column.follow_up_months} months is not over")
        return None

    def _words(self, measure: CountedMeasure) -> list[str]:
        """The words of the breakdowns whose columns are there."""
        there = [
            each.words
            for each in measure.breakdowns.values()
            if not each.needs_one_of or any(map(self._has, each.needs_one_of))
        ]
        return [word for words in there for word in words]

    def _has(self, need: str) -> bool:
        events, _, name = need.partition(".")
        return events in self.tables and (not name or name in self.tables[events].given)

    def _reach(self, measure: CountedMeasure) -> date:
        """The day from which the records are complete.

        That is what the operator says; else the beginning of the cover, or of the quarter of the first record where
        that is earlier, because extracts are made by whole quarters.
        """
        if self.history:
            return self.history.start
        starts = [self.tables[name].events.started for name in measure.events]
        day = Grain("quarter", []).number(starts[0].cast("date")).min()
        first = fetch_number(self.engine, starts[0].as_table().aggregate(n=day))
        earliest = Grain("quarter", []).period(first).start if first else self.cover.first.start
        return min(earliest, self.cover.first.start)


def _by_settings(
    measure: CountedMeasure, periods: list[Period]
) -> Iterable[tuple[list[Period], dict[str, SettingValue]]]:
    """The periods in runs for which the same values of the switches are in force."""
    for _, run in groupby(periods, key=lambda period: measure.settings_on(period.start)):
        together = list(run)
        yield together, measure.settings_on(together[0].start)
