"""Which table of a form each file in a folder is, by its headings."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow.parquet as pq

from analysis.definitions.record_forms import RecordForm, RecordTable, fold_heading, match_columns
from analysis.numbers import plural
from analysis.project import Project
from analysis.refusals import ParametersRefused, SourceRefused
from publishing.counting.text_files import TextFile, read_headings
from publishing.counting.workbook_tables import list_sheets

TEXT, PARQUET, WORKBOOK, XML = "text", "Parquet", "workbook", "XML"
SUFFIXES = {
    ".csv": TEXT,
    ".txt": TEXT,
    ".tsv": TEXT,
    ".parquet": PARQUET,
    ".xlsx": WORKBOOK,
    ".ods": WORKBOOK,
    ".xml": XML,
}
PACKED = (b"PK\x03\x04", b"\x1f\x8b", b"\xd0\xcf\x11\xe0")  # zip, gzip and Office files begin so
FEWEST = 2  # headings in common from which on a file is taken to be of a table, and told what it lacks


@dataclass(frozen=True)
class RecordFile:
    """A file, or a sheet of a workbook, that holds one table: where each column stands, and how it is written.

    `named` is what messages call it: the name of a file could be a child's.
    """

    path: Path
    named: str
    kind: str
    table: RecordTable
    places: Mapping[str, int] = field(default_factory=dict)
    width: int = 0
    text: TextFile | None = None
    sheet: str | None = None


@dataclass
class Found:
    """The files of a folder that are of the form, and notes on the others."""

    files: list[RecordFile] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    others: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Headed:
    """A file or sheet with its headings, before it is known what it is."""

    path: Path
    named: str
    kind: str
    headings: list[str]
    text: TextFile | None = None
    sheet: str | None = None
    notes: tuple[str, ...] = ()


def check_input(project: Project, folder: Path) -> Path:
    """The folder of the input, which must not lie inside the project. Raises ParametersRefused."""
    resolved = folder.resolve()
    if not resolved.is_dir():
        raise ParametersRefused("--input: there is no such folder. Name the folder that holds the record-level files.")
    if any(kept.resolve() in (resolved, *resolved.parents) for kept in (project.root, project.data)):
        raise ParametersRefused(
            "--input lies inside the project, where records are never kept. Move the files to a folder outside."
        )
    return resolved


def find_record_files(folder: Path, forms: Mapping[str, RecordForm], form: RecordForm) -> Found:
    """Every file of the form in a folder, at its top level.

    Raises SourceRefused, with all faults at once, for a file of the form that lacks a heading, and where no file is of
    the form.
    """
    found = Found()
    paths = [path for path in sorted(folder.iterdir()) if path.is_file() and not path.name.startswith((".", "~$"))]
    for number, path in enumerate(paths, start=1):
        named = f"file {number} of {len(paths)} (in order of name, {path.suffix.lower() or 'no suffix'})"
        if SUFFIXES.get(path.suffix.lower()) is None:
            found.notes.append(f"{named}: not a kind of file that holds records; not read.")
        elif path.suffix.lower() == ".xml":
            _place_xml(path, named, form, found)
        else:
            for headed in _read_headed(path, named, found):
                _place(headed, forms, form, found)
    if found.others:
        named = f"{len(found.others)} {'file is' if len(found.others) == 1 else 'files are'}"
        found.notes.append(f"{named} of other forms ({', '.join(sorted(set(found.others)))}); not read.")
    if found.faults or not found.files:
        known = ", ".join(table.name for table in form.tables)
        raise SourceRefused("\n".join(found.faults or [f"No file is of the form {form.name} ({known}).", *found.notes]))
    return found


def find_forms(project: Project, folder: Path, forms: Mapping[str, RecordForm]) -> list[str]:
    """The forms that a folder has files of. Raises ParametersRefused, and SourceRefused where there are none."""
    check_input(project, folder)
    found = []
    for form in forms.values():
        try:
            find_record_files(folder, forms, form)
        except SourceRefused:
            continue
        found.append(form.name)
    if not found:
        raise SourceRefused(f"No file in the folder is of a known form: {', '.join(forms)}.")
    return found


def _read_headed(path: Path, named: str, found: Found) -> list[Headed]:
    """The headings of a file, or of each sheet of a workbook; an empty file is a fault."""
    kind = SUFFIXES[path.suffix.lower()]
    if kind == WORKBOOK:
        return [
            Headed(path, f"{named}, sheet {number}", kind, headings, sheet=name)
            for number, (name, headings) in enumerate(list_sheets(path, named).items(), start=1)
            if headings
        ]
    if kind == PARQUET:
        try:
            return [Headed(path, named, kind, list(pq.read_schema(path).names))]
        except Exception:
            found.faults.append(f"{named}: cannot be read as a Parquet file. Export it again.")
            return []
    with path.open("rb") as file:
        if file.read(4).startswith(PACKED):
            found.faults.append(f"{named}: is packed, or a workbook by another name. Unpack it, or save it as CSV.")
            return []
    text = read_headings(path)
    if text is None:
        found.faults.append(f"{named}: is empty. Export it again, or take it out of the folder.")
        return []
    return [Headed(path, named, kind, text.headings, text, notes=tuple(text.notes))]


def _place(headed: Headed, forms: Mapping[str, RecordForm], form: RecordForm, found: Found) -> None:
    """Say which table a file is: the one with most headings in common, of this form or another."""
    best = max(
        ((_score(headed, table), each is form, each, table) for each in forms.values() for table in each.tables),
        key=lambda scored: scored[:2],
    )
    (is_whole, common), _, owner, table = best
    passed = next((name for name, headings in form.not_needed.items() if _has_all(headed, headings)), None)
    if passed and not (is_whole and owner is form and common > len(form.not_needed[passed])):
        found.notes.append(f"{headed.named}: {passed}, which no measure needs; not read.")
    elif owner is not form and is_whole:
        found.others.append(owner.name)
    elif is_whole and (twice := _find_repeated(headed, table)):
        stands = "stands" if len(twice) == 1 else "stand"
        found.faults.append(
            f"{headed.named}: {table.name}: {' and '.join(twice)} {stands} over two columns, and nothing says which is "
            "right. Take one away."
        )
    elif is_whole:
        _accept(headed, table, found)
    else:
        _explain(headed, form, found)


def _accept(headed: Headed, table: RecordTable, found: Found) -> None:
    places = match_columns(table, headed.headings)
    known = {fold_heading(each) for column in table.columns.values() for each in column.headings}
    unread = [heading for heading in headed.headings if heading and fold_heading(heading) not in known]
    named = f"{headed.named}: {table.name}"
    found.notes += [f"{named}: {note}." for note in headed.notes]
    if unread:
        found.notes.append(f"{named}: {plural(len(unread), 'column')} that nothing is counted from, not read.")
    found.files.append(
        RecordFile(
            headed.path,
            named,
            headed.kind,
            table,
            places,
            len(headed.headings),
            headed.text,
            headed.sheet,
        )
    )


def _find_repeated(headed: Headed, table: RecordTable) -> list[str]:
    """The columns of a table whose heading a file has twice, be it under another of its names."""
    folded = [fold_heading(heading) for heading in headed.headings]
    names = {column.heading: {fold_heading(each) for each in column.headings} for column in table.columns.values()}
    return [heading for heading, known in names.items() if sum(each in known for each in folded) > 1]


def _explain(headed: Headed, form: RecordForm, found: Found) -> None:
    """A file that is of no table: which heading it lacks, or that it is no list of records."""
    nearest = max(form.tables, key=lambda table: len(_common(headed, table)))
    lacking = [heading for heading in _needed(nearest) if not _has_all(headed, [heading])]
    if len(_common(headed, nearest)) >= FEWEST:
        found.faults.append(
            f"{headed.named}: {nearest.name}: {' and '.join(lacking)} {'is' if len(lacking) == 1 else 'are'} missing "
            f"among the headings. Export the file with all columns of the form."
        )
    else:
        found.notes.append(
            f"{headed.named}: its headings are those of no record form, so these are counts, not records, or another "
            f"list. A table of counts goes to data/raw/returns; `lscb template --records {form.name}` writes the form."
        )


def _score(headed: Headed, table: RecordTable) -> tuple[bool, int]:
    common = match_columns(table, headed.headings)
    is_whole = _has_all(headed, table.marks) and all(
        name in common for name, column in table.columns.items() if column.required
    )
    return is_whole, len(common)


def _common(headed: Headed, table: RecordTable) -> list[str]:
    return [heading for heading in _needed(table) if _has_all(headed, [heading])]


def _needed(table: RecordTable) -> list[str]:
    return [column.heading for column in table.columns.values() if column.required] + table.marks


def _has_all(headed: Headed, headings: list[str]) -> bool:
    return {fold_heading(heading) for heading in headings} <= {fold_heading(heading) for heading in headed.headings}


def _place_xml(path: Path, named: str, form: RecordForm, found: Found) -> None:
    """An XML file is of a form that is written in XML, with all its tables."""
    if form.kind != "xml":
        found.notes.append(f"{named}: XML, which the form {form.name} is not written in; not read.")
        return
    found.files += [RecordFile(path, f"{named}: {table.name}", XML, table) for table in form.tables]
