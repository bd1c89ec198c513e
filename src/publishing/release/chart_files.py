"""The charts of a release as files to paste: SVG and PNG, with their titles and text alternatives in one list."""

import base64
import csv
import io
import re
from collections.abc import Mapping

from analysis.measures.formulas import guard_formula

FOLDER = "charts"
LIST = "text-alternatives.csv"
NAMESPACE = "http://www.w3.org/2000/svg"

ChartWords = Mapping[str, str]  # caption, alternative, svg, that of a phone as narrow, and png in base64


def find_svg(html: str, shape: str = "wide") -> str:
    """The drawing for a desk (or the `narrow` one) in a figure's HTML, as an SVG that stands by itself, else ''."""
    found = re.search(rf'<div class="{shape}"[^>]*>(<svg.*?</svg>)</div>', html, re.DOTALL)
    return found[1].replace("<svg ", f'<svg xmlns="{NAMESPACE}" ', 1) if found else ""


def write_chart_files(name: str, chart: ChartWords) -> dict[str, bytes]:
    """A chart's files by their names in a release."""
    png = base64.b64decode(chart["png"])
    return {f"{FOLDER}/{name}.svg": f"{chart['svg']}\n".encode(), f"{FOLDER}/{name}.png": png}


def write_alternatives(charts: Mapping[str, ChartWords]) -> str:
    """The list of charts as CSV: file, title and text alternative; no cell can start a formula."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(["File", "Title", "Text alternative"])
    for name, chart in sorted(charts.items()):
        writer.writerow([guard_formula(words) for words in (name, chart["caption"], chart["alternative"])])
    return buffer.getvalue()
