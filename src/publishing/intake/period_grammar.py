"""How people write periods: months in capitals, quarters in words, school years, years that end in any month."""

import re
from collections.abc import Callable
from datetime import date

from analysis.periods import (
    MONTHS,
    TERMS,
    Period,
    academic_term,
    academic_year,
    calendar_years,
    day,
    financial_year,
    financial_years,
    month,
    quarter,
    quarter_of,
    year_ending,
)

_NUMBERS = {name.casefold(): number for name, number in MONTHS.items()}
_NAME = "|".join(sorted(_NUMBERS, key=len, reverse=True))
_YEAR = r"\d{4}|\d{2}"
_TERM = rf"(?P<term>{'|'.join(TERMS)})(?: term)?"
_ENDING = r"(?:(?:year|years|12 months) (?:ending|to|ended)(?: the)? |ye )"

_ALONE = ("financial year", "calendar year")
"""Kinds whose twelve months may end in their own month only."""

Build = Callable[[dict[str, str]], Period | None]


def _of_month(parts: dict[str, str]) -> Period:
    return month(_year(parts["year"]), _month_number(parts))


def _of_quarter(parts: dict[str, str]) -> Period | None:
    """Three months in a row that are a quarter, the year that of the last one."""
    first, last = _NUMBERS[parts["first"]], _NUMBERS[parts["last"]]
    begun, year = _year(parts.get("began") or parts["year"]), _year(parts["year"])
    if last % 3 or last - first != 2 or begun != year:
        return None
    return quarter(*quarter_of(date(year, first, 1)))


def _of_calendar_quarter(parts: dict[str, str]) -> Period:
    return quarter(*quarter_of(date(_year(parts["year"]), 3 * int(parts["quarter"]), 1)))


def _of_financial_year(parts: dict[str, str]) -> Period | None:
    return financial_year(_year(parts["year"])) if _follows(parts) else None


def _of_academic_year(parts: dict[str, str]) -> Period | None:
    return academic_year(_year(parts["year"])) if _follows(parts) else None


def _of_term(parts: dict[str, str]) -> Period | None:
    """Autumn term 2023 is of the year in which it falls, Spring term 2023/24 of the school year."""
    if parts.get("next"):
        return academic_term(_year(parts["year"]), parts["term"]) if _follows(parts) else None
    return academic_term(_year(parts["year"]) - (parts["term"] != "autumn"), parts["term"])


def _of_year_ending(parts: dict[str, str]) -> Period | None:
    year, number = _year(parts["year"]), _NUMBERS[parts["name"]]
    ordinal = int(parts.get("day") or 0)
    return year_ending(year, number) if not ordinal or ordinal == month(year, number).end.day else None


def _of_twelve_months(parts: dict[str, str]) -> Period | None:
    """From a month of one year to the month before it of the next."""
    whole = year_ending(_year(parts["year"]), _NUMBERS[parts["last"]])
    began = month(_year(parts["began"]), _NUMBERS[parts["first"]])
    return whole if whole.start == began.start else None


def _of_calendar_years(parts: dict[str, str]) -> Period | None:
    first, last = _year(parts["year"]), _year(parts["last"], parts["year"])
    return calendar_years(first, last) if last > first else None


def _of_financial_years(parts: dict[str, str]) -> Period | None:
    first, last = _year(parts["year"]), _year(parts["began"], parts["year"])
    whole = _follows(parts) and (last + 1) % 100 == int(parts["ended"]) % 100 and last > first
    return financial_years(first, last) if whole else None


def _of_day(parts: dict[str, str]) -> Period | None:
    try:
        return day(date(_year(parts["year"]), _month_number(parts), int(parts["day"])))
    except ValueError:
        return None


def _of_mid_year(parts: dict[str, str]) -> Period:
    return day(date(_year(parts["year"]), 6, 30))


_IN_WORDS = rf"(?P<first>{_NAME})\s*(?P<began>{_YEAR})?\s*(?:-|to)\s*(?P<last>{_NAME})\s*(?P<year>{_YEAR})"
_PAIR = r"(?P<year>\d{4})\s*(?:[-/]|to)\s*(?P<next>\d{2}|\d{4})"
_SIX = r"(?P<year>\d{4})(?P<next>\d{2})"
_DATED = rf"{_ENDING}(?P<day>\d{{1,2}})?\s*(?P<name>{_NAME})\s*(?P<year>{_YEAR})"

GRAMMAR: dict[str, list[tuple[str, Build]]] = {
    "month": [
        (rf"(?P<name>{_NAME})[-/, ]*(?P<year>{_YEAR})", _of_month),
        (rf"(?P<year>\d{{4}})[-/, ]*(?P<name>{_NAME})", _of_month),
        (r"(?P<year>\d{4})[-/ ]?(?P<month>0[1-9]|1[0-2])", _of_month),
        (r"(?P<month>0?[1-9]|1[0-2])[-/](?P<year>\d{4})", _of_month),
    ],
    "quarter": [(_IN_WORDS, _of_quarter)],
    "calendar quarter": [
        (r"(?P<year>\d{4})[- ]?(?:q|quarter )(?P<quarter>[1-4])", _of_calendar_quarter),
        (r"(?:q|quarter )(?P<quarter>[1-4])[-/ ](?P<year>\d{4})", _of_calendar_quarter),
        (_IN_WORDS, _of_quarter),
    ],
    "financial year": [
        (rf"(?:fy ?)?{_PAIR}", _of_financial_year),
        (_SIX, _of_financial_year),
        (_DATED, _of_year_ending),
        (_IN_WORDS, _of_twelve_months),
    ],
    "academic year": [
        (rf"(?:ay |academic year )?{_PAIR}", _of_academic_year),
        (_SIX, _of_academic_year),
        (rf"{_TERM} {_PAIR}", _of_term),
        (rf"{_TERM} (?P<year>\d{{4}})", _of_term),
        (rf"{_PAIR},? {_TERM}", _of_term),
        (rf"{_SIX} {_TERM}", _of_term),
        (rf"(?P<year>\d{{4}}) {_TERM}", _of_term),
    ],
    "calendar year": [(_DATED, _of_year_ending), (_IN_WORDS, _of_twelve_months)],
    "calendar years": [(r"(?P<year>\d{4})\s*(?:[-/]|to)\s*(?P<last>\d{2}|\d{4})", _of_calendar_years)],
    "financial years": [
        (rf"{_PAIR}\s*(?:-|to)\s*(?P<began>\d{{2}}|\d{{4}})[-/](?P<ended>\d{{2}}|\d{{4}})", _of_financial_years)
    ],
    "year ending": [
        (_DATED, _of_year_ending),
        (rf"(?P<name>{_NAME})[- ]*(?P<year>{_YEAR})", _of_year_ending),
        (_IN_WORDS, _of_twelve_months),
    ],
    "day": [
        (r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})", _of_day),
        (rf"(?P<day>\d{{1,2}})[- ](?P<name>{_NAME})[- ](?P<year>\d{{4}})", _of_day),
    ],
    "mid-year": [
        (r"mid[- ]?(?:year )?(?P<year>\d{4})", _of_mid_year),
        (r"(?P<year>\d{4}) mid[- ]year", _of_mid_year),
    ],
}
"""By kind of period, what is understood beyond analysis.periods: small letters, one space, hyphens for dashes."""


def read_period(text: str, kind: str) -> Period | None:
    """The period that a text in small letters means by a kind, None where it means none."""
    for pattern, build in GRAMMAR.get(kind, ()):
        match = re.fullmatch(pattern, text)
        parts = {name: part for name, part in match.groupdict().items() if part} if match else {}
        period = build(parts) if parts else None
        if period and (kind not in _ALONE or period.kind == kind):
            return period
    return None


def _year(written: str, like: str = "") -> int:
    """A year of four digits, or of two: of the century of the year that stands beside it, else of this one."""
    return int(written) if len(written) == 4 else (int(like) // 100 if like else 20) * 100 + int(written)


def _month_number(parts: dict[str, str]) -> int:
    return int(parts["month"]) if "month" in parts else _NUMBERS[parts["name"]]


def _follows(parts: dict[str, str]) -> bool:
    return (_year(parts["year"]) + 1) % 100 == int(parts["next"]) % 100
