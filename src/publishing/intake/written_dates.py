"""Days as received files write them, and the periods that days stand for: their first, their last, or any in them."""

import re
from datetime import date, timedelta

from analysis.definitions.contract import PeriodKind
from analysis.periods import Period
from publishing.intake.period_grammar import PERIOD_OF_DAY
from publishing.intake.written_periods import WEEKDAY, parse_written

_SLASHED = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})")
_ISO = re.compile(r"\d{4}([-/.])\d{2}\1\d{2}")
_TIME = re.compile(r"[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?: ?[ap]m)?(?:Z| ?[-+]\d\d:?\d\d)?$", re.IGNORECASE)
_DAY_NUMBER = re.compile(r"[1-6]\d{4}(?:\.\d+)?")  # since 1900, as a spreadsheet keeps days and times
DAY_NUMBERS = "day numbers"
DATES = "expected dates such as 2024-04-30, 30/04/2024 or 30 April 2024"


def read_dated_periods(texts: list[str], kind: PeriodKind, order: str | None) -> list[Period] | None:
    """The periods of dates that are all their first days, or all their last, by one order of day and month.

    None where they are no dates or another day is among them, and where they can be read in two ways.
    """
    found: dict[tuple[Period, ...], None] = {}
    for each in ([order] if order else ["day first", "month first"]) if kind in PERIOD_OF_DAY and texts else ():
        days = _read_in_order(texts, each) or []
        periods = tuple(PERIOD_OF_DAY[kind](moment) for moment in days)
        ends = [(period.start, period.end) for period in periods]
        if days and days in ([start for start, _ in ends], [end for _, end in ends]):
            found[periods] = None
    return list(next(iter(found))) if len(found) == 1 else None


def read_periods_of_days(texts: list[str], kind: PeriodKind, order: str | None) -> list[Period] | None:
    """The period of a kind that each day lies in; None where the texts are no dates, or of a kind that has no days.

    Raises ValueError where they can be read in two ways.
    """
    refuse_day_numbers(texts, order)
    known = [order] if order else ["day first", "month first"]
    if kind not in PERIOD_OF_DAY or all(_read_in_order(texts, each) is None for each in known):
        return None
    return [PERIOD_OF_DAY[kind](moment) for moment in read_dates(texts, order)]


def refuse_day_numbers(texts: list[str], order: str | None) -> None:
    """Raise ValueError where days stand as a spreadsheet's numbers, and the specification does not say so."""
    if order != DAY_NUMBERS and texts and all(map(_DAY_NUMBER.fullmatch, texts)):
        raise ValueError(
            "expected dates, not numbers of days: give the column the form of dates, or say `dates: day numbers`"
        )


def is_date(text: str) -> bool:
    """Whether a text is a date in numbers, whose order of day and month is not told by itself."""
    return bool(_SLASHED.fullmatch(_without_time(text)))


def is_day(text: str) -> bool:
    """Whether a text is a date in one order of day and month or another."""
    return any(_read_in_order([text], order) for order in ("day first", "month first"))


def is_typed_date(text: str) -> bool:
    """Whether a text is a date in numbers of any order: 01/04/2014, or 2014-04-01 as a workbook's cell reads."""
    return is_date(text) or bool(_ISO.fullmatch(_without_time(text)))


def read_dates(texts: list[str], order: str | None) -> list[date]:
    """Days written as dates, all by one order of day and month: the declared one, else the only one that fits all.

    ISO dates and months in words have one meaning and need no order. Raises ValueError where a text is no date, and
    where both orders fit and make different days.
    """
    orders = [order] if order else ["day first", "month first"]
    fitting = [days for each in orders if (days := _read_in_order(texts, each)) is not None]
    if not fitting:
        raise ValueError(DATES)
    if any(days != fitting[0] for days in fitting):
        raise ValueError("these dates can be read in two ways; say `dates: day first` (or `month first`)")
    return fitting[0]


def _read_in_order(texts: list[str], order: str) -> list[date] | None:
    days = []
    for text in map(_without_time, texts):
        match = _SLASHED.fullmatch(text)
        try:
            if order == DAY_NUMBERS:
                if not _DAY_NUMBER.fullmatch(text):
                    return None
                days.append(date(1899, 12, 30) + timedelta(int(float(text))))  # 1 is 1 January 1900, 60 no day
            elif match:
                first, second, year = map(int, match.group(1, 3, 4))
                year += 2000 if year < 100 else 0
                days.append(date(year, second, first) if order == "day first" else date(year, first, second))
            else:
                days.append(parse_written(text, "day").start)
        except ValueError:
            return None
    return days


def _without_time(text: str) -> str:
    """A date without the day of the week before it and the time behind it."""
    return _TIME.sub("", WEEKDAY.sub("", text))
