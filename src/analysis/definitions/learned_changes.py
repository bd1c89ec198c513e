"""How much authorities ordinarily change, as learned from the whole country: params/ordinary_change.yaml."""

from datetime import date
from pathlib import Path
from typing import Literal

from pydantic import Field, model_validator

from analysis.definitions.parameter_files import Definition, read_entries

Kind = Literal["rate", "proportion", "value"]  # counts over a denominator; a part of a whole; published without counts
Every = Literal["year", "quarter"]


class OrdinaryChange(Definition):
    """What the changes of many authorities over a few years teach about one change.

    A change (of the log rate, or of the log odds of a share) is ordinary when it comes from Student's t with these
    `degrees` and the variance spread² + dispersion × chance, where chance is what Poisson or binomial counts of that
    size alone would have. `centres` are the middle changes into the first to the fourth quarter of the financial year,
    and 0 for years. `first` and `last` are the ends of the periods that the earliest and the latest change led to.
    `overlap` is the share of those counted on the first day who are counted on the second day too.
    """

    kind: Kind
    every: Every
    first: date
    last: date
    areas: int = Field(ge=1)
    changes: int = Field(ge=1)
    spread: float = Field(ge=0)
    dispersion: float = Field(ge=1)
    degrees: float = Field(gt=2)
    centres: list[float] = Field(default_factory=lambda: [0.0])
    overlap: float = Field(default=0.0, ge=0, lt=1)

    @model_validator(mode="after")
    def _quarters_have_four_centres(self) -> "OrdinaryChange":
        if len(self.centres) != (4 if self.every == "quarter" else 1):
            raise ValueError("a quarter has four centres, one for each quarter of the year, and a year has one")
        return self


class IndicatorChanges(Definition):
    """One indicator's ordinary changes, a window of years each, with the publication they were learned from."""

    source: str
    windows: list[OrdinaryChange] = Field(min_length=1)

    def before(self, start: date, every: str, kind: str) -> OrdinaryChange | None:
        """The latest window of a kind of figure and period that ends before a day; where all are later, the earliest.

        A window later than what it judges has not seen it either, but the reader learns of its years.
        """
        of_kind = (window for window in self.windows if (window.every, window.kind) == (every, kind))
        windows = sorted(of_kind, key=lambda window: window.last)
        earlier = [window for window in windows if window.last < start]
        return earlier[-1] if earlier else windows[0] if windows else None


def read_ordinary_changes(path: Path) -> dict[str, IndicatorChanges]:
    """Every indicator's ordinary changes by its id, none where the file is not there.

    Raises ParametersRefused with each fault and its place.
    """
    return read_entries(path, IndicatorChanges, "windows") if path.is_file() else {}
