"""The layouts that a received table can have, each with what its contract says beyond the common."""

import re
from collections.abc import Iterable
from typing import Annotated, Literal

from pydantic import Discriminator, Field, Tag, model_validator

from analysis.definitions.contract import Figures, Measure, PeriodKind, Source
from analysis.definitions.parameter_files import Definition

WORDS_OF_A_FORM = ("period", "said", "note", "review")


def _which_figures(figures: object) -> str:
    """Which of its forms the content of a column is in, so that a fault is told of that form alone."""
    if not isinstance(figures, dict):
        return "measure" if isinstance(figures, Measure) else "indicator"
    return "measure" if "indicator" in figures else "categories"


ColumnFigures = Annotated[
    Annotated[str, Tag("indicator")]
    | Annotated[Measure, Tag("measure")]
    | Annotated[dict[str, Figures], Tag("categories")],
    Discriminator(_which_figures),
]


class PeriodsAcross(Source):
    """Months or years across, and in each row a measure, an area or a breakdown of one indicator.

    `labels` says what the columns before the first period hold; an empty measure is the one above it. `total` is the
    heading of the column for the whole of the file's period. `typed_dates`: months stand as dates of their first day.
    """

    layout: Literal["periods_across"]
    period: PeriodKind
    typed_dates: bool = False
    labels: list[Literal["measure", "area", "breakdown"]] = Field(default=["measure"], min_length=1)
    headings: list[str] = Field(default_factory=list)
    rows: dict[str, Figures] = Field(default_factory=dict)
    measure: Figures | None = None
    total: str | None = None

    @model_validator(mode="after")
    def _rows_say_what_they_are(self) -> "PeriodsAcross":
        if ("measure" in self.labels) != bool(self.rows) or bool(self.rows) == bool(self.measure):
            raise ValueError("give `rows` where a column of labels holds the measure, else `measure`")
        if ("area" in self.labels) == (self.area is not None):
            raise ValueError("give `area` where no column of labels holds it, and only there")
        return self

    def _figures(self) -> Iterable[Figures | None]:
        return [*self.rows.values(), self.measure]

    def _reads_breakdowns(self) -> bool:
        return "breakdown" in self.labels


class Columns(Source):
    """What layouts with one heading a column share.

    `area_columns` hold the code or name of the row's area, the first that is not empty; `name_column` its name, which
    must not be another area's. `period_column` holds the row's period, of the kind in `period`; without it the file
    is for one period. `labels` only describe a row; `left_out` columns are not read, and a finding says so.
    """

    area_columns: list[str] = Field(default_factory=list)
    name_column: str | None = None
    period_column: str | None = None
    period: PeriodKind | None = None
    labels: list[str] = Field(default_factory=list)
    left_out: list[str] = Field(default_factory=list)

    @model_validator(mode="after")
    def _rows_have_area_and_period(self) -> "Columns":
        if bool(self.area_columns) == (self.area is not None):
            raise ValueError("give `area` for a file about one area, else `area_columns`")
        if bool(self.period_column) != bool(self.period):
            raise ValueError("give `period_column` together with the kind of its periods in `period`")
        return self


class MeasuresAcross(Columns):
    """One column per measure, one row per area and period.

    `columns` say what each heading is: an indicator, or one indicator per category of the row where `category_column`
    names them. `breakdowns` gives headings that are breakdowns of one indicator. With `header_rows: 2` a heading is
    the group above and the word below it, joined by ' / '. `other_rows` are rows, by their label, that hold other
    indicators than the column's; `null` where the cell must hold a marker.
    """

    layout: Literal["measures_across"]
    header_rows: Literal[1, 2] = 1
    breakdown_column: str | None = None
    category_column: str | None = None
    columns: dict[str, ColumnFigures] = Field(default_factory=dict)
    breakdowns: dict[str, dict[str, str | Measure]] = Field(default_factory=dict)
    other_rows: dict[str, dict[str, str | None]] = Field(default_factory=dict)

    def _figures(self) -> Iterable[Figures | None]:
        for figures in self.columns.values():
            yield from figures.values() if isinstance(figures, dict) else [figures]
        yield from self.breakdowns
        for figures in self.other_rows.values():
            yield from figures.values()

    def _reads_breakdowns(self) -> bool:
        return self.breakdown_column is not None


class MonthsFromApril(Columns):
    """One column per month from April, one row per area and financial year, with the year's total."""

    layout: Literal["months_from_april"]
    indicator: str
    total: str | None = None

    def _figures(self) -> Iterable[Figures | None]:
        return [self.indicator]


class Stated(Source):
    """Figures that stand in sentences: indicator, breakdown, period, area, figure, per, kind, statement, chapter.

    `names` gives the indicator that a name in the file means (or a name, a comma and a breakdown); `endings` the
    breakdown that the end of a name means.
    """

    layout: Literal["stated"]
    names: dict[str, Figures] = Field(default_factory=dict)
    endings: dict[str, str] = Field(default_factory=dict)
    labels: list[str] = Field(default_factory=list)

    def _figures(self) -> Iterable[Figures | None]:
        return self.names.values()


class Item(Definition):
    """One item of a data set: its wording and the forms that its cells come in.

    In a form, `{indicator}` stands for a figure, with `@` and an area or `|` and a breakdown after it; `{period}` for
    the figures' period; `{said}` for a period that should be the column's; `{note}` for words; `{review}` for the
    name of a case, which is read over. `share_of` names, for a proportion, the count that it is checked against.
    """

    item: str
    forms: list[str] = Field(min_length=1)
    period: PeriodKind = "reporting year"
    share_of: dict[str, Annotated[list[str], Field(min_length=2, max_length=2)]] = Field(default_factory=dict)


class DataSet(Source):
    """Items down, quarters across: the board's data set.

    `columns` are headings, or how many quarters before the file's own a column is for; the last one holds the
    figures of the areas in `comparators`. `{quarter}` in a heading is the file's: Q4.
    """

    layout: Literal["data_set"]
    columns: list[str | int]
    comparators: list[str]
    items: list[Item] = Field(min_length=1)

    @model_validator(mode="after")
    def _the_file_is_for_a_quarter(self) -> "DataSet":
        if "{quarter}" not in self.file or 0 not in self.columns or self.area is None:
            raise ValueError("give {quarter} in `file`, 0 among `columns` for the quarter itself, and `area`")
        return self

    def area_codes(self) -> set[str]:
        """Every area that the contract names by its code, those in forms included."""
        in_forms = {code for item in self.items for form in item.forms for code in re.findall(r"@([^}|]+)", form)}
        return super().area_codes() | set(self.comparators) | in_forms

    def _figures(self) -> Iterable[Figures | None]:
        for item in self.items:
            for form in item.forms:
                yield from (name for name in re.findall(r"{(\w+)", form) if name not in WORDS_OF_A_FORM)


class Rows(Columns):
    """A list: one row per item, which the breakdown names.

    `sections` are rows that begin a section, with the words put before the items below; `total` is the label of the
    row that holds the whole.
    """

    layout: Literal["rows"]
    breakdown_columns: list[str] = Field(min_length=1)
    columns: dict[str, Figures]
    sections: dict[str, str] = Field(default_factory=dict)
    total: str | None = None

    def _figures(self) -> Iterable[Figures | None]:
        return self.columns.values()

    def _reads_breakdowns(self) -> bool:
        return True


LAYOUTS: dict[str, type[Source]] = {
    kind.model_fields["layout"].annotation.__args__[0]: kind
    for kind in (PeriodsAcross, MeasuresAcross, MonthsFromApril, Stated, DataSet, Rows)
}
