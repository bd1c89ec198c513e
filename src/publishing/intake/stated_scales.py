"""What titles, headings and labels say of the size of figures: in thousands, per 10,000."""

import re
from collections.abc import Iterable, Mapping
from itertools import product

import numpy as np
import pandas as pd

from analysis.definitions import Indicator
from analysis.definitions.contract import Source
from publishing.intake.cell_marks import Place
from publishing.intake.grids import Grid

LONGEST_PAGE = 500  # rows of a table whose labels and notes are looked at

_SCALED = re.compile(
    r"\bthousands\b|['‘’]000s?\b|£ ?000s?\b|\(000s?\)|\b000s\b|\bmillions\b|\(£ ?[mk]\)|£ ?m\b", re.IGNORECASE
)
_NOTE_OF_SCALE = re.compile(r"\b(?:in|are) (?:£ ?)?(?:thousands|millions|['‘’]?000s)\b", re.IGNORECASE)
_PER = re.compile(
    r"(?<![a-z])per[ _](?:a )?(?:(\d{1,3}(?:[, ]\d{3})+|\d+)(k)?(?![\d%])|((?:hundred |ten )?thousand|million)\b)",
    re.IGNORECASE,
)
_IN_WORDS = {"thousand": 1_000, "ten thousand": 10_000, "hundred thousand": 100_000, "million": 1_000_000}
_ONES = "expected figures in ones: this says that they are in thousands or millions"


def check_scales(grid: Grid[Source], placed: pd.DataFrame, indicators: Mapping[str, Indicator]) -> None:
    """Note as faults what says that counts are in thousands, or that a rate is per another number than its indicator.

    Titles stand above the first figure, notes below the last; labels of rows and notes are looked at in tables of a
    page's length. A heading counts before titles, which may be of several columns.
    """
    kinds = placed["indicator"].map(lambda name: indicators[name].kind)
    _check_thousands(grid, placed[kinds.isin(["count", "money", "quantity"])])
    for name, rates in placed[kinds == "rate"].groupby("indicator", sort=False):
        _check_per(grid, rates, indicators[str(name)].per)


def _check_thousands(grid: Grid[Source], scaled: pd.DataFrame) -> None:
    if scaled.empty:
        return
    top, columns, labels = _places_around(scaled)
    for row, column in [*np.ndindex(top, grid.width), *labels]:
        is_own = grid.roles[row, column] == "outside" or column in columns or row >= top
        if is_own and _SCALED.search(grid.texts[row, column]):
            grid.note_fault(row, column, _ONES)
    below = range(scaled["row"].max() + 1, grid.height) if grid.height <= LONGEST_PAGE else ()
    for row, column in product(below, range(grid.width)):
        if _NOTE_OF_SCALE.search(grid.texts[row, column]):
            grid.note_fault(row, column, _ONES)


def _check_per(grid: Grid[Source], rates: pd.DataFrame, per: int | None) -> None:
    top, columns, labels = _places_around(rates)
    headings = [grid.marks.merged.get((row, column), (row, column)) for row in range(top) for column in columns]
    titles = [
        (row, column) for row in range(top) for column in range(grid.width) if grid.roles[row, column] == "outside"
    ]
    own = _read_per(grid, headings)
    for said in (own or _read_per(grid, titles), *({place: each} for place, each in _read_per(grid, labels).items())):
        if said and per not in set().union(*said.values()):
            grid.note_fault(*next(iter(said)), f"expected a rate per {per:,}, and this says another number")


def _read_per(grid: Grid[Source], places: Iterable[Place]) -> dict[Place, set[int]]:
    """Per how many each place says that rates are, of those that say it."""
    said: dict[Place, set[int]] = {}
    for place in places:
        for number, thousands, words in _PER.findall(grid.texts[place]):
            each = _IN_WORDS[words.lower()] if words else int(re.sub("[, ]", "", number)) * (1_000 if thousands else 1)
            said.setdefault(place, set()).add(each)
    return said


def _places_around(figures: pd.DataFrame) -> tuple[int, set[int], list[Place]]:
    """The first row of figures, their columns, and the places of the labels at their left."""
    columns, rows = set(figures["column"]), sorted(set(figures["row"]))
    left = range(min(columns)) if len(rows) <= LONGEST_PAGE else ()
    return int(figures["row"].min()), columns, [(row, column) for row in rows for column in left]
