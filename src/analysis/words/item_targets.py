"""A target beside an item's latest figure, in a cell's words."""

from analysis.measures.items import Item
from analysis.model.item_target import Meets

WORDS = {"<": "below", "<=": "at most", ">": "above", ">=": "at least"}
NONE_SET = "none set"


def say_target(item: Item, meets: Meets | None) -> str:
    """The target and whether it is met: 'at most 10%: met'; within the limits it may be chance."""
    if meets is None:
        return NONE_SET
    value = item.shown.columns["figure"].write(meets.target.value)
    text = "met" if meets.meets else "not met"
    return f"{WORDS[meets.target.comparison]} {value}: {text}{'' if meets.sure else ', but chance could decide'}"
