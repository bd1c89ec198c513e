"""What a release says of its tables beside their CSV: an accessible spreadsheet, and metadata for programs."""

from collections.abc import Mapping
from pathlib import Path

from analysis.measures.released_figures import FIGURES
from publishing.release.csv_metadata import FILE, write_csv_metadata
from publishing.release.released_tables import ReleasedTable, list_tables

SPREADSHEET = "tables.xlsx"
READ = "Every figure that the pages have read, as it may be shown"


def write_tables(data: Path, facts: Mapping, captions: Mapping[str, str]) -> dict[str, bytes]:
    """The files to stand beside the CSV files of a release's folder, by name; none where it has no table.

    `told` is what the manifest tells; `captions` are by the CSV file's name.
    """
    texts = {path.name: path.read_text(encoding="utf-8-sig") for path in data.glob("*.csv")}
    tables = list_tables(facts["pages"], texts, captions)
    figures = [ReleasedTable(FIGURES, READ, "", texts[FIGURES])] if FIGURES in texts else []
    files = {FILE: write_csv_metadata(facts, [*tables, *figures]).encode()} if tables else {}
    if any(table.rows for table in tables):
        from publishing.release.spreadsheet import write_spreadsheet

        files[SPREADSHEET] = write_spreadsheet(facts, tables)
    return files
