"""Figures as PNG, for documents that cannot hold SVG: the same bytes every time."""

import io

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

SHARPNESS = 2  # dots for each CSS pixel, so that a chart is sharp on paper


def render_png(figure: Figure) -> bytes:
    """A drawn figure as a PNG of twice its size in CSS pixels, without a date or the program's name.

    The figure's resolution is changed. Its places are settled already, so that it is drawn once, where `savefig` would
    draw it twice.
    """
    buffer = io.BytesIO()
    figure.set_dpi(72 * SHARPNESS)
    FigureCanvasAgg(figure).print_png(buffer, metadata={"Software": None})
    return buffer.getvalue()
