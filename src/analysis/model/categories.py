"""What share of a count each category is, beside the same share elsewhere, and how counts by category changed.

Events that come in clusters (families, victims, investigations) vary more than independent ones. Their counts are read
as so many independent ones: divided by the design effect (Kish 1965, Survey Sampling, section 8.2). A verdict is given
only where it holds at both ends of a stated range of design effects.
"""

from collections.abc import Sequence
from typing import Annotated

import numpy as np
import pandas as pd
from scipy.special import bdtr

from analysis.measures.breakdowns import CategoryChanges
from analysis.model.among_neighbours import place_among_neighbours
from analysis.model.comparison import control_false_discoveries
from analysis.model.differences import difference_of_proportions, ratio_of_rates
from analysis.model.rates import add_proportion
from analysis.schemas import FIGURE_COLUMNS, Fractions, table_of

SHARES = ("value", "lower", "upper")

Categories = Annotated[
    pd.DataFrame,
    table_of(
        "category count total value lower upper other_count other_total other_value other_lower other_upper "
        "difference least most differs"
    ),
]
"""A category's share of a count with its limits, the same of others, and the difference with its limits. `differs`:
whether the two differ, missing where nothing can be said."""

TwoCounts = Annotated[pd.DataFrame, table_of("count before")]
"""Any rows that have a count and the one before it."""

CountsByCategory = Annotated[pd.DataFrame, table_of(**FIGURE_COLUMNS)]
"""A row for each area, by the index of codes, and a column for each category; that of all is ''."""


def compare_categories(
    own: pd.Series, others: pd.Series, *, clustering: float = 1.0, confidence: float = 0.95
) -> Categories:
    """A row for each category: its share of the area's count and of the others', and the difference of the two.

    `own` and `others` are counts by category, that of all under ''. `clustering` is the largest design effect
    that is thought possible. The limits of the difference are Newcombe's (1998, method 10); `differs` is True where
    they leave out no difference at a design effect of 1 and of `clustering`.
    """
    names = [name for name in own.index if name != ""]
    rows = pd.DataFrame({"category": pd.Series(names, dtype="str")})  # text also where there is no category
    for prefix, counts in {"": own, "other_": others}.items():
        parts = pd.DataFrame({"numerator": counts[names].to_numpy(dtype=float), "denominator": float(counts[""])})
        made = add_proportion(parts, confidence)
        rows[[f"{prefix}count", f"{prefix}total"]] = made[["numerator", "denominator"]]
        rows[[prefix + part for part in SHARES]] = made[list(SHARES)]
    x1, n1, x2, n2 = (rows[name] for name in ("count", "total", "other_count", "other_total"))
    plain = difference_of_proportions(x1, n1, x2, n2, confidence)
    wide = difference_of_proportions(x1 / clustering, n1 / clustering, x2 / clustering, n2 / clustering, confidence)
    known = pd.Series(wide.lower, index=rows.index).notna()
    differs = ((plain.lower > 0) & (wide.lower > 0)) | ((plain.upper < 0) & (wide.upper < 0))
    return rows.assign(
        difference=plain.value,
        least=wide.lower,
        most=wide.upper,
        differs=pd.Series(differs, index=rows.index).astype("boolean").where(known),
    )


def judge_among_neighbours(
    rows: Categories, counts: CountsByCategory, neighbours: Sequence[str], *, confidence: float = 0.95
) -> Categories:
    """The rows of `compare_categories` with each share among those of the area's neighbours, which then decides.

    `counts` has a row for each area and a column for each category. Where five neighbours have a share, `differs` says
    that the area's lies outside what theirs predict (`place_among_neighbours`) and holds among all categories judged
    together (Benjamini and Hochberg 1995); where none has, it stays what it was. Adds median, usual_lower and
    usual_upper, NaN where the neighbours are too few.
    """
    peers = counts.reindex([code for code in neighbours if code in counts.index])
    placed = []
    for row in rows.itertuples():
        shares = pd.DataFrame({"numerator": peers.get(row.category), "denominator": peers.get("")}, dtype=float)
        shares["value"] = shares["numerator"] / shares["denominator"]
        own = pd.Series({"numerator": row.count, "denominator": row.total, "value": row.value}, dtype=float)
        placed.append(place_among_neighbours(own, shares, "proportion", asked=len(neighbours), confidence=confidence))
    p = np.array([one.p for one in placed])
    differs = rows["differs"].copy()
    if not np.isnan(p).all():
        stand = np.zeros(len(p), dtype=bool)
        stand[~np.isnan(p)] = control_false_discoveries(p[~np.isnan(p)], 1 - confidence)
        differs = pd.Series(stand, index=rows.index).astype("boolean").where(~np.isnan(p))
    usual = {name: [getattr(one, name) for one in placed] for name in ("median", "lower", "upper")}
    return rows.assign(median=usual["median"], usual_lower=usual["lower"], usual_upper=usual["upper"], differs=differs)


def compare_years(rows: CategoryChanges, *, clustering: float = 1.0, confidence: float = 0.95) -> CategoryChanges:
    """The change of each count on the one before, with exact limits of their ratio and a verdict as above.

    `rows` has count, before and, where a change was printed, `printed` (a fraction), which is kept as the change. Adds
    change, lower, upper (fractions) and differs.
    """
    plain = ratio_of_rates(rows["count"], 1, rows["before"], 1, confidence)
    wide = ratio_of_rates((rows["count"] / clustering).round(), 1, (rows["before"] / clustering).round(), 1, confidence)
    differs = ((plain.lower > 1) & (wide.lower > 1)) | ((plain.upper < 1) & (wide.upper < 1))
    change = pd.Series(plain.value, index=rows.index) - 1
    return rows.assign(
        change=rows["printed"].fillna(change) if "printed" in rows else change,
        lower=wide.lower - 1,
        upper=wide.upper - 1,
        differs=pd.Series(differs, index=rows.index).astype("boolean").where(pd.Series(wide.lower).notna().to_numpy()),
    )


def find_groups_apart(groups: Fractions, whole: pd.Series, *, confidence: float = 0.95) -> pd.Series:
    """Which groups have another share than the rest of the whole that they are of, with all of them judged together.

    Reads numerator and denominator (people). Fisher's exact test of each group against the rest, two-sided by doubling;
    those that stand keep the false ones among them to a share of 1 − `confidence` on average (Benjamini and Hochberg
    1995). A group without a figure, of everyone, or that cannot be a part of the whole stands not apart.
    """
    from scipy.stats import hypergeom  # takes half a second to load

    counts = groups[["numerator", "denominator"]].astype(float)
    some, everyone = float(whole["numerator"]), float(whole["denominator"])
    others = counts["denominator"] - counts["numerator"]
    part = counts["numerator"].between(0, some) & others.between(0, everyone - some)  # False where one is missing
    stand = pd.Series(False, index=groups.index)
    if part.any():
        x, size = counts.loc[part, "numerator"].to_numpy(), counts.loc[part, "denominator"].to_numpy()
        of = hypergeom(everyone, some, size)
        p = np.minimum(1.0, 2 * np.minimum(of.cdf(x), of.sf(x - 1)))
        stand[part] = control_false_discoveries(p, 1 - confidence)
    return stand


def find_clear_changes(rows: TwoCounts, *, clustering: float = 1.0, confidence: float = 0.95) -> pd.Series:
    """Which changes of count on before are more than chance explains with all of them judged together.

    The p value is that of the exact test given both counts together (Przyborowski and Wilenski 1940), of counts divided
    by the design effect; those that stand keep the false ones among them to a share of 1 − `confidence` on average
    (Benjamini and Hochberg 1995). A change that is not known, or of none from none, stands not.
    """
    after, before = (rows[name].astype(float).div(clustering).round() for name in ("count", "before"))
    known = (after + before) > 0
    both, least = (after + before)[known], np.minimum(after, before)[known]
    p = np.minimum(1.0, 2 * bdtr(least.to_numpy(), both.to_numpy().astype(int), 0.5))
    stand = pd.Series(False, index=rows.index)
    if known.any():
        stand[known] = control_false_discoveries(p, 1 - confidence)
    return stand
