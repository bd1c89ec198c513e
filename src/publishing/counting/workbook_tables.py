"""Sheets of a workbook as tables of texts, in memory."""

from datetime import date, datetime, time
from pathlib import Path

from python_calamine import CalamineWorkbook

from analysis.refusals import SourceRefused


def list_sheets(path: Path, named: str) -> dict[str, list[str]]:
    """The headings of each sheet: its first row with text in it. Raises SourceRefused for what is no workbook."""
    return {name: rows[0] if rows else [] for name, rows in _read(path, named).items()}


def read_sheet(path: Path, named: str, sheet: str) -> list[list[str]]:
    """The rows below a sheet's headings, as texts; dates and times in the ISO form. Raises SourceRefused."""
    return _read(path, named)[sheet][1:]


def _read(path: Path, named: str) -> dict[str, list[list[str]]]:
    try:
        book = CalamineWorkbook.from_path(str(path))
        sheets = {name: book.get_sheet_by_name(name).to_python(skip_empty_area=True) for name in book.sheet_names}
    except Exception:
        raise SourceRefused(f"{named}: cannot be read as a workbook. Save it as .xlsx, without a password.") from None
    return {name: _from_headings([[_write(cell) for cell in row] for row in rows]) for name, rows in sheets.items()}


def _from_headings(rows: list[list[str]]) -> list[list[str]]:
    """The rows from the headings on: the first with more than one filled cell, below any title."""
    first = next((number for number, row in enumerate(rows) if sum(map(bool, row)) > 1), len(rows))
    return [row for row in rows[first:] if any(row)]


def _write(cell: object) -> str:
    if isinstance(cell, datetime):
        return cell.strftime("%Y-%m-%d") if cell.time() == time() else cell.strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return " ".join(str(cell).split())
