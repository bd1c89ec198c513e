"""The spreadsheet and the CSV's metadata say what the CSV files say, in a form that people and programs can read."""

import csv
import io
import json
import re
from typing import get_args

import openpyxl
import pandas as pd
import pytest

from analysis.definitions.contract import Missing
from analysis.definitions.partnership import Disclosure
from analysis.measures.columns import Column
from analysis.measures.protection import STATUS_WORDS, UNKNOWN, protect
from analysis.page.tables import describe_columns, write_csv
from publishing.release.released_tables import ReleasedTable, list_tables
from publishing.release.spreadsheet import name_sheets, write_spreadsheet
from publishing.release.tables_and_charts import write_csv_metadata

RELEASE = {
    "release": "E06000045-2013-14-Q4-20140505T060000Z",
    "made": "2014-05-05T06:00:00+00:00",
    "area": "E06000045",
    "area_name": "Southampton",
    "quarter": "2013-14 Q4",
    "partnership": "Example partnership",
    "contact": "Us",
    "marking": "Official: sensitive",
    "pages": [{"report": "missing", "title": "Children missing"}, {"report": "custody", "title": "Custody"}],
}
MISSING = pd.DataFrame(
    {
        "period": ["April 2013", "December 2013", "January 2014"],
        "children": [91, None, -3],
        "children_status": ["reported", "not_supplied", "reported"],
        "seen": [0.241, 0.5, 0.0039],
        "seen_status": ["reported", "withheld", "reported"],
        "rate": [1.5, 2.5, 2],
        "rate_status": ["reported", "withheld", "reported"],
        "remark": ["", "–", "=1+1"],
        "cost": [211842.3, -5, 0],
        "change": [0.12, -0.5, 1.1],
        "points": [0.0049, 0.01, -0.12],
        "code": ["12", "34", "56"],
    }
)
COLUMNS = {
    "seen": Column("Share seen", "share"),
    "rate": Column("Rate", "rate", 10_000),
    "cost": Column("Cost", "money"),
    "change": Column("Change", "change", places=1),
    "points": Column("Points", "points"),
}
PROTECTED = protect(MISSING, Disclosure(withhold_up_to=5), uncounted=["children", *COLUMNS], columns=COLUMNS)


def of_words(**columns: list[str]) -> list[dict]:
    return [{"heading": heading, "form": "text", "cells": cells} for heading, cells in columns.items()]


HELD = {
    "missing_figure-10.csv": {"caption": "", "columns": of_words(A=["1"])},
    "missing_figure-2.csv": {
        "caption": "Fewer $$1$$ [see](http://x)",
        "columns": [*of_words(A=["2013-14"]), *of_words(A=["2"])],
    },
    "missing_table-1.csv": {"caption": "Children by month.", "columns": describe_columns(PROTECTED)},
    "custody_table-1.csv": {"caption": "", "columns": of_words(Nothing=[])},
}


@pytest.fixture
def tables() -> list[ReleasedTable]:
    return list_tables(RELEASE["pages"], HELD)


@pytest.fixture
def workbook(tables) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(write_spreadsheet(RELEASE, tables)))


def rows(workbook: openpyxl.Workbook, sheet: str) -> list[tuple]:
    return [row for row in workbook[sheet].iter_rows(values_only=True) if any(cell is not None for cell in row)]


def test_tables_come_page_by_page_and_by_number(tables):
    assert [table.file for table in tables] == [
        "missing_figure-2.csv",
        "missing_figure-10.csv",
        "missing_table-1.csv",
        "custody_table-1.csv",
    ]
    assert tables[2].title == "Children missing. Children by month"


def test_cover_contents_and_notes_come_first_and_then_a_sheet_for_each_table_with_rows(workbook):
    tables = ["missing_figure-2", "missing_figure-10", "missing_table-1"]

    assert workbook.sheetnames == ["Cover", "Contents", "Notes", *tables]
    assert [row[0] for row in rows(workbook, "Contents")][3:] == tables
    assert ("Example partnership tables: Southampton, January to March 2014",) in rows(workbook, "Cover")
    assert ("Official: sensitive",) in rows(workbook, "Cover")


def test_the_notes_explain_every_mark_that_a_table_can_have_in_place_of_a_figure(workbook):
    marks = {words for status, words in STATUS_WORDS.items() if status in get_args(Missing)}

    assert {"[c]", "[x]", UNKNOWN, *marks} == {mark for _, mark, _ in rows(workbook, "Notes")[3:]}


def test_a_sheet_has_its_title_its_headings_in_one_row_and_the_rows_of_the_csv(workbook):
    title, _, headings, *body = rows(workbook, "missing_table-1")

    assert title[0] == "Children missing. Children by month"
    named = ("Period", "Children", "Share seen", "Rate (per 10,000)", "Remark", "Cost", "Change", "Points", "Code")
    assert headings == named
    assert body == [
        ("April 2013", 91, 0.24, 1.5, "[x]", 211842, 0.12, 0.5, "12"),
        ("December 2013", "not supplied", "[c]", "[c]", "[x]", -5, -0.5, 1, "34"),
        ("January 2014", -3, 0.004, 2, "'=1+1", 0, 1.1, -12, "56"),
    ]


def test_each_table_is_marked_as_one_with_a_name_of_its_own(workbook):
    names = [name for sheet in workbook.sheetnames[1:] for name in workbook[sheet].tables]

    assert len(names) == len(set(names)) == len(workbook.sheetnames) - 1
    assert workbook["missing_table-1"].tables["missing_table_1"].ref == "A3:I6"


def test_percentages_are_numbers_shown_as_they_are_on_the_page(workbook):
    cell = next(row for row in workbook["missing_table-1"].iter_rows() if row[0].value == "January 2014")[2]

    assert (cell.value, cell.number_format) == (0.004, "0.0%")


def test_headings_that_are_alike_are_told_apart(workbook):
    assert rows(workbook, "missing_figure-2")[2] == ("A", "A (2)")


def test_no_cell_is_a_formula_and_no_words_become_a_note_or_link(workbook):
    cells = [cell for sheet in workbook for row in sheet.iter_rows() for cell in row]

    assert not [cell.coordinate for cell in cells if cell.data_type == "f"]
    assert not [cell.value for cell in cells if isinstance(cell.value, str) and cell.value.startswith(("=", "+", "@"))]
    assert rows(workbook, "missing_figure-2")[0][0] == "Children missing. Fewer $ $1$ $ [see] (http://x)"


def test_words_that_would_be_a_formula_when_typed_again_are_kept_from_being_one():
    table = ReleasedTable("a.csv", "=1+1", "x", of_words(**{"=A1": ["@SUM"], "b": ["2"]}))
    workbook = openpyxl.load_workbook(io.BytesIO(write_spreadsheet(RELEASE, [table])))
    title, _, headings, row = rows(workbook, "a")

    assert (title[0], headings[0], row[0]) == ("'=1+1. x", "'=A1", "'@SUM")


def test_the_same_figures_make_the_same_bytes_whenever_the_release_was_made(tables):
    later = RELEASE | {"made": "2020-01-01T00:00:00+00:00", "release": "E06000045-2013-14-Q4-20200101T000000Z"}

    assert write_spreadsheet(RELEASE, tables) == write_spreadsheet(later, tables)
    assert write_csv_metadata(RELEASE, tables) == write_csv_metadata(later, tables)


def test_a_sheets_name_is_short_and_there_once():
    files = ["first_time_entrants_of_the_year_figure-1.csv", "first_time_entrants_of_the_year_figure-2.csv", "a.csv"]
    names = name_sheets([ReleasedTable(file, "", "", []) for file in [*files, "A.csv"]])

    assert len({name.lower() for name in names}) == 4
    assert max(map(len, names)) <= 31


def test_the_metadata_agrees_with_the_columns_of_the_csv(tables):
    told = json.loads(write_csv_metadata(RELEASE, tables))

    assert told["@context"][0] == "http://www.w3.org/ns/csvw"
    for table in told["tables"]:
        heading, *body = csv.reader(io.StringIO(write_csv(HELD[table["url"]]["columns"])))
        columns = table["tableSchema"]["columns"]
        assert [column["titles"] for column in columns] == heading
        assert len({column["name"] for column in columns}) == len(columns)
        assert all(re.fullmatch(r"[a-z0-9_]+", column["name"]) for column in columns)
        for place, column in enumerate(columns):
            cells = {row[place] for row in body} - set(column.get("null", []))
            if column["datatype"] == "number":
                assert all(re.fullmatch(r"[+-]?[\d.]+%?", cell) for cell in cells)


def test_the_metadata_tells_numbers_the_marks_of_a_gap_whose_it_is_and_the_licence(tables):
    told = json.loads(write_csv_metadata(RELEASE, tables))
    period, children, share, *_ = told["tables"][2]["tableSchema"]["columns"]

    assert period == {"name": "period", "titles": "Period", "datatype": "string"}
    assert children == {"name": "children", "titles": "Children", "datatype": "number", "null": ["not supplied"]}
    assert share["null"] == ["[c]"]
    assert told["tables"][2]["dc:title"] == "Children missing. Children by month"
    assert told["dc:publisher"] == "Example partnership"
    assert told["dc:license"]["@id"].endswith("/open-government-licence/version/3/")
    assert "Official: sensitive" in told["dc:rights"]
