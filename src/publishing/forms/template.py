"""`lscb template`: the form that a supplier fills in, for one source and quarter."""

import re
import textwrap
from datetime import date
from pathlib import Path
from typing import Any

from analysis.definitions import Definitions, read_definitions
from analysis.definitions.contract import Source
from analysis.numbers import say_day, upper_first
from analysis.periods import Period, parse_period
from analysis.project import Project
from analysis.refusals import ParametersRefused, StorageRefused, find_named
from publishing.forms.form import Form, Sheet, name_file, name_period
from publishing.forms.form_workbook import write_workbook
from publishing.intake.files import find_files, find_received
from publishing.intake.grids import Grid, read_grid
from publishing.intake.layouts import check_sources, read_sources
from publishing.intake.layouts.layout import Asked, Layout
from publishing.release.storage import storage, write_file
from publishing.running.due import OFFICIAL, find_day_due, find_period_owed
from publishing.running.typed_words import read_quarter

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
    project: Project, definitions: Definitions, sources: dict[str, Layout], source: str, quarter: str
) -> Form:
    """The form of a source's file, a table for each contract that reads it. Raises ParametersRefused."""
    contract = _choose(sources, source)
    end = parse_period(read_quarter(quarter), ["quarter"])
    period = find_period_owed(contract, end)
    together = [each for each in sources.values() if each.file == contract.file]
    sheets = [_make_sheet(project, each, definitions, period, end) for each in together]
    due = find_day_due(contract, period) if period else None
    return Form(f"{name_file(contract, period)}.xlsx", period, end, due, sheets, definitions)


def _choose(sources: dict[str, Layout], name: str) -> Layout:
    """The contract with a name, if it is of something that a supplier fills in."""
    contract = find_named(sources, name, "source", "params/sources")
    if contract.precedence == OFFICIAL:
        raise ParametersRefused(
            f"{name} is an official statistic, which {contract.supplier} publishes in a form of its own. There is "
            f"nothing to send out: take the file from the publication."
        )
    return contract


def _make_sheet(
    project: Project, contract: Layout, definitions: Definitions, period: Period | None, quarter: Period
) -> Sheet:
    area, named = contract.area or definitions.run.area, name_period(contract, period)
    headings, rows = contract.make_table(
        Asked(period, named, quarter, area, definitions, lambda: _read_last(project, contract))
    )
    titles = [contract.title, f"For {period.words}" if period else "For all periods up to now"]
    return Sheet(contract, contract.sheet or _name_sheet(contract), titles, headings, rows)


def _name_sheet(contract: Source) -> str:
    """A name for the sheet, of signs that every spreadsheet program takes."""
    words = re.sub(r"[^A-Za-z0-9 ,()-]+", " ", upper_first(contract.title)).strip()
    return textwrap.shorten(words, LONGEST_SHEET_NAME, placeholder="")


def _read_last(project: Project, contract: Layout) -> Grid[Any] | None:
    """The newest file received, None where none has come."""
    files = find_files(project.raw, contract.model_copy(update={"required": False}), find_received(project.raw), {})
    if not files:
        return None
    last = max(files, key=lambda found: found.period.end if found.period else date.min)
    return read_grid(last.path, last.file, contract)
