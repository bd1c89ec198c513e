"""Worlds put through the program as it is, many at a time: their observations, the decision, and what is shown."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from types import SimpleNamespace

import pandas as pd
from reading import Seen
from worlds import ALL, OF_ANOTHER, Figure, World

from analysis.definitions.areas import AreaChanges
from analysis.definitions.contract import Source
from analysis.definitions.indicators import Indicator
from analysis.definitions.partnership import Disclosure
from analysis.periods import parse_period
from analysis.schemas import OBSERVATIONS
from publishing.withholding.masking import withhold
from publishing.withholding.withholding import decide_withheld

PROFILES = {"sub_group": Disclosure(withhold_up_to=5), "public": Disclosure(withhold_up_to=7, round_to=5)}
MEANING = [{"since": date(2013, 4, 1), "definition": "As counted.", "reference": "the test"}]
WRITTEN = {"count": "offences", "share": "seen_share", "rate": "entrant_rate"}
WRITTEN |= {"whole": "children", "part": "seen_share", "change": "offences_change"}


def _define(kind: str, counts: str, **more: object) -> Indicator:
    return Indicator(title="Title", kind=kind, counts=counts, unit="of them", topic="any", meaning=MEANING, **more)


INDICATORS = {
    "offences": _define("count", "events", additive=True),
    "offences_change": _define("change", "events"),
    "children": _define("count", "people"),
    "seen": _define("count", "people"),
    "seen_share": _define("proportion", "people", numerator="seen", denominator="children"),
    "population": _define("count", "things", when_counted="at_end"),
    "entrants": _define("count", "people"),
    "entrant_rate": _define("rate", "people", per=10_000, numerator="entrants", denominator="population"),
}


@dataclass
class Chain:
    """A world with what its releases have shown so far."""

    world: World
    releases: list[list[Seen]]


def release_worlds(worlds: Sequence[World]) -> list[Chain]:
    """Every release of every world, those of one turn and profile decided on together."""
    chains, earlier = {world.number: Chain(world, []) for world in worlds}, []
    for step in range(max(len(world.returns) for world in worlds)):
        for name, profile in PROFILES.items():
            chosen = [world for world in worlds if len(world.returns) > step and world.profiles[step] == name]
            if chosen:
                shown, tables = _decide(chosen, step, profile, earlier)
                earlier.append(shown.assign(rounded_to=float(profile.round_to)))
                for world in chosen:
                    chains[world.number].releases.append(list(_read(world, step, name, shown, tables)))
    return list(chains.values())


def _decide(
    worlds: Sequence[World], step: int, profile: Disclosure, earlier: list[pd.DataFrame]
) -> tuple[pd.DataFrame, frozenset[str]]:
    """What may be shown of some worlds, and the tables that are withheld by name."""
    observations = observe([(world, figure) for world in worlds for figure in world.returns[step]])
    policy = SimpleNamespace(chosen=profile, exempt={})
    areas = SimpleNamespace(areas=[area for world in worlds for area in _list_areas(world)])
    definitions = SimpleNamespace(
        indicators=INDICATORS,
        policy=policy,
        run=SimpleNamespace(area="none"),
        areas=areas,
        area_changes=AreaChanges(),
    )
    sources = {_name(world): _contract(world) for world in worlds}
    decision = decide_withheld(observations, definitions, sources, earlier)
    return withhold(observations, decision.withheld, definitions, profile, sources), frozenset(decision.tables)


def _list_areas(world: World) -> Iterator[SimpleNamespace]:
    """The areas of a world, all of them in one region: nobody takes those of one world for parts of another's."""
    region = f"{ALL} {world.number}"
    yield SimpleNamespace(code=region, kind="region", region=None)
    for number in range(world.shape[0]):
        yield SimpleNamespace(code=f"area {number} {world.number}", kind="authority", region=region)


def _name(world: World) -> str:
    return f"world_{world.number}"


def _name_source(world: World, area: str) -> str:
    """The source of an area's figures: of all areas together it can be another one."""
    return f"region_{world.number}" if world.kind in OF_ANOTHER and area == ALL else _name(world)


def _contract(world: World) -> Source:
    totals = [
        {**total, "whole": f"{total['whole']} {world.number}"} if total["over"] == "area" else total
        for total in world.declared
    ]
    return Source(name=_name(world), title="T", supplier="S", file="any", layout="rows", precedence=2, totals=totals)


def observe(figures: Sequence[tuple[World, Figure]]) -> pd.DataFrame:
    """The observations of figures, with the children or the population that shares and rates are of."""
    rows = []
    for world, figure in figures:
        area, label, period = figure.name
        place = {"area": f"{area} {world.number}", "breakdown": label, "source": _name_source(world, area)}
        rows.append({**place, "indicator": WRITTEN[figure.written], "period": period, "value": figure.value})
        if figure.written == "share":
            rows.append({**place, "indicator": "children", "period": period, "value": figure.of})
        if figure.written == "rate":
            people = {"indicator": "population", "breakdown": "", "period": "31 March 2013", "value": figure.of}
            rows.append(place | people)
    table = pd.DataFrame(rows).drop_duplicates()
    periods = [parse_period(text) for text in table["period"]]
    counts = table["indicator"].isin([name for name, each in INDICATORS.items() if each.kind == "count"])
    table = table.assign(
        period=[period.label for period in periods],
        start=pd.to_datetime([period.start for period in periods]),
        end=pd.to_datetime([period.end for period in periods]),
        value=table["value"].astype(float),
        numerator=table["value"].where(counts).astype(float),
        denominator=float("nan"),
        text=pd.NA,
        status="reported",
        file=table["source"] + ".csv",
        cell="A1",
        precedence=2,
        received=pd.NaT,
    )
    return OBSERVATIONS.validate(table[list(OBSERVATIONS.columns)])


def _read(world: World, step: int, name: str, shown: pd.DataFrame, tables: frozenset[str]) -> Iterator[Seen]:
    """What the release shows of each figure that it has."""
    numbers = shown.set_index(["indicator", "area", "breakdown", "period"])["value"].to_dict()
    for figure in world.returns[step]:
        area, label, period = figure.name
        indicator, place = WRITTEN[figure.written], f"{area} {world.number}"
        number = numbers[indicator, place, label, period]
        may_be_none = any(f"{one} in {place}" in tables for one in (indicator, "seen", "entrants"))
        if figure.written in ("share", "part"):
            of = label if figure.written == "share" else ""
            may_be_none |= bool(pd.isna(numbers.get(("children", place, of, period))))
        may_be_none |= figure.written == "change"
        yield Seen(figure, None if pd.isna(number) else float(number), name, may_be_none)
