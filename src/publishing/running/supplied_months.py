"""The months that a return has figures of: a table of a year grows by months, and is owed by months."""

from collections.abc import Callable, Iterable

from analysis.definitions import Definitions
from analysis.periods import Period
from analysis.project import Project
from analysis.refusals import SourceRefused
from publishing.intake.area_names import names_of_areas
from publishing.intake.files import ReceivedFile, read_set_aside
from publishing.intake.grids import read_grid
from publishing.intake.layouts.layout import Layout
from publishing.intake.layouts.period_headings import STEPS
from publishing.intake.written_periods import find_period_in_name

YEARS = ("financial year", "reporting year", "academic year", "calendar year")


def is_owed_by_months(contract: Layout) -> bool:
    """Whether a contract's file is of a month, or of a year with a figure for each of its months or quarters."""
    kind = find_period_in_name(contract.file)[1]
    return kind == "month" or (kind in YEARS and contract.step() in STEPS)


def find_supplied_months(
    project: Project,
    contract: Layout,
    files: Iterable[ReceivedFile],
    read_definitions: Callable[[], Definitions],
    owed: Period,
) -> dict[Period, ReceivedFile]:
    """The months that the files of a contract have a figure or a marker of, each with its file.

    A month whose cells are all empty is not among them, nor is one of a file that is set aside, or of another period
    than is owed and cannot be read. Raises SourceRefused for a file of what is owed that cannot be read.
    """
    aside = read_set_aside(project.raw)
    supplied: dict[Period, ReceivedFile] = {}
    for found in files:
        try:
            months = [] if found.file in aside else _find_months(contract, found, read_definitions())
        except SourceRefused:
            if found.period is None or (found.period.start <= owed.end and owed.start <= found.period.end):
                raise
            continue
        supplied |= dict.fromkeys(months, found)
    return supplied


def _find_months(contract: Layout, found: ReceivedFile, definitions: Definitions) -> list[Period]:
    grid = read_grid(found.path, found.file, contract)
    grid.period, grid.named = found.period, found.named
    if not grid.texts.size:
        raise SourceRefused(f"{found.file}: expected a table in this file.")
    read = contract.read(grid, names_of_areas(definitions.areas), definitions.indicators).observations
    supplied = read.loc[read["status"] != "not_supplied", "when"]
    return list(
        dict.fromkeys(month for when in supplied if when.kind in ("month", "quarter") for month in when.months())
    )
