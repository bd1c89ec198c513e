"""Sums that nobody declared and every reader sees: breakdowns that make up their whole wherever it can be checked."""

import pandas as pd

from analysis.definitions.policy import Disclosure
from publishing.withholding.constraints_declared import TERMS, gather_terms

FEWEST = 3  # wholes in which a sum has to hold before it is taken for a rule
SHARE = 0.9  # of those wholes; totals that a supplier rounds do not hold
IN_ONE_TABLE = ["file", "indicator", "area", "start", "end"]


def describe_found(counts: pd.DataFrame, profile: Disclosure) -> pd.DataFrame:
    """The terms of breakdowns that make up their whole in a source, though its contract does not say so.

    It counts as seen where it holds for nine in ten of the wholes of a source's indicator whose parts are all given
    and none is small, in three at least: small counts never decide it. Plans by how long they have lasted are such
    parts, though England's and the regions' are rounded; offences by kind, which overlap, are not.
    """
    whole = counts["breakdown"] == ""
    terms = gather_terms(counts[whole], counts[~whole], IN_ONE_TABLE)
    if terms.empty:
        return pd.DataFrame(columns=TERMS)
    number = terms["number"]
    small = (number > 0) & (number < profile.withhold_up_to + 1)
    checked = terms.assign(
        gap=number.fillna(0) * terms["factor"], open=number.isna() | small, some=(number > 0) & (terms["factor"] < 0)
    )
    sums = checked.groupby(["source", "indicator", "relation"]).agg(
        gap=("gap", "sum"), open=("open", "any"), some=("some", "sum")
    )
    sums = sums[~sums["open"] & (sums["some"] > 1)]
    rules = (sums["gap"] == 0).groupby(["source", "indicator"]).agg(["mean", "sum"])
    rules = rules[(rules["mean"] >= SHARE) & (rules["sum"] >= FEWEST)].index
    ruled = pd.MultiIndex.from_frame(terms[["source", "indicator"]]).isin(rules)
    return terms[ruled].assign(exact=True, longer=False)[TERMS]
