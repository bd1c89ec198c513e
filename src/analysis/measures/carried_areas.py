"""Series across reorganisations of authorities: counts carried as the sum of parts, rates never, and breaks said."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from analysis.definitions.area_changes import AreaChange, AreaChanges
from analysis.definitions.areas import Areas
from analysis.definitions.indicators import Indicator

SERIES = ["indicator", "breakdown", "period", "start", "end"]


@dataclass(frozen=True)
class AreaBreak:
    """A day from which an area's series cannot be compared with what came before, and why, in words."""

    area: str
    on: date
    reason: str


def carry_areas(observations: pd.DataFrame, changes: AreaChanges, indicators: Mapping[str, Indicator]) -> pd.DataFrame:
    """The observations, and rows for wholes that are the sum of their parts, with the status `derived`.

    After a split the former authority goes on as the sum of its parts; before a merger the new one begins as the sum
    of those it was made of. Only counts are summed, and only where every part has a figure: a missing part is no zero.
    Rates and proportions are never added, and nothing is carried over a recut, whose areas are other land. A whole that
    has a figure of its own keeps it.
    """
    counts = observations[observations["indicator"].map(lambda name: indicators[name].kind == "count")]
    made = [table for change in changes.changes for table in _sum_parts(counts, change)]
    return pd.concat([observations, *made], ignore_index=True) if made else observations


def _sum_parts(counts: pd.DataFrame, change: AreaChange) -> Iterator[pd.DataFrame]:
    """The rows of the whole that a change's parts make up, on the side of the change where only the parts are."""
    if change.kind not in ("split", "merger"):
        return
    is_split = change.kind == "split"
    whole, parts = (change.before[0], change.after) if is_split else (change.after[0], change.before)
    day = pd.Timestamp(change.on)
    rows = counts[counts["area"].isin(parts) & ((counts["start"] >= day) if is_split else (counts["end"] < day))]
    rows = rows[rows["value"].notna()].drop_duplicates(["area", *SERIES])
    complete = rows[rows.groupby(SERIES)["area"].transform("nunique") == len(parts)]
    known = counts.loc[(counts["area"] == whole) & counts["value"].notna(), SERIES]
    new = complete.merge(known.assign(known=True), on=SERIES, how="left")
    new = new[new["known"].isna()].drop(columns="known")
    if len(new):
        summed = new.groupby(SERIES, sort=False, as_index=False)[["value", "numerator"]].sum()
        first = new.drop_duplicates(SERIES).drop(columns=["value", "numerator"])
        yield first.merge(summed, on=SERIES).assign(area=whole, status="derived")[list(counts.columns)]


def find_breaks(codes: Iterable[str], indicator: Indicator, changes: AreaChanges, areas: Areas) -> list[AreaBreak]:
    """The breaks in an indicator's series for some areas, in the order of their days.

    A recut breaks every series; a split or a merger only those whose figures cannot be added.
    """
    wanted = set(codes)
    breaks = [
        AreaBreak(code, change.on, _say_why(change, areas))
        for change in changes.changes
        if change.kind != "recoded" and (change.kind == "recut" or indicator.kind != "count")
        for code in (*change.before, *change.after)
        if code in wanted
    ]
    return sorted(breaks, key=lambda found: (found.on, found.area))


def find_uneven_parts(observations: pd.DataFrame, changes: AreaChanges) -> pd.DataFrame:
    """Where a file gives a whole and all its parts for one period and the parts do not add up to it.

    Columns: indicator, breakdown, period, start, end, area (the whole), value and parts (their sum).
    """
    tables, observations = [], observations[[*SERIES, "area", "value"]]
    for change in changes.changes:
        if change.kind not in ("split", "merger"):
            continue
        whole, parts = (change.before[0], change.after) if change.kind == "split" else (change.after[0], change.before)
        rows = observations[observations["area"].isin(parts) & observations["value"].notna()]
        sums = rows.groupby(SERIES, sort=False).agg(parts=("value", "sum"), areas=("area", "nunique")).reset_index()
        both = observations[observations["area"] == whole].merge(sums[sums["areas"] == len(parts)], on=SERIES)
        tables.append(both.loc[both["value"] != both["parts"], [*SERIES, "area", "value", "parts"]])
    columns = [*SERIES, "area", "value", "parts"]
    return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=columns)


def _say_why(change: AreaChange, areas: Areas) -> str:
    before, after = _names(change.before, areas), _names(change.after, areas)
    words = {
        "split": f"{before} was divided into {after}",
        "merger": f"{before} were merged into {after}",
        "recut": f"{before} became {after}, with land moved between them",
    }
    return words[change.kind]


def _names(codes: Sequence[str], areas: Areas) -> str:
    names = [areas.names.get(code, code) for code in codes]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
