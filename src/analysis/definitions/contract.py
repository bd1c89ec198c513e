"""What every contract of a received file says, however the file is laid out."""

import re
from collections.abc import Iterable
from typing import Literal

from pydantic import Field, field_validator

from analysis.definitions.parameter_files import Definition
from analysis.definitions.reports import NAME
from analysis.refusals import suggest

Missing = Literal["not_supplied", "not_available", "not_applicable", "suppressed_at_source"]
PeriodKind = Literal[
    "month",
    "quarter",
    "financial year",
    "calendar year",
    "calendar years",
    "day",
    "reporting year",
    "mid-year",
    "month, quarter or year",
]
"""A `reporting year` is the Department for Education's: 2014 is the year to 31 March 2014. A `mid-year` is the
population estimate's: 2013 is 30 June 2013. In a `month, quarter or year` 2011-12 is a financial year. The others are
those of analysis.periods."""

IN_FILE_NAMES = {
    "financial year": r"\d{4}-\d{2}",
    "quarter": r"\d{4}-\d{2}_[qQ][1-4]",
    "calendar year": r"\d{4}",
    "reporting year": r"\d{4}",
}

NOTES_SHEET = "About this form"
"""The sheet of notes in a form that `lscb template` writes; it is passed over where a contract names no sheet."""


class Total(Definition):
    """What adds up: parts over periods, areas or breakdowns make a whole, for all or some indicators.

    `whole` is the kind of the longer period, the code of the area or the breakdown that the parts make together.
    """

    over: Literal["period", "area", "breakdown"]
    whole: str
    indicators: list[str] = Field(default_factory=list)


class Identity(Definition):
    """Indicators that must come to the same; one that begins with '-' is subtracted."""

    left: list[str] = Field(min_length=1)
    right: list[str] = Field(min_length=1)
    meaning: str


class Share(Definition):
    """A percentage beside its count: of the count's total over the areas, or of the row's whole."""

    share: str
    part: str
    whole: str
    total_area: str


class Measure(Definition):
    """What the figures of one row or column are.

    `percent` tells how a proportion is written: with its sign (31%), bare (31) or as a fraction (0.31). A cell that
    holds a number and a percentage ('69 30%') names the proportion in `share`, and in `of` what it is a share of.
    """

    indicator: str
    breakdown: str = ""
    percent: Literal["sign", "bare", "fraction"] = "sign"
    share: str | None = None
    of: str | None = None


Figures = str | Measure


class Source(Definition):
    """The contract of one received file: what it is called, who sends it, how it is laid out and what must hold.

    `file` is the name without the kind of file; `{financial year}`, `{quarter}`, `{calendar year}` or
    `{reporting year}` in it is the period that the file is for, `*` any words. `precedence` ranks sources that give
    the same figure: 1 an official statistic, 2 a supplier's return, 3 a table of a report, 4 a sentence. `area` is
    the one area that the file is about where no row says so; `areas` are names that rows or columns use for areas.
    A file is due `due_days` after the last day of the period that it is for.
    """

    name: str = Field(pattern=NAME)
    title: str
    supplier: str
    file: str = Field(pattern=r"^[A-Za-z0-9_*{} .-]+$")
    required: bool = False
    due_days: int = Field(default=28, ge=0)
    layout: str
    sheet: str | None = None
    delimiter: Literal[",", ";", "\t"] = ","
    precedence: int = Field(ge=1, le=4)
    area: str | None = None
    areas: dict[str, str] = Field(default_factory=dict)
    markers: dict[str, Missing] = Field(default_factory=dict)
    blank: Missing = "not_supplied"
    brackets: Literal["refused", "negative", "added"] = "refused"
    totals: list[Total] = Field(default_factory=list)
    identities: list[Identity] = Field(default_factory=list)
    shares: list[Share] = Field(default_factory=list)

    @field_validator("file")
    @classmethod
    def _names_one_period_at_most(cls, file: str) -> str:
        named = re.findall(r"{(.*?)}", file)
        unknown = [kind for kind in named if kind not in IN_FILE_NAMES]
        if unknown:
            raise ValueError(f"no period {unknown[0]!r} in a file name; {suggest(unknown[0], IN_FILE_NAMES)}")
        if len(named) > 1:
            raise ValueError("a file name holds one period at most")
        return file

    def indicators(self) -> set[str]:
        """Every indicator that the contract reads."""
        measures = [measure for figures in self._figures() if (measure := as_measure(figures))]
        return {name for measure in measures for name in (measure.indicator, measure.share, measure.of) if name}

    def area_codes(self) -> set[str]:
        """Every area that the contract names by its code."""
        return {code for code in [self.area, *self.areas.values()] if code}

    def _figures(self) -> Iterable["Figures | None"]:
        return []


def as_measure(figures: Figures | None) -> Measure | None:
    """A measure, also where the contract gives the id of its indicator alone."""
    return Measure(indicator=figures) if isinstance(figures, str) else figures
