"""The specification of the commonest layout: one column per measure, one row per area, period and category."""

import re
from collections.abc import Iterable
from typing import Annotated

from pydantic import AliasChoices, BeforeValidator, Discriminator, Field, Tag, model_validator

from analysis.definitions.contract import Figures, Measure
from analysis.definitions.headed_columns import Columns, Wholes
from analysis.definitions.parameter_files import Definition
from publishing.intake.layouts.layout import Layout


def _which_figures(figures: object) -> str:
    """Which of its forms the content of a column is in, so that a fault is told of that form alone."""
    if isinstance(figures, list):
        return "several"
    if not isinstance(figures, dict):
        return "measure" if isinstance(figures, Measure) else "indicator"
    return "measure" if "indicator" in figures else "categories"


def list_range(value: object) -> object:
    """`0 to 17`, or `Age 0 to Age 17`, as the list of all that it counts; any other text alone in a list."""
    if isinstance(value, list):
        return [str(each) if type(each) in (int, str) else each for each in value]
    match = re.fullmatch(r"(\D*)(\d+)(\D*?)(?: to |-| - )\1(\d+)\3", value) if isinstance(value, str) else None
    if match:
        before, first, after, last = match.groups()
        return [f"{before}{number}{after}" for number in range(int(first), int(last) + 1)]
    return [value] if isinstance(value, str) else value


ColumnFigures = Annotated[
    Annotated[str, Tag("indicator")]
    | Annotated[Measure, Tag("measure")]
    | Annotated[list[Figures], Tag("several")]
    | Annotated[dict[str, Figures], Tag("categories")],
    Discriminator(_which_figures),
]


def list_figures(figures: ColumnFigures) -> list[Figures]:
    """What a column is of, in whichever form that is written: one indicator, several, or one for each category."""
    if isinstance(figures, dict):
        return list(figures.values())
    return figures if isinstance(figures, list) else [figures]


class SumDown(Definition):
    """Rows that add up: the figures of one column over the rows that have one of the values in each other column."""

    column: str
    where: dict[str, Annotated[list[str], BeforeValidator(list_range)]] = Field(min_length=1)


SumOf = Annotated[list[str], BeforeValidator(list_range)] | SumDown


class ColumnsOfMeasures(Columns, Layout):
    """One column per measure, one row per area and period.

    `columns` say what each heading is: an indicator, several of them, or one indicator per category of the row where
    `category_column` names them. `breakdown_columns` hold the category of a row's figures, each with the value that
    stands for the whole (`{Age: Total}`, or the value in `total` for all of them). `breakdowns` gives headings that
    are breakdowns of one indicator. With several `header_rows` a heading is the group above and the words below it,
    joined by ' / '. `other_rows` are rows, by their label, that hold other indicators than the column's; `null` where
    the cell must hold a marker. `sum_of` gives an indicator the sum of columns (`0 to 17`, or a list), or of rows.
    `count_rows` is the indicator of a list of events without people, one row an event: its rows are counted.
    """

    header_rows: int = Field(default=1, ge=1, le=4)
    breakdown_columns: Wholes = Field(
        default_factory=dict, validation_alias=AliasChoices("breakdown_columns", "breakdown_column")
    )
    total: str | dict[str, str] | None = None
    category_column: str | None = None
    columns: dict[str, ColumnFigures] = Field(default_factory=dict)
    breakdowns: dict[str, dict[str, str | Measure]] = Field(default_factory=dict)
    other_rows: dict[str, dict[str, str | None]] = Field(default_factory=dict)
    sum_of: dict[str, SumOf] = Field(default_factory=dict)
    count_rows: Figures | None = None

    @model_validator(mode="after")
    def _figures_or_rows_are_counted(self) -> "ColumnsOfMeasures":
        read = [self.columns, self.breakdowns, self.sum_of, self.measures()]
        if self.count_rows is not None and any(read):
            raise ValueError("`count_rows` counts the rows of a list, which has no columns of figures")
        if self.count_rows is None and not any(read):
            raise ValueError("name the columns of figures in `columns`, or say `count_rows` for a list of events")
        return self

    def wholes(self) -> dict[str, str | None]:
        """The columns of breakdowns, each with the value that stands for the whole, None where none is declared."""
        shared = self.total if isinstance(self.total, dict) else dict.fromkeys(self.breakdown_columns, self.total)
        return {column: whole or shared.get(column) for column, whole in self.breakdown_columns.items()}

    def measures(self) -> dict[str, "ColumnFigures"]:
        """What each heading of figures stands for; `headings` named by an indicator are its measures."""
        known = dict(self.columns) | self._broken_down()
        for name, heading in self.headings.items():
            if name not in self.column_names() and name not in known and name not in self.named_left_out:
                known[heading.any_of[0]] = Measure(indicator=name, breakdown=heading.breakdown, percent=heading.percent)
        return known

    def figure_names(self) -> list[str]:
        """The headings of the columns of figures, those that are only added up included."""
        added = [[parts.column] if isinstance(parts, SumDown) else parts for parts in self.sum_of.values()]
        return list(dict.fromkeys([*self.columns, *self._broken_down(), *(name for parts in added for name in parts)]))

    def _key_columns(self) -> list[str | None]:
        down = [name for parts in self.sum_of.values() if isinstance(parts, SumDown) for name in parts.where]
        return [*self.breakdown_columns, self.category_column, *down]

    def _reads_breakdowns(self) -> bool:
        return bool(self.breakdown_columns)

    def _takes_indicators(self) -> bool:
        return True

    def _broken_down(self) -> dict[str, "ColumnFigures"]:
        found: dict[str, list[Figures]] = {}
        for indicator, headings in self.breakdowns.items():
            for heading, words in headings.items():
                measure = Measure(indicator=indicator, breakdown=words) if isinstance(words, str) else words
                found[heading] = [*found.get(heading, []), measure]
        return {heading: each[0] if len(each) == 1 else each for heading, each in found.items()}

    def _figures(self) -> Iterable[Figures | None]:
        for figures in self.measures().values():
            yield from list_figures(figures)
        yield from self.breakdowns
        yield from self.sum_of
        yield self.count_rows
        for others in self.other_rows.values():
            yield from others.values()
