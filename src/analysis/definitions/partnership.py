"""Whose reports these are, and the choices that hold on every page: params/partnership.yaml and policy.yaml."""

from pydantic import Field, model_validator

from analysis.definitions.areas import Area
from analysis.definitions.parameter_files import Definition

LOWEST_THRESHOLD = 5  # counts of 1 to 5 are withheld at least, as DfE's and NHS England's statistics do


class Audience(Definition):
    """A group that reports are for, and the decision that its board paper asks it for.

    The paper of a group that looks at the `whole` release has the gravest of all its reports.
    """

    decision: str = Field(min_length=1, max_length=300)
    whole: bool = False


class Partnership(Definition):
    """The safeguarding partnership: its name, its areas, whom to ask, how its pages are marked, and for whom they are.

    `areas` are ONS codes. `audiences` stand in the order of a release's front page.
    """

    name: str = Field(min_length=1)
    areas: list[str] = Field(min_length=1)
    contact: str
    marking: str
    audiences: dict[str, Audience] = Field(min_length=1)

    def covers(self, area: str) -> bool:
        """Whether an area, by its code, is the partnership's own."""
        return area in self.areas

    def heading(self, area: Area) -> str:
        """What a page about an area is headed with: the partnership's name, for any other area that area's."""
        return self.name if self.covers(area.code) else f"Reports for {area.name}"


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
    """The partnership's level of confidence, its chart sizes and its disclosure profiles.

    `exempt` are indicators that disclosure control passes over in some areas only: figures of a whole country.
    """

    confidence: float = Field(gt=0.5, lt=1)
    profile: str
    profiles: dict[str, Disclosure]
    exempt: dict[str, list[str]] = Field(default_factory=dict)
    chart: Chart

    @property
    def chosen(self) -> Disclosure:
        """The profile of the readers of the partnership's pages."""
        return self.profiles[self.profile]
