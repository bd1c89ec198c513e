"""`lscb template`: the form that a supplier fills in, for one source and quarter."""

import re
import textwrap
from datetime import date
from pathlib import Path

from analysis.definitions import Definitions, read_definitions
from analysis.definitions.sources import Rows, Source, check_sources, read_sources
from analysis.numbers import say_day, upper_first
from analysis.periods import Period, parse_period
from analysis.project import Project
from analysis.refusals import ParametersRefused, StorageRefused, suggest
from publishing.forms.form import Asked, Form, Sheet, name_file
from publishing.forms.form_tables import describe_headings, make_table
from publishing.forms.form_workbook import write_workbook
from publishing.intake.files import ReceivedFile, find_files, find_received
from publishing.intake.grids import read_grid
from publishing.intake.headings import find_table
from publishing.release.storage import storage, write_file
from publishing.running.due import OFFICIAL, find_day_due, find_period_owed
from publishing.running.units import read_quarter

LONGEST_SHEET_NAME = 31


def write_template(project: Project, source: str, quarter: str | None, folder: Path) -> str:
    """Write the form of a source for a quarter (that of run.yaml where none is named) into a folder; say what it is.

    Raises ParametersRefused for a source without a form, StorageRefused where a file of its name is there already (it
    may have been filled in) and for a folder of received files.
    """
    definitions, sources = read_definitions(project.params), read_sources(project.params / "sources")
    check_sources(sources, definitions.indicators, definitions.areas)
    form = make_form(project, definitions, sources, source, quarter or definitions.run.quarter)
    path = folder / form.file
    if project.raw.resolve() in (folder.resolve(), *folder.resolve().parents):
        raise StorageRefused("A form among received files would be read as a return without a figure. Name a folder.")
    if path.exists():
        raise StorageRefused(f"{path.name} is there already, and may have been filled in. Move it, or name a folder.")
    with storage(folder):
        write_file(path, write_workbook(form))
    when = (
        f"for {form.period.words}, due {say_day(form.due)}" if form.period and form.due else "for all periods up to now"
    )
    return f"{path}: {when}, to be filled in by {form.contract.supplier}"


def make_form(
    project: Project, definitions: Definitions, sources: dict[str, Source], source: str, quarter: str
) -> Form:
    """The form of a source's file, a table for each contract that reads it. Raises ParametersRefused."""
    contract = _choose(sources, source)
    end = parse_period(read_quarter(quarter), ["quarter"])
    period = find_period_owed(contract, end)
    together = [each for each in sources.values() if each.file == contract.file]
    sheets = [_make_sheet(project, each, definitions, period, end) for each in together]
    due = find_day_due(contract, period) if period else None
    return Form(f"{name_file(contract, period)}.xlsx", period, end, due, sheets, definitions)


def _choose(sources: dict[str, Source], name: str) -> Source:
    """The contract with a name, if it is of something that a supplier fills in."""
    if name not in sources:
        raise ParametersRefused(f"No source {name!r} in params/sources. {suggest(name, sources)}")
    contract = sources[name]
    if contract.precedence == OFFICIAL:
        raise ParametersRefused(
            f"{name} is an official statistic, which {contract.supplier} publishes in a form of its own. There is "
            f"nothing to send out: take the file from the publication."
        )
    return contract


def _make_sheet(
    project: Project, contract: Source, definitions: Definitions, period: Period | None, quarter: Period
) -> Sheet:
    items = _read_items(project, contract) if isinstance(contract, Rows) else []
    asked = Asked(period, quarter, contract.area or definitions.run.area, definitions, items)
    headings, rows = make_table(contract, asked)
    titles = [contract.title, f"For {period.words}" if period else "For all periods up to now"]
    return Sheet(contract, contract.sheet or _name_sheet(contract), titles, headings, rows)


def _name_sheet(contract: Source) -> str:
    """A name for the sheet, of signs that every spreadsheet program takes."""
    words = re.sub(r"[^A-Za-z0-9 ,()-]+", " ", upper_first(contract.title)).strip()
    return textwrap.shorten(words, LONGEST_SHEET_NAME, placeholder="")


def _read_items(project: Project, contract: Rows) -> list[dict[str, str]]:
    """The labels of each row of the newest file received, by heading; none where there is no file."""
    files = find_files(project.raw, contract.model_copy(update={"required": False}), find_received(project.raw), {})
    if not files:
        return []
    return _read_labels(max(files, key=lambda found: found.period.end if found.period else date.min), contract)


def _read_labels(found: ReceivedFile, contract: Rows) -> list[dict[str, str]]:
    grid = read_grid(found.path, found.file, contract)
    labels = [*describe_headings(contract), *contract.breakdown_columns]
    table = find_table(grid, [*labels, *contract.columns])
    return [{name: grid.texts[row, table.columns[name]] for name in labels} for row in table.rows]
