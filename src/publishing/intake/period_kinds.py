"""The kind of period that a text names beside a period, as 'Academic year' beside 202324."""

import re

from analysis.periods import MONTHS, TERMS
from publishing.intake.notes_and_marks import plain_name

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
