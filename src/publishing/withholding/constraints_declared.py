"""The sums that contracts declare and that indicators mean, as terms of relations between counts.

A table of terms has a row for each figure in each relation: its `KEY`, `relation` (a number), `factor` (1 for a whole,
-1 for a part: the relation adds up to zero), `exact` (False where the parts may leave something of the whole over)
and `longer` (whether the figure is of a longer period than its parts).
"""

from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from analysis.definitions import Definitions
from analysis.definitions.areas import AreaChanges
from analysis.definitions.contract import Identity, Source
from analysis.observations import KEY
from publishing.intake.checks.described import sign_identity
from publishing.withholding.observed_counts import name_part, name_whole

TERMS = [*KEY, "relation", "factor", "exact", "longer"]


def describe_identities(counts: pd.DataFrame, sources: Mapping[str, Source]) -> pd.DataFrame:
    """The terms of every identity that a contract declares, for the figures of its source."""
    found = []
    for name, source in sources.items():
        rows = counts[counts["source"] == name]
        found += [_describe_identity(rows, identity) for identity in source.identities if len(rows)]
    return join_terms(found)


def describe_meanings(counts: pd.DataFrame, definitions: Definitions) -> pd.DataFrame:
    """The terms of what figures mean: a category is part of its whole, a numerator part of its denominator."""
    figures = counts[KEY].drop_duplicates()
    categories, known = figures[figures["breakdown"] != ""], definitions.indicators
    found = [_pair(categories.assign(breakdown=""), categories, figures[figures["breakdown"] == ""])]
    pairs = {(name_part(name, known), name_whole(name, known)) for name in known if known[name].kind == "proportion"}
    given = counts.loc[counts["number"].notna() | ~counts["implied"], KEY].drop_duplicates()  # others limit nothing
    for part, whole in sorted(pair for pair in pairs if all(pair)):
        parts, wholes = figures[figures["indicator"] == part], given[given["indicator"] == whole]
        if len(parts) and len(wholes):
            found.append(_pair(parts.assign(indicator=whole), parts, wholes))
            found.append(_pair(parts.assign(indicator=whole, breakdown=""), parts, wholes))
    return join_terms(found)


def describe_reorganised(counts: pd.DataFrame, changes: AreaChanges) -> pd.DataFrame:
    """The terms of authorities that others make up exactly, as a divided one is made up of its parts.

    A part of which there is no figure is unknown, and a term all the same.
    """
    figures, others = counts[KEY].drop_duplicates(), [name for name in KEY if name != "area"]
    found = []
    for change in changes.changes:
        wholes = figures[figures["area"] == change.whole].reset_index(drop=True)
        numbered = wholes.assign(relation=wholes.index)
        parts = figures.loc[figures["area"].isin(change.parts), others].drop_duplicates()
        numbered = numbered.merge(parts, on=others)
        terms = [numbered.assign(factor=1), *(numbered.assign(area=part, factor=-1) for part in change.parts)]
        found.append(pd.concat(terms).assign(exact=True, longer=False))
    return join_terms(found)


def join_terms(tables: Iterable[pd.DataFrame], columns: Sequence[str] = TERMS) -> pd.DataFrame:
    """Several tables of terms as one, each relation with a number of its own."""
    joined, after = [pd.DataFrame({name: pd.Series(dtype=object) for name in columns})], 0
    for table in tables:
        if len(table):
            joined.append(table[columns].assign(relation=table["relation"] + after))
            after += int(table["relation"].max()) + 1
    return pd.concat(joined[1:] or joined, ignore_index=True)


def _pair(wholes: pd.DataFrame, parts: pd.DataFrame, figures: pd.DataFrame) -> pd.DataFrame:
    """Terms of each part within its whole, where the whole is a figure too."""
    there = pd.MultiIndex.from_frame(wholes[KEY]).isin(pd.MultiIndex.from_frame(figures))
    numbered = [(table.loc[there, KEY].reset_index(drop=True), factor) for table, factor in ((wholes, 1), (parts, -1))]
    terms = [each.assign(relation=each.index, factor=factor) for each, factor in numbered]
    return pd.concat(terms).assign(exact=False, longer=False)


def _describe_identity(rows: pd.DataFrame, identity: Identity) -> pd.DataFrame:
    """One relation for every place and period that has one of the figures; one that is not there is unknown."""
    signs = sign_identity(identity)
    places = rows.loc[rows["indicator"].isin([name for name, _ in signs]), KEY[1:]].drop_duplicates()
    places = places.reset_index(drop=True)
    terms = [places.assign(indicator=name, factor=sign, relation=places.index) for name, sign in signs]
    return pd.concat(terms)[[*KEY, "relation", "factor"]].assign(exact=True, longer=False)
