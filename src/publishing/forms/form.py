"""A return form: what a supplier is given to fill in, and what each of its cells takes."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from analysis.definitions import Definitions, Indicator
from analysis.definitions.contract import Source
from analysis.numbers import say_day
from analysis.periods import Period, quarter_of
from publishing.intake.cells import MARKERS
from publishing.intake.layouts.layout import Entry, FormCell
from publishing.intake.written_periods import find_period_in_name

TEXT, WHOLE, DECIMAL, FRACTION = "@", "#,##0", "#,##0.0##", "0.0%"
"""Number formats. A cell shown as text keeps '31%' as it is typed, where another would make 0.31 of it."""

MARKER_NAME = "Markers"
_IS_MARKER = f"SUMPRODUCT(--EXACT({MARKER_NAME},{{cell}}))>0"
_PERCENT = 'IFERROR(IF(ISTEXT({cell}),AND(RIGHT({cell})="%",VALUE({cell})>={least},VALUE({cell})<={most})),FALSE)'
_STATUS_WORDS = {
    "not_supplied": "not supplied",
    "not_available": "not available",
    "not_applicable": "does not apply",
    "suppressed_at_source": "a small number that you suppress",
}
MARKERS_BEGIN = "In place of a figure"
_ADVICE = (
    "Fill in the yellow cells. Headings and labels are locked, because the file is read by them.",
    "0 means that there were none. It never stands for a figure that you do not have.",
    "Give every figure as it is, also a small one. What readers may not see is suppressed when the pages are made.",
    "Name no child anywhere in this file.",
)
Line = tuple[str, ...]


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


@dataclass(frozen=True)
class Sheet:
    """One table to fill in: titles above it, its rows of headings and its rows."""

    contract: Source
    name: str
    titles: list[str]
    headings: list[list[str]]
    rows: list[list[FormCell]]

    @property
    def first(self) -> int:
        """The number from 0 of the first row below the headings; an empty row parts them from the titles."""
        return len(self.titles) + 1 + len(self.headings)


@dataclass(frozen=True)
class Form:
    """The workbook for a supplier: the file's name, the period that it is for, the day it is due, and its tables.

    `period` is None for a file of all periods up to the quarter.
    """

    file: str
    period: Period | None
    quarter: Period
    due: date | None
    sheets: list[Sheet]
    definitions: Definitions

    @property
    def contract(self) -> Source:
        return self.sheets[0].contract


def name_period(contract: Source, period: Period | None) -> str:
    """The period as the name of the contract's file has it: 2014-15, 2014-15_q1 or 2014; nothing for all periods."""
    kind = find_period_in_name(contract.file)[1]
    if period is None or kind is None:
        return ""
    if kind == "quarter":
        return f"{period.label[:7]}_q{quarter_of(period.start)[1]}"
    return str(period.end.year) if kind == "reporting year" else period.label


def name_file(contract: Source, period: Period | None) -> str:
    """The name under which cleaning knows the contract's file, without the kind of file."""
    kind = find_period_in_name(contract.file)[1]
    return contract.file.replace(f"{{{kind}}}", name_period(contract, period)).replace("*", contract.name)


def write_notes(form: Form) -> Iterator[Line]:
    """The rows of the sheet of notes; headings stand alone in theirs."""
    yield from _describe_form(form)
    yield ("",)
    yield ("How to fill it in",)
    yield from ((words,) for words in _ADVICE)
    yield (f"An empty cell is read as: {_STATUS_WORDS[form.contract.blank]}.",)
    yield ("",)
    yield (MARKERS_BEGIN,)
    yield from list_markers(form.contract).items()
    yield ("",)
    yield ("What each figure means",)
    yield ("figure", "what it counts", "unit", "since", "reference")
    for indicator in _indicators(form):
        yield _describe_indicator(indicator, form)


def _describe_form(form: Form) -> Iterator[Line]:
    partnership = form.definitions.partnership
    yield (f"{form.contract.title}, for {partnership.name}",)
    yield ("Marking", partnership.marking)
    yield ("From", form.contract.supplier)
    yield ("For", form.period.words if form.period else "all periods up to now")
    yield ("Send to", f"{partnership.contact}, {partnership.name}, by the way agreed for returns")
    yield ("Due", say_day(form.due) if form.due else "as agreed")
    yield ("Save as", f"{form.file} (the period is read from the name)")


def _indicators(form: Form) -> list[Indicator]:
    """Everything that the form asks for, in its order; a data set's are those that its contract reads."""
    names = []
    for sheet in form.sheets:
        measures = [cell.measure for row in sheet.rows for cell in row if isinstance(cell, Entry) and cell.measure]
        asked = [name for each in measures for name in (each.indicator, each.share) if name]
        names += asked or sorted(sheet.contract.indicators())
    return [form.definitions.indicator(name) for name in dict.fromkeys(names)]


def _describe_indicator(indicator: Indicator, form: Form) -> Line:
    meaning = indicator.meaning_on((form.period or form.quarter).end)
    per = f", per {indicator.per:,}" if indicator.per and "per" not in indicator.unit else ""
    return (indicator.title, meaning.definition, f"{indicator.unit}{per}", say_day(meaning.since), meaning.reference)
