"""A layout: one class that says what a file holds, how it is read, and how it is asked for."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from analysis.definitions import Definitions, Indicator
from analysis.definitions.contract import Measure, PeriodKind, Source
from analysis.periods import Period
from analysis.refusals import ParametersRefused
from publishing.intake.figures import Reading
from publishing.intake.grids import Grid


@dataclass(frozen=True)
class Entry:
    """A cell of a form to fill in: what its figure is of, or None for words; what stands in it; how to write it."""

    measure: Measure | None = None
    given: str = ""
    hint: str = ""


FormCell = str | Entry
"""A cell of a form: words are a heading or a label, which is locked."""

FormTable = tuple[list[list[str]], list[list[FormCell]]]
"""A form's rows of headings, and its rows of cells."""


@dataclass(frozen=True)
class Asked:
    """What a form is asked for: the file's period, or None for a file of all periods; the quarter; the area.

    `named` is the period as the file's name has it. `read_last` gives the last file received, None where there is none.
    """

    period: Period | None
    named: str
    quarter: Period
    area: str
    definitions: Definitions
    read_last: Callable[[], Grid[Any] | None]


class Layout(Source, ABC):
    """One way of laying a table out; publishing.intake.layouts lists them all.

    Its fields are the keys of a specification beyond the common ones. `FILE` and `START` are how `lscb new source`
    begins one: the file's name, and the lines beyond the common ones, in which `{name}` is the source's name, `{area}`
    the run's area, `{words}` a figure's title and `{figure}` its indicator. `NO_FORM` is why nobody fills one in.
    `ONE_COLUMN_A_PERIOD` where a column can repeat the column of another period.
    """

    FILE: ClassVar[str]
    START: ClassVar[str]
    NO_FORM: ClassVar[str] = "There is no form for it."
    ONE_COLUMN_A_PERIOD: ClassVar[bool] = False

    @abstractmethod
    def read(self, grid: Grid[Any], codes: Mapping[str, str], indicators: dict[str, Indicator]) -> Reading:
        """The figures of a grid as observations, and what was found on the way.

        `codes` are all names and codes of areas, in small letters, with their code. Raises SourceRefused with the
        cell where the grid is not as the specification says.
        """

    def make_table(self, asked: Asked) -> FormTable:
        """The headings and rows of a form for a supplier. Raises ParametersRefused where nobody can fill one in."""
        raise ParametersRefused(f"{self.name}: {self.NO_FORM}")

    def step(self) -> PeriodKind | None:
        """The kind of the shortest periods that the table has figures of, None where its file's name alone says it."""
        return None
