"""What `lscb count` shows: lines on what was read, which rules broke, and what each measure came to or why not."""

from collections.abc import Iterator

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from analysis.numbers import plural
from publishing.counting.count_records import Outcome
from publishing.counting.counting import Absent, MeasureCounts
from publishing.counting.returns import write_value

PREVIEW = 6  # columns of a measure's last period that are shown


class Screen:
    """A spinner with the piece of work at a terminal; nothing elsewhere. Lines stay."""

    def __init__(self, console: Console) -> None:
        self.console = console
        columns = (SpinnerColumn(), TextColumn("{task.description}", markup=False), TimeElapsedColumn())
        self.bar = Progress(*columns, console=console, transient=True, disable=not console.is_terminal)
        self.task = self.bar.add_task("Starting", total=None)

    def __enter__(self) -> "Screen":
        self.bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.bar.stop()

    def begin(self, work: str) -> None:
        """A piece of work is being done."""
        self.bar.update(self.task, description=work)

    def say(self, line: str) -> None:
        """A line that stays."""
        self.console.print(line, markup=False, emoji=False, highlight=False, soft_wrap=True)


def describe_outcome(outcome: Outcome) -> Iterator[str]:
    """The screen at the end, a line each."""
    for name, rows in outcome.rows.items():
        yield f"Read: {name}, {plural(rows, 'row')}."
    yield from outcome.notes
    for finding in outcome.findings:
        yield finding.line
    if not outcome.findings:
        yield "No rule of the form is broken."
    for counted in outcome.counted:
        yield from _describe_measure(counted, outcome.own)
    yield from outcome.compared
    for name in outcome.written:
        yield f"Wrote {name}, and how it was made beside it."
    if outcome.written:
        yield "Only these files are to be sent. Read them first; they hold counts, and small ones."


def _describe_measure(counted: MeasureCounts, own: str) -> Iterator[str]:
    title = counted.measure.title
    if counted.reason:
        yield f"{title}: not counted, because {counted.reason}."
        return
    last = counted.rows[-1].period
    rows = [row for row in counted.rows if row.period == last and not row.breakdown]
    if rows:
        shown = list(max(rows, key=lambda row: row.area == own).counts.items())[:PREVIEW]
        words = ", ".join(f"{name} {write_value(value).replace('_', ' ')}" for name, value in shown)
        more = f" ({len(rows) - 1} more areas)" if len(rows) > 1 else ""
        yield f"{title}, {last.label}: {words}{more}."
    else:
        yield f"{title}: {len(counted.rows)} rows, to {last.label}."
    for reason, columns in counted.reasons.items():
        periods = sorted({row.period.label for row in counted.rows if _is_absent(row.counts, columns, reason)})
        named = ", ".join(periods) if len(periods) < 6 else f"{len(periods)} periods"
        yield f"  not available: {', '.join(columns)} ({named}): {reason}."


def _is_absent(values: object, columns: list[str], reason: str) -> bool:
    assert isinstance(values, dict)
    return any(isinstance(values[name], Absent) and values[name].reason == reason for name in columns)
