"""`lscb template --records`: empty files of a record form, with their headings."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from analysis.definitions.record_forms import RecordTable, read_forms
from analysis.project import Project
from analysis.refusals import ParametersRefused, StorageRefused, find_named
from publishing.release.storage import storage, write_file


def write_blank_forms(project: Project, name: str, folder: Path) -> Iterator[str]:
    """Write a CSV file with the headings of each table of a form, and say so in lines.

    Raises ParametersRefused for an unknown form and for one that is XML, StorageRefused where a file is there already
    and for a folder inside the project, where records must not come to lie.
    """
    form = find_named(read_forms(project.params / "records"), name, "form", "params/records")
    if form.kind == "xml":
        raise ParametersRefused(f"{name} is XML, which the council's own system exports. There is no empty form of it.")
    if any(kept.resolve() in (folder.resolve(), *folder.resolve().parents) for kept in (project.root, project.data)):
        raise StorageRefused("Records are never kept inside the project. Name a folder outside with --to.")
    paths = {table.events: folder / f"{form.name}_{table.events}.csv" for table in form.tables}
    there = [path.name for path in paths.values() if path.exists()]
    if there:
        raise StorageRefused(f"{', '.join(there)}: there already, and may hold records. Name another folder.")
    for table in form.tables:
        with storage(folder):
            write_file(paths[table.events], _head(table))
        yield f"{paths[table.events].name}: {table.name}, to be filled in by {form.keeper}"


def _head(table: RecordTable) -> str:
    text = io.StringIO()
    headings = [column.heading for column in table.columns.values()]
    csv.writer(text, lineterminator="\r\n").writerow([*headings, *table.marks])
    return text.getvalue()
