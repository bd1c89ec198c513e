"""A chart on the page: numbered, drawn for desk and phone, with its caption and its table folded below it."""

from collections.abc import Sequence
from html import escape

from analysis.charts.drawing import Chart, Frame, Note
from analysis.charts.svg import render_svg
from analysis.definitions.policy import Chart as Sizes
from analysis.measures.protection import Protected
from analysis.page.tables import render_table


def render_figure(
    chart: Chart, number: int, caption: str, table: Protected, sizes: Sizes, notes: Sequence[Note]
) -> str:
    """The chart's caption, both its drawings and its table.

    The phone's drawing is `hidden` so that it does not show twice in a notebook; the page's style shows the one that
    fits and hides the other, also from a screen reader.
    """
    identity, marked = f"figure-{number}", f" Marked on it: {_marked(notes)}." if notes else ""
    drawings = [
        render_svg(chart.figure(Frame(width, narrow, notes)), f"{identity}-{name}", caption, chart.description + marked)
        for name, width, narrow in (("wide", sizes.wide, False), ("narrow", sizes.narrow, True))
    ]
    return (
        f'<figure id="{identity}">\n<figcaption><strong>Figure {number}.</strong> {escape(caption)}</figcaption>\n'
        f'<div class="wide">{drawings[0]}</div>\n<div class="narrow" hidden>{drawings[1]}</div>\n'
        f"<details><summary>Figure {number} as a table</summary>\n"
        f"{render_table(table, f'Figure {number} as a table: {caption}', f'{identity}-table')}\n</details>\n</figure>"
    )


def _marked(notes: Sequence[Note]) -> str:
    return ", ".join(f"note {note.number} at {note.at:%B %Y}" for note in notes)
