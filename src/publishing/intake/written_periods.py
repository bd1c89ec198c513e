"""Periods as received files write them, and the period that an observation is of."""

import re
from collections.abc import Callable
from datetime import date

from analysis.definitions import Indicator
from analysis.definitions.contract import IN_FILE_NAMES, PeriodKind
from analysis.periods import (
    MONTHS,
    Period,
    academic_year,
    calendar_year,
    day,
    financial_year,
    financial_year_of,
    month,
    parse_period,
    quarter,
    quarter_of,
)
from publishing.intake.period_grammar import read_period
from publishing.intake.period_kinds import kind_named, names_kind

_EXAMPLES = {
    "month": "a month such as 'Apr-13'",
    "quarter": "a quarter such as 'Quarter 4 2013/14' or 'Jan - Mar 2014' ('2014 Q1' is a `calendar quarter`)",
    "calendar quarter": "a quarter numbered from January, such as '2024 Q1'",
    "financial year": "a financial year such as '2013/14'",
    "financial years": "financial years such as '2020/21 - 22/23'",
    "academic year": "an academic year such as '2023/24' or '202324', or a term such as 'Autumn term 2023'",
    "calendar year": "a year such as '2013'",
    "calendar years": "years such as '2014-16'",
    "year ending": "twelve months such as 'year ending June 2023'",
    "day": "a day such as '31 March 2014' or '2014-03-31'",
    "reporting year": "a reporting year such as '2014'",
    "mid-year": "the year of a mid-year estimate such as '2013'",
    "month, quarter or year": "a month, quarter or financial year such as '2013-04', '2013-14 Q1' or '2013-14'",
}
_IDENTIFIER = re.compile(r" \(?((?:reporting|academic|school|financial|calendar|tax) year)\)?$", re.IGNORECASE)
"""What may stand behind a year of the kind of it: 202324 Academic year."""

_NOTES = re.compile(r"(?:\s*\[note \d+(?:, ?\d+)*\]|\s*\(\d\)|[¹²³⁰⁴-⁹]+)+$", re.IGNORECASE)
_MARK = re.compile(
    r"\s*(?:[\[(](?P<mark>p|r|provisional|revised)[\])]|(?<=\d)\s?(?P<letter>[prPR])|\s(?P<word>provisional|revised))$",
    re.IGNORECASE,
)
_STATUS = {"p": "provisional", "r": "revised"}
MOST_WORDS = 8  # of a period in a title: 'year ending 31 March 2024' has five
_SLASHED = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})")


_MONTHLY = "|".join(MONTHS)
_PART = re.compile(
    r"\b(?:to date|so far|ytd|part[- ]year|half|halves|q[1-4]|quarters?|h[12]|\w+ (?:month|week)s|term)\b"
    rf"|\b(?:{_MONTHLY})\b[^,;()]{{0,9}}(?:-|–|\bto\b)[^,;()]{{0,9}}\b(?:{_MONTHLY})\b",
    re.IGNORECASE,
)
"""Words beside a period that make it a part of itself: 2014-15 to date, 2014-15 April to June."""

_TIME = re.compile(r"[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?Z?$")


def parse_written(text: str, kind: PeriodKind) -> Period:
    """The period that a text means, by the kind that the specification declares.

    Reporting year 2014 is the year to 31 March 2014; mid-year 2013 is 30 June 2013. A note or a mark of a provisional
    figure after it is read over (`split_mark`). Raises ValueError with the form that was expected, never with the text.
    """
    text = split_mark(text)[0]
    said = _IDENTIFIER.search(text)
    if said and names_kind(said[1], kind):
        text = text[: said.start()]
    try:
        if kind == "reporting year":
            return financial_year(parse_period(text, ["calendar year"]).start.year - 1)
        if kind == "mid-year" and text.isdigit():
            return day(parse_period(text, ["calendar year"]).start.replace(month=6, day=30))
        kinds = ["financial year", "quarter", "month"] if kind == "month, quarter or year" else [kind]
        return parse_period(text, kinds)
    except (ValueError, KeyError) as error:
        period = read_period(_make_plain(text), kind)
        if period is None:
            raise ValueError(f"expected {_EXAMPLES[kind]}") from error
        return period


def _make_plain(text: str) -> str:
    """A text in small letters with hyphens for dashes, without points, apostrophes and brackets around words."""
    plain = re.sub(r"(?<=[a-z])\.|['’‘`]", "", re.sub("[–—−‐‑]", "-", text.casefold()))
    return re.sub(r"\(([^()]*[a-z][^()]*)\)", r"\1", plain)


def split_mark(text: str) -> tuple[str, str]:
    """A text without the notes and the mark behind it, and what the mark says: '2023 [p]' is '2023', 'provisional'.

    Marks are those of the Government Statistical Service, [p] and [r], and the same in brackets, letters or words.
    """
    plain = _NOTES.sub("", text)
    match = _MARK.search(plain)
    if not match:
        return plain, ""
    said = next(filter(None, match.groups())).lower()
    return _NOTES.sub("", plain[: match.start()]), _STATUS[said[0]]


def find_period_in_text(text: str, kind: PeriodKind) -> Period:
    """The one period of a kind that a title or cell names: 'Claimants, August 2024' is of August 2024.

    The longest stretch of words that is a period counts, so that a year within a longer period is none. Raises
    ValueError where there is none, and where there are two.
    """
    words = split_mark(text)[0].split()
    found: dict[Period, range] = {}
    for length in range(min(len(words), MOST_WORDS), 0, -1):
        for first in range(len(words) - length + 1):
            place = range(first, first + length)
            try:
                period = parse_written(" ".join(words[first : first + length]).strip(",;:.()"), kind)
            except ValueError:
                continue
            beside = [words[max(first - 2, 0) : first], words[place.stop : place.stop + 2]]
            if any(_is_other_year(" ".join(each).strip(",;:.()"), kind) for each in beside):
                continue  # 'academic year 2023/24' is no financial year
            if not any(set(place) & set(longer) for longer in found.values()):
                found[period] = place
    if len(found) != 1:
        raise ValueError(f"expected {'one period only' if found else _EXAMPLES[kind]}")
    ((period, place),) = found.items()
    others = " ".join(word for number, word in enumerate(words) if number not in place)
    if len(period.months()) > 1 and _PART.search(others):
        raise ValueError("expected the whole of a period; this names a part of one")
    return period


def _is_other_year(text: str, kind: PeriodKind) -> bool:
    return kind_named(text).endswith("year") and kind.endswith("year") and not names_kind(text, kind)


def parse_typed_month(text: str) -> Period:
    """The month of a cell typed as the date of its first or last day. Raises ValueError for another day."""
    try:
        typed = date.fromisoformat(text)
    except ValueError as error:
        raise ValueError("expected a month, typed as the date of its first or last day") from error
    whole = month(typed.year, typed.month)
    if typed not in (whole.start, whole.end):
        raise ValueError("expected a month, typed as the date of its first or last day")
    return whole


_DATED: dict[PeriodKind, Callable[[date], Period]] = {
    "month": lambda moment: month(moment.year, moment.month),
    "quarter": lambda moment: quarter(*quarter_of(moment)),
    "calendar quarter": lambda moment: quarter(*quarter_of(moment)),
    "financial year": financial_year_of,
    "reporting year": financial_year_of,
    "academic year": lambda moment: academic_year(moment.year - (moment.month < 9)),
    "calendar year": lambda moment: calendar_year(moment.year),
}
"""By kind, the period that a day lies in."""


def read_dated_periods(texts: list[str], kind: PeriodKind, order: str | None) -> list[Period] | None:
    """The periods of dates that are all their first days, or all their last, by one order of day and month.

    None where they are no dates or another day is among them, and where they can be read in two ways.
    """
    found: dict[tuple[Period, ...], None] = {}
    for each in ([order] if order else ["day first", "month first"]) if kind in _DATED and texts else ():
        days = _read_in_order(texts, each) or []
        periods = tuple(_DATED[kind](moment) for moment in days)
        ends = [(period.start, period.end) for period in periods]
        if days and days in ([start for start, _ in ends], [end for _, end in ends]):
            found[periods] = None
    return list(next(iter(found))) if len(found) == 1 else None


def read_periods_of_days(texts: list[str], kind: PeriodKind, order: str | None) -> list[Period] | None:
    """The period of a kind that each day lies in; None where the texts are no dates, or of a kind that has no days.

    Raises ValueError where they can be read in two ways.
    """
    known = [order] if order else ["day first", "month first"]
    if kind not in _DATED or all(_read_in_order(texts, each) is None for each in known):
        return None
    return [_DATED[kind](moment) for moment in read_dates(texts, order)]


def is_date(text: str) -> bool:
    """Whether a text is a date in numbers, whose order of day and month is not told by itself."""
    return bool(_SLASHED.fullmatch(_TIME.sub("", text)))


def read_dates(texts: list[str], order: str | None) -> list[date]:
    """Days written as dates, all by one order of day and month: the declared one, else the only one that fits all.

    ISO dates and months in words have one meaning and need no order. Raises ValueError where a text is no date, and
    where both orders fit and make different days.
    """
    orders = [order] if order else ["day first", "month first"]
    fitting = [days for each in orders if (days := _read_in_order(texts, each)) is not None]
    if not fitting:
        raise ValueError("expected dates such as 2024-04-30, 30/04/2024 or 30 April 2024")
    if any(days != fitting[0] for days in fitting):
        raise ValueError("these dates can be read in two ways; say `dates: day first` (or `month first`)")
    return fitting[0]


def _read_in_order(texts: list[str], order: str) -> list[date] | None:
    days = []
    for text in (_TIME.sub("", text) for text in texts):
        match = _SLASHED.fullmatch(text)
        try:
            if match:
                first, second, year = map(int, match.group(1, 3, 4))
                year += 2000 if year < 100 else 0
                days.append(date(year, second, first) if order == "day first" else date(year, first, second))
            else:
                days.append(parse_written(text, "day").start)
        except ValueError:
            return None
    return days


def parse_file_period(text: str, kind: PeriodKind) -> Period:
    """The period in a file's name: 2013-14, 2013-14_q4, 2014, 2014-08 or aug_2014. Raises ValueError for no period."""
    return parse_written(text.replace("_", " ").upper(), kind)


_IN_BRACES = {f"{{{kind}}}": form for kind, form in IN_FILE_NAMES.items()}


def find_period_in_name(pattern: str) -> tuple[re.Pattern[str], PeriodKind | None]:
    """A contract's file name as a pattern, with the period as its only group, and the kind of that period."""
    kind = next((kind for kind in IN_FILE_NAMES if f"{{{kind}}}" in pattern), None)
    parts = re.split(r"({.*?}|[_ ]?\*$|\*)", pattern)
    written = "".join(_as_pattern(part) for part in parts)
    return re.compile(written, re.IGNORECASE), kind


def _as_pattern(part: str) -> str:
    """A part of a name; words at its end may be left away, as a plain download has no years in its name."""
    if part == "*":
        return ".*?"
    if part.endswith("*"):
        return rf"(?:[{part[0]} (-].*)?"
    return f"({_IN_BRACES[part]})" if part.startswith("{") else re.escape(part)


def period_counted(period: Period, indicator: Indicator) -> Period:
    """The period that a figure is of: its last day where the indicator is counted at the end of periods."""
    return day(period.end) if indicator.when_counted == "at_end" and period.kind != "day" else period
