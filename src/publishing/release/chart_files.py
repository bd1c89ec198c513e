"""The charts of a release as files to paste: SVG and PNG, with their titles and text alternatives in one list."""

import base64
import csv
import io
import re
from collections.abc import Mapping

from analysis.measures.formulas import guard_formula

FOLDER = "charts"
LIST = "text-alternatives.csv"
WIDE = re.compile(r'<div class="wide">(<svg.*?</svg>)</div>', re.DOTALL)
NAMESPACE = "http://www.w3.org/2000/svg"

ChartWords = Mapping[str, str]  # caption, alternative, svg, and png in base64


def find_svg(html: str) -> str:
    """The drawing for a desk in a figure's HTML, as an SVG that stands by itself; '' where there is none."""
    found = WIDE.search(html)
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
