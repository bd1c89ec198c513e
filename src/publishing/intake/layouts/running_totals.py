"""Months or quarters that are each the sum since the first, which would be read as the figures of one period."""

import pandas as pd

from analysis.definitions.contract import Source
from publishing.intake.grids import Grid

FEWEST = 3  # periods beside a total


def refuse_running_totals(grid: Grid[Source], observations: pd.DataFrame) -> None:
    """Refuse rows whose periods rise to the row's total without ever falling, and would pass it if added up.

    Raises SourceRefused with the first period of each such row.
    """
    roles = grid.roles[observations["row"], observations["column"]]
    for _, row in observations.assign(is_total=roles == "total").groupby(["row", "indicator"], sort=False):
        wholes = row.loc[row["is_total"], "value"].dropna()
        parts = row[~row["is_total"] & row["value"].notna()].sort_values("end")
        if len(wholes) != 1 or len(parts) < FEWEST:
            continue
        values, whole = parts["value"], wholes.iloc[0]
        runs_up = values.is_monotonic_increasing and values.iloc[0] < values.iloc[-1] == whole
        if runs_up and values.sum() > whole:
            expected = "expected the figures of each period: these are sums since the first, and the last is the total"
            grid.note_fault(parts["row"].iloc[0], parts["column"].iloc[0], expected)
    grid.raise_faults()
