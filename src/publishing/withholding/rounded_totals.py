"""Totals that were supplied, where counts are rounded: the sum of the parts that are shown, where all of them are."""

from collections.abc import Mapping

import pandas as pd

from analysis.definitions import Definitions
from analysis.definitions.contract import Source, Total
from analysis.observations import KEY
from analysis.schemas import Readings
from publishing.intake.checks.described import select_spans
from publishing.intake.checks.totals import count_days, pair_parts
from publishing.withholding.observed_counts import is_count, select_protected

CELL = [*KEY, "file"]


def add_up_totals(
    shown: Readings, supplied: Readings, definitions: Definitions, sources: Mapping[str, Source]
) -> Readings:
    """Rounded observations, with each declared total as the sum of its rounded parts, so that a reader can add them up.

    A total stays as it was rounded where a part is withheld or missing, or where it was not the sum of its parts as
    they were supplied (the rows of `supplied` are those of `shown`): adding up would hide that. It tells nothing that
    its parts do not.
    """
    counts = {name for name, each in definitions.indicators.items() if is_count(each)}
    rows = shown.assign(
        number=shown["numerator"].fillna(shown["value"]), supplied=supplied["numerator"].fillna(supplied["value"])
    )
    rows = rows[rows["indicator"].isin(counts) & select_protected(rows, definitions, sources)]
    rows = replace_totals(rows, sources, ["number"], held="supplied")
    changed = rows.index[rows["number"].notna() & (rows["number"] != shown.loc[rows.index, "numerator"])]
    return shown.assign(
        **{
            name: shown[name].mask(shown.index.isin(changed) & shown[name].notna(), rows["number"].reindex(shown.index))
            for name in ("numerator", "value")
        }
    )


def replace_totals(rows: pd.DataFrame, sources: Mapping[str, Source], columns: list[str], held: str) -> pd.DataFrame:
    """Rows of counts in which each declared total whose `held` figure is its parts' sum has their sum in `columns` too.

    A total stays as it is where a figure of a part is missing. Longer periods come after shorter ones and after sums
    over areas or categories, so that all agree.
    """
    for name, source in sources.items():
        for total in sorted(source.totals, key=lambda each: (each.over == "period", each.whole != "quarter")):
            own = rows[rows["source"] == name]
            if len(own):
                sums = _add_up(own, total, columns, held)
                rows.loc[sums.index, columns] = sums
    return rows


def _add_up(own: pd.DataFrame, total: Total, columns: list[str], held: str) -> pd.DataFrame:
    """The sums of a source's parts, by the row of the total that each is to take the place of."""
    rows = own[own["indicator"].isin(total.indicators)] if total.indicators else own
    rows = rows.drop_duplicates(CELL)
    pairs = pair_parts(rows.assign(span=select_spans(rows)), total).groupby(["whole", "span_part"])
    figures = pairs[[*columns, held]]
    made = figures.sum().where(figures.count() == figures.size().to_frame().to_numpy())
    wholes = rows.loc[made.index.get_level_values("whole")].set_axis(made.index)
    covers = pairs["days"].sum() == count_days(wholes) if total.over == "period" else not total.disjoint
    holds = covers & (made[held] == wholes[held]) & (made[columns].notna() & wholes[columns].notna()).all(axis=1)
    return made.loc[holds, columns].groupby("whole").first()
