"""Which pages an area can have: those for which it has figures."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

import pandas as pd

from analysis.definitions import Areas, Indicator
from analysis.measures.items import RECENT
from analysis.measures.needed_figures import FIGURES, find_days, has_figure
from analysis.numbers import listed, plural, say_day
from analysis.periods import parse_period
from publishing.release.made_page import Unit


def split_by_needs(
    units: Iterable[Unit], observations: pd.DataFrame, indicators: Mapping[str, Indicator], owners: Mapping[str, str]
) -> tuple[list[Unit], list[Unit]]:
    """The units that have a figure to show, and those left out.

    A unit is left out when its report names what it needs and its area has no figure of any of it, as
    `analysis.measures.needed_figures` finds: what is older says nothing of the quarter. A report that
    names nothing is made where the area has any figure, so that no release is about England alone, and where nothing
    at all was received yet.
    """
    days, received = find_days(observations, indicators, owners), observations[FIGURES].notna().any(axis=None)
    kept: list[Unit] = []
    left_out: list[Unit] = []
    for unit in units:
        until = pd.Timestamp(parse_period(unit.quarter, ["quarter"]).end)
        nothing_yet = not received and not unit.report.needs
        known = nothing_yet or has_figure(days, unit.area, unit.report.needs, until)
        (kept if known else left_out).append(unit)
    return kept, left_out


def leave_out_ended(units: Iterable[Unit], areas: Areas) -> tuple[list[Unit], list[str]]:
    """The units of authorities that there were in the quarter, and a line for each other that says what followed it."""
    kept, lines = [], {}
    for unit in units:
        area, whole = areas.named(unit.area), parse_period(unit.quarter, ["quarter"])
        if area.until and area.until < whole.start:
            others = [f"{areas.named(code).name} ({code})" for code in area.followed_by]
            followed = f", and was followed by {listed(others)}" if others else ""
            ended = f"{area.name} ended on {say_day(area.until)}{followed}"
            lines[area.code] = f"{ended}: it has no pages for {unit.quarter}."
        elif area.since and area.since > whole.end:
            lines[area.code] = f"{area.name} began on {say_day(area.since)}: it has no pages for {unit.quarter}."
        else:
            kept.append(unit)
    return kept, list(lines.values())


def say_left_out(kept: Sequence[Unit], left_out: Sequence[Unit], areas: Areas) -> Iterator[str]:
    """Which reports are left out: one by one for a single area, and for each of several how many; none is forgotten."""
    every = dict.fromkeys(unit.area for unit in (*kept, *left_out))
    for area in every:
        own, name = [unit for unit in left_out if unit.area == area], areas.named(area).name
        if len(every) == 1:
            yield from (f"{unit.report.title}: left out, no figures for {name} in {RECENT}" for unit in own)
        elif own:
            whole = "" if any(unit.area == area for unit in kept) else ", so that it has no release"
            yield f"{name}: {plural(len(own), 'report')} left out, no figures{whole}"
