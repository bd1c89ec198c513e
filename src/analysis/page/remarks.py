"""What people know about the figures on a page: which remarks touch it, their numbers, and what has changed since."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from html import escape

import pandas as pd

from analysis.charts.drawing import Note
from analysis.definitions import Annotation
from analysis.definitions.partnership import Disclosure
from analysis.measures import dependencies
from analysis.numbers import say_day
from analysis.schemas import Readings
from analysis.words.changes import say_figure_changed


@dataclass
class Remarks:
    """The annotations of an area, numbered in the order in which a page first shows them."""

    annotations: list[Annotation]
    area: str
    numbers: dict[int, int] = field(default_factory=dict)

    def select(self, indicators: Iterable[str], window: tuple[date, date]) -> list[Annotation]:
        """Those that concern one of the indicators in the area and are marked within the days given."""
        first, last = window
        names = list(indicators)
        dependencies.note("annotations", names, [self.area])
        concerning = [remark for remark in self.annotations if remark.concerns(names, self.area)]
        return [remark for remark in concerning if first <= remark.at <= last]

    def breaks(self, indicators: Iterable[str], until: date) -> list[date]:
        """The days up to one at which a series of one of the indicators is known to break."""
        return [remark.at for remark in self.select(indicators, (date.min, until)) if remark.break_in_series]

    def interventions(self, indicators: Iterable[str], until: date) -> list[Annotation]:
        """What was done up to a day that may have moved one of the indicators, so that its step is estimated."""
        return [remark for remark in self.select(indicators, (date.min, until)) if remark.intervention]

    def number(self, chosen: Iterable[Annotation]) -> list[Note]:
        """Notes for a chart; an annotation keeps the number it was first given."""
        return [Note(self._number_of(remark), remark.at, remark.break_in_series) for remark in chosen]

    def _number_of(self, remark: Annotation) -> int:
        return self.numbers.setdefault(self.annotations.index(remark), len(self.numbers) + 1)

    def render(self, chosen: list[Annotation], readings: Readings, profile: Disclosure) -> str:
        """The chosen remarks as a numbered list, in the order of their numbers."""
        numbered = sorted({self._number_of(remark): remark for remark in chosen}.items())
        items = [_item(number, remark, describe_change(remark, readings, profile)) for number, remark in numbered]
        return '<ol class="remarks">\n' + "\n".join(items) + "\n</ol>"


def describe_change(remark: Annotation, readings: Readings, profile: Disclosure) -> str:
    """A sentence that warns that the figure has changed since the remark was written; '' where it has not.

    The figure meant is that of the remark's first indicator for the shortest period that its day lies in.
    """
    if remark.written_about is None:
        return ""
    moment = pd.Timestamp(remark.at)
    rows = readings[
        (readings["indicator"] == remark.indicators[0])
        & (readings["area"] == remark.area)
        & (readings["breakdown"] == "")
        & (readings["start"] <= moment)
        & (readings["end"] >= moment)
    ]
    rows = rows.assign(figure=rows["numerator"].fillna(rows["value"])).dropna(subset="figure")
    if rows.empty:
        return ""
    shortest = (rows["end"] - rows["start"]).idxmin()
    figure = float(rows.loc[shortest, "figure"])
    return say_figure_changed(remark.written_about, figure, profile.withhold_up_to)


def _item(number: int, remark: Annotation, change: str) -> str:
    flag = f'<p class="flag"><strong>{escape(change)}</strong></p>' if change else ""
    step = " Figures before and after are not alike." if remark.break_in_series else ""
    return (
        f'<li value="{number}"><p><strong>{escape(remark.title)}</strong>, {say_day(remark.at)}. '
        f"{escape(remark.text.strip())}{step}</p>{flag}"
        f'<p class="source">{escape(remark.author_role)}, {say_day(remark.written)}. '
        f"Evidence: {escape(remark.evidence)}.</p></li>"
    )
