"""An area beside its statistical neighbours and other comparators, period by period."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from analysis.model.comparison import neighbour_average

AVERAGE = ["neighbours", "neighbours_median", "neighbours_lowest", "neighbours_highest", "neighbours_known"]


def add_neighbours(
    rates: pd.DataFrame, area: str, others: Mapping[str, str], neighbours: list[str], *, set_year: int, set_version: str
) -> pd.DataFrame:
    """One row for each period: the area's figure, its neighbours' average, median and range, and others' figures.

    Reads area, period, start, end, value and status (numerator, denominator, lower and upper of the area itself), one
    row for each area and period. `others` are further comparators, by the column that each becomes. The average is the
    unweighted mean of the `neighbours_known` neighbours that have a value. Columns: period, start, end, numerator,
    denominator, value, lower, upper, value_status, those of the neighbours, the others, method, confidence, reason
    (why a period has no average). Raises ValueError where an area stands twice in a period.
    """
    if rates.duplicated(["area", "start", "end"]).any():
        raise ValueError("an area stands twice in a period; choose one indicator, breakdown and source")
    rows = []
    for (start, end), group in rates.groupby(["start", "end"], sort=True):
        own = group[group["area"] == area]
        values = group.set_index("area")["value"].astype(float)
        average = neighbour_average(values, neighbours, set_year=set_year, set_version=set_version)
        figures = (average.mean, average.median, average.lowest, average.highest, average.areas)
        rows.append(
            {"period": group["period"].iloc[0], "start": start, "end": end}
            | {name: own[name].iloc[0] if len(own) else np.nan for name in ("numerator", "denominator")}
            | {name: own[name].iloc[0] if len(own) else np.nan for name in ("value", "lower", "upper")}
            | {"value_status": own["status"].iloc[0] if len(own) else "not_supplied"}
            | dict(zip(AVERAGE, figures, strict=True))
            | {name: values.get(code, np.nan) for name, code in others.items()}
            | {"method": average.method, "confidence": None, "reason": average.reason}
        )
    columns = [
        "period",
        "start",
        "end",
        "numerator",
        "denominator",
        "value",
        "lower",
        "upper",
        "value_status",
        *AVERAGE,
        *others,
        "method",
        "confidence",
        "reason",
    ]
    return pd.DataFrame(rows, columns=columns)
