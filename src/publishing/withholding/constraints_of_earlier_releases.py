"""The counts that earlier releases showed, with the limits that each sets, and those that they named and withheld."""

from collections.abc import Iterable, Mapping

import pandas as pd

from analysis.definitions import Definitions
from analysis.definitions.contract import Source
from publishing.withholding.observed_counts import GIVEN, read_counts

EARLIER = "earlier release"


def read_earlier(earlier: pd.DataFrame | Iterable[pd.DataFrame], definitions: Definitions) -> pd.DataFrame:
    """The figures of earlier releases as observations; those of indicators that are no longer defined are left out."""
    tables = [earlier] if isinstance(earlier, pd.DataFrame) else list(earlier)
    tables = [table[table["indicator"].isin(definitions.indicators)] for table in tables]
    tables = [table for table in tables if len(table)]
    if not tables:
        return pd.DataFrame(columns=["rounded_to"])
    joined = pd.concat(tables, ignore_index=True).assign(file="", precedence=1, received=pd.NaT)
    return joined.assign(rounded_to=joined.get("rounded_to", pd.Series(1, joined.index)).fillna(1).astype(int))


def read_earlier_counts(earlier: pd.DataFrame, definitions: Definitions, sources: Mapping[str, Source]) -> pd.DataFrame:
    """Every count that earlier releases named, with `low` and `high`: the same where it was shown as it is.

    One that was rounded, as `rounded_to` says, lies half a base either side; zero is zero; one that was withheld or
    missing has no number. `supplied_by` is the source that it came from. `earlier` is what `read_earlier` gives.
    """
    if earlier.empty:
        return pd.DataFrame(columns=[*GIVEN, "low", "high", "supplied_by", "earlier"])
    found = []
    for base, rows in earlier.groupby("rounded_to"):
        counts = read_counts(rows, definitions, sources)
        counts = counts[counts["number"].isna() | (counts["number"] % 1 == 0)]
        either = (base // 2) * (counts["number"] > 0)
        found.append(counts.assign(low=counts["number"] - either, high=counts["number"] + either))
    joined = pd.concat(found, ignore_index=True)
    return joined.assign(supplied_by=joined["source"], source=EARLIER, earlier=True)
