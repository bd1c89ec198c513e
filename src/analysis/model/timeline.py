"""When each figure of a series stands: years as numbers, the points a model can use, and the days of each month."""

from datetime import date, timedelta
from functools import lru_cache
from typing import Annotated

import numpy as np
import pandas as pd
from dateutil.easter import easter

from analysis.model.limits import check_counts, check_proportion, need_columns
from analysis.periods import Period, parse_period
from analysis.schemas import Figures, table_of

Moment = date | Period | str  # a day, or a label that is read as one
KINDS = ("quarter", "financial year", "month", "calendar year", "day")  # the order that settles 2006-07 on its own
SATURDAY = 5

# Days given once by proclamation (gov.uk/bank-holidays): jubilees, weddings, a funeral and a coronation.
ADDED = {
    2002: {date(2002, 6, 3), date(2002, 6, 4)},
    2011: {date(2011, 4, 29)},
    2012: {date(2012, 6, 4), date(2012, 6, 5)},
    2020: {date(2020, 5, 8)},
    2022: {date(2022, 6, 2), date(2022, 6, 3), date(2022, 9, 19)},
    2023: {date(2023, 5, 8)},
}
# Holidays of the rule that moved to one of the days above.
MOVED = {date(2002, 5, 27), date(2012, 5, 28), date(2020, 5, 4), date(2022, 5, 30)}

Points = Annotated[pd.DataFrame, table_of("label year start", texts="label")]
"""The complete rows of a series in order of time; `year` counts years from the first row, gaps included."""


def select_points(table: Figures, kind: str) -> Points:
    """The complete rows of a series in order of time, with `start`, `year` and `label`; gaps are left out.

    Reads numerator and denominator (a "value" series: value) and start, or else period. `year` counts years
    from the first row of the table. Raises ValueError for two rows of one period, or neither start nor
    period.
    """
    columns = ["value"] if kind == "value" else ["numerator", "denominator"]
    need_columns(table, *columns)
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


def bank_holidays(year: int) -> set[date]:
    """The bank holidays of England and Wales in a year, as taken.

    New Year's Day, Good Friday, Easter Monday, the first and the last Monday of May, the last Monday of August,
    Christmas Day and Boxing Day, with substitute days for those at a weekend (Banking and Financial Dealings Act
    1971, schedule 1), and the days added or moved by proclamation since 2002.
    """
    sunday = easter(year)
    holidays = {sunday - timedelta(days=2), sunday + timedelta(days=1)}
    holidays |= {_monday_from(date(year, 5, 1)), _monday_from(date(year, 5, 25)), _monday_from(date(year, 8, 25))}
    for day in (date(year, 1, 1), date(year, 12, 25), date(year, 12, 26)):
        holidays.add(_substitute(day, holidays))
    return (holidays - MOVED) | ADDED.get(year, set())


def count_days(months: pd.PeriodIndex) -> np.ndarray:
    """Calendar days of each month."""
    return np.asarray(months.days_in_month, dtype=float)


def count_working_days(months: pd.PeriodIndex) -> np.ndarray:
    """Mondays to Fridays of each month that are not bank holidays in England and Wales."""
    return np.array([_working_days(year, month) for year, month in zip(months.year, months.month, strict=True)])


@lru_cache(maxsize=4096)
def _working_days(year: int, month: int) -> float:
    first = np.datetime64(date(year, month, 1), "M")
    holidays = sorted(bank_holidays(year))
    return float(np.busday_count(first.astype("M8[D]"), (first + 1).astype("M8[D]"), holidays=holidays))


def _monday_from(day: date) -> date:
    return day + timedelta(days=-day.weekday() % 7)


def _substitute(day: date, taken: set[date]) -> date:
    while day.weekday() >= SATURDAY or day in taken:
        day += timedelta(days=1)
    return day
