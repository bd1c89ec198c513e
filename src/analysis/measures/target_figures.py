"""A target that partners set themselves, as it was received: what it asks, what was reached, the counts behind it."""

from dataclasses import dataclass, replace
from typing import Annotated, Any

import numpy as np
import pandas as pd

from analysis.definitions.indicators import Target
from analysis.measures.area_reader import AreaReader
from analysis.measures.protection import Protected
from analysis.numbers import say
from analysis.schemas import Readings, table_of

POPULATION_10_17, POPULATION = "population_10_17", "population_0_17"

TargetCounts = Annotated[pd.DataFrame, table_of("period count_status made count start end")]
"""The counts behind a target, by year; `made` says how a count was worked out, empty for one that was counted."""


@dataclass(frozen=True)
class TargetFigures:
    """A target with what is known of it, all of the page's area.

    `indicator` has the target: a rate, or its change from the year before. `printed` is the target as a document prints
    it, `reached` the stated figure of `indicator` and `change` the stated change.
    """

    indicator: str
    count: str
    target: Target | None
    printed: str | None
    reached: float | None
    change: float | None
    counts: TargetCounts

    @property
    def counted(self) -> TargetCounts:
        """The years that were counted, and not worked out from another."""
        return self.counts[(self.counts["made"] == "") & self.counts["count"].notna()]

    @property
    def counted_pair(self) -> tuple[float, float]:
        """The first and the last year counted, NaN where there are no two."""
        counts = self.counted["count"]
        return (float(counts.iloc[0]), float(counts.iloc[-1])) if len(counts) > 1 else (np.nan, np.nan)

    @property
    def stated_pair(self) -> tuple[float, float]:
        """The count that a stated change starts from and the one worked out with it, NaN where none is."""
        made = self.counts[self.counts["made"] != ""]
        if made.empty:
            return np.nan, np.nan
        after = made.iloc[-1]
        before = self.counts[self.counts["end"] == after["start"] - pd.Timedelta(days=1)]["count"]
        return float(before.iloc[0]), float(after["count"])

    def as_shown(self, shown: Protected) -> "TargetFigures":
        """The same with only the counts that may be shown: one that was worked out may be too small."""
        return replace(self, counts=self.counts.assign(count=shown.table["count"].to_numpy(dtype=float)))


def read_target(page: AreaReader, rate: str, count: str, change: str) -> TargetFigures:
    """The target on a rate or on its change, what was reached, and the counts of the years.

    A year for which only the change from the year before was stated gets a count worked out from that, and says so.
    """
    counted = page.read(count, kind="year")
    stated = pd.concat([page.read(name, breakdown=None, kind="year") for name in (rate, change)], ignore_index=True)
    own = {name: page.definitions.indicator(name).target_of(page.area.code) for name in (rate, change)}
    named = next((name for name in (rate, change) if own[name]), rate)
    printed, reached = _only(stated, named, "target", "text"), _only(stated, named, "", "value")
    moved, counts = _only(stated, change, "", "value"), _with_worked_out(counted, stated, change)
    return TargetFigures(named, count, own[named], printed, reached, moved, counts)


def read_population(page: AreaReader) -> Readings:
    """The children aged 10 to 17, and those of 0 to 17 of whom they are part.

    Only the newest of each; the first is missing where it was not supplied.
    """
    read = page.read(POPULATION_10_17, POPULATION, kind="day").dropna(subset="numerator")
    return read.sort_values("end").drop_duplicates("indicator", keep="last").reset_index(drop=True)


def _only(stated: pd.DataFrame, indicator: str, breakdown: str, column: str) -> Any:
    """The one thing stated of an indicator, None where nothing is."""
    found = stated[(stated["indicator"] == indicator) & (stated["breakdown"] == breakdown)][column].dropna()
    return found.iloc[-1] if len(found) else None


def _with_worked_out(counted: pd.DataFrame, stated: pd.DataFrame, change: str) -> pd.DataFrame:
    """The counts in time order, with those worked out from the count of the year before and its stated change."""
    columns = {"numerator": "count", "status": "count_status"}
    table = counted[["period", "start", "end", *columns]].rename(columns=columns).assign(made="")
    known = stated[(stated["indicator"] == change) & (stated["breakdown"] == "") & stated["value"].notna()]
    for row in known.itertuples():
        before = table[table["end"] == row.start - pd.Timedelta(days=1)]
        if before["count"].notna().any() and row.end not in set(table["end"]):
            made: dict[str, Any] = {"count_status": "derived", "made": f"{say(row.value, 'change')} as stated"}
            made |= {"count": float(round(before["count"].iloc[0] * (1 + row.value)))}
            table.loc[len(table)] = {"period": row.period, "start": row.start, "end": row.end} | made
    return table.sort_values("end", ignore_index=True)
