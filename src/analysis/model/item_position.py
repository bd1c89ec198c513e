"""Where an item's latest figure stands: among its neighbours', and against the target that was set for it."""

from dataclasses import dataclass

import pandas as pd

from analysis.definitions.indicators import Target
from analysis.measures.item_comparators import Beside
from analysis.measures.items import Item
from analysis.model.among_neighbours import AmongNeighbours, place_among_neighbours
from analysis.model.comparison import Place, find_place
from analysis.model.limits import proportion_limits


@dataclass(frozen=True)
class Position:
    """An item's latest figure beside others'. `among` is None where no neighbour's figure is known.

    `same_period` says whether the neighbours' figures are of the item's own period: only then is there a verdict.
    """

    beside: Beside
    among: AmongNeighbours | None
    same_period: bool

    @property
    def unusual(self) -> bool | None:
        """Whether the figure lies outside what the neighbours' spread predicts; None where that cannot be said."""
        return self.among.unusual if self.among and self.same_period else None

    @property
    def upwards(self) -> bool:
        """Whether the figure is above the neighbours' median."""
        return self.among is not None and self.among.side == "above"

    def place(self, polarity: str | None) -> Place | None:
        """The place among the area and its neighbours of the same period; None without a polarity or a verdict."""
        if self.among is None or self.unusual is None:
            return None
        return find_place(self.among.value, self.beside.neighbours["value"], polarity)


def find_position(item: Item, beside: Beside, confidence: float) -> Position:
    """Place an item's latest figure among its neighbours', of the same period or of an older one."""
    if beside.neighbours.empty:
        return Position(beside, None, same_period=False)
    last = item.series.iloc[-1]
    own = pd.Series({"value": last["figure"], "numerator": last["number"], "denominator": last["whole"]})
    kind = "proportion" if item.definition.kind == "proportion" else "rate"
    among = place_among_neighbours(own, beside.neighbours, kind, asked=beside.asked, confidence=confidence)
    return Position(beside, among, same_period=beside.neighbours_period == item.period)


@dataclass(frozen=True)
class Meets:
    """A target with whether the latest figure `meets` it, and `sure`: whether its limits all lie on that side."""

    target: Target
    meets: bool
    sure: bool


def meet_target(item: Item, area: str, confidence: float) -> Meets | None:
    """The latest figure of an area against its newest target up to the figure's period; None where there is none.

    A share has limits from its numbers (Wilson); any other figure stands as it is, and nothing is sure of it.
    """
    target, last = item.definition.target_of(area), item.series.iloc[-1]
    if target is None or not item.is_shown(-1):
        return None
    meets = target.is_met(float(last["figure"]))
    if item.definition.kind != "proportion" or pd.isna([last["number"], last["whole"]]).any():
        return Meets(target, meets, sure=False)
    limits = proportion_limits(last["number"], last["whole"], confidence)
    return Meets(target, meets, sure=all(target.is_met(float(limit)) == meets for limit in limits))
