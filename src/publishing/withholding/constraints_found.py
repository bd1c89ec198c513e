"""Sums that nobody declared and every reader sees: parts that make up their whole wherever it can be checked."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from analysis.definitions import Definitions
from analysis.definitions.partnership import Disclosure
from analysis.observations import KEY
from publishing.intake.checks.described import PARTS_OF, SERIES, select_spans, start_of_span
from publishing.withholding.constraints_declared import TERMS, join_terms
from publishing.withholding.constraints_of_totals import cut_periods, join_whole
from publishing.withholding.linked_values import is_small_number
from publishing.withholding.partitions import Lines, find_disjoint, find_partitions, group_by_kind

NUMBERS = ["figure", "small", "slack"]
LEVELS = 3  # how often the largest of the areas that are left is tried as the whole of those below it
OF_OTHERS = {"country", "region", "group"}  # areas that are made up of others by their kind: one line is enough
LINES = 2  # in which other areas, and periods, have to hold or may


@dataclass(frozen=True)
class Candidate:
    """Wholes that may be made up of parts: both with `KEY`, `NUMBERS` and `line`; a part with its `column` too.

    `over` names what tells one column of parts from another: the area or breakdown, or the period in a longer one. So
    many lines as `fewest` are needed.
    """

    wholes: pd.DataFrame
    parts: pd.DataFrame
    over: str
    fewest: int


def describe_found(
    named: pd.DataFrame, totals: pd.DataFrame, definitions: Definitions, profile: Disclosure
) -> pd.DataFrame:
    """The terms of breakdowns, areas and shorter periods that make up their whole in a source, by no contract.

    Plans by how long they have lasted are such parts, though England's and the regions' are rounded; offences by kind,
    which overlap, are not. Parts for which a reader cannot rule it out are such parts too: age groups of which each
    line has one withheld (`partitions.find_partitions`). A part that any line has is a part of every line. Parts that
    may not overlap leave the rest of their whole, where that is small (`partitions.find_disjoint`). `named` is what
    `implied_counts.name_counts` gives, `totals` the terms of declared totals. `undeclared` numbers, from 1 on, the
    suppositions that sums belong to: who believes one line of a table believes the others.
    """
    everyone, found = pd.MultiIndex.from_frame(named[KEY]), list[pd.DataFrame]()
    for candidate in _list_candidates(named, totals, definitions, profile):
        for columns, exact, matters in find_sums(candidate, profile.withhold_up_to):
            chosen = replace(candidate, wholes=candidate.wholes[matters])
            found.append(_describe(chosen, columns, everyone).assign(exact=exact, undeclared=len(found) + 1))
    return join_terms(found, [*TERMS, "undeclared"])


def _list_candidates(
    named: pd.DataFrame, totals: pd.DataFrame, definitions: Definitions, profile: Disclosure
) -> Iterator[Candidate]:
    """The breakdowns, areas and periods of every source that may make up their wholes."""
    named = lay_out_counts(named, profile).assign(span=select_spans(named))
    concerned = _list_concerned(named, totals, profile)
    of_others = {each.code for each in definitions.areas.areas if each.kind in OF_OTHERS}
    regions = {each.code: each.region for each in definitions.areas.areas if each.region}
    is_whole = (named["breakdown"] == "") | named["area"].isin(of_others)
    given = named[is_whole & named["number"].notna()].assign(own=False)
    for name, own in named.groupby("source", sort=True):
        rows = _add_wholes(own, given[given["source"] != name])
        with_small = rows[rows["indicator"].isin(concerned)]
        of_areas = rows if rows["area"].isin(of_others).any() else with_small
        yield from list_breakdowns(rows)
        yield from _list_areas(of_areas[of_areas["own"]], of_others)
        yield from _list_wholes_of_others(with_small, of_others, regions)
        yield from _list_periods(with_small)


def lay_out_counts(named: pd.DataFrame, profile: Disclosure) -> pd.DataFrame:
    """Counts with their `figure` where it is not `small`, and as numbers which `count` each is of.

    Those that differ in area or in breakdown alone have one number under `other areas` or `other breakdowns`.
    """
    small = is_small_number(named["number"], profile)
    named = named.assign(small=small, figure=named["number"].mask(small), own=True)
    codes = {name: pd.factorize(named[name])[0] for name in KEY}
    for number, over in (("count", ""), ("other areas", "area"), ("other breakdowns", "breakdown")):
        table = pd.DataFrame({name: code for name, code in codes.items() if name != over})
        named[number] = table.groupby(list(table), sort=False).ngroup().to_numpy()
    return named


def find_sums(candidate: Candidate, threshold: int) -> Iterator[tuple[list, bool, np.ndarray]]:
    """The parts that make up their whole, and those that may make up all but a few of it, with the lines concerned.

    Of the areas below the largest nobody knows that they lie in it, unless it is made up of others by its kind.
    """
    labels, of_categories = sorted(candidate.parts["column"].unique()), candidate.over == "breakdown"
    if len(labels) < 2:
        return
    lines, fewest = _lay_out(candidate, labels), candidate.fewest
    kinds = group_by_kind(labels) if of_categories else ()
    partitions = find_partitions(lines, threshold, fewest=fewest, some_of_few=of_categories, kinds=kinds)
    for columns in partitions:
        yield [labels[number] for number in columns], True, np.ones(len(lines.whole), dtype=bool)
    if of_categories or (candidate.over == "area" and fewest < LINES):
        for columns, matters in find_disjoint(lines, threshold, fewest=fewest, kinds=kinds, partitions=partitions):
            yield [labels[number] for number in columns], False, matters


def _list_concerned(named: pd.DataFrame, totals: pd.DataFrame, profile: Disclosure) -> set[str]:
    """The indicators of which some count is or was small, or is left over by a declared total: no others need sums."""
    figures = named.drop_duplicates(KEY).set_index(KEY)["figure"]
    signed = figures.reindex(pd.MultiIndex.from_frame(totals[KEY])).to_numpy(float) * totals["factor"].to_numpy(float)
    rest = pd.Series(signed).groupby(totals["relation"].to_numpy()).transform("sum")
    left_over = totals["indicator"].to_numpy()[is_small_number(rest, profile).to_numpy()]
    return {*named.loc[named["small"] | named["hidden"], "indicator"], *left_over}


def _add_wholes(own: pd.DataFrame, given: pd.DataFrame) -> pd.DataFrame:
    """The counts of a source (`own`), with those that only others give: they may be wholes of these, and no parts."""
    others = given[given["indicator"].isin(own["indicator"].unique()) & ~given["count"].isin(own["count"])]
    return pd.concat([own, others.drop_duplicates("count")], ignore_index=True)


def list_breakdowns(rows: pd.DataFrame) -> Iterator[Candidate]:
    """The breakdowns of each indicator, in every place and period where it has a whole."""
    inside = rows[rows["breakdown"] != ""]
    wholes = rows[(rows["breakdown"] == "") & rows["indicator"].isin(inside["indicator"].unique())]
    for name, whole in wholes.groupby("indicator", sort=True):
        yield from _pair(whole, inside[inside["indicator"] == name], "breakdown", 1)


def _list_areas(rows: pd.DataFrame, of_others: Collection[str]) -> Iterator[Candidate]:
    """The areas of a source, as parts of the one that is the largest most often; then those below the next largest."""
    for _ in range(LEVELS):
        if rows["area"].nunique() < 3:
            return
        figures = rows[["area", "other areas", "figure"]].sort_values("figure", ascending=False, kind="stable")
        largest = figures.drop_duplicates("other areas")
        whole = largest["area"].mode()[0]
        fewest = 1 if whole in of_others else LINES
        yield from _pair(rows[rows["area"] == whole], rows[rows["area"] != whole], "area", fewest)
        rows = rows[rows["area"] != whole]


def _list_wholes_of_others(
    rows: pd.DataFrame, of_others: Collection[str], regions: Mapping[str, str]
) -> Iterator[Candidate]:
    """The areas of a source, as parts of each country, region or group that only another source gives.

    A region is made up of the areas that lie in it; of other wholes it is not known which do: of all that are none.
    """
    for area, wholes in rows[~rows["own"] & rows["area"].isin(of_others)].groupby("area", sort=True):
        lies_in = rows["area"].map(regions) == area
        inside = rows[rows["own"] & (lies_in if lies_in.any() else ~rows["area"].isin(of_others))]
        if len(inside["area"].unique()) > 1:
            yield from _pair(wholes, inside, "area", 1)


def _pair(wholes: pd.DataFrame, parts: pd.DataFrame, over: str, fewest: int) -> Iterator[Candidate]:
    wholes, on = wholes.assign(line=range(len(wholes))), f"other {over}s"
    inside = parts[parts["own"]].merge(wholes[[on, "line"]], on=on).assign(column=lambda table: table[over])
    if len(inside):
        yield Candidate(wholes[wholes["line"].isin(inside["line"])], inside, over, fewest)


def _list_periods(rows: pd.DataFrame) -> Iterator[Candidate]:
    """The months or quarters of longer periods, indicator by indicator: children missing in each and in the year."""
    for _, own in rows.groupby("indicator", sort=True):
        for whole, spans in PARTS_OF.items():
            wholes = own[own["span"] == whole]
            for span in spans if len(wholes) else ():
                yield from _pair_periods(wholes, own[own["own"] & (own["span"] == span)], whole)


def _pair_periods(wholes: pd.DataFrame, parts: pd.DataFrame, whole: str) -> Iterator[Candidate]:
    wholes = wholes.assign(line=range(len(wholes)))
    lines = wholes.rename(columns={"start": "begun"})[[*SERIES, "begun", "line"]]
    inside = parts.assign(begun=start_of_span(parts["start"], whole)).merge(lines, on=[*SERIES, "begun"])
    if len(inside):
        inside = inside.assign(column=_number_months(inside))
        yield Candidate(wholes[wholes["line"].isin(inside["line"])], inside, "period", LINES)


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
    return join_whole(wholes, cut_periods(wholes, labels, length), everyone, exact=True, longer=True)
