"""Series across reorganisations of authorities: counts carried as the sum of parts, rates never, and breaks said."""

from collections.abc import Iterator, Mapping

import pandas as pd

from analysis.definitions import Annotation, Areas, Definitions, Indicator
from analysis.definitions.areas import AreaChange, AreaChanges
from analysis.numbers import listed
from analysis.schemas import Observations

SERIES = ["indicator", "breakdown", "period", "start", "end"]


def carry_areas(observations: Observations, changes: AreaChanges, indicators: Mapping[str, Indicator]) -> Observations:
    """The observations, and rows for wholes that are the sum of their parts, with the status `derived`.

    After a split the former authority goes on as the sum of its parts; before a merger the new one begins as the sum
    of those it was made of. Only counts are summed, only within one file, and only where every part has a figure: a
    missing part is no zero. Rates and proportions are never added, and nothing is carried over a recut, whose areas are
    other land. A whole that has a figure of its own keeps it. A sum names the cells that it was added up from.
    """
    counts = observations[observations["indicator"].map(lambda name: indicators[name].kind == "count").astype(bool)]
    made = [table for change in changes.changes for table in _sum_parts(counts, change)]
    return pd.concat([observations, *made], ignore_index=True) if made else observations


def _sum_parts(counts: pd.DataFrame, change: AreaChange) -> Iterator[pd.DataFrame]:
    """The rows of the whole that a change's parts make up, on the side of the change where only the parts are."""
    if change.whole is None:
        return
    day, within = pd.Timestamp(change.on), [*SERIES, "source", "file"]
    is_alone = (counts["start"] >= day) if change.kind == "split" else (counts["end"] < day)
    rows = counts[counts["area"].isin(change.parts) & is_alone & counts["value"].notna()]
    rows = rows.drop_duplicates(["area", *within])
    complete = rows[rows.groupby(within)["area"].transform("nunique") == len(change.parts)]
    known = counts.loc[(counts["area"] == change.whole) & counts["value"].notna(), SERIES].drop_duplicates()
    new = complete.merge(known.assign(known=True), on=SERIES, how="left")
    new = new[new["known"].isna()].drop(columns="known")
    if len(new):
        joined = {"value": ("value", "sum"), "numerator": ("numerator", "sum"), "cell": ("cell", ", ".join)}
        summed = new.groupby(within, sort=False, as_index=False).agg(**joined)
        first = new.drop_duplicates(within).drop(columns=list(joined))
        yield first.merge(summed, on=within).assign(area=change.whole, status="derived")[list(counts.columns)]


def find_breaks(code: str, definitions: Definitions) -> list[Annotation]:
    """The days on which series of an area break, as annotations of the indicators whose series do, in their order.

    A recut breaks every series; a split or a merger only those whose figures cannot be added, which are all but counts.
    Another code for the same area breaks none.
    """
    met = [
        change
        for change in sorted(definitions.area_changes.changes, key=lambda change: change.on)
        if change.kind != "recoded" and code in (*change.before, *change.after)
    ]
    if not met:  # the indicators are not gone through: a page rests on those that it looks up
        return []
    kinds = {name: indicator.kind for name, indicator in definitions.indicators.items()}
    others = [name for name, kind in kinds.items() if kind != "count"]
    return [
        _describe_break(code, change, definitions, list(kinds) if change.kind == "recut" else others) for change in met
    ]


def _describe_break(code: str, change: AreaChange, definitions: Definitions, indicators: list[str]) -> Annotation:
    return Annotation(
        title="Another area from this day",
        text=f"{_say_why(change, definitions.areas)}.",
        indicators=indicators,
        area=code,
        at=change.on,
        author_role="Reorganisation of authorities",
        written=change.on,
        evidence=change.source,
        break_in_series=True,
    )


def find_uneven_parts(observations: Observations, changes: AreaChanges) -> Observations:
    """Where a file gives a whole and all its parts for one period and the parts do not add up to it.

    Columns: indicator, breakdown, period, start, end, area (the whole), value and parts (their sum).
    """
    tables, observations = [], observations[[*SERIES, "area", "value"]]
    for change in changes.changes:
        whole, parts = change.whole, change.parts
        if whole is None:
            continue
        rows = observations[observations["area"].isin(parts) & observations["value"].notna()]
        sums = rows.groupby(SERIES, sort=False).agg(parts=("value", "sum"), areas=("area", "nunique")).reset_index()
        both = observations[observations["area"] == whole].merge(sums[sums["areas"] == len(parts)], on=SERIES)
        tables.append(both.loc[both["value"] != both["parts"], [*SERIES, "area", "value", "parts"]])
    columns = [*SERIES, "area", "value", "parts"]
    return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=columns)


def _say_why(change: AreaChange, areas: Areas) -> str:
    before, after = (listed(areas.names.get(code, code) for code in codes) for codes in (change.before, change.after))
    words = {
        "split": f"{before} was divided into {after}",
        "merger": f"{before} were merged into {after}",
        "recut": f"{before} became {after}, with land moved between them",
    }
    return words[change.kind]
