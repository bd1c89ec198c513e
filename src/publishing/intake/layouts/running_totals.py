"""Months or quarters that are each the sum since the first, which would be read as the figures of one period."""

import pandas as pd

from analysis.definitions.contract import Source
from publishing.intake.grids import Grid

FEWEST = 3  # periods beside a total


def refuse_running_totals(grid: Grid[Source], observations: pd.DataFrame) -> None:
    """Refuse rows whose periods never fall and end with the row's total, which they would pass if added up.

    Raises SourceRefused with the first period of each such row.
    """
    roles = grid.roles[observations["row"], observations["column"]]
    for _, row in observations.assign(is_total=roles == "total").groupby(["row", "indicator"], sort=False):
        wholes = row.loc[row["is_total"], "value"].dropna()
        parts = row[~row["is_total"] & row["value"].notna()].sort_values("end")
        if len(wholes) != 1 or len(parts) < FEWEST:
            continue
        runs_up = parts["value"].is_monotonic_increasing and parts["value"].iloc[-1] == wholes.iloc[0]
        if runs_up and parts["value"].sum() > wholes.iloc[0]:
            expected = "expected the figures of each period: these are sums since the first, and the last is the total"
            grid.note_fault(parts["row"].iloc[0], parts["column"].iloc[0], expected)
    grid.raise_faults()
