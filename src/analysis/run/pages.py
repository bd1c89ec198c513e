"""One unit of work from end to end: a notebook executed, and the page and tables that its readers get."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from nbformat import NotebookNode

from analysis.report.export import read_head, write_page
from analysis.report.parts import part_of
from analysis.run.execution import execute
from analysis.run.kernels import PrivateKernel
from analysis.run.parameters import Unit


@dataclass(frozen=True)
class MadePage:
    """A page as it will be circulated, what the contents list says of it, and the tables that it shows, as CSV.

    `read` holds the cells that its figures were read from, by source.
    """

    unit: Unit
    html: str
    head: Mapping
    tables: Mapping[str, str]
    read: Mapping[str, Sequence[str]] = field(default_factory=dict)


def make_page(unit: Unit, seconds: float, kernel: type[PrivateKernel] = PrivateKernel) -> MadePage:
    """Execute a unit and write its page. Raises NotebookFailed.

    It needs nothing but its arguments and gives nothing but its result, so that it can run in any thread or process,
    on this machine or another.
    """
    executed = execute(unit, seconds, kernel)
    tables, read = collect_tables(unit.report.name, executed), collect_cells(executed)
    return MadePage(unit, write_page(executed), read_head(executed), tables, read)


def collect_tables(report: str, executed: NotebookNode) -> dict[str, str]:
    """The CSV of each chart and table that the page shows, by file name: referrals_figure-1.csv."""
    return {f"{report}_{part['id']}.csv": part["csv"] for part in _parts(executed) if "csv" in part}


def collect_cells(executed: NotebookNode) -> dict[str, list[str]]:
    """The cells that the page's figures were read from, by source."""
    return next((part["read"] for part in _parts(executed) if "read" in part), {})


def _parts(executed: NotebookNode) -> list[dict]:
    outputs = [output for cell in executed.cells for output in cell.get("outputs", [])]
    return [part for output in outputs if (part := part_of(output))]
