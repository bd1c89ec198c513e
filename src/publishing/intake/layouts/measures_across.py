"""One column per measure, one row per area and period."""

from collections.abc import Iterable, Mapping
from typing import Any, Literal

from analysis.definitions import Indicator
from analysis.definitions.contract import as_measure
from analysis.periods import Period
from publishing.intake.figures import Reading
from publishing.intake.grids import Grid
from publishing.intake.layouts.columns_of_measures import ColumnFigures, ColumnsOfMeasures, list_figures
from publishing.intake.layouts.form_labels import describe_headings, label_rows
from publishing.intake.layouts.layout import Asked, Entry, FormCell, FormTable
from publishing.intake.layouts.measured_rows import read_measured_rows

EMPTY_ROWS = 20  # of a form whose groups its supplier names
NOTHING = "-"  # a marker, where no figure has a meaning


class MeasuresAcross(ColumnsOfMeasures):
    """The commonest layout: a heading for each measure, and in each row an area, a period and a category.

    `{file}` in a heading stands for the period as the file's name has it, `{year}` for 2013/2014.
    """

    layout: Literal["measures_across"]

    FILE = "{name}_{{quarter}}"
    START = """\
# One column for each measure, one row for each area and period.
# The columns that hold the area's code, its name and the period; `labels` names columns that are only read over.
area_columns: [area_code]
name_column: area
period_column: quarter
# month, quarter, financial year, calendar year or day: what stands in that column.
period: quarter
# Each heading, and the indicator that it is. A share written without its sign: {{indicator: …, percent: bare}}.
columns:
  {words}: {figure}
# months: {figure}  # twelve columns, April to March, each of that month of the row's year
# Do categories make up the whole that stands beside them, or areas their total? `disjoint: true` where they do not
# overlap and leave a rest. Small counts are then better protected, and the sums are checked.
# totals:
#   - {{over: breakdown, whole: ""}}
"""

    def read(self, grid: Grid[Any], codes: Mapping[str, str], indicators: dict[str, Indicator]) -> Reading:
        """One observation for each row and measure. Raises SourceRefused as `read_measured_rows` does."""
        grid.contract = self._fill_headings(grid.period, grid.named)
        return read_measured_rows(grid, codes, indicators)

    def make_table(self, asked: Asked) -> FormTable:
        """A row for each declared area, period and category, or empty rows where groups are the supplier's."""
        filled = self._fill_headings(asked.period, asked.named)
        measures, described = filled.measures(), describe_headings(filled)
        keys = [key for key in [*filled.breakdown_columns, filled.category_column] if key]
        categories = list(dict.fromkeys(name for each in measures.values() if isinstance(each, dict) for name in each))
        rows: list[list[FormCell]] = []
        for labels in label_rows(filled, asked):
            for category in categories or [""]:
                known = labels | ({filled.category_column: category} if filled.category_column else {})
                label = labels.get(next(iter(filled.area_columns), ""), "")
                cells = [filled._choose_cell(label, category, each) for each in measures.values()]
                rows.append([*(known.get(heading, Entry()) for heading in [*described, *keys]), *cells])
        if filled.breakdown_columns:
            rows = [[Entry(cell.measure) if isinstance(cell, Entry) else Entry() for cell in rows[0]]] * EMPTY_ROWS
        return _split_headings([*described, *keys, *measures], filled.header_rows), rows

    def _fill_headings(self, period: Period | None, named: str) -> "MeasuresAcross":
        """This specification with the file's period in its headings, as the file's name has it."""
        year = f"{period.start.year}/{period.end.year}" if period else ""

        def fill(headings: Iterable[str]) -> list[str]:
            return [heading.replace("{file}", named).replace("{year}", year) for heading in headings]

        return self.model_copy(
            update={
                "area_columns": fill(self.area_columns),
                "columns": dict(zip(fill(self.columns), self.columns.values(), strict=True)),
                "left_out": fill(self.left_out),
            }
        )

    def _choose_cell(self, label: str, category: str, figures: ColumnFigures) -> FormCell:
        """The cell of a measure in a row, which may hold another indicator, or none."""
        chosen = figures.get(category) if isinstance(figures, dict) else figures
        if chosen is None:
            return ""
        measure = as_measure(list_figures(chosen)[0])
        if label not in self.other_rows:
            return Entry(measure)
        instead = self.other_rows[label].get(measure.indicator)
        return Entry(measure.model_copy(update={"indicator": instead})) if instead else NOTHING


def _split_headings(headings: list[str], rows: int) -> list[list[str]]:
    """The headings in one row, or in two: the group, which stands over the first of its words, and the word."""
    if rows == 1:
        return [headings]
    parts = [heading.rpartition(" / ") for heading in headings]
    upper = [group or word for group, _, word in parts]
    lower = [word if group else "" for group, _, word in parts]
    above = [words if number == 0 or words != upper[number - 1] else "" for number, words in enumerate(upper)]
    return [above, lower]
