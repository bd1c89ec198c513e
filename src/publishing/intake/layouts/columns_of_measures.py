"""The specification of the commonest layout, one column per measure; and its figures that are sums of several cells."""

import calendar
import re
from collections.abc import Iterable
from typing import Annotated

import pandas as pd
from pydantic import AliasChoices, BeforeValidator, Discriminator, Field, Tag, model_validator

from analysis.definitions.contract import Figures, Measure, PeriodKind, Source
from analysis.definitions.headed_columns import Columns, Wholes
from analysis.definitions.parameter_files import Definition
from publishing.intake.cells import parse_cell
from publishing.intake.grids import Grid
from publishing.intake.headings import Table
from publishing.intake.layouts.layout import Layout
from publishing.intake.measured_cells import place_figures

Place = tuple[int, int]
MONTHS = {calendar.month_name[number]: number for number in (*range(4, 13), 1, 2, 3)}
"""The headings of `months` in the order of a form, each with its month."""

ABOUT = ["area", "when", "breakdown", "category"]


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
    `count_rows` is the indicator of a list of events without people, one row an event: its rows are counted. `months`
    is the indicator of twelve columns, April to March, each of that month of the row's year.
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
    months: str | None = None

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
        known = self._monthly() | dict(self.columns) | self._broken_down()
        for name, heading in self.headings.items():
            if name not in self.column_names() and name not in known and name not in self.named_left_out:
                known[heading.any_of[0]] = Measure(indicator=name, breakdown=heading.breakdown, percent=heading.percent)
        return known

    def figure_names(self) -> list[str]:
        """The headings of the columns of figures, those that are only added up included."""
        added = [[parts.column] if isinstance(parts, SumDown) else parts for parts in self.sum_of.values()]
        read = [*self._monthly(), *self.columns, *self._broken_down()]
        return list(dict.fromkeys([*read, *(name for parts in added for name in parts)]))

    def step(self) -> PeriodKind | None:
        """The kind of the periods of the rows; months where these stand across, whatever kind of year a row is of."""
        return "month" if self.months else super().step()

    def _key_columns(self) -> list[str | None]:
        down = [name for parts in self.sum_of.values() if isinstance(parts, SumDown) for name in parts.where]
        return [*self.breakdown_columns, self.category_column, *down]

    def _reads_breakdowns(self) -> bool:
        return bool(self.breakdown_columns)

    def _takes_indicators(self) -> bool:
        return True

    def _monthly(self) -> dict[str, "ColumnFigures"]:
        return {heading: Measure(indicator=self.months) for heading in MONTHS} if self.months else {}

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


def add_across(
    grid: Grid[Source], table: Table, rows: pd.DataFrame, indicator: str, headings: list[str]
) -> pd.DataFrame:
    """The sum of several columns in each row."""
    columns = [table.columns[heading] for heading in headings]
    grid.mark_table(rows["row"].to_numpy(), columns, "figure")
    return _place_sums(grid, indicator, rows, [[(row, column) for column in columns] for row in rows["row"]])


def add_down(grid: Grid[Source], table: Table, rows: pd.DataFrame, indicator: str, parts: SumDown) -> pd.DataFrame:
    """The sum of one column over the rows of an area and period that have one of the values asked for.

    A sum of which a row is missing, or stands twice, is a fault of the grid.
    """
    column = table.columns[parts.column]
    grid.mark(rows["row"].to_numpy(), column, "figure")
    wanted = rows
    for heading, values in parts.where.items():
        wanted = wanted[[grid.texts[row, table.columns[heading]] in values for row in wanted["row"]]]
    expected = 1
    for values in parts.where.values():
        expected *= len(values)
    groups = [group for _, group in wanted.groupby(ABOUT, sort=False)]
    for group in groups:
        if len(group) != expected:
            grid.note_fault(
                group["row"].iloc[0], column, f"expected {expected} rows to add up to {indicator} from here"
            )
    firsts = wanted.loc[[group.index[0] for group in groups]]
    return _place_sums(grid, indicator, firsts, [[(row, column) for row in group["row"]] for group in groups])


def _place_sums(grid: Grid[Source], indicator: str, rows: pd.DataFrame, places: list[list[Place]]) -> pd.DataFrame:
    placed = place_figures(
        grid,
        Measure(indicator=indicator),
        rows["row"].to_numpy(),
        [cells[0][1] for cells in places],
        rows["area"].to_numpy(),
        list(rows["when"]),
        breakdowns=rows["breakdown"].to_numpy(),
        marks="derived",
    )
    return placed.assign(text=[_add(grid, cells) for cells in places], parts=places)


def _add(grid: Grid[Source], places: Iterable[Place]) -> str:
    """The sum as a text; where a part is missing, its marker: what is missing is never nothing.

    A part that is no number is noted as a fault.
    """
    total = None
    for row, column in places:
        try:
            written = parse_cell(grid.texts[row, column], grid.contract)
        except ValueError as error:
            grid.note_fault(row, column, str(error))
            continue
        if written.number is None:
            return grid.texts[row, column]
        total = written.number if total is None else total + written.number
    return "" if total is None else f"{total:f}"
