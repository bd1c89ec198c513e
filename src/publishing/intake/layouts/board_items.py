"""What a data set holds: the quarters of its headings, its items, and the forms that their cells come in."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Annotated

import numpy as np
from pydantic import Field, model_validator

from analysis.definitions.contract import PeriodKind
from analysis.definitions.parameter_files import Definition
from analysis.periods import Period
from publishing.intake.grids import Grid
from publishing.intake.headings import find_table
from publishing.intake.layouts.layout import Layout

WORDS_OF_A_FORM = ("period", "said", "note", "review")

_PLACE = re.compile(r"{([^}]*)}")
_FIGURE = r"\d[\d,]*(?:\.\d+)?%?"
_PATTERNS = {
    "period": r"(\d{4}(?:[-/]\d{2})?)",
    "said": r"(Q[1-4]|\d{4}(?:[-/]\d{2})?)",
    "note": r"(\D+?)",
    "review": r"(\S.*?)",
}
_EXAMPLES = {"note": "words", "review": "name of the review"}


class Item(Definition):
    """One item of a data set: its wording and the forms that its cells come in.

    In a form, `{indicator}` stands for a figure, with `@` and an area or `|` and a breakdown after it; `{period}` for
    the figures' period; `{said}` for a period that should be the column's; `{note}` for words; `{review}` for the
    name of a case, which is read over. `share_of` names, for a proportion, the count that it is checked against.
    """

    item: str
    forms: list[str] = Field(min_length=1)
    period: PeriodKind = "reporting year"
    share_of: dict[str, Annotated[list[str], Field(min_length=2, max_length=2)]] = Field(default_factory=dict)

    def named(self) -> Iterator[tuple[str, str, str]]:
        """The indicator, area and breakdown of each figure in its forms."""
        for form in self.forms:
            yield from _list_figures(form)

    def missing(self, areas: Sequence[str | None]) -> "list[Figure]":
        """What a marker stands for: the figures that the first form would have given, of each area."""
        figures = _list_figures(self.forms[0])
        return [Figure(name, area, breakdown, None, None) for name, _, breakdown in figures for area in areas]

    def hint(self, quarter: str) -> str:
        """How a cell of a quarter is written: 'Write: Total at end of Q4: 0'."""
        return f"Write: {_fill(next(form for form in self.forms if '@' not in form), quarter)}"

    def hint_of_comparators(self) -> str:
        """How the cell of comparators is written; empty where the item has none."""
        return next((f"Write: {_fill(form, '')}" for form in self.forms if "@" in form), "")


@dataclass(frozen=True)
class Figure:
    """One figure of a cell: its indicator, area and breakdown where the form says them, and the period before it.

    `text` is None for the figure that a marker stands for.
    """

    indicator: str
    area: str | None
    breakdown: str
    text: str | None
    period: str | None


@dataclass(frozen=True)
class Match:
    """What a cell says by one of its forms; `said` are periods that should be the column's, `reviews` case names."""

    figures: list[Figure]
    said: list[str]
    reviews: list[str]


def match_forms(text: str, forms: list[str]) -> Match | None:
    """The first form that the whole text has, or None. `{indicator@area|breakdown}` stands for a figure."""
    for form in forms:
        pattern, places = _compile(form)
        match = pattern.fullmatch(text)
        if match:
            return _read_match(list(zip(places, match.groups(), strict=True)))
    return None


def _read_match(found: list[tuple[str, str]]) -> Match:
    figures, said, reviews, period = [], [], [], None
    for place, text in found:
        if place == "period":
            period = text
        elif place == "said":
            said.append(text)
        elif place == "review":
            reviews.append(text)
        elif place != "note":
            ((indicator, area, breakdown),) = _list_figures(f"{{{place}}}")
            figures.append(Figure(indicator, area or None, breakdown, text, period))
    return Match(figures, said, reviews)


@cache
def _compile(form: str) -> tuple[re.Pattern[str], tuple[str, ...]]:
    parts, places = _PLACE.split(form), []
    written = ""
    for number, part in enumerate(parts):
        if number % 2:
            written += _PATTERNS.get(part, f"({_FIGURE})")
            places.append(part)
        else:
            written += re.escape(part)
    return re.compile(written), tuple(places)


def _list_figures(form: str) -> Iterator[tuple[str, str, str]]:
    for place in _PLACE.findall(form):
        name, _, breakdown = place.partition("|")
        indicator, _, area = name.partition("@")
        if indicator not in WORDS_OF_A_FORM:
            yield indicator, area, breakdown


def _fill(form: str, quarter: str) -> str:
    """A form with an example in each place."""

    def example(place: re.Match[str]) -> str:
        name = place[1]
        if name in WORDS_OF_A_FORM:
            return _EXAMPLES.get(name, (quarter if name == "said" else "") or "year")
        return "0%" if re.split(r"[@|]", name)[0].endswith("share") else "0"

    return _PLACE.sub(example, form).strip()


class QuartersAcross(Layout):
    """What a specification says of the headings of a data set.

    `columns` are headings, or how many quarters before the file's own a column is for; the last one holds the figures
    of comparators. `{quarter}` in a heading is the file's: Q4.
    """

    columns: list[str | int]

    @model_validator(mode="after")
    def _the_file_is_for_a_quarter(self) -> "QuartersAcross":
        if "{quarter}" not in self.file or 0 not in self.columns or self.area is None:
            raise ValueError("give {quarter} in `file`, 0 among `columns` for the quarter itself, and `area`")
        return self


def find_quarters(grid: Grid[QuartersAcross]) -> tuple[np.ndarray, dict[int, Period | None]]:
    """The rows of items, and the period of each column of figures (None for comparators, whose cells name theirs).

    A merged heading spreads over the empty cells to its right. Raises SourceRefused for a heading that is not the
    one that the file's quarter makes of the contract's columns.
    """
    quarter, figures = quarter_of_file(grid), grid.contract.columns[-1]
    headed = {write_heading(column, quarter): column for column in grid.contract.columns}
    table = find_table(grid, list(headed))
    places = sorted((place, headed[heading]) for heading, place in table.columns.items())
    found: dict[int, Period | None] = {}
    for (place, column), (end, _) in pairwise([*places, (grid.width, "")]):
        if isinstance(column, int) or column == figures:
            found |= dict.fromkeys(range(place, end), quarter.earlier(column) if isinstance(column, int) else None)
    return table.rows, found


def quarter_of_file(grid: Grid[QuartersAcross]) -> Period:
    """The quarter in the file's name, which the contract asks for. Raises SourceRefused where there is none."""
    if grid.period is None:
        raise grid.refuse(0, 0, "expected the quarter in the file's name")
    return grid.period


def heading_of(period: Period) -> str:
    """A quarter as the data set heads it: 'Quarter 4 2013/14'."""
    return f"Quarter {period.label[-1]} {period.label[:4]}/{period.label[5:7]}"


def write_heading(column: str | int, quarter: Period) -> str:
    """The heading of one of the specification's columns, in a file for a quarter."""
    if isinstance(column, int):
        return heading_of(quarter.earlier(column))
    return column.replace("{quarter}", f"Q{quarter.label[-1]}")
