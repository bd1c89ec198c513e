"""A rate or share year by year beside its comparators."""

from collections.abc import Sequence

from analysis.charts.drawing import Chart
from analysis.charts.year_lines import plot_years
from analysis.measures.protection import Protected

SERIES = ["value", "neighbours_median", "england"]
RANGE = ("neighbours_lowest", "neighbours_highest")


def plot_rate(table: Protected, *, axis: str, indicators: Sequence[str]) -> Chart | None:
    """The area with its limits, its neighbours' median and range, and England: whichever of them the table has.

    One comparator of each kind is drawn; what a document quotes of the same neighbours stands in the table only.
    A table without a row has no chart.
    """
    if table.table.empty:
        return None
    known = table.columns
    return plot_years(
        table,
        [name for name in SERIES if name in known],
        axis=axis,
        indicators=indicators,
        limits={"value": ("lower", "upper")} if "lower" in known else None,
        band=(*RANGE, "range of neighbours") if set(RANGE) <= set(known) else None,
    )
