"""A chart on the page: numbered, drawn for desk and phone, with its caption and its table folded below it."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from analysis.charts.drawing import Chart, Frame, Note
from analysis.charts.svg import render_png, render_svg
from analysis.definitions.partnership import Chart as Sizes
from analysis.measures.protection import Protected
from analysis.page.outputs import Outputs
from analysis.page.parts import describe_statements
from analysis.page.tables import render_table
from analysis.words.order import Group, group_of, headline_order

DRAWN = (Group.UNUSUAL, Group.CHANGED)  # what a headline must come to for its chart to stand on the page of all


@dataclass(frozen=True)
class Drawings:
    """A chart drawn for a desk and for a phone as SVG, and for a desk as PNG in base64."""

    wide: str
    narrow: str
    png: str


def draw_figure(chart: Chart, number: int, caption: str, sizes: Sizes, notes: Sequence[Note]) -> Drawings:
    """The drawings of a page's figure, with its caption as title. The PNG is of the same figure as the desk's SVG."""
    marked = ", ".join(f"note {note.number} at {note.at:%B %Y}" for note in notes)
    description = chart.description + (f" Marked on it: {marked}." if notes else "")
    wide, narrow = chart.figure(Frame(sizes.wide, False, notes)), chart.figure(Frame(sizes.narrow, True, notes))
    return Drawings(
        render_svg(wide, f"figure-{number}-wide", caption, description),
        render_svg(narrow, f"figure-{number}-narrow", caption, description),
        base64.b64encode(render_png(wide)).decode("ascii"),
    )


def render_figure(drawings: Drawings, number: int, caption: str, table: Protected) -> str:
    """The chart's caption, both its drawings and its table.

    The phone's drawing is `hidden` so that it does not show twice in a notebook; the page's style shows the one that
    fits and hides the other, also from a screen reader.
    """
    identity = f"figure-{number}"
    return (
        f'<figure id="{identity}">\n<figcaption><strong>Figure {number}.</strong> {escape(caption)}</figcaption>\n'
        f'<div class="wide">{drawings.wide}</div>\n<div class="narrow" hidden>{drawings.narrow}</div>\n'
        f"<details><summary>Figure {number} as a table</summary>\n"
        f"{render_table(table, f'Figure {number} as a table: {caption}', f'{identity}-table')}\n</details>\n</figure>"
    )


def describe_card(outputs: Outputs, name: str, sizes: Sizes) -> dict[str, Any]:
    """What the page that brings all together needs of a report, as JSON can hold it.

    The statements, the first of its box, and where the gravest is unusual, worse or more than chance the first chart
    of its indicator as SVG, with its indicators.
    """
    boxes = [one for part in outputs.parts if part.kind == "summary" for one in part.details["statements"]]
    stated = describe_statements(outputs.statements)
    card = {"said": boxes[:1], "stated": stated, "drawn": "", "shows": []}
    (grave, *_) = [*sorted((one for one in stated if one["status"]), key=headline_order), None]
    if grave and group_of(grave) in DRAWN:
        for chart, caption, shows in (one for one in outputs.drawn if grave["indicator"] in one[-1]):
            svg = render_svg(chart.figure(Frame(sizes.narrow, True)), f"key-{name}", caption, chart.description)
            return card | {"drawn": svg, "shows": shows}
    return card
