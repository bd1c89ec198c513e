"""Which pages an area can have: those for which it has figures."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain

import pandas as pd

from analysis.definitions import Areas, Indicator
from analysis.measures.items import RECENT
from analysis.measures.needed_figures import FIGURES, find_days, has_figure
from analysis.numbers import listed, plural, say_day
from analysis.periods import parse_period
from publishing.release.made_page import Unit

FEW = 5  # areas that are named one by one; of more it is said in one line


def split_by_needs(
    units: Iterable[Unit], observations: pd.DataFrame, indicators: Mapping[str, Indicator], owners: Mapping[str, str]
) -> tuple[list[Unit], list[Unit]]:
    """The units that have a figure to show, and those left out.

    A unit is left out when its report names what it needs and its area has no figure of any of it in the two years to
    its quarter. A report that names nothing is made where the area has any figure, so that no release is about England
    alone, and where nothing at all was received yet.
    """
    days, received = find_days(observations, indicators, owners), observations[FIGURES].notna().any(axis=None)
    kept, left_out = list[Unit](), list[Unit]()
    for unit in units:
        until = pd.Timestamp(parse_period(unit.quarter, ["quarter"]).end)
        known = not (received or unit.report.needs) or has_figure(days, unit.area, unit.report.needs, until)
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


def say_reports_left_out(kept: Sequence[Unit], left_out: Sequence[Unit], areas: Areas) -> Iterator[str]:
    """Which reports are left out: one by one for one area, how many for each of a few, in one line for many."""
    missing, made = Counter(unit.area for unit in left_out), {unit.area for unit in kept}
    if len(made | missing.keys()) == 1:
        for unit in left_out:
            yield f"{unit.report.title}: left out, no figures for {areas.named(unit.area).name} in {RECENT}"
        return
    for codes, whole in ((missing.keys() & made, ""), (missing.keys() - made, ", so that it has no release")):
        counts = {areas.named(code).name: [number] for code, number in missing.items() if code in codes}
        if len(counts) > FEW:
            counts = {f"Each of {len(counts)} areas": sorted(chain(*counts.values()))}
        for name, each in counts.items():
            few = f"{each[0]} to " if each[0] < each[-1] else ""
            yield f"{name}: {few}{plural(each[-1], 'report')} left out, no figures{whole}"
