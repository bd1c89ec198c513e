"""Sums that nobody declared and every reader sees: parts that make up their whole wherever it can be checked."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.definitions.policy import Disclosure
from analysis.observations import KEY
from publishing.intake.checks.described import select_spans, start_of_span
from publishing.withholding.constraints_declared import PARTS_OF, join_terms
from publishing.withholding.constraints_of_totals import SERIES, join_whole
from publishing.withholding.linked_values import is_small_number
from publishing.withholding.partitions import Lines, find_partition

NUMBERS = ["figure", "small", "slack"]
FEWEST_LINES = {"breakdown": 1, "area": 2, "period": 2}  # categories of a whole are one by their name


@dataclass(frozen=True)
class Candidate:
    """Wholes that may be made up of parts: both with `KEY`, `NUMBERS` and `line`; a part with its `column` too.

    `columns` names what tells one column of parts from another: the area or breakdown, or the period in a longer one.
    """

    wholes: pd.DataFrame
    parts: pd.DataFrame
    over: str


def describe_found(named: pd.DataFrame, profile: Disclosure) -> pd.DataFrame:
    """The terms of breakdowns, areas and shorter periods that make up their whole in a source, by no contract.

    Plans by how long they have lasted are such parts, though England's and the regions' are rounded; offences by kind,
    which overlap, are not. Parts for which a reader cannot rule it out are such parts too: age groups of which each
    line has one withheld (`partitions.find_partition`). A part that any line has is a part of every line. `named` is
    what `implied_counts.name_counts` gives.
    """
    everyone = pd.MultiIndex.from_frame(named[KEY])
    small = is_small_number(named["number"], profile)
    named = named.assign(small=small, figure=named["number"].mask(small))
    found = []
    for _, rows in _select_concerned(named).groupby("source", sort=True):
        for candidate in (*_list_breakdowns(rows), *_list_areas(rows), *_list_periods(rows)):
            labels = sorted(candidate.parts["column"].unique())
            fewest = FEWEST_LINES[candidate.over]
            if len(labels) < 2:
                continue
            columns = find_partition(_lay_out(candidate, labels), profile.withhold_up_to, fewest)
            if columns is not None:
                found.append(_describe(candidate, [labels[number] for number in columns], everyone))
    return join_terms(found)


def _select_concerned(named: pd.DataFrame) -> pd.DataFrame:
    """The indicators of which some count is or was small, in each source that gives them: others need no protection."""
    concerned = named.loc[named["small"] | named["hidden"], "indicator"].unique()
    return named[named["indicator"].isin(concerned)]


def _list_breakdowns(rows: pd.DataFrame) -> Iterator[Candidate]:
    """The breakdowns of each indicator, in every place and period where it has a whole."""
    for _, own in rows.groupby("indicator", sort=True):
        yield from _pair(own[own["breakdown"] == ""], own[own["breakdown"] != ""], "breakdown")


def _list_areas(rows: pd.DataFrame) -> Iterator[Candidate]:
    """The areas of a source, as parts of the one that is the largest most often."""
    largest = rows.sort_values("figure", ascending=False, kind="stable").drop_duplicates(["indicator", *KEY[2:]])
    whole = largest["area"].mode()
    if len(whole) and rows["area"].nunique() > 2:
        yield from _pair(rows[rows["area"] == whole[0]], rows[rows["area"] != whole[0]], "area")


def _pair(wholes: pd.DataFrame, parts: pd.DataFrame, over: str) -> Iterator[Candidate]:
    on = [name for name in KEY if name != over]
    wholes = wholes.assign(line=range(len(wholes)))
    inside = parts.merge(wholes[[*on, "line"]], on=on).assign(column=lambda table: table[over])
    if len(inside):
        yield Candidate(wholes[wholes["line"].isin(inside["line"])], inside, over)


def _list_periods(rows: pd.DataFrame) -> Iterator[Candidate]:
    """The months or quarters of longer periods, indicator by indicator: children missing in each and in the year."""
    rows = rows.assign(span=select_spans(rows))
    for _, own in rows.groupby("indicator", sort=True):
        for whole, spans in PARTS_OF.items():
            wholes = own[own["span"] == whole]
            for span in spans if len(wholes) else ():
                yield from _pair_periods(wholes, own[own["span"] == span], whole)


def _pair_periods(wholes: pd.DataFrame, parts: pd.DataFrame, whole: str) -> Iterator[Candidate]:
    wholes = wholes.assign(line=range(len(wholes)))
    lines = wholes.rename(columns={"start": "begun"})[[*SERIES, "begun", "line"]]
    inside = parts.assign(begun=start_of_span(parts["start"], whole)).merge(lines, on=[*SERIES, "begun"])
    if len(inside):
        inside = inside.assign(column=_number_months(inside))
        yield Candidate(wholes[wholes["line"].isin(inside["line"])], inside, "period")


def _number_months(inside: pd.DataFrame) -> pd.Series:
    """How many months after the longer period each shorter one begins."""
    start, begun = inside["start"].dt, inside["begun"].dt
    return 12 * (start.year - begun.year) + start.month - begun.month


def _lay_out(candidate: Candidate, labels: list) -> Lines:
    """The lines of a candidate, as arrays."""
    wholes, parts = candidate.wholes, candidate.parts
    line = pd.Index(wholes["line"]).get_indexer(parts["line"])
    column = pd.Index(labels).get_indexer(parts["column"])
    shape = (len(wholes), len(labels))
    numbers, absent = np.full(shape, np.nan), np.ones(shape, dtype=bool)
    small, hidden = np.zeros(shape, dtype=bool), np.zeros(shape, dtype=bool)
    numbers[line, column] = parts["figure"].to_numpy(float)
    small[line, column] = parts["small"].to_numpy(bool)
    absent[line, column] = False
    hidden[line, column] = parts["hidden"].to_numpy(bool)
    slack = wholes["slack"].to_numpy(float) + np.bincount(line, parts["slack"].fillna(0), len(wholes))
    return Lines(wholes["figure"].to_numpy(float), numbers, small, absent, hidden, np.nan_to_num(slack))


def _describe(candidate: Candidate, labels: list, everyone: pd.MultiIndex) -> pd.DataFrame:
    """Every whole of a candidate with each of the chosen parts, also where a line has no row for one."""
    wholes = candidate.wholes[[*KEY, "line"]].rename(columns={"line": "relation"})
    if candidate.over != "period":
        parts = wholes.drop(columns=candidate.over).merge(pd.DataFrame({candidate.over: labels}), how="cross")
        return join_whole(wholes, parts, everyone, exact=True)
    length = (candidate.parts["end"].iloc[0].month - candidate.parts["start"].iloc[0].month) % 12 + 1
    pieces = []
    for after in labels:
        start = wholes["start"] + pd.DateOffset(months=after)
        pieces.append(wholes.assign(start=start, end=start + pd.DateOffset(months=length) - pd.Timedelta(days=1)))
    return join_whole(wholes, pd.concat(pieces), everyone, exact=True, longer=True)
