"""Faults of workbooks: what their sheets hide, show and leave out."""

import datetime
from collections.abc import Callable
from pathlib import Path

import openpyxl
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.formatting.rule import Rule
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.styles.numbers import NumberFormat
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from faults import Fault
from faults.tables import POLICE, STARTS, council_rows, police_rows
from faults.writing import change_part, save_book, save_opendocument

SHEET = POLICE["sheet"]


def book(change: Callable[[openpyxl.Workbook], object]) -> Callable[[Path], object]:
    """A police workbook that was changed before it was saved."""
    return lambda raw: save_book(raw / "returns" / "police_2013-14.xlsx", police_rows(), change)


def sheet(change: Callable[[openpyxl.worksheet.worksheet.Worksheet], object]) -> Callable[[Path], object]:
    return book(lambda book: change(book[SHEET]))


def part(name: str, old: bytes, new: bytes) -> Callable[[Path], object]:
    """A police workbook in one part of which one text stands for another."""

    def make(raw: Path) -> None:
        path = raw / "returns" / "police_2013-14.xlsx"
        save_book(path, police_rows())

        def swap(content: bytes) -> bytes:
            assert old in content
            return content.replace(old, new, 1)

        change_part(path, name, swap)

    return make


def opendocument(old: str, new: str) -> Callable[[Path], object]:
    """A police .ods file in which one text stands for another."""

    def make(raw: Path) -> None:
        def swap(content: str) -> str:
            assert old in content
            return content.replace(old, new, 1)

        save_opendocument(raw / "returns" / "police_2013-14.ods", police_rows(), swap)

    return make


def _format(code: str, cell: str = "B4"):
    return sheet(lambda sheet: setattr(sheet[cell], "number_format", code))


def _hide_row(sheet) -> None:
    sheet.row_dimensions[4].hidden = True


def _hide_column(sheet) -> None:
    sheet.column_dimensions["B"].hidden = True


def _more(state: str):
    def change(book: openpyxl.Workbook) -> None:
        more = book.create_sheet("Working", 0)
        more.append(["Apr-13", 1, 2, 3])
        more.sheet_state = state
        book.active = 1

    return book(change)


def _dates(epoch: datetime.datetime | None = None):
    """The months typed as the dates of their first days."""

    def change(book: openpyxl.Workbook) -> None:
        if epoch:
            book.epoch = epoch
        for column, start in enumerate(STARTS, start=2):
            book[SHEET].cell(3, column).value = start

    return book(change)


def _conditional(sheet) -> None:
    style = DifferentialStyle(numFmt=NumberFormat(numFmtId=170, formatCode='"*"'))
    sheet.conditional_formatting.add("B4:M5", Rule(type="cellIs", operator="lessThan", formula=["6"], dxf=style))


def _share(raw: Path) -> None:
    """The council's shares as fractions that the sheet shows as percentages."""
    rows = [[*row[:5], float(row[5]) / 100 if number else row[5]] for number, row in enumerate(council_rows())]

    def change(book: openpyxl.Workbook) -> None:
        for row in range(2, 8):
            book[SHEET].cell(row, 6).number_format = "0.0%"

    save_book(raw / "returns" / "council_referrals.xlsx", rows, change)


CELL = 'office:value="61"><text:p>61</text:p></table:table-cell>'


def runs(cell: str, *parts: str | tuple[str, dict]) -> Callable[[Path], object]:
    """A police workbook with a cell of several runs, each plain or with a font of its own."""
    blocks = [part if isinstance(part, str) else TextBlock(InlineFont(**part[1]), part[0]) for part in parts]
    return sheet(lambda opened: opened.__setitem__(cell, CellRichText(*blocks)))


FAULTS = [
    Fault(
        "raised and struck-out signs",
        "a raised note behind a figure",
        "noted",
        "text_set_apart",
        runs("D4", "58", ("1", {"vertAlign": "superscript"})),
    ),
    Fault(
        "raised and struck-out signs",
        "a lowered note behind a figure",
        "noted",
        "text_set_apart",
        runs("D4", "58", ("2", {"vertAlign": "subscript"})),
    ),
    Fault(
        "raised and struck-out signs",
        "a note in smaller letters behind a figure",
        "noted",
        "text_set_apart",
        runs("D4", "58", ("2", {"sz": 7})),
    ),
    Fault(
        "raised and struck-out signs",
        "digits that are struck out beside those that count",
        "noted",
        "text_set_apart",
        runs("D4", ("47", {"strike": True}), "58"),
    ),
    Fault("hidden and extra sheets", "an extra sheet in front", "read", "", _more("visible")),
    Fault("hidden and extra sheets", "a hidden sheet", "noted", "hidden_sheets", _more("hidden")),
    Fault(
        "hidden and extra sheets", "a sheet hidden from the menus, too", "noted", "hidden_sheets", _more("veryHidden")
    ),
    Fault(
        "hidden and extra sheets",
        "the sheet under another name",
        "refused",
        "expected a sheet named 'Missing'",
        sheet(lambda sheet: setattr(sheet, "title", "Sheet1")),
    ),
    Fault("hidden rows", "a row of the table is hidden", "noted", "hidden_cells", sheet(_hide_row)),
    Fault("hidden rows", "a column of the table is hidden", "noted", "hidden_cells", sheet(_hide_column)),
    Fault(
        "hidden rows",
        "a row of an .ods sheet is hidden",
        "noted",
        "hidden_cells",
        opendocument(
            '<table:table-row><table:table-cell office:value-type="string"><text:p>Children',
            '<table:table-row table:visibility="filter"><table:table-cell office:value-type="string"><text:p>Children',
        ),
    ),
    Fault("cells that display `*` over a number", 'the format "*"', "missing", "suppressed_at_source", _format('"*"')),
    Fault(
        "cells that display `*` over a number",
        "the format **, which fills the cell",
        "missing",
        "suppressed_at_source",
        _format("**"),
    ),
    Fault(
        "cells that display `*` over a number",
        'the format [<100]"*";0',
        "missing",
        "suppressed_at_source",
        _format('[<100]"*";0'),
    ),
    Fault(
        "cells that display `*` over a number",
        "the format ;;;, which shows nothing",
        "missing",
        "suppressed_at_source",
        _format(";;;"),
    ),
    Fault(
        "cells that display `*` over a number",
        "the same with a finding that the number is still in the file",
        "set aside",
        "withheld_by_format",
        _format('"*"'),
    ),
    Fault(
        "cells that display `*` over a number",
        "a conditional format",
        "refused",
        "sheet 'Missing': a conditional format",
        sheet(_conditional),
    ),
    Fault(
        "cells that display `*` over a number",
        "an .ods cell",
        "missing",
        "suppressed_at_source",
        opendocument(CELL, CELL.replace(">61<", ">*<")),
    ),
    Fault(
        "cells that display `*` over a number",
        "a format that shows the number",
        "read",
        "",
        _format("#,##0;[Red]-#,##0"),
    ),
    Fault(
        "formula cells without a value",
        "a formula that no program has worked out",
        "refused",
        "sheet 'Missing', row 4, column 2: a formula has no saved result",
        sheet(lambda sheet: setattr(sheet["B4"], "value", "=60+1")),
    ),
    Fault(
        "formula cells without a value",
        "in a sheet that is not read",
        "read",
        "",
        book(lambda book: book.create_sheet("Working").append(["=1+1"])),
    ),
    Fault(
        "formula cells without a value",
        "in an .ods sheet",
        "refused",
        "row 4, column 2: a formula has no saved result",
        opendocument(
            'office:value-type="float" ' + CELL, 'table:formula="of:=60+1"/>'.replace("/>", "></table:table-cell>")
        ),
    ),
    Fault(
        "formula cells without a value",
        "a formula with its saved result",
        "read",
        "",
        part("xl/worksheets/sheet1.xml", b"<v>61</v>", b"<f>60+1</f><v>61</v>"),
    ),
    Fault(
        "error cells",
        "#DIV/0! in place of a figure",
        "missing",
        "not_available",
        part("xl/worksheets/sheet1.xml", b't="n"><v>61</v>', b't="e"><v>#DIV/0!</v>'),
    ),
    Fault(
        "error cells",
        "#REF! of an .ods sheet",
        "missing",
        "not_available",
        opendocument(
            'office:value-type="float" ' + CELL,
            'office:value-type="string" calcext:value-type="error"><text:p>#REF!</text:p></table:table-cell>',
        ),
    ),
    Fault(
        "error cells",
        "the same, with a finding",
        "set aside",
        "error_cell",
        part("xl/worksheets/sheet1.xml", b't="n"><v>61</v>', b't="e"><v>#DIV/0!</v>'),
    ),
    Fault(
        "unit changes",
        "thousands that the format leaves away",
        "refused",
        "cell B4: expected the number in full",
        _format("#,##0,"),
    ),
    Fault("Excel dates and serials", "months typed as dates", "read", "", _dates()),
    Fault("1904 workbooks", "months typed as dates, counted from 1904", "read", "", _dates(CALENDAR_MAC_1904)),
    Fault("percent and proportion mixed", "fractions that the sheet shows as percentages", "read", "", _share),
    Fault(
        "merged headers", "the title merged over the table", "read", "", sheet(lambda sheet: sheet.merge_cells("A1:N1"))
    ),
    Fault(
        "infinite",
        "a number beyond all in a workbook",
        "refused",
        "cell B4: expected a figure or a marker",
        part("xl/worksheets/sheet1.xml", b"<v>61</v>", b"<v>1e999</v>"),
    ),
    Fault(
        "phantom used ranges",
        "the last cell of the sheet has a format and nothing in it",
        "read",
        "",
        _format("0%", "XFD1048576"),
    ),
    Fault(
        "phantom used ranges",
        "a sheet that says it has a million rows",
        "read",
        "",
        part("xl/worksheets/sheet1.xml", b'ref="A1:N7"', b'ref="A1:XFD1048576"'),
    ),
    Fault(
        "phantom used ranges",
        "a million empty rows of an .ods sheet",
        "read",
        "",
        opendocument(
            "</table:table>",
            '<table:table-row table:number-rows-repeated="1048569"><table:table-cell '
            'table:number-columns-repeated="16384"/></table:table-row></table:table>',
        ),
    ),
    Fault(
        "phantom used ranges",
        "a figure in the last cell of the sheet",
        "refused",
        "a cell far outside the table",
        sheet(lambda sheet: setattr(sheet["XFD1048576"], "value", 1)),
    ),
    Fault(
        "phantom used ranges",
        "a figure in a cell that no sheet has",
        "refused",
        "a cell far outside the table",
        part("xl/worksheets/sheet1.xml", b'r="B4"', b'r="ZZZ9999999"'),
    ),
    Fault(
        "phantom used ranges",
        "a filled .ods row, a million times",
        "refused",
        "repeats a filled cell or row",
        opendocument(
            "</table:table>",
            f'<table:table-row table:number-rows-repeated="1000000"><table:table-cell '
            f'office:value-type="float" {CELL}</table:table-row></table:table>',
        ),
    ),
]
