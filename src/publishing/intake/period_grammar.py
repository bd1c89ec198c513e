"""How people write periods: months in capitals, quarters in words, school years, years that end in any month."""

import re
from collections.abc import Callable
from datetime import date

from analysis.periods import (
    MONTHS,
    TERMS,
    Period,
    academic_term,
    academic_terms,
    academic_year,
    calendar_year,
    calendar_years,
    day,
    financial_year,
    financial_year_of,
    financial_years,
    month,
    quarter,
    quarter_of,
    year_ending,
)

_NUMBERS = {name.casefold(): number for name, number in MONTHS.items()}
_NAME = "|".join(sorted(_NUMBERS, key=len, reverse=True))
_YEAR = r"\d{4}|\d{2}"
_TERMS = "|".join(TERMS)
_TERM = rf"(?P<term>{_TERMS})(?: term)?"
_BOTH = rf"(?P<term>{_TERMS}) (?:and|&) (?P<until>{_TERMS})(?: terms?)?"

_QUARTERLY = ("quarter", "3 months", "three months", "3m")

Build = Callable[[dict[str, str]], Period | None]

PERIOD_OF_DAY: dict[str, Callable[[date], Period]] = {
    "month": lambda moment: month(moment.year, moment.month),
    "quarter": lambda moment: quarter(*quarter_of(moment)),
    "calendar quarter": lambda moment: quarter(*quarter_of(moment)),
    "financial year": financial_year_of,
    "reporting year": financial_year_of,
    "academic year": lambda moment: academic_year(moment.year - (moment.month < 9)),
    "calendar year": lambda moment: calendar_year(moment.year),
}
"""By kind, the period that a day lies in."""


def _of(make: Callable[[int], Period]) -> Build:
    """The year of a kind that begins in a year, where a second year beside it is the next."""
    return lambda parts: make(_year(parts["year"])) if "next" not in parts or _follows(parts) else None


def _of_month(parts: dict[str, str]) -> Period | None:
    """A month of a calendar year, or of a financial one: 2014/15 January is of 2015."""
    number, is_of_two = _month_number(parts), "next" in parts
    is_year = not is_of_two or _follows(parts)
    return month(_year(parts["year"]) + (is_of_two and number < 4), number) if is_year else None


def _of_quarter(parts: dict[str, str]) -> Period | None:
    return quarter(_year(parts["year"]), int(parts["quarter"])) if _follows(parts) else None


def _of_quarter_and_months(parts: dict[str, str]) -> Period | None:
    """2023/24 Q1 (Apr - Jun), where the months are those of the quarter."""
    period = _of_quarter(parts)
    ends = [period.start.month, period.end.month] if period else []
    return period if ends == [_NUMBERS[parts[name]] for name in ("first_name", "last_name")] else None


def _of_calendar_quarter(parts: dict[str, str]) -> Period:
    return quarter(*quarter_of(date(_year(parts["year"]), 3 * int(parts["quarter"]), 1)))


def _of_term(parts: dict[str, str]) -> Period | None:
    """Autumn term 2023 is of the year in which it falls, Spring term 2023/24 of the school year."""
    if parts.get("next"):
        return academic_term(_year(parts["year"]), parts["term"]) if _follows(parts) else None
    return academic_term(_year(parts["year"]) - (parts["term"] != "autumn"), parts["term"])


def _of_terms(parts: dict[str, str]) -> Period | None:
    terms = parts["term"], parts["until"]
    return academic_terms(_year(parts["year"]), *terms) if _follows(parts) and terms[0] != terms[1] else None


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


def _stretch_of(kind: str) -> Build:
    """Whole months from one to another, where they are one period of a kind and not a part of it or more."""

    def build(parts: dict[str, str]) -> Period | None:
        stretch = _read_stretch(parts)
        period = _find_whole(kind, *stretch) if stretch else None
        return period if period and (period.start, period.end) == stretch else None

    return build


def _read_stretch(parts: dict[str, str]) -> tuple[date, date] | None:
    """The first and the last day of a stretch of months: 'Apr - Jun 2023', 'year ending 30 June 2023'.

    A first month without a year is of the year of the last, or of the one before where it comes after it; in
    'Jan - Mar 2023/24' both lie in the financial year. None where a day is not the first or last of its month.
    """
    number = _NUMBERS[parts["last_name"]]
    year = _year(parts["last_year"])
    if parts.get("next"):
        if not _follows({"year": parts["last_year"], "next": parts["next"]}):
            return None
        year += number < 4
    last = month(year, number)
    if "first_name" in parts:
        first_number = _NUMBERS[parts["first_name"]]
        first_year = _year(parts["first_year"]) if "first_year" in parts else year - (first_number > number)
        first = month(first_year, first_number)
    else:
        first = last.earlier(2 if parts.get("span") in _QUARTERLY else 11)
    is_whole = int(parts.get("first_day", 1)) == 1 and int(parts.get("last_day", last.end.day)) == last.end.day
    return (first.start, last.end) if is_whole else None


def _find_whole(kind: str, first: date, last: date) -> Period | None:
    """The one period of a kind that a stretch of days may be."""
    if kind == "year ending":
        return year_ending(last.year, last.month)
    if kind == "financial years":
        return financial_years(first.year, last.year - 1) if last.year - first.year > 1 else None
    return PERIOD_OF_DAY[kind](last)


def _numbered(number_of: Callable[[date], int]) -> Build:
    """A quarter given by its number and by its months, which must agree."""

    def build(parts: dict[str, str]) -> Period | None:
        period = _stretch_of("quarter")(parts)
        return period if period and number_of(period.start) == int(parts["quarter"]) else None

    return build


def _point(name: str) -> str:
    """A month, with or without a day before it and a year behind it."""
    return rf"(?:(?P<{name}_day>\d{{1,2}})(?:st|nd|rd|th)? ?)?(?P<{name}_name>{_NAME})[-/, ]*(?P<{name}_year>{_YEAR})?"


_LAST = _point("last").removesuffix("?")
_STRETCH = rf"{_point('first')}\s*(?:-|to|/)\s*{_LAST}(?:[-/](?P<next>\d{{2}}))?"
_SPANS = r"(?:rolling )?(?P<span>years?|12 months|twelve months|12m|quarter|3 months|three months|3m)"
_ENDED = rf"(?:{_SPANS} (?:ending|to|ended|end)(?: the)?|y/?e) {_LAST}"
_MONTHS = rf"(?P<first_name>{_NAME})\s*(?:-|to)\s*(?P<last_name>{_NAME})"
_STRETCHES = (_STRETCH, rf"(?P<last_year>\d{{4}})[-:, ]*{_MONTHS}", _ENDED)
_PAIR = rf"(?P<year>{_YEAR})\s*(?:[-/_]|to)\s*(?P<next>\d{{4}}|\d{{2}})"
_SIX = r"(?P<year>\d{4})(?P<next>\d{2})"
_IN_FULL = r"(?:[-:, ]*apr(?:il)? ?(?:-|to) ?mar(?:ch)?)?"
_QUARTER = r"(?:q|quarter )(?P<quarter>[1-4])"

GRAMMAR: dict[str, list[tuple[str, Build]]] = {
    "month": [
        (rf"(?P<name>{_NAME})[-/, _]*(?P<year>{_YEAR})", _of_month),
        (rf"(?P<year>\d{{4}})[-/, _]*(?P<name>{_NAME})", _of_month),
        (rf"{_PAIR}[-, ]*(?P<name>{_NAME})", _of_month),
        (r"(?P<year>\d{4})[-/ ]?m?(?P<month>0[1-9]|1[0-2])", _of_month),
        (r"(?P<month>0?[1-9]|1[0-2])[-/](?P<year>\d{4})", _of_month),
    ],
    "quarter": [
        (rf"{_QUARTER}[-, ]*{_PAIR}", _of_quarter),
        *((rf"{years}[-, ]*(?:(?:financial|tax) year )?{_QUARTER}", _of_quarter) for years in (_PAIR, _SIX)),
        (rf"{_QUARTER}[-:, ]*{_STRETCH}", _numbered(lambda start: quarter_of(start)[1])),
        *((rf"{years}[-, ]*{_QUARTER}[-:, ]*{_MONTHS}", _of_quarter_and_months) for years in (_PAIR, _SIX)),
    ],
    "calendar quarter": [
        (rf"(?P<year>\d{{4}})[- ]?(?:calendar year )?{_QUARTER}", _of_calendar_quarter),
        (rf"{_QUARTER}[-/ ](?P<year>{_YEAR})", _of_calendar_quarter),
        (rf"{_QUARTER}[-:, ]*{_STRETCH}", _numbered(lambda start: (start.month + 2) // 3)),
    ],
    "financial year": [
        *((rf"(?:(?:fy|financial year|tax year) ?)?{years}{_IN_FULL}", _of(financial_year)) for years in (_PAIR, _SIX))
    ],
    "academic year": [
        *((rf"(?:(?:ay|academic year|school year) ?)?{years}", _of(academic_year)) for years in (_PAIR, _SIX)),
        *((rf"{_TERM} {years}", _of_term) for years in (_PAIR, rf"(?P<year>{_YEAR})")),
        *((rf"{years},? {_TERM}", _of_term) for years in (_PAIR, _SIX, r"(?P<year>\d{4})")),
        *((rf"{years},? {_BOTH}", _of_terms) for years in (_PAIR, _SIX)),
        (rf"{_BOTH},? {_PAIR}", _of_terms),
    ],
    "calendar year": [(r"(?:cy|calendar year) ?(?P<year>\d{4})", _of(calendar_year))],
    "calendar years": [(r"(?P<year>\d{4})\s*(?:[-/]|to)\s*(?P<last>\d{4}|\d{2})", _of_calendar_years)],
    "financial years": [
        (rf"{_PAIR}\s*(?:-|to)\s*(?P<began>\d{{4}}|\d{{2}})[-/](?P<ended>\d{{4}}|\d{{2}})", _of_financial_years)
    ],
    "year ending": [(_LAST, _stretch_of("year ending"))],
    "day": [
        (r"(?P<year>\d{4})(?P<by>[-/.]?)(?P<month>\d{2})(?P=by)(?P<day>\d{2})(?:[t ]\d\d:\d\d(?::\d\d)?)?", _of_day),
        (rf"(?:as )?(?:at )?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[- ]?(?P<name>{_NAME})[-, ]*(?P<year>{_YEAR})", _of_day),
        (rf"(?P<name>{_NAME}) (?P<day>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<year>\d{{4}})", _of_day),
    ],
    "reporting year": [(r"(?P<year>\d{4})", _of(lambda year: financial_year(year - 1)))],
    "mid-year": [(r"(mid[- ]?(year )?)?(?P<year>\d{4})( mid[- ]year)?", _of(lambda year: day(date(year, 6, 30))))],
}
"""By kind of period, what is understood beyond analysis.periods: small letters, one space, hyphens for dashes."""


def read_period(text: str, kind: str) -> Period | None:
    """The period that a text in small letters means by a kind, None where it means none."""
    if kind == "mid-year" and (moment := read_period(text, "day")):
        return moment if (moment.end.month, moment.end.day) == (6, 30) else None
    text = text.replace(f"{kind.removesuffix(' year')} year end", "year end")  # the financial year ended in March 2014
    is_stretch = kind in PERIOD_OF_DAY or kind in ("year ending", "financial years")
    stretches = [(form, _stretch_of(kind)) for form in _STRETCHES] if is_stretch else []
    for pattern, build in [*GRAMMAR.get(kind, ()), *stretches]:
        match = re.fullmatch(pattern, text)
        parts = {name: part for name, part in match.groupdict().items() if part} if match else {}
        period = build(parts) if parts else None
        if period:
            return period
    return None


def _year(written: str, like: str = "") -> int:
    """A year of four digits, or of two: of the century of the year that stands beside it, else of this one."""
    return int(written) if len(written) == 4 else (int(like) // 100 if like else 20) * 100 + int(written)


def _month_number(parts: dict[str, str]) -> int:
    return int(parts["month"]) if "month" in parts else _NUMBERS[parts["name"]]


def _follows(parts: dict[str, str]) -> bool:
    return (_year(parts["year"]) + 1) % 100 == int(parts["next"]) % 100
