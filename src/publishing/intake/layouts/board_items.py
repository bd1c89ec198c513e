"""An item of a data set, and the forms that its cells come in: 'Total at end of {said}: {rate}'."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Annotated

from pydantic import Field

from analysis.definitions.contract import PeriodKind
from analysis.definitions.parameter_files import Definition

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
