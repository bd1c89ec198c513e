"""Figures for a notebook or a console: tidy, by name, and only what may be published."""

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import pandas as pd

from analysis.definitions import Definitions, read_definitions
from analysis.measures.columns import column_of
from analysis.measures.published import read_shown
from analysis.measures.readings import YEAR, select_readings
from analysis.periods import KINDS, Period, parse_period
from analysis.project import Project, find_project
from analysis.refusals import ParametersRefused, suggest
from analysis.schemas import Readings, names_in, table_of

COLUMNS = names_in(
    "indicator indicator_title unit area area_name breakdown period kind start end",
    "figure numerator denominator status source file cell",
)
LAST_DAY = Period(pd.Timestamp.min.date(), pd.Timestamp.max.date(), "days", "every period")

Tidy = Annotated[pd.DataFrame, table_of(*COLUMNS)]
"""What `analysis.read` gives: `figure` is the count, or the value of what is no count (a share is a fraction of 1)."""

KnownAreas = Annotated[pd.DataFrame, table_of("code name kind region")]
"""An area that the parameters know, with the name of its region."""


def read(
    *indicators: str,
    areas: str | Iterable[str] | None = None,
    kind: str | None = None,
    breakdown: str | None = "",
    until: str | None = None,
    last: int | None = None,
    data: str | Path | None = None,
) -> Tidy:
    """The figures of some indicators as they may be published: one row for each area, breakdown and period.

    `areas` are names or codes, all where none is named. `kind` is a kind of period (`month`, `quarter`, `year`, `day`,
    …); without it every kind comes, and `kind` is a column. `breakdown` is the category, "" for the whole and None for
    every one. `until` is a quarter after which nothing is read, `last` how many periods. The best source is taken for
    each figure; one that was not supplied, or that is suppressed, is a row with a status and no figure. Raises
    ParametersRefused, with the nearest name, for an indicator, area, kind or quarter that is not known, and for an
    indicator or area without any row.
    """
    project = find_project(".", data)
    definitions = read_definitions(project.params)
    for name in indicators:
        definitions.indicator(name)
    codes = None if areas is None else definitions.areas.find([areas] if isinstance(areas, str) else areas)
    check_kind(kind)
    found = _read(project, definitions, list(indicators) or None, codes)
    if breakdown is not None:
        check_breakdown(found, breakdown)
        found = found[found["breakdown"] == breakdown]
    chosen = select_readings(found, find_quarter(until), kind=kind, last=last)
    return tidy(chosen, definitions)


def areas(*, region: str | None = None, group: str | None = None, data: str | Path | None = None) -> KnownAreas:
    """Every area that the parameters know, or those of a region or of a group.

    Raises ParametersRefused, with the nearest name, for an unknown region or group.
    """
    definitions = read_definitions(find_project(".", data).params)
    known = pd.DataFrame(
        [(area.code, area.name, area.kind, area.region) for area in definitions.areas.areas],
        columns=["code", "name", "kind", "region"],
    )
    known["region"] = known["region"].map(definitions.areas.names)
    if group is not None:
        known = known[known["code"].isin(definitions.areas.group(group))].reset_index(drop=True)
    if region is None:
        return known
    if region not in set(known["region"].dropna()):
        raise ParametersRefused(f"No region {region!r}. {suggest(region, known['region'].dropna().unique())}")
    return known[known["region"] == region].reset_index(drop=True)


def neighbours(area: str, *, version: str | None = None, data: str | Path | None = None) -> list[str]:
    """The names of an area's statistical neighbours, nearest first, by the newest set or one named version.

    Raises ParametersRefused for an unknown area, and for one without such a set.
    """
    definitions = read_definitions(find_project(".", data).params)
    (code,) = definitions.areas.find([area])
    chosen = definitions.areas.neighbours_of(code, version)
    if chosen is None:
        raise ParametersRefused(f"{definitions.areas.names[code]} has no set of neighbours in params/areas.yaml.")
    return [definitions.areas.names[each] for each in chosen.neighbours]


def check_kind(kind: str | None) -> None:
    """Refuse a kind of period that there is not. Raises ParametersRefused."""
    if kind is not None and kind not in (*KINDS, YEAR):
        raise ParametersRefused(f"No kind of period {kind!r}. {suggest(kind, [*KINDS, YEAR])}")


def check_breakdown(found: Readings, breakdown: str) -> None:
    """Refuse a category that none of the figures has. Raises ParametersRefused."""
    known = set(found["breakdown"])
    if breakdown not in known:
        raise ParametersRefused(f"No figure has the breakdown {breakdown!r}. {suggest(breakdown, known)}")


def find_quarter(words: str | None) -> Period:
    """The quarter that words name; every period for None. Raises ParametersRefused."""
    if words is None:
        return LAST_DAY
    try:
        return parse_period(words, ["quarter"])
    except ValueError as error:
        raise ParametersRefused(f"No quarter {words!r}. Write one as 2013-14 Q4.") from error


def tidy(readings: Readings, definitions: Definitions) -> Tidy:
    """Observations with names, units and one column `figure`, as `read` gives them."""
    known = definitions.indicators
    counted = readings["indicator"].map(lambda name: known[name].kind == "count").astype(bool)
    columns = {
        "indicator_title": readings["indicator"].map(lambda name: column_of(known[name]).heading),
        "unit": readings["indicator"].map(lambda name: known[name].unit),
        "area_name": readings["area"].map(definitions.areas.names),
        "figure": readings["numerator"].where(counted & readings["numerator"].notna(), readings["value"]),
    }
    return readings.assign(**columns)[COLUMNS].reset_index(drop=True)


def _read(
    project: Project, definitions: Definitions, indicators: list[str] | None, codes: list[str] | None
) -> pd.DataFrame:
    found = read_shown(project, definitions, indicators, codes)
    for name in indicators or []:
        if name not in set(found["indicator"]):
            where = " and ".join(definitions.areas.names[code] for code in codes or []) or "any area"
            title = definitions.indicator(name).title
            raise ParametersRefused(f"No figures of {title.lower()} for {where}: none was received.")
    for code in codes or []:
        if code not in set(found["area"]):
            raise ParametersRefused(f"No figures for {definitions.areas.names[code]}: none was received.")
    return found
