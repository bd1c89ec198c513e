"""Which months the operator says the files hold in full, and what can be said of them."""

import calendar
import re
from dataclasses import dataclass
from datetime import date

import ibis
import ibis.expr.types as ir

from analysis.periods import Period, financial_year, month, parse_period, quarter
from analysis.refusals import ParametersRefused

_COVER = re.compile(r"(\d{4}-\d{2})\.\.(\d{4}-\d{2})")


@dataclass(frozen=True)
class Cover:
    """Whole months, from `first` to `last`; a month without a record in them is a zero."""

    first: Period
    last: Period

    @property
    def label(self) -> str:
        return f"{self.first.label}_{self.last.label}"

    def periods(self, kind: str) -> list[Period]:
        """Every month, quarter or financial year that lies wholly in the cover, in order."""
        years = range(self.first.start.year - 1, self.last.end.year + 1)
        made = {
            "month": [month(year, number) for year in [*years, years.stop] for number in range(1, 13)],
            "quarter": [quarter(year, number) for year in years for number in range(1, 5)],
            "financial year": [financial_year(year) for year in years],
        }[kind]
        return [each for each in made if self.first.start <= each.start and each.end <= self.last.end]


def parse_cover(text: str) -> Cover:
    """Read `2024-04..2025-03`. Raises ParametersRefused for anything else, or an end before its beginning."""
    match = _COVER.fullmatch(text.strip())
    if not match:
        raise ParametersRefused("--covers: expected two months such as 2024-04..2025-03.")
    try:
        first, last = (parse_period(part, ["month"]) for part in match.groups())
    except ValueError:
        raise ParametersRefused("--covers: expected two months such as 2024-04..2025-03.") from None
    if last.end < first.start:
        raise ParametersRefused("--covers: the first month is after the last. Turn them round.")
    return Cover(first, last)


@dataclass(frozen=True)
class Grain:
    """Periods of one kind that follow each other, as numbers that an engine can group by."""

    kind: str
    periods: list[Period]

    @property
    def start(self) -> date:
        return self.periods[0].start

    @property
    def end(self) -> date:
        return self.periods[-1].end

    def number(self, day: ir.DateValue) -> ir.IntegerValue:
        """The number of the period that a day lies in: months since the year 0, quarters or financial years."""
        year, month = day.year().cast("int64"), day.month().cast("int64")
        if self.kind == "financial year":
            return year - ibis.ifelse(month < 4, 1, 0)
        months = year * 12 + month - 1
        return months if self.kind == "month" else (months - 3) // 3

    def number_of(self, day: date) -> int:
        """The number of the period that a known day lies in."""
        months = day.year * 12 + day.month - 1
        return months if self.kind == "month" else (months - 3) // (3 if self.kind == "quarter" else 12)

    def within(self, day: ir.DateValue) -> ir.BooleanValue:
        """Whether a day lies in any of the periods."""
        return day.between(ibis.date(self.start), ibis.date(self.end))

    def period(self, number: int) -> Period:
        """The period with a number."""
        if self.kind == "month":
            return month(number // 12, number % 12 + 1)
        return quarter(number // 4, number % 4 + 1) if self.kind == "quarter" else financial_year(number)


def add_months(day: date, months: int) -> date:
    """The same day some calendar months later, or the month's last day where there is none."""
    number = day.year * 12 + day.month - 1 + months
    last = calendar.monthrange(number // 12, number % 12 + 1)[1]
    return date(number // 12, number % 12 + 1, min(day.day, last))
