"""The counts that earlier releases showed, with the limits that each sets."""

from collections.abc import Iterable

import pandas as pd

from analysis.definitions import Definitions
from publishing.withholding.observed_counts import GIVEN, read_counts

EARLIER = "earlier release"


def read_earlier_counts(earlier: pd.DataFrame | Iterable[pd.DataFrame], definitions: Definitions) -> pd.DataFrame:
    """Every count that earlier releases showed, with `low` and `high`: the same where it was shown as it is.

    One that was rounded, as `rounded_to` says, lies half a base either side; zero is zero. Figures of indicators that
    are no longer defined are left out.
    """
    tables = [earlier] if isinstance(earlier, pd.DataFrame) else list(earlier)
    tables = [table[table["indicator"].isin(definitions.indicators)] for table in tables]
    if not any(len(table) for table in tables):
        return pd.DataFrame(columns=[*GIVEN, "low", "high", "earlier"])
    joined = pd.concat(tables, ignore_index=True)
    joined = joined.assign(file="", precedence=1, received=pd.NaT, source=EARLIER)
    found = []
    for base, rows in joined.groupby(joined.get("rounded_to", pd.Series(1, joined.index)).fillna(1).astype(int)):
        counts = read_counts(rows, definitions).dropna(subset="number")
        counts = counts[counts["number"] % 1 == 0]
        either = (base // 2) * (counts["number"] > 0)
        found.append(counts.assign(low=counts["number"] - either, high=counts["number"] + either))
    return pd.concat(found, ignore_index=True).assign(earlier=True)
