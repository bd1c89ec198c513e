"""What one cell says: a figure, a marker or words, by a strict grammar."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from analysis.definitions.contract import Source
from publishing.intake.notes_and_marks import DASHES, STATUSES, say_doubt, split_figure

MARKERS = {
    "n/a": "not_available",
    "c": "suppressed_at_source",
    "x": "not_available",
    "z": "not_applicable",
    "u": "not_available",
    "k": "not_available",
    "low": "not_available",
    "w": "not_available",
    "-": "not_available",
    "~": "not_available",
    ":": "not_available",
    "..": "not_available",
    "not available": "not_available",
    "not applicable": "not_applicable",
    "to be added": "not_supplied",
    "suppressed": "suppressed_at_source",
    "withheld": "suppressed_at_source",
}
"""The statistics' own: c suppressed, x not available, z not applicable, u too unreliable, w none recorded, low (once k)
rounds to nothing; or in brackets, as [c]. `~` and `:` are what was written for low and x before (Department for
Education, open data standards, data symbols; Government Analysis Function, symbols in tables)."""

ERRORS = ("#VALUE!", "#N/A", "#DIV/0!", "#REF!", "#NAME?", "#NUM!", "#NULL!")
MOST_DIGITS = 15  # beyond these a binary number is no longer the one that was written

_DIGITS = r"(?:0|[1-9]\d{0,2}(?:,\d{3})+|[1-9]\d*)(?:\.\d+)?"
_FIGURE = re.compile(rf"['’]?(?P<sign>[-−+]?)(?P<pound>£ ?)?(?P<digits>{_DIGITS})(?P<percent> ?%)?", re.ASCII)
_BRACKETED = re.compile(r"\[(c|x|z|u|k|w|low)\]", re.IGNORECASE)
_IN_BRACKETS = re.compile(r"\((?P<inside>.*)\)")
_QUALIFIERS = (
    "around|about|approximately|approx|almost|nearly|over|under|more than|less than|at least|at most|up to|all|joint"
)
_QUALIFIED = re.compile(rf"(?P<words>(?:{_QUALIFIERS})\s+|[<>≤≥]=?\s*)(?P<rest>.+)", re.IGNORECASE)
_RANK = re.compile(r"(?P<digits>\d{1,4})(?:st|nd|rd|th)")
_WITH_UNIT = re.compile(rf"(?P<digits>{_DIGITS})[ -](?:hour|week|month|year|mile)s?")
_WORDS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
_NUMBER_WORDS = {word: number for number, word in enumerate(_WORDS, start=1)}


@dataclass(frozen=True)
class Written:
    """What a cell says: a number, and whether with a percent sign; or words; or the status of what is missing.

    `beside` are the notes and marks behind a number, each with what it says.
    """

    number: Decimal | None = None
    percent: bool = False
    text: str | None = None
    status: str = "reported"
    beside: tuple[tuple[str, str], ...] = ()

    @property
    def is_missing(self) -> bool:
        return self.number is None and self.status != "reported"


def parse_cell(text: str, contract: Source) -> Written:
    """A figure or a marker, exactly as the contract allows, or ValueError (which never quotes the cell).

    Figures: 1234, 1,234, -2%, 31.5 %, £1,234, and (1,234) where the contract says what brackets mean; 1,234 [p] is
    provisional and [r] revised, other notes and marks are kept beside it (`split_figure`). Markers: the contract's own,
    then those of official statistics. `To be added` keeps its words, because it is awaited.
    """
    missing = _parse_marker(text, contract)
    if missing:
        return missing
    bracketed = _IN_BRACKETS.fullmatch(text)
    if bracketed and contract.brackets != "refused":
        inside = _parse_figure(bracketed["inside"])
        if inside and inside.number is not None and inside.number >= 0:
            return Written(-inside.number if contract.brackets == "negative" else inside.number, inside.percent)
    words, beside = split_figure(text, contract.beside)
    figure = _parse_figure(words)
    if figure is None:
        known = f"expected a figure or a marker that the file specification knows ({list_markers(contract)})"
        raise ValueError(say_doubt(text) or known)
    status = next((meaning for _, meaning in beside if meaning in STATUSES), "reported")
    return replace(figure, status=status, beside=tuple(beside))


def is_marker(text: str, contract: Source) -> bool:
    """Whether a text is a marker that the contract knows, or an empty cell."""
    try:
        return parse_cell(text, contract).is_missing
    except ValueError:
        return False


def list_markers(contract: Source) -> str:
    """The markers that a contract knows, its own first, and how it takes one more."""
    known = ", ".join(dict.fromkeys([*contract.markers, *MARKERS]))
    return f"{known}; a sender's own go into `markers`, as NR: not_supplied"


def parse_stated(text: str, contract: Source) -> Written:
    """A figure as a sentence states it; its words are kept, and the number in them where there is one.

    Beyond `parse_cell`: `around 49%`, `>1.00`, `over 1,000`, `81st`, `joint 1st`, `two`, `All three`, `25 miles`.
    Anything else is words without a number.
    """
    try:
        return parse_cell(text, contract)
    except ValueError:
        pass
    qualified = _QUALIFIED.fullmatch(text)
    rest = qualified["rest"] if qualified else text
    figure = _parse_figure(rest) or _parse_counted(rest)
    return Written(figure.number, figure.percent, text) if figure else Written(text=text)


def split_number_and_percent(text: str) -> tuple[str, str]:
    """The two parts of a cell such as '69 30%'; any other text stands for both."""
    parts = text.split(" ")
    return (parts[0], parts[1]) if len(parts) == 2 and parts[1].endswith("%") else (text, text)


def _parse_marker(text: str, contract: Source) -> Written | None:
    if text == "":
        return Written(status=contract.blank)
    if text in contract.markers:
        return Written(status=contract.markers[text])
    if text in ERRORS:
        return Written(status="not_available")
    bracketed = _BRACKETED.fullmatch(text)
    # a dash of any length is a hyphen, and one sign two points, as word processors change one for the other
    plain = bracketed[1].lower() if bracketed else re.sub("-+", "-", text.translate(DASHES)).replace("…", "..")
    if plain in contract.markers:
        return Written(status=contract.markers[plain])
    # a single letter means something only as the statistics write it, words may begin with a capital
    known = MARKERS.get(plain if len(plain) == 1 else plain.lower())
    if known is None:
        return None
    return Written(status=known, text=text if text.lower() == "to be added" else None)


def _parse_figure(text: str) -> Written | None:
    match = _FIGURE.fullmatch(text)
    digits = match["digits"].replace(",", "") if match else ""
    if not match or len(digits.partition(".")[0]) > MOST_DIGITS:
        return None
    number = Decimal(digits)
    if len(digits) > MOST_DIGITS + 1:  # 212.39999999999998, as a program writes what it holds of 212.4
        number = Decimal(format(number, f".{MOST_DIGITS}g")).normalize()
    return Written(-number if match["sign"] in ("-", "−") and number else number, match["percent"] is not None)


def _parse_counted(text: str) -> Written | None:
    """A rank, a number with its unit, or a number in words."""
    if text.lower() in _NUMBER_WORDS:
        return Written(Decimal(_NUMBER_WORDS[text.lower()]))
    match = _RANK.fullmatch(text) or _WITH_UNIT.fullmatch(text)
    return Written(Decimal(match["digits"].replace(",", ""))) if match else None
