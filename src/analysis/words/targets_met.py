"""The chance of meeting a target, in sentences that do not promise."""

from analysis.model.target import TargetChance
from analysis.numbers import say_share


def describe_target(what: str, chance: TargetChance, target: str) -> str:
    """The chance of meeting a target next, in words that do not promise."""
    if chance.reason is not None:
        return f"The chance that {what} meets the target ({target}) cannot be given. {chance.reason}"
    caveat = f" {chance.caveat}" if chance.caveat else ""
    sure = "less than 1%" if chance.chance < 0.01 else "more than 99%" if chance.chance > 0.99 else None
    share = sure or say_share(chance.chance)
    return f"If things go on as they did, the chance that {what} meets the target ({target}) is {share}.{caveat}"
