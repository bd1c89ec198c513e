"""What a cell of a form takes: how it is shown, what a spreadsheet lets in, and the words that say so."""

from dataclasses import dataclass

from analysis.definitions import Indicator
from analysis.definitions.contract import Source
from publishing.intake.cells import MARKERS
from publishing.intake.layouts.layout import Entry

TEXT, WHOLE, DECIMAL, FRACTION = "@", "#,##0", "#,##0.0##", "0.0%"
"""Number formats. A cell shown as text keeps '31%' as it is typed, where another would make 0.31 of it."""

MARKER_NAME = "Markers"
_IS_MARKER = f"SUMPRODUCT(--EXACT({MARKER_NAME},{{cell}}))>0"
_PERCENT = 'IFERROR(IF(ISTEXT({cell}),AND(RIGHT({cell})="%",VALUE({cell})>={least},VALUE({cell})<={most})),FALSE)'
_STATUS_WORDS = {
    "not_supplied": "not supplied",
    "not_available": "not available",
    "not_applicable": "does not apply",
    "suppressed_at_source": "a small number that you withhold",
}


@dataclass(frozen=True)
class Rule:
    """A cell's number format, the formula that must hold for what is typed (None for words), and it in words."""

    shown: str
    formula: str | None
    words: str

    def formula_of(self, cell: str) -> str | None:
        """The formula for one cell, such as B5: the rule, or one of the markers."""
        if self.formula is None:
            return None
        return f"=OR({self.formula},{_IS_MARKER})".replace("{cell}", cell)


def rule_of(entry: Entry, contract: Source, indicators: dict[str, Indicator]) -> Rule:
    """What cleaning accepts in a cell: a count is whole and not negative, a share written as the contract says."""
    if entry.measure is None:
        return Rule(TEXT, None, entry.hint)
    if entry.measure.share:
        return Rule(TEXT, None, "The number, a space and its percentage, such as 69 30%.")
    indicator, percent = indicators[entry.measure.indicator], entry.measure.percent
    if indicator.kind in ("statement", "date"):
        return Rule(TEXT, None, "In words.")
    if indicator.kind in ("proportion", "change"):
        return _percentage(percent, signed=indicator.kind == "change")
    if indicator.kind in ("count", "rank"):
        return Rule(WHOLE, "IF(ISNUMBER({cell}),AND({cell}>=0,{cell}=INT({cell})),FALSE)", "A whole number, 0 or more.")
    if indicator.kind == "money" and contract.brackets == "refused":
        return Rule(DECIMAL, "ISNUMBER({cell})", "Pounds, without the sign.")
    words = "Pounds, without the sign." if indicator.kind == "money" else "A number, 0 or more."
    return Rule(DECIMAL, "IF(ISNUMBER({cell}),{cell}>=0,FALSE)", words)


def list_markers(contract: Source) -> dict[str, str]:
    """What may stand in place of a figure, and what it means in words."""
    return {marker: _STATUS_WORDS[status] for marker, status in (MARKERS | contract.markers).items()}


def say_blank(contract: Source) -> str:
    """What an empty cell is read as."""
    return _STATUS_WORDS[contract.blank]


def _percentage(percent: str, *, signed: bool) -> Rule:
    if percent == "sign":
        words = "A percentage with its sign, such as -2%." if signed else "A percentage with its sign, such as 31%."
        lowest, highest = ("-100", "100") if signed else ("0", "1")
        return Rule(TEXT, _PERCENT.replace("{least}", lowest).replace("{most}", highest), words)
    most = 1 if percent == "fraction" else 100
    words = "A percentage from 0% to 100%." if percent == "fraction" else "A percentage without its sign, such as 31."
    least = -most if signed else 0
    shown = FRACTION if percent == "fraction" else DECIMAL
    return Rule(shown, f"IF(ISNUMBER({{cell}}),AND({{cell}}>={least},{{cell}}<={most}),FALSE)", words)
