"""A return form: what a supplier is given to fill in, as the file must be, with its notes on how to do so."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from analysis.definitions import Definitions, Indicator
from analysis.definitions.contract import Source
from analysis.numbers import say_day
from analysis.periods import Period, quarter_of
from publishing.forms.form_rules import list_markers, say_blank
from publishing.intake.layouts.layout import Entry, FormCell
from publishing.intake.written_periods import find_period_in_name

MARKERS_BEGIN = "In place of a figure"
_ADVICE = (
    "Fill in the yellow cells. Headings and labels are locked, because the file is read by them.",
    "0 means that there were none. It never stands for a figure that you do not have.",
    "Give every figure as it is, also a small one. What readers may not see is withheld when the pages are made.",
    "Name no child anywhere in this file.",
)
Line = tuple[str, ...]


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
    yield (f"An empty cell is read as: {say_blank(form.contract)}.",)
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
