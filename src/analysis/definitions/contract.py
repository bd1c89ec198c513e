"""What every contract of a received file says, however the file is laid out."""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Literal, overload

from pydantic import Field, field_validator, model_validator

from analysis.definitions.parameter_files import Definition, check_definition, place_of, read_keys, read_once
from analysis.definitions.reports import NAME
from analysis.refusals import suggest

EXPECTED = "a contract with title, supplier, file and layout"
Missing = Literal["not_supplied", "not_available", "not_applicable", "suppressed_at_source"]
PeriodKind = Literal[
    "month",
    "quarter",
    "calendar quarter",
    "financial year",
    "financial years",
    "academic year",
    "calendar year",
    "calendar years",
    "year ending",
    "day",
    "reporting year",
    "mid-year",
    "month, quarter or year",
]
"""A `reporting year` is the Department for Education's: 2014 is the year to 31 March 2014. A `mid-year` is the
population estimate's: 2013 is 30 June 2013. A `calendar quarter` is numbered from January: 2024 Q1 ends in March 2024,
where a `quarter` is numbered from April. An `academic year` is September to August (202324, 2023/24), or one of its
terms (Autumn term 2023). `year ending` is twelve months to a month (year ending June 2023). `financial years` and
`calendar years` are several years taken together (2020/21 - 22/23; 2018 - 20). In a `month, quarter or year` 2011-12 is
a financial year. The others are those of analysis.periods."""

_MONTH = "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
IN_FILE_NAMES: dict[PeriodKind, str] = {
    "financial year": r"\d{4}-\d{2}",
    "quarter": r"\d{4}-\d{2}_[qQ][1-4]",
    "calendar quarter": r"\d{4}[-_ ]?[qQ][1-4]",
    "calendar year": r"\d{4}",
    "reporting year": r"\d{4}",
    "mid-year": r"\d{4}",
    "academic year": r"\d{4}-?\d{2}",
    "month": rf"\d{{4}}[-_]?(?:0[1-9]|1[0-2])|{_MONTH}[-_ ]?\d{{4}}|\d{{4}}[-_ ]?{_MONTH}",
}
"""How each kind of period stands in a file's name, in any mixture of small and capital letters."""

NOTES_SHEET = "About this form"
"""The sheet of notes in a form that `lscb template` writes; it is passed over where a contract names no sheet."""


class Total(Definition):
    """What adds up: parts over periods, areas or breakdowns make a whole, for all or some indicators.

    `whole` is the kind of the longer period, the code of the area or the breakdown that the parts make together. Parts
    that are `disjoint` do not overlap and leave a rest of the whole, which no figure gives.
    """

    over: Literal["period", "area", "breakdown"]
    whole: str
    indicators: list[str] = Field(default_factory=list)
    disjoint: bool = False


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
    the same figure: 1 an official statistic, 2 a supplier's return, 3 a table of a report, 4 a sentence. Files of one
    `publication` are editions of it, the newest of which replaces the others in what it gives. `area` is
    the one area that the file is about where no row says so; `areas` are names that rows or columns use for areas.
    `belongs_to` is the area whose own document the file is: its figures, also those of England and of neighbours as it
    prints them, stand on no other area's page. It is `area` where there is one. `called` gives an indicator's name on
    pages where this file counts another thing under it than others do. A file is due `due_days` after the last day of
    the period that it is for. `period_in` is the cell whose text holds the period of the whole table: 'Claimants,
    August 2024'. `identifiers_allowed` are headings that look like a child's and are not, with what they are of:
    `{Parent Name: area}`. `beside` are signs of the sender's own behind a figure, with what they say: `{"*": a note}`.
    `exempt` are breakdowns of the contract's own that hold no count of this place, such as what was aimed at:
    disclosure control passes them over.
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
    publication: str | None = None
    period_in: str | None = Field(default=None, pattern=r"^[A-Za-z]{1,3}[1-9]\d*$")
    dates: Literal["day first", "month first", "day numbers"] | None = None
    identifiers_allowed: dict[str, str] = Field(default_factory=dict)
    area: str | None = None
    belongs_to: str | None = None
    areas: dict[str, str] = Field(default_factory=dict)
    called: dict[str, str] = Field(default_factory=dict)
    markers: dict[str, Missing] = Field(default_factory=dict)
    beside: dict[str, Literal["a note", "provisional", "revised", "estimated"]] = Field(default_factory=dict)
    blank: Missing = "not_supplied"
    brackets: Literal["refused", "negative", "added"] = "refused"
    totals: list[Total] = Field(default_factory=list)
    identities: list[Identity] = Field(default_factory=list)
    shares: list[Share] = Field(default_factory=list)
    exempt: list[str] = Field(default_factory=list)

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

    @model_validator(mode="after")
    def _exempts_no_breakdown_of_a_cell(self) -> "Source":
        if self.exempt and self._reads_breakdowns():
            raise ValueError("`exempt` names breakdowns; this file specification reads its breakdowns from cells")
        return self

    def _reads_breakdowns(self) -> bool:
        """Whether a breakdown is what a cell says, so that its name is the sender's."""
        return False

    @property
    def owner(self) -> str | None:
        """The area on whose pages alone the file's figures stand, None for one that is anybody's."""
        return self.belongs_to or self.area

    @property
    def adds_periods_up(self) -> bool:
        """Whether its figure of a longer period is a total of shorter ones, in which a child stands once for each."""
        return any(total.over == "period" for total in self.totals)

    def indicators(self) -> set[str]:
        """Every indicator that the contract reads."""
        measures = [measure for figures in self._figures() if (measure := as_measure(figures))]
        return {name for measure in measures for name in (measure.indicator, measure.share, measure.of) if name}

    def area_codes(self) -> set[str]:
        """Every area that the contract names by its code."""
        return {code for code in [self.area, self.belongs_to, *self.areas.values()] if code}

    def _figures(self) -> Iterable["Figures | None"]:
        return []


@overload
def as_measure(figures: Figures) -> Measure: ...
@overload
def as_measure(figures: None) -> None: ...
def as_measure(figures: Figures | None) -> Measure | None:
    """A measure, also where the contract gives the id of its indicator alone."""
    return Measure(indicator=figures) if isinstance(figures, str) else figures


@read_once
def describe_sources(folder: Path) -> dict[str, Source]:
    """What the specifications in a folder say whatever their layout, by name; how to read a file is left out.

    Raises ParametersRefused.
    """
    described = {}
    for path in sorted(folder.glob("*.yaml")):
        content = read_keys(path, EXPECTED)
        common = {key: content[key] for key in Source.model_fields if key in content}
        described[path.stem] = check_definition(Source, common, place_of(path))
    return described


def find_owners(sources: Mapping[str, Source]) -> dict[str, str]:
    """The area that each source belongs to, of those that are one area's own documents."""
    return {name: source.owner for name, source in sources.items() if source.owner}


def find_foreign(sources: Mapping[str, Source], area: str) -> frozenset[str]:
    """The sources that belong to another area than this one, whose pages alone show their figures and findings."""
    return frozenset(name for name, owner in find_owners(sources).items() if owner != area)
