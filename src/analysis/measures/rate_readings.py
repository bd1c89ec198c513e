"""What a rate or share of an area and of those it is compared with is made of, year by year, as it was received."""

from dataclasses import dataclass, field
from functools import partial

import pandas as pd

from analysis.definitions import ENGLAND, Indicator, NeighbourSet
from analysis.measures.area_reader import AreaReader

QUOTED = "SN:printed"  # the neighbours' average that an area's own report quotes, of a set that it does not name
OFFICIAL = 1  # the precedence of official statistics


@dataclass(frozen=True)
class RateReadings:
    """A rate or share by area and year: its `parts` with the `wholes` that they are divided by, and as `published`.

    `of_population` says whether the wholes are those of a day before the period's end, as mid-year populations are.
    `groups` holds the codes of the other areas of each group of one's own. The rest are tables of observations: `parts`
    and `wholes` are empty where the indicator names no parts, or where only official figures are asked for and those
    come without them.
    """

    indicator: str
    definition: Indicator
    area: str
    neighbours: NeighbourSet | None
    parts: pd.DataFrame
    wholes: pd.DataFrame
    published: pd.DataFrame
    of_population: bool = False
    groups: dict[str, list[str]] = field(default_factory=dict)


def read_rate(
    page: AreaReader, rate: str, *, breakdown: str = "", official: bool = False, keep: bool = True, alone: bool = False
) -> RateReadings:
    """A rate or share of the page's area, its neighbours, its groups and England, for each year up to the quarter.

    With `official` only official statistics are taken, since figures that others quote have other definitions, of
    whichever years they are (a year to December is as good). What is read is registered with the page, unless it is not
    to `keep` it; `alone` that of the area without others.
    """
    definition = page.definitions.indicator(rate)
    chosen = page.definitions.areas.neighbours_of(page.area.code)
    groups = {} if alone else page.definitions.areas.groups_for(page.area.code)
    others = [*(chosen.neighbours if chosen else []), *(code for codes in groups.values() for code in codes)]
    places = [page.area.code] if alone else list(dict.fromkeys([page.area.code, ENGLAND, QUOTED, *others]))
    read = partial(page.read, areas=places, keep=keep)
    published = read(rate, kind=None if official else "year", breakdown=breakdown)
    parts, of_population = published.iloc[:0], False
    wholes = parts
    if definition.numerator and definition.denominator:
        parts = read(definition.numerator, kind="year", breakdown=breakdown)
        whole = page.definitions.indicator(definition.denominator)
        of_population = definition.per is not None and whole.when_counted == "at_end"
        kind = "day" if of_population else "year"
        wholes = read(definition.denominator, kind=kind)
    if official:
        published, parts = (table[table["precedence"] == OFFICIAL] for table in (published, parts))
    return RateReadings(rate, definition, page.area.code, chosen, parts, wholes, published, of_population, groups)
