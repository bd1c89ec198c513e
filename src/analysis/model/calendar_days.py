"""Days and working days of a month in England and Wales."""

from datetime import date, timedelta
from functools import lru_cache

import numpy as np
import pandas as pd
from dateutil.easter import easter

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
    return months.days_in_month.to_numpy(dtype=float)


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
