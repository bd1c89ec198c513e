"""A list: one row per item, named by its breakdown, with sections and a total where there are any."""

from collections.abc import Iterable, Mapping
from typing import Any, Literal

import pandas as pd
from pydantic import Field

from analysis.definitions import Indicator
from analysis.definitions.contract import Figures, as_measure
from analysis.definitions.headed_columns import Columns, Names
from analysis.refusals import ParametersRefused
from publishing.intake.figures import Reading, read_figures
from publishing.intake.grids import Grid
from publishing.intake.headings import Table, find_table
from publishing.intake.layouts.form_labels import describe_headings
from publishing.intake.layouts.group_columns import check_groups, name_alike
from publishing.intake.layouts.layout import Asked, Entry, FormCell, FormTable, Layout
from publishing.intake.layouts.rows_of_areas import find_described_table, read_areas
from publishing.intake.measured_cells import place_figures
from publishing.intake.notes_and_marks import plain_name
from publishing.intake.row_periods import read_row_periods

SPARE = 10  # empty rows below the items of a form, for new ones


class Rows(Columns, Layout):
    """A list: one row per item, which the breakdown names.

    `sections` are rows that begin a section, with the words put before the items below; `total` is the label of the
    row that holds the whole.
    """

    layout: Literal["rows"]
    breakdown_columns: Names = Field(min_length=1)
    columns: dict[str, Figures]
    sections: dict[str, str] = Field(default_factory=dict)
    total: str | None = None

    FILE = "{name}_{{quarter}}"
    START = """\
# A list: one row for each item, which the columns of the breakdown name.
area: {area}
breakdown_columns: [item]
# Each heading, and the indicator that it is.
columns:
  {words}: {figure}
# total: Total
"""

    def figure_names(self) -> list[str]:
        """The headings of the columns of figures."""
        return list(self.columns)

    def _key_columns(self) -> list[str | None]:
        return [*self.breakdown_columns]

    def _figures(self) -> Iterable[Figures | None]:
        return self.columns.values()

    def _reads_breakdowns(self) -> bool:
        return True

    def read(self, grid: Grid[Any], codes: Mapping[str, str], indicators: dict[str, Indicator]) -> Reading:
        """One observation for each item and column; the total's breakdown is empty, because it is of all items.

        Raises SourceRefused for an item without a name, for a total that is not declared, and for a declared section or
        total that is not there.
        """
        table, findings = find_described_table(grid, codes)
        items = _name_items(grid, table)
        areas, (whens, marks) = read_areas(grid, table, codes), read_row_periods(grid, table)
        grid.raise_faults()
        rows = pd.DataFrame({"area": areas, "when": whens, "mark": marks}, index=table.rows).loc[list(items)]
        placed = []
        for heading, figures in self.columns.items():
            if heading not in table.columns:
                continue
            column = table.columns[heading]
            grid.mark([row for row, name in items.items() if name == ""], column, "total")
            placed.append(
                place_figures(
                    grid,
                    as_measure(figures),
                    list(items),
                    column,
                    rows["area"].to_numpy(),
                    list(rows["when"]),
                    breakdowns=list(items.values()),
                    marks=rows["mark"].to_numpy(),
                )
            )
        reading = read_figures(placed, grid, indicators)
        return Reading(reading.observations, findings + reading.findings)

    def make_table(self, asked: Asked) -> FormTable:
        """The items of the last file, to be changed where they have, and empty rows for new ones.

        A list with sections or a total ends with them, so that new items are put in as new rows. Raises
        ParametersRefused for such a list where no file has been received.
        """
        described, last = [*describe_headings(self), *self.breakdown_columns], asked.read_last()
        parted = bool(self.sections) or self.total is not None
        if parted and last is None:
            raise ParametersRefused(
                f"{self.name}: the items between its sections and its total are those of the last file, and none is in "
                f"data/raw. Put the first one there as {self.supplier} made it."
            )
        entries = [Entry(as_measure(figures)) for figures in self.columns.values()]
        rows: list[list[FormCell]] = []
        if last is not None:
            table = find_table(last, [*described, *self.columns])
            labels = zip(*(table.texts(last, name) for name in described), strict=True)
            rows = [self._make_item(dict(zip(described, texts, strict=True)), entries) for texts in labels]
        rows += [] if parted else [[*(Entry() for _ in described), *entries]] * (SPARE if rows else 2 * SPARE)
        return [[*described, *self.columns]], rows

    def _make_item(self, labels: dict[str, str], entries: list[Entry]) -> list[FormCell]:
        name = ", ".join(labels[heading] for heading in self.breakdown_columns if labels[heading])
        if name in self.sections:
            return [*labels.values(), *("" for _ in entries)]
        if name == self.total:
            return [*labels.values(), *entries]
        return [*(Entry(given=label) for label in labels.values()), *entries]


def _name_items(grid: Grid[Rows], table: Table) -> dict[int, str]:
    """The breakdown of each item's row, with its section's words before it; section rows are left away."""
    contract = grid.contract
    columns = [table.columns[heading] for heading in contract.breakdown_columns]
    section, items, seen = "", {}, set()
    sections = {plain_name(name): words for name, words in contract.sections.items()}
    texts = [[text for text in grid.texts[row, columns] if text] for row in table.rows]
    for row, words, name in zip(table.rows, texts, name_alike(list(map(", ".join, texts))), strict=True):
        if not words:
            raise grid.refuse(row, columns[0], "expected the name of an item")
        plain = plain_name(name)
        seen.add(plain)
        if plain in sections and sum(grid.texts[row] != "") == len(words):
            section = sections[plain]
        elif contract.total and plain == plain_name(contract.total):
            items[row] = ""
        else:
            items[row] = f"{section}: {name}" if section else name
    for column in columns:
        names = [grid.texts[row, column] if item else "" for row, item in items.items()]
        check_groups(grid, list(items), column, names, "an item")
    missing = [name for name in [*contract.sections, contract.total] if name and plain_name(name) not in seen]
    if missing:
        grid.raise_faults()  # a total of another name is told before one that is not there
        raise grid.refuse(table.rows[-1], columns[0], f"expected also a row '{missing[0]}' in this table")
    return items
