"""Figures as PNG, for documents that cannot hold SVG: the same bytes every time."""

import io

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

SHARPNESS = 2  # dots for each CSS pixel, so that a chart is sharp on paper


def render_png(figure: Figure) -> bytes:
    """A drawn figure as a PNG of twice its size in CSS pixels, without a date or the program's name."""
    buffer = io.BytesIO()
    FigureCanvasAgg(figure)
    figure.savefig(buffer, format="png", dpi=72 * SHARPNESS, metadata={"Software": None}, facecolor="white")
    return buffer.getvalue()
