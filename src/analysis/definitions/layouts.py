"""The layouts that a received table can have, each with what its contract says beyond the common."""

import calendar
import re
from collections.abc import Iterable
from typing import Annotated, Literal, get_args

from pydantic import Field, model_validator

from analysis.definitions.columns_of_measures import MeasuresAcross
from analysis.definitions.contract import Figures, PeriodKind, Source
from analysis.definitions.headed_columns import Columns, Names
from analysis.definitions.parameter_files import Definition

WORDS_OF_A_FORM = ("period", "said", "note", "review")


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


class MonthsFromApril(Columns):
    """One column per month from April, one row per area and financial year, with the year's total."""

    layout: Literal["months_from_april"]
    indicator: str
    total: str | None = None

    def figure_names(self) -> list[str]:
        """The months, from April, and the year's total."""
        months = list(calendar.month_name)
        return [*months[4:], *months[1:4], *([self.total] if self.total else [])]

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


class NeighboursAcross(Source):
    """The neighbours of each authority across, nearest first, each with its closeness in the next column.

    `neighbours` is the word that heads a neighbour's column, before its rank: `SN` for SN_1 and SN1. `rank` and
    `closeness` are the indicators; the code of the neighbour is their breakdown. `area_columns` are headings over the
    authority's code or name, of which the file has one.
    """

    layout: Literal["neighbours_across"]
    area_columns: list[str] = Field(min_length=1)
    neighbours: str = "SN"
    rank: str
    closeness: str

    def _figures(self) -> Iterable[Figures | None]:
        return [self.rank, self.closeness]


class Rows(Columns):
    """A list: one row per item, which the breakdown names.

    `sections` are rows that begin a section, with the words put before the items below; `total` is the label of the
    row that holds the whole.
    """

    layout: Literal["rows"]
    breakdown_columns: Names = Field(min_length=1)
    columns: dict[str, Figures]
    sections: dict[str, str] = Field(default_factory=dict)
    total: str | None = None

    def figure_names(self) -> list[str]:
        """The headings of the columns of figures."""
        return list(self.columns)

    def _key_columns(self) -> list[str | None]:
        return [*self.breakdown_columns]

    def _figures(self) -> Iterable[Figures | None]:
        return self.columns.values()

    def _reads_breakdowns(self) -> bool:
        return True


LAYOUTS: dict[str, type[Source]] = {
    get_args(kind.model_fields["layout"].annotation)[0]: kind
    for kind in (PeriodsAcross, MeasuresAcross, MonthsFromApril, Stated, DataSet, NeighboursAcross, Rows)
}
