"""Figures as people say them: 1,179; 31%; 73.4 per 10,000; £211,842; 23 November 2026."""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache

from analysis.periods import (
    UNSTATED,
    Period,
    calendar_year,
    calendar_years,
    day,
    financial_year,
    month,
    quarter,
    quarter_of,
    unstated,
)

MINUS = "−"
FORMS = ("count", "share", "points", "rate", "number", "money", "change", "day", "text")
PERCENTAGES = ("share", "change")
PERCENTS = (*PERCENTAGES, "points")  # forms whose figures are fractions of 1 and said in hundredths
PLAINLY = ".10g"  # the format of a number in a column of words


def say(figure: float | date, form: str, *, per: int | None = None, places: int | None = None) -> str:
    """A figure in the form that its kind is spoken in.

    A `share` and a `change` are fractions of 1 and become percentages, `points`, the difference of two shares, become
    percentage points, a `rate` says per what. `places` sets the
    decimals where the form's own rule does not fit. Raises ValueError for an unknown form.
    """
    if form not in FORMS:
        raise ValueError(f"no form of figure {form!r}; there are {listed(FORMS)}")
    if form == "text":
        return str(figure)
    if isinstance(figure, date) != (form == "day"):
        raise ValueError(f"a {type(figure).__name__} is not written as a {form}")
    if isinstance(figure, date):
        return say_day(figure)
    if form == "share":
        return say_share(figure, places)
    if form == "points":
        points = say_share(figure, places).removesuffix("%")
        return f"{'+' if figure > 0 else ''}{points} point{'' if points.lstrip(MINUS) == '1' else 's'}"
    if form == "rate":
        return say_rate(figure, per, places)
    if form == "money":
        return f"{MINUS if figure < 0 else ''}£{abs(figure):,.{places or 0}f}"
    if form == "change":
        sign = "+" if figure > 0 else ""
        return sign + say_share(figure, places)
    return say_count(figure, places) if form == "count" else say_number(figure, places)


def round_as_said(figure: float, form: str, places: int | None = None) -> float:
    """The number that `say` writes, no more of it: 0.31 of '31%', 1.2 of '+1.2 points', 211842 of '£211,842'."""
    if form == "text":
        return float(f"{figure:{PLAINLY}}")
    places = decimals(figure, form) if places is None else places
    said = round(float(figure * 100 if form in PERCENTS else figure), places)
    return (round(said / 100, places + 2) if form in PERCENTAGES else said) + 0.0  # no minus before nought


def decimals(figure: float, form: str) -> int:
    """How many decimals a figure of a form is said with where nothing sets them."""
    if form in PERCENTS:
        percent = figure * 100
        return 1 if 0 < abs(percent) < 0.5 or 99.5 <= percent < 100 else 0
    if form == "money" or abs(figure - round(figure)) < 1e-9:
        return 0
    return 1 if form == "count" else _places(figure)


def say_count(figure: float, places: int | None = None) -> str:
    """A count: whole, with a comma in thousands. A mean of counts keeps one decimal."""
    return _signed(figure, decimals(figure, "count") if places is None else places)


def say_share(figure: float, places: int | None = None) -> str:
    """A fraction of 1 as a percentage: whole, but with one decimal where it would round to 0% or 100%."""
    return _signed(figure * 100, decimals(figure, "share") if places is None else places) + "%"


def say_rate(figure: float, per: int | None = None, places: int | None = None) -> str:
    """A rate with what it is per: no decimals from 100, one from 10, two below, none that say nothing."""
    return _signed(figure, decimals(figure, "rate") if places is None else places) + (f" per {per:,}" if per else "")


def say_number(figure: float, places: int | None = None) -> str:
    """Any other number: whole from 100, one decimal from 10, two below, none that say nothing."""
    return _signed(figure, decimals(figure, "number") if places is None else places)


def say_signed(figure: float) -> str:
    """A difference with its sign: '+14', '−3'; whole, with one decimal where it would round to none."""
    places = 0 if abs(figure) >= 0.95 or figure == 0 else 1
    text = _signed(figure, places)
    return f"+{text}" if figure > 0 and text.strip("0.") else text


def say_day(moment: date) -> str:
    """A day in words: 23 November 2026."""
    return f"{moment.day} {moment:%B %Y}"


def say_limits(lower: float, upper: float, form: str, *, per: int | None = None, places: int | None = None) -> str:
    """A pair of limits with the same decimals: '29% to 33%'; what a rate is per is said once."""
    if places is None and form in ("rate", "number"):
        places = 0 if abs(upper) >= 100 else 1 if abs(upper) >= 10 else 2
    first = say(lower, form, places=places)
    return f"{first} to {say(upper, form, per=per, places=places)}"


def plural(figure: float, one: str, many: str | None = None) -> str:
    """A count with its noun: '1 child', '12 children'."""
    return f"{say_count(figure)} {one if figure == 1 else many or one + 's'}"


def listed(words: Iterable[str]) -> str:
    """Words as a list in a sentence: 'a, b and c'; with semicolons where one of them has a comma: 'a, b; c; and d'."""
    words = [str(word) for word in words]
    if len(words) < 2:
        return "".join(words)
    if any(", " in word for word in words):
        return f"{'; '.join(words[:-1])}; and {words[-1]}"
    return f"{', '.join(words[:-1])} and {words[-1]}"


def upper_first(words: str) -> str:
    """Words as they open a sentence."""
    return words[:1].upper() + words[1:]


def lower_first(words: str) -> str:
    """Words as they stand inside a sentence: the first letter small, unless the word is an abbreviation."""
    return words if words[:2].isupper() else words[:1].lower() + words[1:]


def say_periods(periods: Sequence[Period]) -> str:
    """Several periods in words: 'April 2013 to March 2014', 'December 2013', '2006-07 to 2013-14'."""
    periods = sorted(periods)
    if not periods:
        return "no period"
    first, last = short_period(periods[0]), short_period(periods[-1])
    return first if first == last else f"{first} to {last}"


def short_period(period: Period) -> str:
    """A period as a label in words: months by name, everything else as it is known."""
    return period.words if period.kind == "month" else period.label


@cache
def period_from(start: date, end: date, label: str = "") -> Period:
    """The period that a first and a last day make, with the label it was supplied under where none fits."""
    from pandas import Timestamp  # slow to load, and a run with nothing to do needs the words below alone

    start, end = Timestamp(start).date(), Timestamp(end).date()
    candidates = [day(end), month(end.year, end.month), quarter(*quarter_of(end)), calendar_year(end.year)]
    candidates += [financial_year(end.year - 1), calendar_years(start.year, end.year)]
    for candidate in candidates:
        if (candidate.start, candidate.end) == (start, end):
            return unstated(candidate) if label.endswith(UNSTATED) else candidate
    return Period(start, end, "days", label or f"{say_day(start)} to {say_day(end)}")


def _places(figure: float) -> int:
    """Three figures."""
    return 0 if abs(figure) >= 100 else 1 if abs(figure) >= 10 else 2


def _signed(figure: float, places: int) -> str:
    text = f"{abs(figure):,.{places}f}"
    return MINUS + text if figure < 0 and text.strip("0.,") else text
