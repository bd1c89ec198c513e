"""Figures as SVG inside the page: small, the same bytes every time, with a title and description to be read aloud."""

import io
import re
from html import escape

import numpy as np
from matplotlib import rc_context
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.backends.backend_svg import RendererSVG
from matplotlib.figure import Figure
from PIL import Image

from analysis.charts.drawing import STYLE, Ruler

SHARPNESS = 2  # dots for each CSS pixel, so that a chart is sharp on paper
PACKED = 3  # of zlib's nine levels: from the fourth on packing takes half as long again for a sixth fewer bytes

UNNEEDED = r"<metadata>.*?</metadata>|<!--.*?-->|<defs>\s*<style.*?</style>\s*</defs>"
NO_METADATA = {"Date": None, "Creator": None, "Format": None, "Type": None}


class _Pen(Ruler, RendererSVG):
    """What writes SVG, without a group around each thing that it draws: a page has no use for them."""

    def open_group(self, s: str, gid: str | None = None) -> None:
        """Open none."""

    def close_group(self, s: str) -> None:
        """Close none."""


class _Dots(Ruler, RendererAgg):
    """What draws in dots, its text where the SVG has it."""


def render_svg(figure: Figure, identity: str, title: str, description: str) -> str:
    """A drawn figure as an inline SVG element whose ids all start with its own.

    Text stays text in the page's own font; sizes are in rem, so that charts grow with the reader's text.
    """
    buffer = io.StringIO()
    width, height = (round(side * 72) for side in figure.get_size_inches())
    with rc_context({**STYLE, "svg.hashsalt": identity}):
        pen = _Pen(width, height, buffer, metadata=NO_METADATA)
        figure.draw(pen)
        pen.finalize()
    drawn = buffer.getvalue()
    inside = drawn[drawn.index(">", drawn.index("<svg")) + 1 : drawn.rindex("</svg>")]
    return (
        f'<svg viewBox="0 0 {width} {height}" style="width:{width / 16:g}rem" role="img" '
        f'aria-labelledby="{identity}-title {identity}-desc">'
        f'<title id="{identity}-title">{escape(title)}</title><desc id="{identity}-desc">{escape(description)}</desc>'
        f"{_tidy(inside, identity)}</svg>"
    )


def _tidy(drawn: str, identity: str) -> str:
    """Take out what a page does not need and make ids its own, in tags only: what a label says stays as it is."""
    drawn = re.sub(UNNEEDED, "", drawn, flags=re.DOTALL)
    used = set(re.findall(r'(?:xlink:href="#|url\(#)([^")]+)', drawn))
    drawn = re.sub(r"<[^>]*>", lambda tag: _tidy_tag(tag[0], identity, used), drawn)
    return re.sub(r">\s*\n\s*<", "><", drawn).strip()


def _tidy_tag(tag: str, identity: str, used: set[str]) -> str:
    tag = re.sub(r' id="([^"]+)"', lambda found: f' id="{identity}-{found[1]}"' if found[1] in used else "", tag)
    tag = re.sub(r'xlink:href="#([^"]+)"', rf'href="#{identity}-\1"', tag)
    tag = re.sub(r"url\(#([^)]+)\)", rf"url(#{identity}-\1)", tag)
    tag = re.sub(r" font-family: [^;\"]*;?| transform=\"rotate\(-0 [^)]*\)\"", "", tag)
    return re.sub(r"-?\d+\.\d{3,}", lambda number: f"{float(number[0]):.2f}".rstrip("0").rstrip("."), tag)


def render_png(figure: Figure) -> bytes:
    """A drawn figure as a PNG of twice its size in CSS pixels, without a date or the program's name.

    The figure's resolution is changed.
    """
    buffer = io.BytesIO()
    figure.set_dpi(72 * SHARPNESS)
    dots = _Dots(round(figure.bbox.width), round(figure.bbox.height), figure.dpi)
    with rc_context(STYLE):
        figure.draw(dots)
    # the sheet is opaque: without its transparency there are a quarter fewer bytes to pack
    picture = Image.fromarray(np.asarray(dots.buffer_rgba())).convert("RGB")
    picture.save(buffer, "PNG", compress_level=PACKED, dpi=(figure.dpi, figure.dpi))
    return buffer.getvalue()
