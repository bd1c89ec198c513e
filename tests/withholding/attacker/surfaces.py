"""What stands on the surfaces of a rendered release: tables of pages and files, marks of charts, printed words.

Written for the attack alone: nothing here knows how the program writes them.
"""

import csv
import io
import re
import subprocess
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import openpyxl

PERCENT = re.compile(r"^(\d+)%$")
MARK = re.compile(r'<g(?: clip-path="[^"]+")?><use href="[^"]+" x="([\d.]+)" y="([\d.]+)"')
GRID = re.compile(r'M [\d.]+ ([\d.]+)\s+L [\d.]+ ([\d.]+)\s+" clip-path')
TICK = re.compile(r'x="([\d.-]+)" y="([\d.-]+)">(\d+)%</text>')


class _Tables(HTMLParser):
    """The cells of every table of a page, row by row."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: list[list[list[str]]] = []
        self._cell: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list) -> None:
        if tag == "table":
            self.tables.append([])
        elif tag == "tr":
            self.tables[-1].append([])
        elif tag in ("td", "th"):
            self._cell = []

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th") and self._cell is not None:
            self.tables[-1][-1].append("".join(self._cell).strip())
            self._cell = None

    def handle_data(self, data: str) -> None:
        if self._cell is not None:
            self._cell.append(data)


def read_html_tables(page: str) -> list[list[list[str]]]:
    """The tables of a page."""
    reader = _Tables()
    reader.feed(page)
    return reader.tables


def read_csv(path: Path) -> list[list[str]]:
    """The rows of a CSV file."""
    return list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"))))


def read_sheets(path: Path) -> list[list[list[str]]]:
    """The rows of every sheet of a workbook, as texts, with a percentage as it is shown."""
    sheets = []
    for sheet in openpyxl.load_workbook(path).worksheets:
        sheets.append([[_show(cell) for cell in row] for row in sheet.iter_rows()])
    return sheets


def _show(cell: openpyxl.cell.Cell) -> str:
    value = cell.value
    if isinstance(value, float | int) and "%" in cell.number_format:
        return f"{value:.0%}"
    return "" if value is None else str(value)


def read_chart_marks(svg: str) -> tuple[list[float], float]:
    """The places of a chart's marks on its axis of percentages, and how much a pixel is there.

    The axis is where most of its percentages stand in one line; a chart without one has no marks.
    """
    ticks = [(float(x), y, int(number)) for x, y, number in TICK.findall(svg)]
    lines = Counter(y for _, y, _ in ticks).most_common(1)
    if not lines or lines[0][1] < 2:
        return [], 0.0
    axis = sorted((x, number) for x, y, number in ticks if y == lines[0][0])
    (low, least), (high, most) = axis[0], axis[-1]
    scale = (most - least) / (high - low)
    heights = [float(y) for line in GRID.findall(svg) for y in line]  # a legend stands above or below the grid
    marks = [float(x) for x, y in MARK.findall(svg) if min(heights) <= float(y) <= max(heights)]
    return [least + (x - low) * scale for x in marks], scale


def read_pdf(path: Path) -> str:
    """The words of a printed page."""
    return subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, text=True, check=True).stdout
