"""The partnership's choices that hold on every page: params/policy.yaml."""

from pathlib import Path

from pydantic import Field, model_validator

from analysis.definitions.parameter_files import Definition, check_definition, read_parameters

LOWEST_THRESHOLD = 5  # counts of 1 to 5 are withheld at least, as DfE's and NHS England's statistics do


class Disclosure(Definition):
    """What one kind of reader may not see: counts of people or events from 1 to `withhold_up_to`."""

    withhold_up_to: int = Field(ge=LOWEST_THRESHOLD)
    round_to: int = Field(default=1, ge=1)

    @model_validator(mode="after")
    def _shows_no_count_as_none(self) -> "Disclosure":
        largest = 2 * (self.withhold_up_to + 1) - 1
        if self.round_to > largest:
            raise ValueError(f"round_to: counts above the threshold would be shown as 0; it is {largest} at most")
        return self


class Chart(Definition):
    """The sizes that charts are drawn at, in CSS pixels: for a desk and paper, and for a phone."""

    wide: int = Field(ge=480, le=1200)
    narrow: int = Field(ge=280, le=420)


class Policy(Definition):
    """The partnership's name and marking, its level of confidence, its chart sizes and its disclosure profiles.

    `exempt` are indicators that disclosure control passes over in some areas only: figures of a whole country.
    """

    partnership: str
    marking: str
    contact: str
    confidence: float = Field(gt=0.5, lt=1)
    profile: str
    profiles: dict[str, Disclosure]
    exempt: dict[str, list[str]] = Field(default_factory=dict)
    chart: Chart


def read_policy(path: Path) -> Policy:
    """The policy. Raises ParametersRefused."""
    return check_definition(Policy, read_parameters(path), path.name)
