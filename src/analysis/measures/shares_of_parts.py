"""Shares of parts: of each of several, of a whole whose number is known, or of one whole year by year."""

from collections.abc import Mapping
from itertools import pairwise
from typing import Annotated

import pandas as pd

from analysis.measures.protection import Protected
from analysis.numbers import period_from, short_period
from analysis.schemas import STATUS, ByPeriod, Readings, table_of

ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth")
KEYS = ["period", "start", "end"]
COLUMNS = ["period", "end", "part", "numerator", "numerator_status", "denominator", "denominator_status"]

PartsByTime = Annotated[pd.DataFrame, table_of("period of start end order")]
"""A share by its parts at each time: `first`, `second` … as the source first names them, their `order` there, and `of`
how many each share is (missing where that was not supplied for all)."""

PartShares = Annotated[pd.DataFrame, table_of(*COLUMNS)]
"""A part and the whole of a year, newest first."""

PartChanges = Annotated[pd.DataFrame, table_of("period part why period_before value lower upper before")]
"""A part's share as it may be shown, why it is not, and the share of the year before."""

Places = Annotated[pd.DataFrame, table_of("period places share filled empty start end")]
"""Places by quarter and how many were taken: places times the share as printed, to the nearest place."""


def spread_parts(readings: Readings) -> PartsByTime:
    """A share by its parts (such as one review and another), one row for each day or period with a figure."""
    known = readings[(readings["breakdown"] != "") & readings["value"].notna()].sort_values(["end", "cell"])
    parts = dict(zip(known["breakdown"].drop_duplicates(), ORDINALS, strict=False))
    rows = []
    for (start, end), group in known[known["breakdown"].isin(parts)].groupby(["start", "end"]):
        named = {parts[row.breakdown]: row.value for row in group.itertuples()}
        days = {"period": short_period(period_from(start, end)), "start": start, "end": end}
        rows.append(days | {"order": list(named), "of": group["denominator"].sum(skipna=False)} | named)
    return pd.DataFrame(rows, columns=[*KEYS, "order", "of", *list(parts.values())])


def names_of(parts: PartsByTime) -> list[str]:
    """The parts in the order in which the source first names them."""
    return [name for name in ORDINALS if name in parts]


def is_reordered(parts: PartsByTime) -> bool:
    """Whether the source gives the parts in another order at one time than at the time before."""
    return any(list(one) != list(other) for one, other in pairwise(parts["order"]))


def count_taken(both: ByPeriod, whole: str, share: str) -> Places:
    """Places and how many were taken, by quarter, from a table with a column for each of the two indicators."""
    known = both.dropna(subset=[whole, share])
    columns = known[[*KEYS, whole, share]].rename(columns={whole: "places", share: "share"})
    filled = (columns["places"] * columns["share"]).round()
    return columns.assign(filled=filled, empty=columns["places"] - filled).reset_index(drop=True)


def year_before(places: Places) -> pd.Series | None:
    """The same quarter a year before the last, None where it is not known or is the quarter just before."""
    found = places[places["end"] == places["end"].iloc[-1] - pd.DateOffset(years=1)]
    return found.iloc[0] if len(found) and found.index[0] != len(places) - 2 else None


def tabulate_parts(years: ByPeriod, whole: str, titles: Mapping[str, str]) -> PartShares:
    """A row for each year and part, the newest year first and the parts in the order of `titles`.

    A year of which no part is known is left out: what happens within a year of a contact is not known before that year
    is over.
    """
    if years.empty:
        return pd.DataFrame(columns=COLUMNS)
    known = years[years[list(titles)].notna().any(axis=1)].sort_values("end", ascending=False)
    tables = [
        known[["period", "end"]].assign(
            part=title,
            numerator=known[name],
            numerator_status=known[name + STATUS],
            denominator=known[whole],
            denominator_status=known[whole + STATUS],
        )
        for name, title in titles.items()
    ]
    rows = pd.concat(tables, ignore_index=True)
    return rows.sort_values("end", ascending=False, kind="stable").reset_index(drop=True)


def beside_year_before(shown: Protected) -> PartChanges:
    """The newest year's shares of `tabulate_parts`, with value and limits, and those of the year before if known."""
    shares = shown.table.assign(why=shown.marks["value"])
    years = [*shares["period"].unique(), None, None]
    newest, earlier = (shares[shares["period"] == year] for year in years[:2])
    before = earlier[["part", "value", "period"]].rename(columns={"value": "before", "period": "period_before"})
    return newest.merge(before, on="part", how="left")
