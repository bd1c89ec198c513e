"""The forms that a cell of words and figures comes in, as a contract writes them: 'Total at end of {said}: {rate}'."""

import re
from dataclasses import dataclass
from functools import cache

_PLACE = re.compile(r"{([^}]*)}")
_FIGURE = r"\d[\d,]*(?:\.\d+)?%?"
_PATTERNS = {
    "period": r"(\d{4}(?:[-/]\d{2})?)",
    "said": r"(Q[1-4]|\d{4}(?:[-/]\d{2})?)",
    "note": r"(\D+?)",
    "review": r"(\S.*?)",
}


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
            name, _, breakdown = place.partition("|")
            indicator, _, area = name.partition("@")
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
