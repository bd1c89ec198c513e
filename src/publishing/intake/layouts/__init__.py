"""One reader per shape of table: a grid and its contract in, observations and findings out."""

from collections.abc import Callable, Mapping
from typing import Any

from analysis.definitions import Indicator
from publishing.intake.figures import Reading
from publishing.intake.grids import Grid
from publishing.intake.layouts.board_data_set import read_data_set
from publishing.intake.layouts.measures_across import read_measures_across
from publishing.intake.layouts.months_from_april import read_months_from_april
from publishing.intake.layouts.neighbours_across import read_neighbours_across
from publishing.intake.layouts.periods_across import read_periods_across
from publishing.intake.layouts.quoted_figures import read_stated
from publishing.intake.layouts.rows_of_items import read_rows

READERS: dict[str, Callable[[Grid[Any], Mapping[str, str], dict[str, Indicator]], Reading]] = {
    "periods_across": read_periods_across,
    "measures_across": read_measures_across,
    "months_from_april": read_months_from_april,
    "stated": read_stated,
    "data_set": read_data_set,
    "neighbours_across": read_neighbours_across,
    "rows": read_rows,
}
"""By the layout's name; the second argument is every name and code of an area, in small letters, with its code."""
