"""A form as a workbook: locked headings, cells that take what cleaning takes, and a sheet of notes."""

import io
from datetime import datetime
from types import SimpleNamespace

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from analysis.definitions.contract import NOTES_SHEET
from publishing.forms.form import MARKER_NAME, MARKERS_BEGIN, Form, Rule, Sheet, list_markers, rule_of, write_notes
from publishing.intake.layouts.layout import Entry

MADE = datetime(2000, 1, 1)  # the same in every form, so that the same form has the same bytes
WIDTHS = (12, 34)  # of columns of figures and of labels, in characters
NOTE_WIDTHS = (34, 70, 24, 18, 50)
LONGEST_MESSAGE = 255  # letters that a spreadsheet program shows beside a cell
ALLOWED = {
    "format_columns": True,
    "format_rows": True,
    "insert_rows": True,
    "select_locked_cells": True,
    "select_unlocked_cells": True,
}


def write_workbook(form: Form) -> bytes:
    """The form as .xlsx: its tables first, then the notes. The same form gives the same bytes."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        book.set_properties({"title": f"{form.contract.title}: form", "created": MADE})
        formats = _make_formats(book)
        for sheet in form.sheets:
            _write_sheet(book.add_worksheet(sheet.name), sheet, form, formats)
        first = _write_notes(book.add_worksheet(NOTES_SHEET), form, formats)
        last = first + len(list_markers(form.contract)) - 1
        book.define_name(MARKER_NAME, f"='{NOTES_SHEET}'!$A${first + 1}:$A${last + 1}")
    return buffer.getvalue()


def _make_formats(book: xlsxwriter.Workbook) -> SimpleNamespace:
    def entry(shown: str):
        look = {"locked": False, "border": 1, "border_color": "#767676", "bg_color": "#FFF9DB", "num_format": shown}
        return book.add_format({**look, "text_wrap": shown == "@", "valign": "top"})

    known: dict[str, object] = {}
    return SimpleNamespace(
        title=book.add_format({"bold": True, "font_size": 14}),
        plain=book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"}),
        words=book.add_format({"num_format": "@"}),
        heading=book.add_format(
            {"bold": True, "text_wrap": True, "bg_color": "#12436D", "font_color": "#FFFFFF", "border": 1}
        ),
        label=book.add_format({"text_wrap": True, "valign": "top", "border": 1, "bg_color": "#F3F3F3"}),
        entry=lambda shown: known.get(shown) or known.setdefault(shown, entry(shown)),
    )


def _write_sheet(page: Worksheet, sheet: Sheet, form: Form, formats: SimpleNamespace) -> None:
    for number, words in enumerate(sheet.titles):
        page.write_string(number, 0, words, formats.title if number == 0 else formats.words)
    for number, headings in enumerate(sheet.headings):
        for column, heading in enumerate(headings):
            page.write_string(sheet.first - len(sheet.headings) + number, column, heading, formats.heading)
    for number, row in enumerate(sheet.rows, start=sheet.first):
        for column, cell in enumerate(row):
            if isinstance(cell, Entry):
                _write_entry(
                    page, number, column, cell, rule_of(cell, sheet.contract, form.definitions.indicators), formats
                )
            else:
                page.write_string(number, column, cell, formats.label)
    _lay_out(page, sheet)


def _write_entry(page: Worksheet, row: int, column: int, entry: Entry, rule: Rule, formats: SimpleNamespace) -> None:
    """An unlocked cell, empty unless something stands in it already, with what it takes."""
    if entry.given:
        page.write_string(row, column, entry.given, formats.entry(rule.shown))
    else:
        page.write_blank(row, column, None, formats.entry(rule.shown))
    formula = rule.formula_of(xl_rowcol_to_cell(row, column))
    if formula is None and not rule.words:
        return
    words = rule.words if formula is None else f"{rule.words} Or a marker from the sheet '{NOTES_SHEET}'."
    hint = {"input_title": "What goes here", "input_message": words[:LONGEST_MESSAGE]}
    if formula is None:
        page.data_validation(row, column, row, column, {"validate": "any", **hint})
    else:
        stop = {"error_title": "This cannot be read", "error_message": words[:LONGEST_MESSAGE], "error_type": "stop"}
        page.data_validation(row, column, row, column, {"validate": "custom", "value": formula, **hint, **stop})


def _lay_out(page: Worksheet, sheet: Sheet) -> None:
    """Widths, frozen headings, a landscape page as wide as the table, and the lock (without a password)."""
    for column in range(len(sheet.headings[0])):
        cells = [row[column] for row in sheet.rows]
        wordy = any(isinstance(cell, str) or cell.measure is None for cell in cells)
        page.set_column(column, column, WIDTHS[wordy])
    page.freeze_panes(sheet.first, 1)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(sheet.first - len(sheet.headings), sheet.first - 1)
    page.protect("", ALLOWED)


def _write_notes(page: Worksheet, form: Form, formats: SimpleNamespace) -> int:
    """The notes; the number from 0 of the row of the first marker."""
    lines = list(write_notes(form))
    for number, line in enumerate(lines):
        shape = formats.title if number == 0 else formats.plain if len(line) > 1 else formats.words
        for column, words in enumerate(line):
            page.write_string(number, column, words, shape)
    for column, width in enumerate(NOTE_WIDTHS):
        page.set_column(column, column, width)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.protect("", ALLOWED)
    return lines.index((MARKERS_BEGIN,)) + 1
