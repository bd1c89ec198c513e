"""Annotations on a chart of one's own: what people know about a figure, drawn where it happened."""

from pathlib import Path

import matplotlib.dates as dates
from matplotlib.axes import Axes

from analysis.charts.drawing import INK
from analysis.definitions import Annotation, read_definitions
from analysis.project import find_project


def mark(axes: Axes, *indicators: str, area: str, data: str | Path | None = None) -> list[Annotation]:
    """Draw the annotations that concern some indicators of an area on a chart whose axis across is of dates.

    Each is a dashed line with its number, where its day lies within the chart. Returns those that were drawn, in the
    order of their days, so that a notebook can list them. Raises ParametersRefused for an unknown area or indicator.
    """
    definitions = read_definitions(find_project(".", data).params)
    for name in indicators:
        definitions.indicator(name)
    (code,) = definitions.areas.find([area])
    first, last = (dates.num2date(place).date() for place in axes.get_xlim())
    found = [one for one in definitions.annotations if one.concerns(list(indicators), code) and first <= one.at <= last]
    found.sort(key=lambda one: one.at)
    for number, one in enumerate(found, 1):
        axes.axvline(dates.date2num(one.at), color=INK, linewidth=1, linestyle=(0, (4, 3)))
        place, within = (dates.date2num(one.at), 1), ("data", "axes fraction")
        axes.annotate(str(number), place, (3, -12), xycoords=within, textcoords="offset points")
    return found
