"""One reader per shape of table: a grid and its contract in, observations and findings out."""

from collections.abc import Callable

from analysis.clean.figures import Reading
from analysis.clean.grids import Grid
from analysis.clean.layouts.data_set import read_data_set
from analysis.clean.layouts.measures_across import read_measures_across
from analysis.clean.layouts.months_from_april import read_months_from_april
from analysis.clean.layouts.periods_across import read_periods_across
from analysis.clean.layouts.rows import read_rows
from analysis.clean.layouts.stated import read_stated
from analysis.definitions import Indicator

READERS: dict[str, Callable[[Grid, dict[str, str], dict[str, Indicator]], Reading]] = {
    "periods_across": read_periods_across,
    "measures_across": read_measures_across,
    "months_from_april": read_months_from_april,
    "stated": read_stated,
    "data_set": read_data_set,
    "rows": read_rows,
}
"""By the layout's name; the second argument is every name and code of an area, in small letters, with its code."""
