"""When authorities were recoded, divided or merged: params/area_changes.yaml."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, model_validator

from analysis.definitions.parameter_files import Definition

Code = Annotated[str, Field(pattern=r"^E\d{8}$")]


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
