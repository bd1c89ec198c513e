"""Months, quarters and years as children's services count them.

The financial year 2013-14 runs from 1 April 2013 to 31 March 2014; its fourth quarter is January to March 2014.
A period is read by a declared kind only, because one text can mean two things: 2006-07 is July 2006 among months
and the year from April 2006 among financial years.
"""

import calendar
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

MONTHS = {name: number for number, name in enumerate(calendar.month_name) if name}
MONTHS |= {name: number for number, name in enumerate(calendar.month_abbr) if name} | {"Sept": 9}

TERMS = {"autumn": (9, 12), "spring": (1, 3), "summer": (4, 8)}
"""The first and last month of each school term."""

_MONTH_NAME = "|".join(sorted(MONTHS, key=len, reverse=True))
_PAIR = r"(?P<year>\d{4}|\d{2}) ?[-/–_] ?(?P<next>\d{4}|\d{2})"
_NUMBERED = r"(?:quarter |qtr ?|q)(?P<quarter>[1-4])"
_GRAMMAR = {
    "month": [
        re.compile(r"(?P<year>\d{4})-(?P<month>0[1-9]|1[0-2])"),
        re.compile(rf"(?P<name>{_MONTH_NAME})[- ](?P<year>\d{{4}}|\d{{2}})"),
    ],
    "quarter": [
        re.compile(rf"{_PAIR}[ ,_-]*{_NUMBERED}", re.IGNORECASE),
        re.compile(rf"{_NUMBERED}[ ,_-]*{_PAIR}", re.IGNORECASE),
    ],
    "financial year": [re.compile(r"(?P<year>\d{4})[-/](?P<next>\d{2}|\d{4})")],
    "calendar year": [re.compile(r"(?P<year>\d{4})")],
    "calendar years": [re.compile(r"(?P<year>\d{4})[-/](?P<last>\d{2}|\d{4})")],
    "day": [re.compile(rf"(?P<day>\d{{1,2}})\s+(?P<name>{_MONTH_NAME})\s+(?P<year>\d{{4}})")],
}
KINDS = tuple(_GRAMMAR)
UNSTATED = "period not stated"


@dataclass(frozen=True, order=True)
class Period:
    """A stretch of whole days, from `start` to `end` inclusive, and the label it is known by."""

    start: date
    end: date
    kind: str = field(compare=False)
    label: str = field(compare=False)

    def __str__(self) -> str:
        return self.label

    @property
    def days(self) -> int:
        return (self.end - self.start).days + 1

    @property
    def words(self) -> str:
        """The period as a sentence names it: 'April 2013', 'January to March 2014', 'the year to March 2014'."""
        if self.label.endswith(UNSTATED):
            return self.label
        if self.kind == "month":
            return f"{self.start:%B %Y}"
        if self.kind == "quarter":
            return f"{self.start:%B} to {self.end:%B %Y}"
        if self.kind in ("financial year", "year"):
            return f"the year to {self.end:%B %Y}"
        if self.kind in ("academic year", "academic term"):
            return f"the {self.label}"
        return self.label

    def contains(self, other: "Period") -> bool:
        """Whether every day of the other period lies in this one."""
        return self.start <= other.start and other.end <= self.end

    def months(self) -> list["Period"]:
        """The calendar months that lie wholly or partly in the period, in order."""
        first, last = (moment.year * 12 + moment.month - 1 for moment in (self.start, self.end))
        return [month(number // 12, number % 12 + 1) for number in range(first, last + 1)]

    @property
    def before(self) -> "Period | None":
        """The period of the same kind just before; None for terms, days and years taken together, which have none."""
        stands_alone = self.kind in ("academic term", "days", "calendar years", "financial years")
        return None if stands_alone else self.earlier()

    def earlier(self, steps: int = 1) -> "Period":
        """The period of the same kind that many steps before."""
        if self.kind == "month":
            number = self.start.year * 12 + self.start.month - 1 - steps
            return month(number // 12, number % 12 + 1)
        if self.kind == "quarter":
            number = financial_year_of(self.start).start.year * 4 + quarter_of(self.start)[1] - 1 - steps
            return quarter(number // 4, number % 4 + 1)
        if self.kind == "financial year":
            return financial_year(self.start.year - steps)
        if self.kind == "calendar year":
            return calendar_year(self.start.year - steps)
        if self.kind == "academic year":
            return academic_year(self.start.year - steps)
        if self.kind == "year":
            return year_ending(self.end.year - steps, self.end.month)
        if self.kind == "day":
            year = self.start.year - steps
            last = calendar.monthrange(year, self.start.month)[1]
            return day(date(year, self.start.month, min(self.start.day, last)))
        raise ValueError(f"no period of the kind {self.kind!r} lies a step before another")


def month(year: int, number: int) -> Period:
    """A calendar month: month(2013, 4) is '2013-04'."""
    last = calendar.monthrange(year, number)[1]
    return Period(date(year, number, 1), date(year, number, last), "month", f"{year}-{number:02d}")


def quarter(year: int, number: int) -> Period:
    """A financial quarter: quarter(2013, 4) is '2013-14 Q4', January to March 2014."""
    first = month(year + (number == 4), (3 * number) % 12 + 1)
    last = month(first.start.year, first.start.month + 2)
    return Period(first.start, last.end, "quarter", f"{financial_year(year).label} Q{number}")


def financial_year(year: int) -> Period:
    """A financial year: financial_year(2013) is '2013-14', April 2013 to March 2014."""
    return Period(date(year, 4, 1), date(year + 1, 3, 31), "financial year", f"{year}-{(year + 1) % 100:02d}")


def calendar_year(year: int) -> Period:
    """A calendar year: '2011'."""
    return Period(date(year, 1, 1), date(year, 12, 31), "calendar year", f"{year}")


def calendar_years(first: int, last: int) -> Period:
    """Calendar years taken together, as three-year averages are: '2014 to 2016'."""
    return Period(date(first, 1, 1), date(last, 12, 31), "calendar years", f"{first} to {last}")


def financial_years(first: int, last: int) -> Period:
    """Financial years taken together, the first and last by the year they begin in: '2020-21 to 2022-23'."""
    begun, ended = financial_year(first), financial_year(last)
    return Period(begun.start, ended.end, "financial years", f"{begun.label} to {ended.label}")


def academic_year(year: int) -> Period:
    """A school year, from September to August: academic_year(2023) is 'academic year 2023/24'.

    The label differs from a financial year's, so that the two are never taken for each other.
    """
    label = f"academic year {year}/{(year + 1) % 100:02d}"
    return Period(date(year, 9, 1), date(year + 1, 8, 31), "academic year", label)


def academic_term(year: int, name: str) -> Period:
    """A school term of the academic year that begins in `year`: autumn to December, spring to March, summer to August.

    Schools begin the summer term after Easter, which moves; the terms here are whole months that make up the year.
    """
    start, end = _term_days(year, name)
    return Period(start, end, "academic term", f"{name} term {end.year}")


def academic_terms(year: int, first: str, last: str) -> Period:
    """Two terms of one academic year counted together: 'autumn and spring terms 2023/24'."""
    label = f"{first} and {last} terms {year}/{(year + 1) % 100:02d}"
    return Period(_term_days(year, first)[0], _term_days(year, last)[1], "academic term", label)


def _term_days(year: int, name: str) -> tuple[date, date]:
    first, last = TERMS[name]
    year += first < 9
    return date(year, first, 1), date(year, last, calendar.monthrange(year, last)[1])


def year_ending(year: int, number: int) -> Period:
    """The twelve months to the end of a month; to March it is the financial year, to December the calendar year."""
    if number == 3:
        return financial_year(year - 1)
    if number == 12:
        return calendar_year(year)
    last = calendar.monthrange(year, number)[1]
    end = date(year, number, last)
    return Period(date(year - 1, number + 1, 1), end, "year", f"year to {end:%B %Y}")


def day(moment: date) -> Period:
    """One day, for what is counted on a date: '31 March 2014'."""
    return Period(moment, moment, "day", f"{moment.day} {moment:%B %Y}")


def unstated(period: Period) -> Period:
    """A report's period for a figure whose sentence does not say of when it is: known as that, not as the figure's."""
    return Period(period.start, period.end, period.kind, f"report of {period.label}, {UNSTATED}")


def quarter_of(moment: date) -> tuple[int, int]:
    """The starting year and the number of the financial quarter that a day lies in."""
    return moment.year - (moment.month < 4), (moment.month - 4) % 12 // 3 + 1


def financial_year_of(moment: date) -> Period:
    """The financial year that a day lies in."""
    return financial_year(moment.year - (moment.month < 4))


def parse_period(text: str, kinds: Iterable[str] = KINDS) -> Period:
    """Read a period written as one of the kinds declared, tried in the order given.

    Understood: `Apr-13`, `April 2013`, `2013-04` (month); `Quarter 4 2013/14`, `2013-14Q4`, `q4 13-14` (quarter);
    `2013/14`, `2013-14` (financial year, whose second part must be the next year); `2011` (calendar year); `2014-16`
    (calendar years); `31 March 2014` (day). Two-digit years are this century's. Raises ValueError for anything else.
    """
    text = " ".join(str(text).split())
    for kind in kinds:
        for grammar in _GRAMMAR[kind]:
            match = grammar.fullmatch(text)
            period = match and _build(kind, {name: part for name, part in match.groupdict().items() if part})
            if period:
                return period
    raise ValueError(f"expected a {' or '.join(kinds)}")


def _build(kind: str, parts: dict[str, str]) -> Period | None:
    """The period that the parts of a match make, or None where they contradict each other."""
    year = int(parts["year"]) + (2000 if len(parts["year"]) == 2 else 0)
    if not date.min.year < year < date.max.year:
        return None
    if parts.get("next") and int(parts["next"]) % 100 != (year + 1) % 100:
        return None
    if kind == "month":
        return month(year, int(parts["month"]) if parts.get("month") else MONTHS[parts["name"]])
    if kind == "quarter":
        return quarter(year, int(parts["quarter"]))
    if kind == "financial year":
        return financial_year(year)
    if kind == "calendar year":
        return calendar_year(year)
    if kind == "calendar years":
        last = year // 100 * 100 + int(parts["last"]) % 100
        return calendar_years(year, last) if last > year else None
    number, ordinal = MONTHS[parts["name"]], int(parts["day"])
    valid = 1 <= ordinal <= calendar.monthrange(year, number)[1]
    return day(date(year, number, ordinal)) if valid else None
