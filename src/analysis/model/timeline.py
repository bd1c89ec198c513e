"""When each figure of a series stands: years as numbers, and the points a model can use."""

from datetime import date

import pandas as pd

from analysis.model.limits import check_counts, check_proportion
from analysis.periods import Period, parse_period

Moment = date | Period | str  # a day, or a label that is read as one
KINDS = (
    "quarter",
    "financial year",
    "month",
    "calendar year",
    "day",
)  # the order that settles 2006-07 on its own


def select_points(table: pd.DataFrame, kind: str) -> pd.DataFrame:
    """The complete rows of a series in order of time, with `start`, `year` and `label`; gaps are left out.

    Reads numerator and denominator (a "value" series: value) and start, or else period. `year` counts years
    from the first row of the table. Raises ValueError for two rows of one period, or neither start nor
    period.
    """
    columns = ["value"] if kind == "value" else ["numerator", "denominator"]
    absent = [column for column in columns if column not in table]
    if absent:
        raise ValueError(f"the table needs the column {' and '.join(absent)}; it has {', '.join(map(str, table))}")
    starts = read_starts(table)
    if starts.duplicated().any():
        raise ValueError("a period stands twice in the table; select one indicator, area and breakdown first")
    if kind == "proportion":
        figures = dict(zip(columns, check_proportion(*(table[column] for column in columns)), strict=True))
    else:
        figures = {column: check_counts(table[column], column) for column in columns}
    labels = (table["period"] if "period" in table else starts.dt.strftime("%B %Y")).astype(str).to_numpy()
    points = pd.DataFrame(figures, index=range(len(table))).assign(start=starts.to_numpy(), label=labels)
    points["year"] = years_from(points["start"])
    complete = points[columns].notna().all(axis=1)
    if kind != "value":
        complete &= points["denominator"] > 0
    return points[complete].sort_values("start").reset_index(drop=True)


def read_starts(table: pd.DataFrame) -> pd.Series:
    """The first day of each row: the column start, or else read from the column period."""
    if "start" in table:
        starts = pd.to_datetime(table["start"])
    elif "period" in table:
        starts = pd.Series(_read_labels(table["period"]), index=table.index, dtype="datetime64[ns]")
    else:
        raise ValueError("the table needs the column start (first day) or period (such as 2013-14)")
    if starts.isna().any():
        raise ValueError("a row has no start; every row of a series needs its period")
    return starts.astype("datetime64[ns]")


def read_moment(moment: Moment) -> pd.Timestamp:
    """A day as a timestamp, from a date, a Period or a label such as 2014-15 or 31 March 2014."""
    if isinstance(moment, Period):
        return pd.Timestamp(moment.start)
    if isinstance(moment, (date, pd.Timestamp)):
        return pd.Timestamp(moment)
    try:
        return pd.Timestamp(parse_period(moment, KINDS).start)
    except ValueError:
        return pd.Timestamp(moment)


def _read_labels(labels: pd.Series) -> list[pd.Timestamp]:
    """The starts of labels, by the one kind of period that reads them all: 2006-07 is July among months."""
    for kind in KINDS:
        try:
            return [pd.Timestamp(parse_period(label, [kind]).start) for label in labels]
        except ValueError:
            continue
    return [read_moment(label) for label in labels]


def years_from(starts: pd.Series) -> pd.Series:
    """Years since the earliest start, counting months so that yearly figures lie exactly one apart."""
    months = starts.dt.year * 12 + starts.dt.month
    return (months - months.min()) / 12
