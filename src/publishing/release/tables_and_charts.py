"""What a release has beside its pages: tables for spreadsheets and programs, and charts as files to paste."""

import base64
import csv
import io
import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from analysis.measures.columns import guard_formula
from analysis.measures.released_figures import COLUMNS, FIGURES, NUMBERS
from analysis.page.markdown import slug
from publishing.release.released_tables import ReleasedTable, list_tables

SPREADSHEET = "tables.xlsx"
READ = "Every figure that the pages have read, as it may be shown"
COLUMNS_READ = [
    {"heading": name, **({"form": "number", "cells": [""], "figures": [None]} if name in NUMBERS else {"form": "text"})}
    for name in COLUMNS
]
WORDS = ("text", "money", "points")  # a CSV cell of them has a sign or a word beside its number
FILE = "csv-metadata.json"  # the name under which a program looks for it beside a CSV file
LICENCE = "http://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
RIGHTS = "Published statistics in these tables are licensed under the Open Government Licence v3.0. Figures from \
partners' own returns are not published; they are marked {marking}."
CHARTS = "charts"
ALTERNATIVES = "text-alternatives.csv"
NAMESPACE = "http://www.w3.org/2000/svg"
ChartWords = Mapping[str, str]  # caption, alternative, svg, that of a phone as narrow, and png in base64


def write_tables(facts: Mapping, held: Mapping[str, Mapping[str, Any]]) -> dict[str, bytes]:
    """The files to stand beside the CSV files of a release's folder, by name; none where it has no table.

    `facts` are what the manifest tells; `held` the captions and columns of the pages' tables, by file name.
    """
    tables = list_tables(facts["pages"], held)
    figures = ReleasedTable(FIGURES, READ, "", COLUMNS_READ)
    files = {FILE: write_csv_metadata(facts, [*tables, figures]).encode()} if tables else {}
    if any(table.has_rows for table in tables):
        from publishing.release.spreadsheet import write_spreadsheet

        files[SPREADSHEET] = write_spreadsheet(facts, tables)
    return files


def write_csv_metadata(release: Mapping, tables: Iterable[ReleasedTable]) -> str:
    """The metadata of a release's tables: what each column is called, whether it holds numbers, what marks a gap.

    `release` is what its manifest tells. The licence is that of the published statistics; the rights say of what.
    """
    facts = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "dc:title": f"{release.get('area_name') or release['area']}, {release['quarter']}",
        "dc:publisher": release.get("partnership", ""),
        "dc:license": {"@id": LICENCE},
        "dc:rights": RIGHTS.format(marking=release.get("marking", "")),
        "dialect": {"encoding": "utf-8", "header": True, "delimiter": ","},
        "tables": [_describe(table) for table in tables],
    }
    return json.dumps(facts, indent=1, ensure_ascii=False) + "\n"


def _describe(table: ReleasedTable) -> dict:
    columns, taken = [], set()
    for place, column in enumerate(table.columns):
        name = slug(column["heading"]).replace("-", "_")
        name = name if name not in taken else f"{name}_{place + 1}"
        taken.add(name)
        columns.append({"name": name, "titles": column["heading"], **_kind(column)})
    return {"url": table.file, "dc:title": table.title, "tableSchema": {"columns": columns}}


def _kind(column: Mapping[str, Any]) -> dict:
    """A column's datatype, and in a column of numbers the words that stand for a missing one."""
    if column["form"] in WORDS:
        return {"datatype": "string"}
    missing = sorted({cell for cell, one in zip(column["cells"], column["figures"], strict=True) if one is None})
    return {"datatype": "number", **({"null": missing} if missing else {})}


def find_svg(html: str, shape: str = "wide") -> str:
    """The drawing for a desk (or the `narrow` one) in a figure's HTML, as an SVG that stands by itself, else ''."""
    found = re.search(rf'<div class="{shape}"[^>]*>(<svg.*?</svg>)</div>', html, re.DOTALL)
    return found[1].replace("<svg ", f'<svg xmlns="{NAMESPACE}" ', 1) if found else ""


def write_chart_files(name: str, chart: ChartWords) -> dict[str, bytes]:
    """A chart's files by their names in a release."""
    png = base64.b64decode(chart["png"])
    return {f"{CHARTS}/{name}.svg": f"{chart['svg']}\n".encode(), f"{CHARTS}/{name}.png": png}


def write_alternatives(charts: Mapping[str, ChartWords]) -> str:
    """The list of charts as CSV: file, title and text alternative; no cell can start a formula."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(["File", "Title", "Text alternative"])
    for name, chart in sorted(charts.items()):
        writer.writerow([guard_formula(words) for words in (name, chart["caption"], chart["alternative"])])
    return buffer.getvalue()
