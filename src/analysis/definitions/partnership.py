"""Whose reports these are: params/partnership.yaml."""

from pathlib import Path

from pydantic import Field

from analysis.definitions.areas import Area
from analysis.definitions.parameter_files import Definition, check_definition, read_parameters


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


def read_partnership(path: Path) -> Partnership:
    """The partnership. Raises ParametersRefused."""
    return check_definition(Partnership, read_parameters(path), path.name)
