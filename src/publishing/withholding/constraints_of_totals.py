"""The totals that contracts declare, each with every part that it ever had: a row that is missing is a part too.

Four districts that once made up a total make it up in every year and every release, also where a sender leaves out
the row of the one whose count is small.
"""

from collections.abc import Iterable, Iterator, Mapping

import pandas as pd

from analysis.definitions.contract import Source, Total
from analysis.observations import KEY
from publishing.intake.checks.described import PARTS_OF, SERIES, select_spans, start_of_span
from publishing.withholding.constraints_declared import TERMS, join_terms

MONTHS_IN = {"financial year": 12, "calendar year": 12, "quarter": 3, "month": 1}


def describe_totals(named: pd.DataFrame, sources: Mapping[str, Source]) -> pd.DataFrame:
    """The terms of every total that a contract declares, over all the counts that its source has ever named.

    `named` is what `implied_counts.name_counts` gives. Counts that rates alone tell enter every total of their source:
    where areas add up, what they count does. A total that is known from nowhere has no terms, nor has one without a
    part.
    """
    everyone = pd.MultiIndex.from_frame(named[KEY])
    found: list[pd.DataFrame] = []
    for name, source in sources.items():
        rows = named[named["source"] == name] if source.totals else named[:0]
        for total in source.totals if len(rows) else ():
            implied = rows["implied"] & (total.over != "period")
            chosen = rows[rows["indicator"].isin(total.indicators) | implied] if total.indicators else rows
            found += (
                _describe_longer(chosen, named, total)
                if total.over == "period"
                else [_describe_whole(chosen, everyone, total)]
            )
    return join_terms(found)


def _describe_whole(rows: pd.DataFrame, everyone: pd.MultiIndex, total: Total) -> pd.DataFrame:
    """Each whole of areas or breakdowns with all that were ever a part of it; of breakdowns, those of its indicator."""
    others = [name for name in KEY if name != total.over]
    wholes = rows[others].drop_duplicates().assign(**{total.over: total.whole})
    wholes = _keep_known(wholes, everyone).assign(relation=lambda table: range(len(table)))
    within = ["indicator"] if total.over == "breakdown" else []
    parts = rows.loc[rows[total.over] != total.whole, [*within, total.over]].drop_duplicates()
    places = wholes.drop(columns=total.over)
    inside = places.merge(parts, on=within) if within else places.merge(parts, how="cross")
    return join_whole(wholes, inside, everyone, exact=not total.disjoint)


def _describe_longer(rows: pd.DataFrame, named: pd.DataFrame, total: Total) -> Iterator[pd.DataFrame]:
    """Each longer period with all the shorter ones in it, of each kind of which one is there."""
    everyone = pd.MultiIndex.from_frame(named[KEY])
    wholes = named.loc[named["indicator"].isin(rows["indicator"].unique()), KEY].drop_duplicates()
    wholes = wholes[select_spans(wholes) == total.whole]
    spans = select_spans(rows)
    for span in PARTS_OF.get(total.whole, ()):
        parts = rows.loc[spans == span, [*SERIES, "start"]]
        series = parts.assign(start=start_of_span(parts["start"], total.whole)).drop_duplicates()
        chosen = wholes.merge(series, on=[*SERIES, "start"])
        chosen = chosen.assign(relation=range(len(chosen)))
        length = MONTHS_IN[span]
        pieces = cut_periods(chosen, range(0, MONTHS_IN[total.whole], length), length)
        yield join_whole(chosen, pieces, everyone, exact=not total.disjoint, longer=True)


def cut_periods(wholes: pd.DataFrame, begins: Iterable[int], length: int) -> pd.DataFrame:
    """The periods of so many months inside each longer one, by how many months after it they begin."""
    pieces = []
    for after in begins:
        start = wholes["start"] + pd.DateOffset(months=after)
        end = start + pd.DateOffset(months=length) - pd.Timedelta(days=1)
        pieces.append(wholes.assign(start=start, end=end))
    return pd.concat(pieces, ignore_index=True)


def join_whole(
    wholes: pd.DataFrame, parts: pd.DataFrame, everyone: pd.MultiIndex, *, exact: bool, longer: bool = False
) -> pd.DataFrame:
    """Terms of wholes and their parts, which share a `relation`; only of wholes with a part that is known at all."""
    known = set(_keep_known(parts, everyone)["relation"])
    terms = [each[each["relation"].isin(known)].assign(factor=factor) for each, factor in ((wholes, 1), (parts, -1))]
    return pd.concat(terms, ignore_index=True).assign(
        exact=exact, longer=lambda table: longer & (table["factor"] == 1)
    )[TERMS]


def _keep_known(rows: pd.DataFrame, everyone: pd.MultiIndex) -> pd.DataFrame:
    return rows[pd.MultiIndex.from_frame(rows[KEY]).isin(everyone)]
