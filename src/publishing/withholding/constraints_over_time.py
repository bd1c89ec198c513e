"""Counts of shorter periods that add up to longer ones, and what is left between two that begin or end together."""

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
import pandas as pd

from analysis.definitions import Definitions
from analysis.observations import KEY
from publishing.intake.checks.described import SERIES
from publishing.withholding.observed_counts import is_count

Days = tuple[int, int]  # the first day of a period and the day after its last


def describe_times(figures: pd.DataFrame, definitions: Definitions) -> pd.DataFrame:
    """The sums over time of additive counts of what happened: `KEY`, `relation`, `factor`, `exact` and `longer`.

    Periods that overlap are cut wherever one of them begins or ends; each is the sum of its pieces, though nobody may
    have supplied a piece: 12 in the year to September and 14 in the year to December leave a piece of 2.
    """
    added = {name: each for name, each in definitions.indicators.items() if is_count(each) and each.additive}
    happened = [name for name, each in added.items() if each.when_counted == "during"]
    table = figures.loc[figures["indicator"].isin(happened), KEY].drop_duplicates().sort_values(KEY)
    series = table.groupby(SERIES, sort=False).ngroup()
    reached = table.groupby(series)["end"].cummax().groupby(series).shift()
    cluster = (reached.isna() | (table["start"] > reached)).cumsum()
    table = table[cluster.groupby(cluster).transform("size") > 1]
    first = table["start"].to_numpy().astype("datetime64[D]").astype(int)
    after = table["end"].to_numpy().astype("datetime64[D]").astype(int) + 1
    groups = cluster.loc[table.index].to_numpy()
    edges = np.flatnonzero(np.diff(groups, prepend=-1, append=-1))
    rows = []
    for begin, stop in pairwise(edges.tolist()):
        periods = list(zip(first[begin:stop].tolist(), after[begin:stop].tolist(), strict=True))
        rows += [(begin, *term) for term in _list_terms(periods)]
    return _name_terms(rows, table[SERIES].reset_index(drop=True))


def _list_terms(periods: list[Days]) -> Iterator[tuple[int, int, int, int]]:
    """A row for each period in each sum: its days, its factor and the number of the sum."""
    for number, (whole, parts) in enumerate(dict.fromkeys(_find_sums(periods))):
        yield (*whole, 1, number)
        for part in parts:
            yield (*part, -1, number)


def _find_sums(periods: list[Days]) -> Iterator[tuple[Days, tuple[Days, ...]]]:
    """Every period with the pieces that it is made of, and with a shorter one that begins or ends with it.

    What lies between those two has its own pieces.
    """
    cuts, reported = sorted({day for period in periods for day in period}), set(periods)
    pieces = list(pairwise(cuts))
    place = {day: number for number, day in enumerate(cuts)}

    def cut(period: Days) -> tuple[Days, ...]:
        return tuple(pieces[place[period[0]] : place[period[1]]])

    # what lies between two periods is told by them alone where not all of its pieces are reported
    pairs = [each for each in _find_pairs(sorted(reported)) if not reported.issuperset(cut(each[2]))]
    for period in sorted({*periods, *(between for _, _, between in pairs)}):
        if len(cut(period)) > 1:
            yield period, cut(period)
    for longer, shorter, between in pairs:
        yield longer, tuple(sorted((shorter, between)))


def _find_pairs(periods: list[Days]) -> Iterator[tuple[Days, Days, Days]]:
    """Two periods that begin or end together, the longer first and then the next longest, and what lies between."""
    by_stop = sorted(periods, key=lambda period: (period[1], -period[0]))
    for shorter, longer in pairwise(periods):
        if shorter[0] == longer[0]:
            yield longer, shorter, (shorter[1], longer[1])
    for shorter, longer in pairwise(by_stop):
        if shorter[1] == longer[1]:
            yield longer, shorter, (longer[0], shorter[0])


def _name_terms(rows: list[tuple], series: pd.DataFrame) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["series", "first", "after", "factor", "sum"], dtype="int64")
    named = series.iloc[table["series"]].reset_index(drop=True)
    first, last = (pd.to_datetime(table["first"], unit="D"), pd.to_datetime(table["after"] - 1, unit="D"))
    return named.assign(
        start=first.astype("datetime64[ns]"),
        end=last.astype("datetime64[ns]"),
        relation=table.groupby(["series", "sum"], sort=False).ngroup(),
        factor=table["factor"],
        exact=True,
        longer=table["factor"] == 1,
    )
