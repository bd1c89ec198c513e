"""Areas, their comparators, and when they were recoded, divided or merged: params/areas.yaml, area_changes.yaml."""

from collections.abc import Iterable
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, model_validator

from analysis.definitions.parameter_files import Definition, read_file
from analysis.refusals import ParametersRefused, suggest

ENGLAND = "E92000001"
Code = Annotated[str, Field(pattern=r"^E\d{8}$")]


class Area(Definition):
    """A place that figures are about, by its ONS code (`L:` and a name where it has none).

    `region` is the code of the region that it lies in. An authority that began or ended has the first day in `since`,
    the last in `until`, and the codes of those that followed it in `followed_by`.
    """

    code: str = Field(pattern=r"^([EW]\d{8}|SN:[A-Za-z0-9-]+|L:[a-z_]+)$")
    name: str
    also: list[str] = Field(default_factory=list)
    dfe: int | None = None
    kind: str
    region: str | None = None
    since: date | None = None
    until: date | None = None
    followed_by: list[str] = Field(default_factory=list)


class NeighbourSet(Definition):
    """The areas that an area is compared with, by one version of the neighbour model."""

    version: str
    year: int
    area: str
    neighbours: list[str] = Field(min_length=1)
    source: str


class AreaGroup(Definition):
    """Areas of one's own choice that are compared with each other, by name or code: a police force, cities of a kind.

    It is a comparator on the pages of its own areas, or of those that `pages_of` names.
    """

    name: str
    areas: list[str] = Field(min_length=2)
    pages_of: list[str] = Field(default_factory=list)
    source: str


class Areas(Definition):
    """Every area that the reports know, the neighbour sets, and groups of one's own."""

    areas: list[Area]
    groups: list[AreaGroup] = Field(default_factory=list)
    neighbour_sets: list[NeighbourSet] = Field(default_factory=list)

    @model_validator(mode="after")
    def _codes_and_names_are_unique(self) -> "Areas":
        codes = [area.code for area in self.areas]
        names = [name for area in self.areas for name in (area.name, *area.also)]
        for what, words in (("code", codes), ("name", names)):
            repeated = {word for word in words if words.count(word) > 1}
            if repeated:
                raise ValueError(f"the same {what} stands twice: {', '.join(sorted(repeated))}")
        return self

    @model_validator(mode="after")
    def _groups_name_known_areas(self) -> "Areas":
        known = [*self.names, *self.names.values()]
        unknown = [
            f"group {group.name!r}: no area {name!r}. {suggest(name, known)}"
            for group in self.groups
            for name in (*group.areas, *group.pages_of)
            if self.code_of(name) is None
        ]
        titles = [group.name for group in self.groups]
        unknown += [f"two groups are called {name!r}" for name in sorted({n for n in titles if titles.count(n) > 1})]
        if unknown:
            raise ValueError("; ".join(unknown))
        return self

    @property
    def names(self) -> dict[str, str]:
        """What each area is called, by its code."""
        return {area.code: area.name for area in self.areas}

    @cached_property
    def by_code(self) -> dict[str, Area]:
        """Each area by its code."""
        return {area.code: area for area in self.areas}

    def named(self, code: str) -> Area:
        """The area with a code. Raises ParametersRefused, with the nearest one, for an unknown code."""
        if code not in self.by_code:
            nearest = suggest(code, self.by_code)
            raise ParametersRefused(f"No area has the code {code!r} in params/areas.yaml. {nearest}")
        return self.by_code[code]

    def find(self, names: Iterable[str]) -> list[str]:
        """The codes of areas given by name or code. Raises ParametersRefused with the nearest name."""
        codes = []
        for name in names:
            code = self.code_of(name)
            if code is None:
                raise ParametersRefused(f"No area {name!r} in params/areas.yaml. {self._nearest(name)}")
            codes.append(code)
        return codes

    @cached_property
    def code_by_name(self) -> dict[str, str]:
        """The code of each area by every name that it goes by, in small letters."""
        words = [(word.casefold(), area.code) for area in self.areas for word in (area.name, *area.also)]
        return dict(reversed(words))  # the first of two areas

    def code_of(self, name: str) -> str | None:
        """The code of an area by its name, or by another name it goes by; None where nothing goes by it."""
        return name if name in self.by_code else self.code_by_name.get(name.casefold())

    def neighbours_of(self, code: str, version: str | None = None) -> NeighbourSet | None:
        """The area's neighbour set of a version, else its newest; None where it has none."""
        sets = [chosen for chosen in self.neighbour_sets if chosen.area == code and version in (None, chosen.version)]
        return max(sets, key=lambda chosen: chosen.year, default=None)

    def group(self, name: str) -> list[str]:
        """The codes of a group's areas. Raises ParametersRefused, with the nearest name, for an unknown group."""
        for group in self.groups:
            if group.name.casefold() == name.casefold():
                return self._codes(group.areas)
        known = suggest(name, [group.name for group in self.groups])
        raise ParametersRefused(f"No group {name!r} in params/areas.yaml. {known}")

    def groups_for(self, code: str) -> dict[str, list[str]]:
        """The groups that an area's pages compare it with: the codes of the other areas of each, by its name."""
        return {
            group.name: [other for other in self._codes(group.areas) if other != code]
            for group in self.groups
            if code in self._codes(group.pages_of or group.areas)
        }

    def _nearest(self, name: str) -> str:
        """The end of a refusal of an area: the nearest name with its code, or where to see them all."""
        said = suggest(name, [*self.names, *self.names.values()])
        if not said.startswith("Did you mean"):
            return "List them with `lscb list --areas`."
        word = said.split("'")[1]
        code = word if word in self.by_code else self.code_of(word)
        return f"Did you mean {self.names[str(code)]} ({code})?"

    def _codes(self, names: list[str]) -> list[str]:
        return [code for code in map(self.code_of, names) if code is not None]


def read_areas(path: Path) -> Areas:
    """The areas and neighbour sets. Raises ParametersRefused."""
    return read_file(path, Areas)


class AreaChange(Definition):
    """One reorganisation: from `on`, `before` are the authorities that were and `after` those that are in their place.

    `recoded` is the same area under another code. In a `split` or a `merger` the parts make up the whole exactly. In a
    `recut` land moved between authorities, so that only all of them together can be compared over it. `source` says
    where the change is published.
    """

    kind: Literal["recoded", "split", "merger", "recut"]
    on: date
    before: list[Code] = Field(min_length=1)
    after: list[Code] = Field(min_length=1)
    source: str

    @property
    def whole(self) -> str | None:
        """The authority that others make up exactly: the former one of a split, the new one of a merger, else None."""
        return {"split": self.before, "merger": self.after}.get(self.kind, [None])[0]

    @property
    def parts(self) -> list[str]:
        """The authorities that make up the whole; none where there is no whole."""
        return {"split": self.after, "merger": self.before}.get(self.kind, [])

    @model_validator(mode="after")
    def _has_as_many_areas_as_its_kind(self) -> "AreaChange":
        counts = (len(self.before) > 1, len(self.after) > 1)
        allowed = {"recoded": (False, False), "split": (False, True), "merger": (True, False), "recut": (True, True)}
        if counts != allowed[self.kind]:
            raise ValueError("recoded is one to one, a split one to several, a merger several to one, a recut neither")
        return self


class AreaChanges(Definition):
    """Every change that the figures in use lie across."""

    changes: list[AreaChange] = Field(default_factory=list)

    def present_codes(self) -> dict[str, str]:
        """The present code of each area that only changed its code."""
        return {change.before[0]: change.after[0] for change in self.changes if change.kind == "recoded"}
