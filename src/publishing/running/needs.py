"""Which pages an area can have: those for which it has figures."""

from collections.abc import Iterable, Iterator, Sequence

import pandas as pd

from analysis.definitions import Areas
from analysis.numbers import plural
from analysis.periods import parse_period
from publishing.release.made_page import Unit

FIGURES = ["numerator", "value", "text"]


def split_by_needs(units: Iterable[Unit], observations: pd.DataFrame) -> tuple[list[Unit], list[Unit]]:
    """The units that have a figure to show, and those left out.

    A unit is left out when its report names what it needs and its area has no figure of any of it by the end of the
    quarter. A report that names nothing is always made.
    """
    figures = observations[observations[FIGURES].notna().any(axis=1)]
    first = figures.groupby(["area", "indicator"])["end"].min().to_dict()
    kept, left_out = [], []
    for unit in units:
        until = pd.Timestamp(parse_period(unit.quarter, ["quarter"]).end)
        begins = [first.get((unit.area, name)) for name in unit.report.needs]
        known = not unit.report.needs or any(begin is not None and begin <= until for begin in begins)
        (kept if known else left_out).append(unit)
    return kept, left_out


def say_left_out(kept: Sequence[Unit], left_out: Sequence[Unit], areas: Areas) -> Iterator[str]:
    """Which reports are left out: one by one for a single area, and for each of several how many; none is forgotten."""
    every = dict.fromkeys(unit.area for unit in (*kept, *left_out))
    for area in every:
        own, name = [unit for unit in left_out if unit.area == area], areas.named(area).name
        if len(every) == 1:
            yield from (f"{unit.report.title}: left out, no figures for {name}" for unit in own)
        elif own:
            whole = "" if any(unit.area == area for unit in kept) else ", so that it has no release"
            yield f"{name}: {plural(len(own), 'report')} left out, no figures{whole}"
