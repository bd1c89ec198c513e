"""What a number format lets a reader see of a number: its digits, a percentage, or a sign in its place."""

import operator
import re
from decimal import Decimal
from functools import cache

WITHHELD = "[c]"
"""What is read of a number that its format hides: the statistics' sign for a figure that was suppressed."""

_LITERAL = re.compile(r'"([^"]*)"|\\(.)|_.|\*(.)')
_BRACKETS = re.compile(r"\[(?![hms]+\])[^\]]*\]", re.IGNORECASE)
_CHANGING = re.compile(r"[<>≤≥~±≈\d]|thousand|million|\b[kmb]n?\b", re.IGNORECASE)
_SCALED = re.compile(r"(?<=[0#?]),+(?![0#?,])")
_CONDITION = re.compile(r"\[(<=|>=|<>|<|>|=)\s*(-?\d+(?:\.\d+)?)\]")
_DIGITS = re.compile(r"[0#?@]|general|[ymdhsbg]", re.IGNORECASE)
_SECTIONS = re.compile(r'((?:"[^"]*"|\\.|_.|\*.|\[[^\]]*\]|[^;"\\])*)(?:;|$)')
_COMPARE = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
    "<>": operator.ne,
}


def show_number(value: float, code: str) -> str | None:
    """What stands for a number where its format does not show it as it is; None where it does.

    0.31 under `0%` is 31%. A number under `"*"`, `;;;` or `[<6]"c";0` is WITHHELD: the file's supplier suppressed it,
    and what lies beneath is not ours to read. A zero that is shown as a dash or as nothing is a zero, unless ones are
    hidden as well. Literal signs that make another number of it, as in `"<"0` or `0" thousand"`, are shown with it, and
    so are the thousands that `0,` leaves away.
    """
    section = _choose_section(code, value)
    literals = "".join("".join(parts) for parts in _LITERAL.findall(section))
    rest = _BRACKETS.sub("", _LITERAL.sub("", section))
    if not _DIGITS.search(rest):
        is_dash = value == 0 and not literals.strip(" -–—")
        return None if is_dash and show_number(1.0, code) != WITHHELD else WITHHELD
    if _CHANGING.search(literals):
        return _write_between(section, value)
    if scaled := _SCALED.search(rest):
        return f"{value / 1000 ** len(scaled[0]):.15g} thousand"
    return write_percent(value) if "%" in rest else None


def _write_between(section: str, value: float) -> str:
    """A number between the literal signs of its format, as a reader sees it: 5 under `"<"0` is <5."""
    plain = _BRACKETS.sub("", section)
    parts = [
        (_LITERAL.sub("", plain[: found.start()]), found[1] or found[2] or "") for found in _LITERAL.finditer(plain)
    ]
    before = "".join(words for digits, words in parts if not _DIGITS.search(digits))
    after = "".join(words for digits, words in parts if _DIGITS.search(digits))
    return f"{before}{value:.15g}{after}"


def hides_numbers(code: str) -> bool:
    """Whether any number would be withheld by a format."""
    return any(show_number(value, code) == WITHHELD for value in (-7.0, -1.0, 1.0, 3.0, 7.0, 1e9))


def write_percent(value: float) -> str:
    """A fraction as the percentage that a spreadsheet shows, with all of its digits: 0.31 is 31%."""
    percent = (Decimal(format(value, ".15g")) * 100).normalize()
    return f"{percent:f}%"


def _choose_section(code: str, value: float) -> str:
    """The part of the format that the value falls under; text's part is left away."""
    sections = _split_sections(code)[:3]
    conditions = [_CONDITION.search(section) for section in sections]
    if any(conditions):
        for section, condition in zip(sections, conditions, strict=True):
            if condition is None or _COMPARE[condition[1]](value, float(condition[2])):
                return section
        return '"#"'  # a spreadsheet program fills the cell with these where no condition holds
    if value < 0 and len(sections) > 1:
        return sections[1]
    return sections[2] if value == 0 and len(sections) > 2 else sections[0]


@cache
def _split_sections(code: str) -> list[str]:
    return [found[1] for found in _SECTIONS.finditer(code) if found.end() > found.start() or not code] or [code]
