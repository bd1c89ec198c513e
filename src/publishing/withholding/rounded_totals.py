"""Totals that were supplied, where counts are rounded: the sum of the parts that are shown, where all of them are."""

from collections.abc import Mapping

import pandas as pd

from analysis.definitions import Definitions
from analysis.definitions.contract import Source, Total
from analysis.observations import KEY
from publishing.withholding.constraints_declared import describe_total
from publishing.withholding.observed_counts import is_count, select_protected

CELL = [*KEY, "file"]


def add_up_totals(
    shown: pd.DataFrame, supplied: pd.DataFrame, definitions: Definitions, sources: Mapping[str, Source]
) -> pd.DataFrame:
    """Rounded observations, with each declared total as the sum of its rounded parts, so that a reader can add them up.

    A total stays as it was rounded where a part is withheld or missing, or where it was not the sum of its parts as
    they were supplied (the rows of `supplied` are those of `shown`): adding up would hide that. It tells nothing that
    its parts do not. Longer periods come after shorter ones and after sums over areas or categories, so that all agree.
    """
    counts = {name for name, each in definitions.indicators.items() if is_count(each)}
    rows = shown.assign(
        number=shown["numerator"].fillna(shown["value"]), supplied=supplied["numerator"].fillna(supplied["value"])
    )
    rows = rows[rows["indicator"].isin(counts) & select_protected(rows, definitions, sources)]
    for name, source in sources.items():
        for total in sorted(source.totals, key=rank_total):
            own = rows[rows["source"] == name]
            if len(own):
                sums = _add_up(own, total)
                rows.loc[sums.index, "number"] = sums
    changed = rows.index[rows["number"].notna() & (rows["number"] != shown.loc[rows.index, "numerator"])]
    return shown.assign(
        **{
            name: shown[name].mask(shown.index.isin(changed) & shown[name].notna(), rows["number"].reindex(shown.index))
            for name in ("numerator", "value")
        }
    )


def rank_total(total: Total) -> tuple[bool, bool]:
    """The order in which totals are added up: longer periods last, and of these quarters first."""
    return total.over == "period", total.whole != "quarter"


def _add_up(own: pd.DataFrame, total: Total) -> pd.Series:
    """The sums of a source's rounded parts, by the row of the total that each is to take the place of."""
    terms = describe_total(own, total)
    terms = terms[terms["exact"].astype(bool)].drop(columns="number", errors="ignore")
    terms = terms.merge(own[[*CELL, "number", "supplied"]].assign(row=own.index).drop_duplicates(CELL), on=CELL)
    wholes, parts = terms[terms["factor"] == 1].set_index("relation"), terms[terms["factor"] == -1]
    figures = parts.groupby("relation")[["number", "supplied"]]
    made = figures.sum().where(figures.count() == figures.size().to_frame().to_numpy())
    made = made.reindex(wholes.index)
    holds = (made["supplied"] == wholes["supplied"]) & made["number"].notna() & wholes["number"].notna()
    return made.loc[holds, "number"].set_axis(wholes.loc[holds, "row"]).groupby(level=0).first()
