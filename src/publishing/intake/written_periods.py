"""Periods as received files write them, the kind that a text names beside one, and the period of an observation."""

import re

from analysis.definitions import Indicator
from analysis.definitions.contract import IN_FILE_NAMES, PeriodKind
from analysis.periods import MONTHS, TERMS, Period, day, parse_period
from publishing.intake.notes_and_marks import DASHES, plain_name, split_mark
from publishing.intake.period_grammar import read_period

EXAMPLES = {
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

MOST_WORDS = 8  # of a period in a title: 'year ending 31 March 2024' has five

_MONTHLY = "|".join(MONTHS)
_PART = re.compile(
    r"\b(?:to date|so far|ytd|part[- ]year|half|halves|q[1-4]|quarters?|h[12]|\w+ (?:month|week)s|term)\b"
    rf"|\b(?:{_MONTHLY})\b[^,;()]{{0,9}}(?:-|–|\bto\b)[^,;()]{{0,9}}\b(?:{_MONTHLY})\b",
    re.IGNORECASE,
)
"""Words beside a period that make it a part of itself: 2014-15 to date, 2014-15 April to June."""
_TERMS = "|".join(TERMS)
_NAMED = {
    "academic year": r"(?:academic|school) year",
    "academic term": rf"(?:{_TERMS})(?: (?:and|&) (?:{_TERMS}))? terms?",
    "financial year": r"(?:financial|tax) year",
    "calendar year": r"calendar year",
    "reporting year": r"reporting year",
    "mid-year": r"mid[- ]year",
    "quarter": r"(?:financial|tax) year q[1-4]",
    "calendar quarter": r"calendar year q[1-4]",
    "month": "|".join(MONTHS),
}
"""The identifiers of the Department for Education's data standard, by the kind of period that they name."""

_FITTING = {"reporting year": ("reporting year", "mid-year"), "calendar year": ("calendar year", "mid-year")}
_CHECKED = {*_NAMED, "mid-year"}


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
        kinds = ["financial year", "quarter", "month"] if kind == "month, quarter or year" else [kind]
        return parse_period(text, kinds)
    except (ValueError, KeyError) as error:
        period = read_period(_make_plain(text), kind)
        if period is None:
            raise ValueError(f"expected {EXAMPLES[kind]}") from error
        return period


WEEKDAY = re.compile(r"^(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?,? (?=\d)", re.IGNORECASE)
_ORDINALS = (("first|1st", "one"), ("second|2nd", "two"), ("third|3rd", "three"), ("fourth|4th", "four"))


def _make_plain(text: str) -> str:
    """A text in small letters, hyphens for dashes, without points, apostrophes, weekdays and brackets around words."""
    plain = re.sub(r"(?<=[a-z])\.|['’‘`]", "", text.casefold().translate(DASHES))
    plain = WEEKDAY.sub("", re.sub(r"\(([^()]*[a-z][^()]*|\d{4})\)", r"\1", plain))
    for number, (ordinal, word) in enumerate(_ORDINALS, start=1):
        plain = re.sub(rf"\b(?:{ordinal}) (?:quarter|qtr)\b|\bquarter {word}\b", f"quarter {number}", plain)
    return re.sub(r"\bqtr ?(?=[1-4])", "quarter ", plain)


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
            years = [each for some in beside if kind_named(each := " ".join(some).strip(",;:.()")).endswith("year")]
            if kind.endswith("year") and not all(names_kind(each, kind) for each in years):
                continue  # 'academic year 2023/24' is no financial year
            if not any(set(place) & set(longer) for longer in found.values()):
                found[period] = place
    if len(found) != 1:
        raise ValueError(f"expected {'one period only' if found else EXAMPLES[kind]}")
    ((period, place),) = found.items()
    others = " ".join(word for number, word in enumerate(words) if number not in place)
    if len(period.months()) > 1 and _PART.search(others):
        raise ValueError("expected the whole of a period; this names a part of one")
    return period


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


def kind_named(text: str) -> str:
    """The kind of period that a text names, 'academic term' for a term; nothing where it is no known identifier."""
    return next((kind for kind, form in _NAMED.items() if re.fullmatch(form, text, re.IGNORECASE)), "")


def names_kind(text: str, kind: str) -> bool:
    """Whether a text names this kind of period; a kind that no identifier names, such as a day, fits every text."""
    return kind not in _CHECKED or kind in _FITTING.get(named := kind_named(text), (named,))


def names_kinds(heading: str) -> bool:
    """Whether a column says of which kind the period of each row is, as the Department's `time_identifier` does."""
    return plain_name(heading) == "time identifier"


def say_kind(text: str, declared: str) -> str:
    """What was expected in place of an identifier, what it says, and what to write in the specification."""
    named = kind_named(text)
    expected = f"expected in the column 'time_identifier' the kind of period that `period: {declared}` declares"
    if not named:
        return f"{expected}, and no other words"
    wanted = "academic year" if named == "academic term" else named
    column = "" if named.endswith("year") else " and name this column too in `period_column`"
    return f"{expected}, and it says {named}: write `period: {wanted}`{column}, or keep the rows wanted by `where`"
