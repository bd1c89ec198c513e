"""What has been handed to a page, cell by cell, so that a cell that is run again takes the place of its first run."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pandas as pd
from IPython import get_ipython

from analysis.charts.drawing import Chart
from analysis.page.parts import Part
from analysis.schemas import Readings
from analysis.words.statement import Statement

READ = ("indicator", "source", "area")


@dataclass(frozen=True)
class Entry:
    """One thing handed over: what kind of thing, by which cell, in which of its runs, and its number if it has one."""

    kind: str
    cell: str
    run: int
    thing: Any

    @cached_property
    def read(self) -> list[tuple[str, ...]]:
        """What `READ` names of a reading, each combination once."""
        return list(dict.fromkeys(zip(*(self.thing[name].to_numpy() for name in READ), strict=True)))


@dataclass
class Outputs:
    """Everything handed to a page so far, without what a later run of the same cell has replaced."""

    entries: list[Entry] = field(default_factory=list)
    numbers: dict[tuple[str, str, int], int] = field(default_factory=dict)
    merged: tuple[list[pd.DataFrame], pd.DataFrame] = field(default_factory=lambda: ([], pd.DataFrame()))

    @property
    def parts(self) -> list[Part]:
        return [entry.thing for entry in self.entries if entry.kind == "part"]

    @property
    def questions(self) -> list[tuple[str, str]]:
        return [entry.thing for entry in self.entries if entry.kind == "question"]

    @property
    def readings(self) -> list[Readings]:
        return [entry.thing for entry in self.entries if entry.kind == "reading"]

    def merge_readings(self) -> Readings:
        """Every observation that was read, once; merged again only when more was read or a cell run again."""
        readings = self.readings
        if list(map(id, readings)) != list(map(id, self.merged[0])):
            keys = ["indicator", "area", "breakdown", "start", "end", "source", "cell"]
            table = pd.concat(readings, ignore_index=True).drop_duplicates(keys).reset_index(drop=True)
            self.merged = (readings, table)
        return self.merged[1]

    def sources_of(self, indicator: str) -> tuple[str, ...]:
        """The sources that an indicator was read from, in that order."""
        return tuple(dict.fromkeys(source for name, source, _ in self._list_read() if name == indicator))

    def values_read(self, column: str) -> list[str]:
        """The values of a column of `READ` in what was read, each once, in that order."""
        return list(dict.fromkeys(read[READ.index(column)] for read in self._list_read()))

    def _list_read(self) -> Iterator[tuple[str, ...]]:
        return (read for entry in self.entries if entry.kind == "reading" for read in entry.read)

    @property
    def results(self) -> list:
        return [entry.thing for entry in self.entries if entry.kind == "result"]

    @property
    def statements(self) -> list[Statement]:
        """Every statement handed over, in the box or in the text, each once."""
        return list({id(entry.thing): entry.thing for entry in self.entries if entry.kind == "statement"}.values())

    def keep_statements(self, statements: Iterable[Statement | str]) -> None:
        """Remember those of some sentences that are statements of the page's own."""
        for one in statements:
            if isinstance(one, Statement) and not one.facts.get("quoted"):
                self.keep("statement", one)

    @property
    def plotted(self) -> list:
        """For each chart its indicators, its table and the models' results that it shows."""
        return [entry.thing for entry in self.entries if entry.kind == "plotted"]

    @property
    def drawn(self) -> list[tuple[Chart, str, list[str]]]:
        """Each chart with its caption and the indicators that it shows."""
        return [entry.thing for entry in self.entries if entry.kind == "drawn"]

    def keep(self, kind: str, thing: Any) -> None:
        """Remember a thing, and forget what an earlier run of the same cell handed over."""
        cell, run = find_cell()
        self.entries = [entry for entry in self.entries if entry.cell != cell or entry.run == run]
        self.entries.append(Entry(kind, cell, run, thing))

    def number(self, kind: str) -> int:
        """The number of the next figure or table: a cell that is run again keeps the numbers it was given."""
        cell, run = find_cell()
        place = sum(entry.kind == kind and (entry.cell, entry.run) == (cell, run) for entry in self.entries)
        self.keep(kind, place)
        taken = sum(key[0] == kind for key in self.numbers)
        return self.numbers.setdefault((kind, cell, place), taken + 1)

    def parts_by_cell(self) -> dict[str, list[Part]]:
        """The parts under the source of the cell that handed them over, in the order in which cells first did."""
        found: dict[str, list[Part]] = {}
        for entry in self.entries:
            if entry.kind == "part":
                found.setdefault(entry.cell, []).append(entry.thing)
        return found


def find_cell() -> tuple[str, int]:
    """The source of the notebook's cell that is running and the count of its run; outside a notebook, no source."""
    shell = get_ipython()
    if shell is None or not shell.user_ns.get("In"):
        return "", 0
    return shell.user_ns["In"][-1].strip(), shell.execution_count
