"""Whether an item's latest figure meets the target that was set for it, and whether its limits leave room for doubt."""

from dataclasses import dataclass

import pandas as pd

from analysis.definitions.indicators import Target
from analysis.measures.items import Item
from analysis.model.limits import proportion_limits


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
    own = [target for target in item.definition.targets if target.area == area]
    if not own or not item.is_shown(-1):
        return None
    target, last = own[-1], item.series.iloc[-1]
    meets = target.is_met(float(last["figure"]))
    if item.definition.kind != "proportion" or pd.isna([last["number"], last["whole"]]).any():
        return Meets(target, meets, sure=False)
    limits = proportion_limits(last["number"], last["whole"], confidence)
    return Meets(target, meets, sure=all(target.is_met(float(limit)) == meets for limit in limits))
