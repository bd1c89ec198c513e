"""What chance allows of figures that a report states: their limits, and each against England's or the one before."""

from collections.abc import Iterable, Mapping
from typing import Annotated

import numpy as np
import pandas as pd
import pandera.pandas as pa

from analysis.measures.stated_figures import BARE, CHANGE, COUNT, RATE, SHARE, Stated
from analysis.model.comparison import verdict
from analysis.model.differences import ratio_of_rates
from analysis.model.limits import Estimate, proportion_limits
from analysis.model.rates import add_proportion, add_rate
from analysis.schemas import Kind, table_of

LIMITS = ["lower", "upper", "method", "confidence"]

SupposedLimits = Annotated[
    pd.DataFrame,
    Kind(pa.DataFrameSchema(checks=pa.Check(lambda table: table.columns.nlevels == 2, error="no base and edge"))),
]
"""The limits that a share without its numbers would have, in columns by the base that is supposed and the edge."""

Gaps = Annotated[pd.DataFrame, table_of("row everyone lower upper tells")]
"""A group's share (by the label of its `row`) beside `everyone`'s, the limits that it would have, and whether
the base that is supposed would do to tell them apart."""


def add_stated_limits(rows: Stated, confidence: float = 0.95) -> Stated:
    """Add the limits of each figure whose numbers are known, with the method of each.

    Shares with their numbers have Wilson's score limits, counts of people or events those of `count_limits` and
    rates those of their counts, changes whose counts are known the exact conditional limits of `ratio_of_rates`, less
    one. Any other has none. Takes and gives the rows of `read_statements`.
    """
    shares, counts = rows[rows["kind"] == SHARE], rows[rows["kind"].isin((COUNT, RATE)) & rows["count"].notna()]
    whole = (counts["count"] / counts["value"]).where(counts["kind"] == RATE, 1.0)
    of_shares = add_proportion(shares.rename(columns={"count": "numerator", "base": "denominator"}), confidence)
    of_counts = add_rate(counts.rename(columns={"count": "numerator"}).assign(denominator=whole), 1, confidence)
    found = rows.assign(method=pd.Series(pd.NA, index=rows.index, dtype=object), confidence=confidence)
    for made in (of_shares, of_counts):
        found.loc[made.index, LIMITS] = made[LIMITS]
    for place, ratio in compare_with_before(rows[rows["kind"] == CHANGE], confidence).items():
        found.loc[place, LIMITS] = [ratio.lower - 1, ratio.upper - 1, ratio.method, confidence]
    return found


def compare_with_before(rows: Stated, confidence: float = 0.95) -> dict[int, Estimate]:
    """The ratio of each count to the one of the period before, given or implied by its change; by the row's label.

    The limits are exact and conditional on both counts together (`ratio_of_rates`). A count that does not follow the
    one before it without a gap is not compared.
    """
    found = {}
    for place, row in rows.iterrows():
        now = row["count"] if row["kind"] == COUNT or pd.notna(row["count"]) else row["things"]
        before = row["implied"] if row["kind"] == CHANGE else row["before_count"]
        compared = row["kind"] == CHANGE or (row["kind"] == COUNT and row["follows"])
        if compared and pd.notna([now, before]).all():
            found[place] = ratio_of_rates(now, 1, before, 1, confidence)
    return found


def compare_with_england(rows: Stated, polarities: Mapping[str, str | None]) -> dict[int, str]:
    """Whether each share with limits is better, worse, higher, lower or similar to England's; by the row's label.

    Only where England's is of the same period. `polarities` says for each indicator which direction is good.
    """
    known = (rows["kind"] == SHARE) & rows["lower"].notna() & rows["england"].notna() & (rows["england_when"] == "")
    return {
        place: verdict(row["lower"], row["upper"], row["england"], polarities[row["indicator"]])
        for place, row in rows[known].iterrows()
    }


def suppose_bases(rows: Stated, bases: Iterable[int], confidence: float = 0.95) -> SupposedLimits:
    """The Wilson limits that each share without its numbers would have, were it of so many.

    A row for each row of the table, with its label, and columns `lower` and `upper` for each base; NaN for whatever is
    no such share between 0 and 1.
    """
    bare = rows["value"].where((rows["kind"] == BARE) & (rows["value"] > 0) & (rows["value"] < 1))
    limits = {base: proportion_limits(bare * base, bare * 0 + base, confidence) for base in bases}
    columns = {(base, edge): each for base, pair in limits.items() for edge, each in zip(LIMITS, pair, strict=False)}
    return pd.DataFrame(columns, index=rows.index, dtype=float)


def gaps_to_everyone(rows: Stated, base: int, confidence: float = 0.95) -> Gaps:
    """The share of each group beside everyone's of the same period, and whether so many children would tell them apart.

    The limits are those of as many as are behind the group's share, and of `base` where that is not known.
    """
    found = []
    for place, row in rows[(rows["kind"] == BARE) & (rows["breakdown"] != "")].iterrows():
        same = (rows["indicator"] == row["indicator"]) & (rows["breakdown"] == "") & (rows["period"] == row["period"])
        everyone = rows.loc[same, "value"].iloc[0] if same.any() else np.nan
        if pd.isna(everyone) or not 0 < row["value"] < 1 or row["base"] == 0:
            continue
        size = base if pd.isna(row["base"]) else row["base"]
        lower, upper = map(float, proportion_limits(row["value"] * size, size, confidence))
        found.append((place, everyone, lower, upper, not lower <= everyone <= upper))
    return pd.DataFrame(found, columns=["row", "everyone", "lower", "upper", "tells"])
