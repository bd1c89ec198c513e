"""What each figure means: params/indicators.yaml."""

from datetime import date
from pathlib import Path
from typing import Literal

from pydantic import Field, model_validator

from analysis.definitions.parameter_files import Definition, check_definition, read_parameters
from analysis.refusals import ParametersRefused, suggest


class Target(Definition):
    """What a partner set out to reach: at most (`<=`), below (`<`), at least (`>=`) or above (`>`) a value."""

    period: str
    comparison: Literal["<", "<=", ">", ">="]
    value: float
    source: str


class Meaning(Definition):
    """A definition in force from a day on, with the publication that sets it."""

    since: date
    definition: str
    reference: str


class Indicator(Definition):
    """A figure that a source supplies or that is derived from others.

    `kind` says how it behaves: a `count`, a `rate` (numerator ÷ denominator × `per`), a `proportion` (kept as a
    fraction of 1), `money`, a `rank`, a `change` (a fraction: 7% fewer is -0.07), a `date` or a `statement` (words).
    `when_counted` tells what happened during a period from what stood at its end: a figure counted at the end of
    2013-14 Q4 is one of 31 March 2014. `counts` says of what: people and their events are protected by disclosure
    control, things are not. `additive` says whether shorter periods add up to a longer one: children missing in April
    and in May do not. `clustering` is how many times the variance of independent events may be, where they come in
    families, victims or investigations (a design effect). `numerator` and `denominator` name the indicators that a
    rate or proportion is made of; a change names as `numerator` the count whose change it is.
    """

    title: str
    kind: Literal["count", "rate", "proportion", "money", "rank", "change", "date", "statement"]
    counts: Literal["people", "events", "things", "nothing"]
    unit: str
    when_counted: Literal["during", "at_end"] = "during"
    per: int | None = None
    additive: bool = False
    polarity: Literal["low", "high"] | None = None
    numerator: str | None = None
    denominator: str | None = None
    breakdown: str | None = None
    clustering: float = Field(default=1.0, ge=1)
    topic: str
    meaning: list[Meaning] = Field(min_length=1)
    targets: list[Target] = Field(default_factory=list)

    @model_validator(mode="after")
    def _rates_say_per_what(self) -> "Indicator":
        if (self.kind == "rate") != (self.per is not None):
            raise ValueError("a rate, and only a rate, says per what: set `per`")
        return self

    def meaning_on(self, moment: date) -> Meaning:
        """The definition in force on a day; the earliest one for days before it, so that its date is shown."""
        in_force = [meaning for meaning in self.meaning if meaning.since <= moment]
        return max(in_force or self.meaning[:1], key=lambda meaning: meaning.since)


def read_indicators(path: Path) -> dict[str, Indicator]:
    """Every indicator by its id, with the indicators it names checked to exist. Raises ParametersRefused."""
    content = read_parameters(path) or {}
    if not isinstance(content, dict):
        raise ParametersRefused(f"{path.name}: expected indicator ids with their definitions below them.")
    indicators = {
        name: check_definition(Indicator, entry, f"{path.name}, indicator {name}") for name, entry in content.items()
    }
    for name, indicator in indicators.items():
        for role in (indicator.numerator, indicator.denominator):
            if role is not None and role not in indicators:
                raise ParametersRefused(
                    f"{path.name}, indicator {name}: no indicator {role!r}. {suggest(role, indicators)}"
                )
    return indicators
