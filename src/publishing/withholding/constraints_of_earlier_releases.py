"""The counts that earlier releases showed, with the limits that each sets, and those that they named and withheld."""

from collections.abc import Iterable, Mapping

import pandas as pd

from analysis.definitions import Definitions
from analysis.definitions.contract import Source
from publishing.withholding.masking import WITHHELD
from publishing.withholding.observed_counts import GIVEN, read_counts
from publishing.withholding.rounded_totals import replace_totals

EARLIER = "earlier release"


def read_earlier(earlier: pd.DataFrame | Iterable[pd.DataFrame], definitions: Definitions) -> pd.DataFrame:
    """The figures of earlier releases as observations, each with its release as its file.

    Those of indicators that are no longer defined are left out.
    """
    tables = [earlier] if isinstance(earlier, pd.DataFrame) else list(earlier)
    tables = [table[table["indicator"].isin(definitions.indicators)] for table in tables]
    tables = [table for table in tables if len(table)]
    if not tables:
        return pd.DataFrame(columns=["rounded_to"])
    named = [table.assign(file=table.get("release", str(number))) for number, table in enumerate(tables)]
    joined = pd.concat(named, ignore_index=True).assign(precedence=1, received=pd.NaT)
    return joined.assign(rounded_to=joined.get("rounded_to", pd.Series(1, joined.index)).fillna(1).astype(int))


def read_earlier_counts(earlier: pd.DataFrame, definitions: Definitions, sources: Mapping[str, Source]) -> pd.DataFrame:
    """Every count that earlier releases named, with `low` and `high`: the same where it was shown as it is.

    One that was rounded, as `rounded_to` says, lies half a base either side; a declared total that was the sum of its
    rounded parts lies where these do; zero is zero; one that was withheld or missing has no number, and `hidden` says
    which was withheld. `supplied_by` is the source that it came from. `earlier` is what `read_earlier` gives.
    """
    if earlier.empty:
        return pd.DataFrame(columns=[*GIVEN, "low", "high", "hidden", "supplied_by", "earlier"])
    found = []
    for base, rows in earlier.groupby("rounded_to"):
        counts = read_counts(rows, definitions, sources)
        counts = counts[counts["number"].isna() | (counts["number"] % 1 == 0)]
        either = (base // 2) * (counts["number"] > 0)
        counts = counts.assign(low=counts["number"] - either, high=counts["number"] + either).reset_index(drop=True)
        found.append(replace_totals(counts, sources, ["low", "high"], held="number") if base > 1 else counts)
    joined = pd.concat(found, ignore_index=True)
    hidden = joined["number"].isna() & (joined["status"] == WITHHELD)
    return joined.assign(hidden=hidden, supplied_by=joined["source"], source=EARLIER, earlier=True)
