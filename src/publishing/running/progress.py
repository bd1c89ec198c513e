"""What a run tells while it goes on: bars with the reports' titles at a terminal, plain lines otherwise."""

import os
import time
from pathlib import Path
from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn

from publishing.release.made_page import Unit


class RunProgress:
    """The progress of one run: each report that is being made, and how many are done.

    A line stays for every report that ends. The bars are drawn only where someone can see them move.
    """

    def __init__(self, console: Console, several_areas: bool = False):
        self.console = console
        self.several_areas = several_areas
        self.began: dict[Unit, float] = {}
        self.rows: dict[Unit, TaskID] = {}
        columns = (SpinnerColumn(), TextColumn("{task.description}", markup=False), BarColumn(bar_width=24))
        self.bars = Progress(
            *columns,
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=console,
            transient=True,
            disable=not console.is_terminal,
        )

    def __enter__(self) -> "RunProgress":
        self.bars.start()
        return self

    def __exit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.bars.stop()

    def say(self, line: str) -> None:
        """A line that stays."""
        self.console.print(line, markup=False, emoji=False, highlight=False, soft_wrap=True)

    def expect(self, count: int) -> None:
        """So many reports will be made."""
        self.all = self.bars.add_task("Reports", total=count)

    def begin(self, unit: Unit) -> None:
        """A report is being made; saying so again changes nothing."""
        if unit not in self.began:
            self.began[unit] = time.monotonic()
            self.rows[unit] = self.bars.add_task(self.title(unit), total=None)

    def end(self, unit: Unit, failed: bool = False) -> None:
        """A report is made, or has failed."""
        self.begin(unit)
        self.bars.remove_task(self.rows.pop(unit))
        self.bars.advance(self.all)
        seconds = time.monotonic() - self.began[unit]
        self.say(f"{self.title(unit)}: {'failed' if failed else 'made'} in {seconds:.1f} s")

    def keep(self, unit: Unit) -> None:
        """A report is kept from an earlier run."""
        self.bars.advance(self.all)

    def title(self, unit: Unit) -> str:
        """The report's title, with its area where the run has several."""
        return f"{unit.report.title}, {unit.area}" if self.several_areas else unit.report.title


def say_path(path: Path) -> str:
    """A path as someone can type it here: from the working folder, where it lies on the same disk."""
    try:
        return os.path.relpath(path)
    except ValueError:
        return str(path)
