"""What people know about a figure: params/annotations.yaml."""

from datetime import date

from pydantic import Field

from analysis.definitions.parameter_files import Definition


class Annotation(Definition):
    """A dated remark on indicators of an area, by a role (never a person), with the evidence for it.

    `at` is the day it is marked at on a chart. `break_in_series` says that figures before and after are not alike,
    so that a model gives the series a step there. `intervention` says that something was done that may have moved
    the figures: its step is estimated once there are months enough, without the `bedding_in` months it settled in.
    `written_about` is the figure the author saw, so that a page can say when it has changed since.
    """

    title: str = Field(max_length=80)
    text: str
    indicators: list[str] = Field(min_length=1)
    area: str
    at: date
    author_role: str
    written: date
    evidence: str
    break_in_series: bool = False
    intervention: bool = False
    bedding_in: int = Field(default=0, ge=0, le=24)
    written_about: float | None = None

    def concerns(self, indicators: list[str], area: str) -> bool:
        """Whether the remark is about one of the indicators in the area."""
        return self.area == area and bool(set(self.indicators) & set(indicators))


class Annotations(Definition):
    """Every annotation of the file."""

    annotations: list[Annotation]

    @property
    def by_day(self) -> list[Annotation]:
        """The annotations in the order of the days they are marked at."""
        return sorted(self.annotations, key=lambda annotation: annotation.at)
