"""Files that hold records about children are refused before anything of them is kept, and nothing of them is told."""

import html
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from xlsxwriter.utility import xl_col_to_name

from analysis.definitions.contract import Source
from analysis.definitions.headed_columns import Columns
from analysis.definitions.record_forms import RecordForm, RecordTable, fold_heading
from analysis.refusals import SourceRefused
from publishing.intake.contents import DEEPEST, FIRST_BYTES, TEXTS, tell_encoding
from publishing.intake.identifiers import describe_identifier, find_identifier, find_number_in
from publishing.intake.notes_and_marks import plain_name
from publishing.intake.packages import RecordsFound
from publishing.intake.workbooks import Workbook

LOOKS_LIKE_RECORDS = (
    "this looks like records about children ({}); only counts may be sent. Take the file out of data/raw"
)

_ASIDE = re.compile(r"comment|docprops/|meta\.xml$|drawing|externallink|pivotcache|styles\.xml$|custom", re.IGNORECASE)
_TEXTS = re.compile(rb">([^<>]{3,})<")
_KEPT = re.compile(rb'\b(?:v|name)="([^"<>]*)"')
_CACHE = re.compile(r"pivotcache|querytable|/tables?/", re.IGNORECASE)


def check_rows(rows: list[list[str]], contract: Source, *, sheet: str | None = None) -> None:
    """Refuse a table with an identifier in it. Raises RecordsFound with the cell, and never the value."""
    allowed = set(map(plain_name, contract.identifiers_allowed))
    others = {text for row in rows if allowed for text in row if plain_name(text) in allowed}
    found = find_identifier(rows, _headings(contract), others)
    if found:
        row, column, what = found
        raise RecordsFound(
            LOOKS_LIKE_RECORDS.format(what), sheet=sheet, place=f"cell {xl_col_to_name(column)}{row + 1}"
        )


def check_workbook(book: Workbook, contract: Source) -> None:
    """Refuse a workbook with an identifier in a cell of any sheet, in a sheet's name, or beside its cells.

    Beside them are comments, properties, drawings, and the rows that a pivot table keeps of what it was made of. A
    sheet that the contract does not name is told by its number, because its name can be a child's.
    """
    for number, (name, rows) in enumerate(book.texts.items(), start=1):
        message = name if name == contract.sheet else f"number {number}"
        check_rows([[" ".join(text.split()) for text in row] for row in rows], contract, sheet=message)
    what = find_number_in(book.texts)
    if what:
        raise RecordsFound(LOOKS_LIKE_RECORDS.format(f"{what} in the name of a sheet"))
    for name, part in book.parts.items():
        what = _find_aside(name, part)
        if what:
            raise RecordsFound(LOOKS_LIKE_RECORDS.format(f"{what} beside the cells: in a comment, property or pivot"))


def _find_aside(name: str, part: bytes) -> str | None:
    """An identifier in what belongs to a workbook but is no cell; headings count in what a pivot table keeps."""
    is_content = name == "content.xml"  # where an .ods file keeps its comments, too
    if not (is_content or _ASIDE.search(name) or _CACHE.search(name)):
        return None
    texts = [html.unescape(text.decode("utf-8", "replace")) for text in set(_TEXTS.findall(part))]
    if not _CACHE.search(name):
        return find_number_in(texts)
    words = [html.unescape(text.decode("utf-8", "replace")) for text in set(_KEPT.findall(part))]
    return find_number_in(words + texts) or next(filter(None, map(describe_identifier, sorted(words))), None)


def _headings(contract: Source) -> frozenset[str]:
    """The headings that the contract itself has, which someone decided on."""
    if not isinstance(contract, Columns):
        return frozenset()
    return frozenset([*contract.column_names(), *contract.figure_names(), *contract.named_left_out]) - {""}


def find_record_form(rows: Iterable[Iterable[str]], forms: Mapping[str, RecordForm]) -> tuple[str, str] | None:
    """The form and table whose headings stand in one of the rows: an id's, and a date's or another id's beside it."""
    known = [(form.name, table.name, _fold_headings(table)) for form in forms.values() for table in form.tables]
    for row in rows:
        folded = {fold_heading(text) for text in row if text}
        for form, table, headings in known:
            if _fits(headings, folded):
                return form, table
    return None


def refuse_records(file: str, form: str, table: str) -> SourceRefused:
    """The refusal of a file of records: what it is and where it belongs, without its name where that is a partner's."""
    return SourceRefused(
        f"{file}: this is a file of records, of the form {form} ({table}); only counts may be sent. Take it out of "
        f"data/raw. Records are counted where they live: lscb count {form} --input FOLDER --covers 2024-04..2025-03."
    )


def refuse_unread_records(paths: Iterable[Path], forms: Mapping[str, RecordForm]) -> list[SourceRefused]:
    """Refusals of text files that no contract is for and that are of a form of records; their names are not told."""
    refusals = []
    for path in paths:
        if path.suffix.lower() in TEXTS and path.is_file() and not path.is_symlink():
            with path.open("rb") as file:
                start = file.read(FIRST_BYTES)
            lines = start.decode(tell_encoding(start, [start]), "replace").splitlines()[:DEEPEST]
            found = find_record_form((re.split(r"[,;\t|]", line.replace('"', "")) for line in lines), forms)
            if found:
                refusals.append(refuse_records(f"A file in {path.parent.name}/", *found))
    return refusals


def _fold_headings(table: RecordTable) -> list[tuple[str, set[str]]]:
    return [(column.kind, {fold_heading(heading) for heading in column.headings}) for column in table.columns.values()]


def _fits(headings: list[tuple[str, set[str]]], folded: set[str]) -> bool:
    found = [kind for kind, known in headings if folded & known]
    return "id" in found and (found.count("id") > 1 or bool({"date", "time"} & set(found)))
