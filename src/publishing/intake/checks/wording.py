"""Figures, periods, areas and lists as a finding says them."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from analysis.definitions import Definitions, Indicator
from analysis.observations import period_of

SMALLEST_SHOWN = 6  # counts of people or events from 1 to 5 could point to a child, as in DfE's statistics

_SMALL_WORDS = re.compile(r"(?<![\d.,])[1-5](?![\d.,]*\d)|\b(one|two|three|four|five|single)\b", re.IGNORECASE)


def describe_value(value: float, indicator: Indicator, *, numerator: float | None = None) -> str:
    """A figure in words; a count of people or events from 1 to 5, or what is made of one, is 'a small number'."""
    protected = indicator.counts in ("people", "events")
    basis = value if indicator.kind == "count" else numerator
    if protected and basis is not None and 0 < abs(basis) < SMALLEST_SHOWN:
        return "a small number"
    if indicator.kind in ("proportion", "change"):
        return f"{_plain(value * 100)}%"
    if indicator.kind == "rate":
        return f"{_plain(value)} per {indicator.per:,}"
    if indicator.kind == "money":
        return f"£{_plain(value)}"
    return _plain(value)


def describe_text(text: str, indicator: Indicator) -> str:
    """Words as written, in quotation marks, unless they give a small count of people or events."""
    if indicator.counts in ("people", "events") and _SMALL_WORDS.search(text):
        return "words with a small number"
    return f"“{text}”"


def describe_row(row: Mapping[str, Any], definitions: Definitions) -> str:
    """An observation's figure in words, with its qualifier where one was written: 'around 49%'."""
    indicator = definitions.indicator(row["indicator"])
    numerator = row["numerator"] if row["numerator"] == row["numerator"] else None
    figure = describe_value(row["value"], indicator, numerator=numerator)
    written = row["text"] if isinstance(row["text"], str) else ""
    return figure if figure == "a small number" or not written or len(written) > 40 else written


def describe_period(row: Mapping[str, Any]) -> str:
    """The period in words: 'December 2013', 'January to March 2014', 'the year to March 2014', '31 March 2014'."""
    return period_of(row, row["span"]).words


def describe_area(code: str, definitions: Definitions) -> str:
    """The area's name, or its code where params/areas.yaml does not know it."""
    return next((area.name for area in definitions.areas.areas if area.code == code), code)


def describe_series(row: Mapping[str, Any], definitions: Definitions) -> str:
    """Indicator, breakdown and area in words: 'Serious sexual offences, under 18, Southampton'."""
    words = [definitions.indicator(row["indicator"]).title, row["breakdown"], describe_area(row["area"], definitions)]
    return ", ".join(word for word in words if word)


def join_words(words: Iterable[str], *, most: int = 6, between: str = ", ") -> str:
    """Words in a row: 'a, b and c'; beyond the most that are read, the rest is counted."""
    words = list(dict.fromkeys(words))
    if len(words) > most:
        words = [*words[:most], f"{len(words) - most} more"]
    return words[0] if len(words) == 1 else f"{between.join(words[:-1])} and {words[-1]}" if words else ""


def _plain(value: float) -> str:
    return f"{round(value, 4):,.10g}" if abs(value) < 1e9 else f"{value:,.0f}"
