"""What each figure means: params/indicators.yaml."""

import operator
import re
from datetime import date
from pathlib import Path
from typing import Literal

from pydantic import Field, model_validator

from analysis.definitions.parameter_files import Definition, read_entries
from analysis.numbers import lower_first
from analysis.refusals import ParametersRefused, suggest

MEETS = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}


class Target(Definition):
    """What an area's partner set out to reach: at most (`<=`), below (`<`), at least (`>=`) or above (`>`) a value."""

    area: str
    period: str
    comparison: Literal["<", "<=", ">", ">="]
    value: float
    source: str

    def is_met(self, figure: float) -> bool:
        """Whether a figure meets the target."""
        return bool(MEETS[self.comparison](figure, self.value))


class Meaning(Definition):
    """A definition in force from a day on, with the publication that sets it."""

    since: date
    definition: str
    reference: str


class CountedAgain(Definition):
    """The share of those counted at the end of a year who are counted a year later too, with its source."""

    share: float = Field(gt=0, lt=1)
    source: str


class Indicator(Definition):
    """A figure that a source supplies or that is derived from others.

    `kind` says how it behaves: a `count`, a `quantity` (which may have decimals: posts, hours, days), a `rate`
    (numerator ÷ denominator × `per`), a `proportion` (kept as a fraction of 1), `money`, a `rank`, a `change` (a
    fraction: 7% fewer is -0.07), a `date` or a `statement` (words).
    `when_counted` tells what happened during a period from what stood at its end: a figure counted at the end of
    2013-14 Q4 is one of 31 March 2014. `counts` says of what: people and their events are protected by disclosure
    control, things are not. `additive` says whether shorter periods add up to a longer one: children missing in April
    and in May do not. `clustering` is how many times the variance of independent events may be, where they come in
    families, victims or investigations (a design effect). `counted_again` is known of some that are counted at the end
    of a year; what is made of one of these has it too. `numerator` and `denominator` name the indicators that a
    rate or proportion is made of; a change names as `numerator` the count whose change it is.
    """

    title: str
    kind: Literal["count", "quantity", "rate", "proportion", "money", "rank", "change", "date", "statement"]
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
    counted_again: CountedAgain | None = None
    topic: str
    meaning: list[Meaning] = Field(min_length=1)
    targets: list[Target] = Field(default_factory=list)

    @model_validator(mode="after")
    def _rates_say_per_what(self) -> "Indicator":
        if (self.kind == "rate") != (self.per is not None):
            raise ValueError("a rate, and only a rate, says per what: set `per`")
        return self

    @model_validator(mode="after")
    def _what_happens_is_counted_once(self) -> "Indicator":
        if self.counted_again and self.when_counted != "at_end":
            raise ValueError("only what is counted at the end of a period can be counted again: drop `counted_again`")
        return self

    @property
    def inside(self) -> str:
        """The title as it stands inside a sentence, without its commas: 'share of re-referrals', 'rank of deprivation'.

        What a share is of is said where no indicator of its own says it: 'share of people under 20 in the population'.
        An age after a comma is said as one: 'hospital admissions for injuries at ages 0 to 14'.
        """
        what, _, rest = self.title.partition(", ")
        what = what if re.match(r"(?!The |An? )\w+ [A-Z]", what) else lower_first(what)
        form = re.match(r"(share|rank|number)(?: of (.+))?", rest)
        if form:
            of = f" in {form[2]}" if form[2] and not self.denominator else ""
            return f"{form[1]} of {what}{of}"
        ages = re.match(r"\d|under ", rest)
        return f"{what} at ages {rest}" if ages else f"{what}, {rest}" if rest else what

    def target_of(self, area: str) -> Target | None:
        """The newest target of an area's partner; None where there is none."""
        return next((target for target in reversed(self.targets) if target.area == area), None)

    def meaning_on(self, moment: date) -> Meaning:
        """The definition in force on a day; the earliest one for days before it, so that its date is shown."""
        in_force = [meaning for meaning in self.meaning if meaning.since <= moment]
        return max(in_force or self.meaning[:1], key=lambda meaning: meaning.since)


def read_indicators(path: Path) -> dict[str, Indicator]:
    """Every indicator by its id, with the indicators it names checked to exist. Raises ParametersRefused."""
    indicators = read_entries(path, Indicator, "definitions")
    for name, indicator in indicators.items():
        for role in (indicator.numerator, indicator.denominator):
            if role is not None and role not in indicators:
                raise ParametersRefused(
                    f"{path.name}, indicator {name}: no indicator {role!r}. {suggest(role, indicators)}"
                )
    return {name: _inherit(indicator, indicators) for name, indicator in indicators.items()}


def _inherit(indicator: Indicator, indicators: dict[str, Indicator]) -> Indicator:
    """The indicator with what is known of the count that it is made of."""
    counted = indicators[indicator.numerator].counted_again if indicator.numerator else None
    same = indicator.when_counted == "at_end" and indicator.counted_again is None
    return indicator.model_copy(update={"counted_again": counted}) if counted and same else indicator
