"""Periods as received files write them, and the period that an observation is of."""

import re

from analysis.definitions import Indicator
from analysis.definitions.contract import IN_FILE_NAMES, PeriodKind
from analysis.periods import Period, day, financial_year, parse_period

_EXAMPLES = {
    "month": "a month such as 'Apr-13'",
    "quarter": "a quarter such as 'Quarter 4 2013/14'",
    "financial year": "a financial year such as '2013/14'",
    "calendar year": "a year such as '2013'",
    "calendar years": "years such as '2014-16'",
    "day": "a day such as '31 March 2014'",
    "reporting year": "a reporting year such as '2014'",
    "mid-year": "the year of a mid-year estimate such as '2013'",
    "month, quarter or year": "a month, quarter or financial year such as '2013-04', '2013-14 Q1' or '2013-14'",
}


def parse_written(text: str, kind: PeriodKind) -> Period:
    """The period that a text means, by the kind that the contract declares.

    Reporting year 2014 is the year to 31 March 2014; mid-year 2013 is 30 June 2013. Raises ValueError with the form
    that was expected, never with the text.
    """
    try:
        if kind == "reporting year":
            return financial_year(parse_period(text, ["calendar year"]).start.year - 1)
        if kind == "mid-year":
            return day(parse_period(text, ["calendar year"]).start.replace(month=6, day=30))
        kinds = ["financial year", "quarter", "month"] if kind == "month, quarter or year" else [kind]
        return parse_period(text, kinds)
    except ValueError as error:
        raise ValueError(f"expected {_EXAMPLES[kind]}") from error


def parse_typed_month(text: str) -> Period:
    """The month of a cell typed as the date of its first day. Raises ValueError for another day."""
    match = re.fullmatch(r"(\d{4}-\d{2})-01", text)
    if not match:
        raise ValueError("expected a month, typed as the date of its first day")
    return parse_period(match[1], ["month"])


def parse_file_period(text: str, kind: str) -> Period:
    """The period in a file's name: 2013-14, 2013-14_q4 or 2014. Raises ValueError for a year that is none."""
    return parse_written(text.replace("_", " ").upper(), kind)


def find_period_in_name(pattern: str) -> tuple[re.Pattern[str], str | None]:
    """A contract's file name as a pattern, with the period as its only group, and the kind of that period."""
    kind = next(iter(re.findall(r"{(.*?)}", pattern)), None)
    parts = re.split(r"({.*?}|\*)", pattern)
    written = "".join(_as_pattern(part) for part in parts)
    return re.compile(written, re.IGNORECASE), kind


def _as_pattern(part: str) -> str:
    if part == "*":
        return ".*?"
    return f"({IN_FILE_NAMES[part[1:-1]]})" if part.startswith("{") else re.escape(part)


def period_counted(period: Period, indicator: Indicator) -> Period:
    """The period that a figure is of: its last day where the indicator is counted at the end of periods."""
    return day(period.end) if indicator.when_counted == "at_end" and period.kind != "day" else period
