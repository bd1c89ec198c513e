"""The counts that earlier releases showed, with the limits that each sets, and those that they named and withheld."""

from collections.abc import Iterable, Mapping

import pandas as pd

from analysis.definitions import Definitions
from analysis.definitions.contract import Source, Total
from publishing.withholding.constraints_declared import describe_total
from publishing.withholding.masking import WITHHELD
from publishing.withholding.observed_counts import GIVEN, read_counts
from publishing.withholding.rounded_totals import CELL, rank_total

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
        found.append(_widen_totals(counts, sources) if base > 1 else counts)
    joined = pd.concat(found, ignore_index=True)
    hidden = joined["number"].isna() & (joined["status"] == WITHHELD)
    return joined.assign(hidden=hidden, supplied_by=joined["source"], source=EARLIER, earlier=True)


def _widen_totals(counts: pd.DataFrame, sources: Mapping[str, Source]) -> pd.DataFrame:
    """The counts of releases that rounded, with the limits of totals that were added up from rounded parts."""
    for name, source in sources.items():
        for total in sorted(source.totals, key=rank_total):
            own = counts[counts["source"] == name]
            if len(own):
                added = _find_added(own, total)
                counts.loc[added.index, ["low", "high"]] = added
    return counts


def _find_added(own: pd.DataFrame, total: Total) -> pd.DataFrame:
    """The `low` and `high` of each total that is the sum of its parts as a release showed them, by its row."""
    terms = describe_total(own, total)
    terms = terms.loc[terms["exact"].astype(bool), [*CELL, "relation", "factor"]]
    if terms.empty:
        return own.loc[[], ["low", "high"]]
    figures = own[[*CELL, "number", "low", "high"]].assign(row=own.index).drop_duplicates(CELL)
    terms = terms.merge(figures, on=CELL)
    parts, wholes = terms[terms["factor"] == -1], terms[terms["factor"] == 1].set_index("relation")
    incomplete = parts.loc[parts["number"].isna(), "relation"]
    sums = parts.groupby("relation")[["number", "low", "high"]].sum().drop(index=incomplete.unique())
    sums = sums[sums["number"] == wholes["number"].reindex(sums.index)]
    return sums[["low", "high"]].set_axis(wholes.loc[sums.index, "row"]).groupby(level=0).first()
