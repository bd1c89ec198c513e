"""A data set: items down, the quarters that a board compares across, and cells of words and figures."""

import re
from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Literal

import numpy as np
import pandas as pd
from pydantic import Field

from analysis.definitions import Indicator
from analysis.definitions.contract import Figures, Measure
from analysis.periods import Period, financial_year_of
from publishing.intake.cells import is_marker
from publishing.intake.figures import Reading, read_figures
from publishing.intake.findings import describe_cells
from publishing.intake.grids import Grid
from publishing.intake.layouts.board_items import (
    Figure,
    Item,
    Match,
    QuartersAcross,
    find_quarters,
    heading_of,
    match_forms,
    quarter_of_file,
    write_heading,
)
from publishing.intake.layouts.layout import Asked, Entry, FormCell, FormTable
from publishing.intake.measured_cells import Cell, place_cells
from publishing.intake.written_periods import parse_written

NO_COMPARATOR = "Not applicable"  # a marker, for an item that the contract gives no comparator
CASES = 2  # columns of a form under one quarter where each cell is about one case

_NUMBER = re.compile(r"\d+\.")


class DataSet(QuartersAcross):
    """Items down, quarters across: the board's data set.

    The last of `columns` holds the figures of the areas in `comparators`.
    """

    layout: Literal["data_set"]
    comparators: list[str]
    items: list[Item] = Field(min_length=1)

    FILE = "{name}_{{quarter}}"
    START = """\
# Items down, and quarters across: 0 is the file's own quarter, 1 the one before.
area: {area}
columns: [Item, 0, 1, Comparators]
# The areas whose figures the last column holds.
comparators: []
# Each item as it is worded, and how its cells are written, with the indicator where the figure stands.
items:
  - item: {words}
    forms: ["{{{figure}}}"]
"""
    ONE_COLUMN_A_PERIOD = True

    def area_codes(self) -> set[str]:
        """Every area that the contract names by its code, those in forms included."""
        in_forms = {area for item in self.items for _, area, _ in item.named() if area}
        return super().area_codes() | set(self.comparators) | in_forms

    def _figures(self) -> Iterable[Figures | None]:
        return [indicator for item in self.items for indicator, _, _ in item.named()]

    def read(self, grid: Grid[Any], codes: Mapping[str, str], indicators: dict[str, Indicator]) -> Reading:
        """One observation for every figure in a cell, by the forms that its item declares.

        Figures are of the column's quarter, or of the period in the cell where the form says so. A cell whose words
        name another period than its column does is a finding, as is a percentage that its count does not make. The
        name of a case is read over: reviews are numbered in the order in which the file first names them.
        """
        rows, columns = find_quarters(grid)
        placed: list[Cell] = []
        contradicting: list[tuple[int, int, Match, Period]] = []
        reviews: dict[str, int] = {}
        year_before = financial_year_of(quarter_of_file(grid).start).earlier()  # of a comparator that is missing
        for row, item in _find_items(grid, rows, min(columns)):
            for column, period in columns.items():
                cell = _read_cell(grid, row, column, item)
                if period and any(said[:2] != f"Q{period.label[-1]}" for said in cell.said):
                    contradicting.append((row, column, cell, period))
                figures = _number_reviews(cell, reviews)
                for figure in figures or item.missing(self.comparators if period is None else [None]):
                    when = _read_period(grid, row, column, item, figure) or period or year_before
                    measure = Measure(indicator=figure.indicator, breakdown=figure.breakdown)
                    area = figure.area or self.area or ""
                    placed.append(Cell(row, column, measure, area, when, figure.text or grid.texts[row, column]))
        reading = read_figures([place_cells(placed)], grid, indicators)
        findings = [*_describe_contradictions(grid, contradicting), *_check_shares(grid, reading.observations)]
        return Reading(_drop_repeated_markers(reading.observations), findings + reading.findings)

    def make_table(self, asked: Asked) -> FormTable:
        """The headings that the form's quarter makes, and a row for each item with how its cells are written."""
        quarter = asked.period or asked.quarter
        beside = CASES if any("{review}" in form for item in self.items for form in item.forms) else 1
        headings: list[str] = []
        for column in self.columns:
            headings += [write_heading(column, quarter), *[""] * (beside - 1 if isinstance(column, int) else 0)]
        return [headings], [self._make_row(item, quarter, beside) for item in self.items]

    def _make_row(self, item: Item, quarter: Period, beside: int) -> list[FormCell]:
        row: list[FormCell] = [item.item]
        for column in self.columns[1:-1]:
            if isinstance(column, int):
                row += [Entry(hint=item.hint(f"Q{quarter.earlier(column).label[-1]}"))] * beside
            else:
                row.append(Entry(hint="Where the figures come from."))
        hint = item.hint_of_comparators()
        return [*row, Entry(hint=hint) if hint else Entry(given=NO_COMPARATOR)]


def _find_items(grid: Grid[DataSet], rows: np.ndarray, first: int) -> list[tuple[int, Item]]:
    """The rows with their items, each declared item once; the labels left of the first column of figures are marked."""
    items = {item.item: item for item in grid.contract.items}
    found = []
    for row in rows:
        words = [text for text in grid.texts[row, :first] if text and not _NUMBER.fullmatch(text)]
        item = items.pop(words[0], None) if words else None
        if item is None:
            raise grid.refuse(row, 1, "expected the wording of an item that the file specification declares, once")
        grid.mark(row, slice(0, first), "label")
        found.append((row, item))
    if items:
        raise grid.refuse(rows[-1], 1, f"expected also the item '{next(iter(items))}' in this table")
    return found


def _read_cell(grid: Grid[DataSet], row: int, column: int, item: Item) -> Match:
    text = grid.texts[row, column]
    if is_marker(text, grid.contract):
        return Match([], [], [])
    match = match_forms(text, item.forms)
    if match is None:
        raise grid.refuse(
            row, column, "expected one of the forms that the file specification gives for this item, or a marker"
        )
    return match


def _read_period(grid: Grid[DataSet], row: int, column: int, item: Item, figure: Figure) -> Period | None:
    """The period that a cell gives for a figure, None where it gives none."""
    try:
        return parse_written(figure.period, item.period) if figure.period else None
    except ValueError as error:
        raise grid.refuse(row, column, f"{error} in the cell") from error


def _number_reviews(cell: Match, reviews: dict[str, int]) -> list[Figure]:
    """The figures with a review's number for its name."""
    if not cell.reviews:
        return cell.figures
    numbers = [reviews.setdefault(name, len(reviews) + 1) for name in cell.reviews]
    return [
        Figure(figure.indicator, figure.area, f"review {number}", figure.text, figure.period)
        for figure, number in zip(cell.figures, numbers, strict=True)
    ]


def _describe_contradictions(grid: Grid[DataSet], cells: list[tuple[int, int, Match, Period]]) -> list[dict]:
    """For each column a finding about the cells whose words name another period than its heading."""
    findings: list[dict] = []
    for column in dict.fromkeys(column for _, column, _, _ in cells):
        chosen = [(row, cell, period) for row, place, cell, period in cells if place == column]
        period = chosen[0][2]
        names = [figure.indicator for _, cell, _ in chosen for figure in cell.figures]
        said = dict.fromkeys(word for _, cell, _ in chosen for word in cell.said)
        findings += describe_cells(
            grid,
            "wording_contradicts_period",
            "warning",
            f"Cells under '{heading_of(period)}' say that they are of another period.",
            f"Read as {period.words}, the period of their column.",
            [(row, column) for row, _, _ in chosen],
            indicators=" ".join(dict.fromkeys(names)),
            detail=f"The cells say {', '.join(said)}.",
            question=f"Which period are these figures of: {period.words}, or the one in their words?",
        )
    return findings


def _check_shares(grid: Grid[DataSet], observations: pd.DataFrame) -> list[dict]:
    """Hold each percentage against the count beside it and the count it is a share of, to its printed precision."""
    key = ["area", "breakdown", "start", "end", "column"]
    counts = observations.drop_duplicates(["indicator", *key]).set_index(["indicator", *key])["numerator"]
    findings: list[dict] = []
    for item in grid.contract.items:
        for share, (part, whole) in item.share_of.items():
            stated = observations[(observations["indicator"] == share) & observations["value"].notna()]
            keys = list(stated[key].itertuples(index=False, name=None))
            made = [(counts.get((part, *row)), counts.get((whole, *row))) for row in keys]
            pairs = zip(stated.index, stated["text"], made, strict=True)
            checked = [(place, _makes(text, *counted)) for place, text, counted in pairs if all(counted)]
            if checked:
                findings += _describe_shares(grid, stated, share, checked)
    return findings


def _makes(text: str, part: float, whole: float) -> bool:
    written = Decimal(text.rstrip("% "))
    exact = Decimal(part) * 100 / Decimal(whole)
    return exact.quantize(written, ROUND_HALF_UP) == written


def _describe_shares(
    grid: Grid[DataSet], stated: pd.DataFrame, share: str, checked: list[tuple[int, bool]]
) -> list[dict]:
    wrong = [place for place, holds in checked if not holds]
    rows = stated.loc[wrong or [place for place, _ in checked], ["row", "column"]]
    agreed = f"Number and percentage agree in {len(checked)} of {len(checked)} cells."
    return describe_cells(
        grid,
        "number_and_percent",
        "warning" if wrong else "note",
        "A percentage is not what the number beside it makes." if wrong else agreed,
        "Both are kept as supplied." if wrong else "Nothing to do.",
        rows.to_numpy().tolist(),
        indicators=share,
        question="Which of the two is right, the number or the percentage?" if wrong else None,
    )


def _drop_repeated_markers(observations: pd.DataFrame) -> pd.DataFrame:
    """One row for a figure that two cells under one merged heading both leave out."""
    key = ["indicator", "area", "breakdown", "start", "end", "row"]
    missing = observations["status"] != "reported"
    return observations[~(missing & observations.duplicated(key))]
