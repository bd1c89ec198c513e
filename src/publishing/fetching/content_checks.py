"""The content of a file before it is kept: whole, a table, and with the columns that its entry takes."""

import difflib
import io
import json
import zipfile
from collections.abc import Iterable

import pandas as pd

from analysis.definitions.areas import AreaChanges
from analysis.definitions.published_data import Published
from analysis.refusals import ServiceRefused
from publishing.intake.contents import decode_text, read_csv_rows
from publishing.intake.packages import UnreadableFile

MOST_LISTED = 5


def check_content(content: bytes, suffix: str, data: Published, changes: AreaChanges, address: str) -> pd.DataFrame:
    """The file's rows as texts, an empty table for a workbook or an archive, which the file specification reads.

    Raises ServiceRefused for a file that is empty, damaged or headings only, that lacks a column which its entry
    takes, that gives two figures for one row, and that has one area under two codes in one period.
    """
    if suffix == ".csv":
        table = read_csv(content, address)
    elif suffix == ".json":
        table = _read_json(content, address)
    else:
        _check_archive(content, address)
        return pd.DataFrame()
    _check_columns(table, data, address)
    _check_rows(table, data, address)
    _check_codes(table, data, changes, address)
    return table


def read_csv(content: bytes, address: str) -> pd.DataFrame:
    """The rows of a csv file as texts under its headings. Raises ServiceRefused where it is none, empty or cut off."""
    try:
        rows = [row for row in read_csv_rows(decode_text(content)[0], ",")[0] if any(row)]
    except UnreadableFile as fault:
        raise ServiceRefused(f"{address}: {fault.expected}. Nothing was kept. Try again later.") from fault
    if not rows:
        raise ServiceRefused(f"{address}: is empty. Nothing was kept. Try again later.")
    headings, body = [heading.strip() for heading in rows[0]], rows[1:]
    ragged = [number for number, row in enumerate(body, start=2) if len(row) != len(headings)]
    if ragged:
        raise ServiceRefused(
            f"{address}: row {ragged[0]} has not the {len(headings)} cells of the headings. The file is cut off or "
            "damaged; nothing was kept. Try again later."
        )
    return pd.DataFrame(body, columns=headings, dtype=object)


def _read_json(content: bytes, address: str) -> pd.DataFrame:
    """The attributes of every feature of an ArcGIS answer, a page a line."""
    try:
        pages = [json.loads(line) for line in content.decode("utf-8").splitlines() if line.strip()]
        rows = [feature["attributes"] for page in pages for feature in page["features"]]
        return pd.DataFrame(rows, dtype=object).map(lambda cell: "" if cell is None else str(cell))
    except (ValueError, KeyError, TypeError) as error:
        raise ServiceRefused(f"{address}: is not a list of features. Nothing was kept. Try again later.") from error


def _check_archive(content: bytes, address: str) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            damaged = archive.testzip()
    except (zipfile.BadZipFile, NotImplementedError, EOFError) as error:
        raise ServiceRefused(f"{address}: is no workbook or archive, or is damaged. Nothing was kept.") from error
    if damaged:
        raise ServiceRefused(f"{address}: a part of it is damaged. Nothing was kept. Try again later.")


def _check_columns(table: pd.DataFrame, data: Published, address: str) -> None:
    headings = list(table.columns)
    repeated = sorted({heading for heading in headings if headings.count(heading) > 1})
    if repeated:
        raise ServiceRefused(
            f"{address}: {listed(repeated)} stands over two columns. Nothing was kept; ask the publisher."
        )
    missing = [column for column in [*data.row, *data.take] if column not in headings]
    if missing:
        raise ServiceRefused(
            f"{address}: {len(missing)} of {len(data.row) + len(data.take)} columns are not in the file: "
            f"{listed(_with_nearest(column, headings) for column in missing)}. Nothing was kept. These may be headings "
            f"of another year: write the present ones into params/published/{data.name}.yaml and its specification. "
            "Where none is there, it may be what the service says in place of a table: try again later."
        )
    if table.empty:
        raise ServiceRefused(
            f"{address}: has headings and no rows. Nothing was kept. Check the area type, geography and years asked "
            f"for in params/published/{data.name}.yaml."
        )


def _with_nearest(column: str, headings: list[str]) -> str:
    simple = {heading.casefold(): heading for heading in headings}
    nearest = difflib.get_close_matches(column.casefold(), simple, n=1)
    return f"{column} (there is {simple[nearest[0]]})" if nearest else column


def _check_rows(table: pd.DataFrame, data: Published, address: str) -> None:
    """Refuse two rows that are told apart by nothing and differ in what is taken; the same row twice is taken once."""
    if not data.row:
        return
    once = table.drop_duplicates([*data.row, *data.take] if data.take else None)
    twice = once[once.duplicated(data.row, keep=False)]
    if len(twice):
        places = listed(f"row {number + 2}" for number in twice.index)
        raise ServiceRefused(
            f"{address}: {len(twice)} rows give other figures for the same {', '.join(data.row)}: {places}. Nothing "
            f"was kept. Is a column missing under `row` in params/published/{data.name}.yaml?"
        )


def _check_codes(table: pd.DataFrame, data: Published, changes: AreaChanges, address: str) -> None:
    """Refuse a file in which one area stands under its former and its present code in one period."""
    if not data.area or not data.period:
        return
    codes = area_codes(table, data)
    found = pd.DataFrame({"code": codes, "now": codes.replace(changes.present_codes()), "period": table[data.period]})
    several = found.groupby(["now", "period"])["code"].nunique()
    both = several[several > 1]
    if len(both):
        places = listed(f"{area} in {period}" for area, period in both.index)
        raise ServiceRefused(
            f"{address}: one area stands under two codes: {places}. Its figures would be counted twice; nothing was "
            "kept. Ask the publisher which rows are right."
        )


def area_codes(table: pd.DataFrame, data: Published) -> pd.Series:
    """The code of each row's area: the first of the area columns that has one."""
    columns = table[data.area].replace("", pd.NA)
    return columns.bfill(axis=1).iloc[:, 0].fillna("")


def listed(words: Iterable[str]) -> str:
    """Some words in one line; beyond five the rest is counted."""
    words = list(words)
    more = len(words) - MOST_LISTED
    return ", ".join(words[:MOST_LISTED]) + (f" and {more} more" if more > 0 else "")
