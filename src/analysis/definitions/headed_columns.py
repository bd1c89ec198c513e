"""What the specifications of tables with one heading a column share: which column says what of its row."""

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from analysis.definitions.contract import PeriodKind, Source
from analysis.definitions.parameter_files import Definition

OTHERS = "others"
UNNAMED = ""
"""The name of a column that has no heading, as the names of authorities in a formatted table have none."""


def _as_texts(value: Any) -> Any:
    """One value or several as a list of texts, as a cell would hold them; nothing is an empty cell."""
    values = value if isinstance(value, list) else [value]
    return ["" if each is None else str(each) if type(each) in (int, str) else each for each in values]


def _as_list(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


def _as_wholes(value: Any) -> Any:
    """Columns of breakdowns by name, each with the value that stands for the whole, from a list or a mapping."""
    if isinstance(value, str):
        return {value: None}
    if not isinstance(value, list):
        return value
    named: dict[Any, Any] = {}
    for each in value:
        named |= each if isinstance(each, dict) else {each: None}
    return named


Texts = Annotated[list[str], BeforeValidator(_as_texts)]
Names = Annotated[list[str], BeforeValidator(_as_list)]
Wholes = Annotated[dict[str, str | None], BeforeValidator(_as_wholes)]


class Heading(Definition):
    """The names that one column has in the editions of a file, and how its figures are written if it is a measure.

    `optional`: some editions do not have it.
    """

    any_of: Names = Field(min_length=1)
    optional: bool = False
    breakdown: str = ""
    percent: Literal["sign", "bare", "fraction"] = "sign"


class PeriodFrom(Definition):
    """The two columns that hold the first and the last day of a row's period."""

    start: str
    end: str


def _as_heading(value: Any) -> Any:
    return {"any_of": value} if isinstance(value, str | list) else value


class Columns(Source):
    """What layouts with one heading a column share.

    `area_columns` hold the code or name of the row's area, the first that is not empty (`""` is the first column
    without a heading); `name_column` its name, which must not be another area's. The row's period, of the kind in
    `period`, stands in `period_column` (or in several, one text after the other), in the two columns of `period_from`,
    or for the whole table in the cell or title `period_in`; else it is the file's. `dates` says the order of day and
    month where dates can be read both ways, or that they are `day numbers`, as a spreadsheet keeps them (45387).

    `where` keeps the rows that have one of the values in each column, and leaves the others out. `labels` only
    describe a row, and must be the same in all rows of one figure. `left_out` columns are not read; `others` among
    them (or alone) leaves out every column and category that is not named, and a finding counts them. `headings` give
    a column the names that it has had, by the name that this specification uses or by its indicator.
    """

    area_columns: list[str] = Field(default_factory=list)
    name_column: str | None = None
    period_column: Names = Field(default_factory=list)
    period_from: PeriodFrom | None = None
    period: PeriodKind | None = None
    where: dict[str, Texts] = Field(default_factory=dict)
    labels: list[str] = Field(default_factory=list)
    left_out: Names = Field(default_factory=list)
    headings: dict[str, Annotated[Heading, BeforeValidator(_as_heading)]] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _rows_have_area_and_period(self) -> "Columns":
        if bool(self.area_columns) == (self.area is not None):
            raise ValueError("give `area` for a file about one area, else `area_columns`")
        placed = [self.period_column, self.period_from, self.period_in]
        if sum(map(bool, placed)) > 1:
            raise ValueError("give one of `period_column`, `period_from` and `period_in`")
        if self.period is None and (self.period_column or self.period_in):
            raise ValueError("say the kind of the periods in `period`")
        return self

    def step(self) -> PeriodKind | None:
        """The kind of the periods of the rows, None where the file's name alone says it."""
        return self.period

    @property
    def leaves_others_out(self) -> bool:
        """Whether columns and categories that are not named are left out, not refused."""
        return OTHERS in self.left_out

    @property
    def named_left_out(self) -> list[str]:
        """The columns and categories that are left out by name."""
        return [name for name in self.left_out if name != OTHERS]

    def column_names(self) -> list[str]:
        """Every column that the specification names, by the name that it uses; figures are not among them."""
        dated = [self.period_from.start, self.period_from.end] if self.period_from else []
        about = [*self.area_columns, self.name_column, *self.period_column, *dated, *self.labels, *self.where]
        return list(dict.fromkeys(name for name in [*about, *self._key_columns()] if name is not None))

    def figure_names(self) -> list[str]:
        """The headings of the columns of figures, by the name that the specification uses."""
        return []

    def other_names(self) -> dict[str, list[str]]:
        """The names that a column goes by beside the one that the specification uses for it."""
        return {self._own_name(name): heading.any_of for name, heading in self.headings.items()}

    def optional_names(self) -> set[str]:
        """The columns that some editions do not have, and those that nobody wants."""
        optional = {self._own_name(name) for name, heading in self.headings.items() if heading.optional}
        return optional | set(self.named_left_out)

    def _own_name(self, name: str) -> str:
        """The name of the column that `headings` means: as used elsewhere, else (an indicator) the first it gives."""
        return name if name in self.column_names() or name in self._declared() else self.headings[name].any_of[0]

    def _declared(self) -> list[str]:
        return [*self.figure_names(), *self.left_out]

    def _key_columns(self) -> list[str | None]:
        """The columns that a layout has beside these, which say what the figures of a row are of."""
        return []

    @model_validator(mode="after")
    def _headings_name_columns(self) -> "Columns":
        unknown = [name for name in self.headings if name not in self.column_names() and name not in self._declared()]
        if unknown and not self._takes_indicators():
            raise ValueError(f"no column {unknown[0]!r} to give names in `headings`")
        return self

    def _takes_indicators(self) -> bool:
        return False
