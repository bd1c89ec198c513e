"""Files that are of a known form of records, told by their headings: they are counted where they live."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from analysis.definitions.record_forms import RecordForm, RecordTable, fold_heading
from analysis.refusals import SourceRefused
from publishing.intake.text_files import read_headings

DEEPEST = 20  # rows from the top among which headings are looked for


def find_record_form(rows: Iterable[Iterable[str]], forms: Mapping[str, RecordForm]) -> tuple[str, str] | None:
    """The form and table whose headings stand in one of the rows: an id's, and a date's or another id's beside it."""
    for row in rows:
        folded = {fold_heading(text) for text in row if text}
        for form in forms.values():
            for table in form.tables:
                if _fits(table, folded):
                    return form.name, table.name
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
        if path.suffix.lower() in (".csv", ".txt", ".tsv") and path.is_file() and not path.is_symlink():
            text = read_headings(path)
            found = find_record_form([text.headings], forms) if text else None
            if found:
                refusals.append(refuse_records(f"A file in {path.parent.name}/", *found))
    return refusals


def _fits(table: RecordTable, folded: set[str]) -> bool:
    found = [
        column.kind
        for column in table.columns.values()
        if folded & {fold_heading(heading) for heading in column.headings}
    ]
    return "id" in found and (found.count("id") > 1 or bool({"date", "time"} & set(found)))
