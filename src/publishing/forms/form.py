"""A return form: what a supplier is given to fill in, as its file specification says the file must be."""

from dataclasses import dataclass
from datetime import date

from analysis.definitions import Definitions
from analysis.definitions.contract import Source
from analysis.periods import Period, quarter_of
from publishing.intake.layouts.layout import FormCell
from publishing.intake.written_periods import find_period_in_name


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
