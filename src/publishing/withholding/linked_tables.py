"""Counts and the relations between them as one network, and its parts that no relation connects."""

from collections.abc import Collection
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from analysis.observations import KEY
from publishing.withholding.constraints_of_rates import PART_KEY, WHOLE_KEY

ABSENT = -1


@dataclass(frozen=True)
class Network:
    """`figures`: a row for each count (its `KEY`), by number; `given`: a row for each count and source, with `figure`.

    `terms`: a row for each count in each relation (`relation`, `figure`, `factor`, `exact`, `longer`, and `undeclared`,
    the number of the supposition that the relation belongs to, 0 for what is certain). `ratios`: what rates tell, with
    `part` and `whole` as numbers of figures, -1 where there is none. `part_of`: the part of the network that each
    figure is in. `hidden`: the figures that an earlier release withheld. The first `counted` figures are the
    observations' own; what is left over follows.
    """

    figures: pd.DataFrame
    given: pd.DataFrame
    terms: pd.DataFrame
    ratios: pd.DataFrame
    part_of: np.ndarray
    hidden: frozenset[int]
    counted: int


def build_network(given: pd.DataFrame, terms: pd.DataFrame, ratios: pd.DataFrame, hidden: pd.DataFrame) -> Network:
    """Number the counts, in the order of their keys, and find which relations connect them; `hidden` has `KEY`."""
    parts = ratios[PART_KEY].set_axis(KEY, axis=1)
    wholes = ratios[WHOLE_KEY].set_axis(KEY, axis=1)
    tables = [given[KEY], terms[KEY], parts, wholes, hidden[KEY]]
    keys = pd.concat([table.astype(dict.fromkeys(KEY[:3], object)) for table in tables], ignore_index=True)
    absent = keys["indicator"].isna().to_numpy()
    keys = keys.assign(start=pd.to_datetime(keys["start"]), end=pd.to_datetime(keys["end"]))
    numbers = np.full(len(keys), ABSENT)
    numbers[~absent] = keys[~absent].groupby(KEY, sort=True).ngroup().to_numpy()
    figures = keys[~absent].assign(number=numbers[~absent]).drop_duplicates("number").sort_values("number")
    figures = figures.drop(columns="number").reset_index(drop=True)
    of_given, of_terms, of_parts, of_wholes, of_hidden = np.split(
        numbers, np.cumsum([len(table) for table in tables])[:-1]
    )
    terms = terms.assign(figure=of_terms)[["relation", "figure", "factor", "exact", "longer", "undeclared"]]
    terms = terms.astype({"relation": int, "factor": int, "exact": bool, "longer": bool, "undeclared": int})
    ratios = ratios.assign(part=of_parts, whole=of_wholes).drop(columns=[*PART_KEY, *WHOLE_KEY])
    links = _link_implied(ratios, np.unique(of_given[given["number"].notna()]), terms)
    part_of = _find_parts(len(figures), links)
    given = given.assign(figure=of_given)
    return Network(figures, given, terms, ratios, part_of, frozenset(of_hidden.tolist()), len(figures))


def select_network(network: Network, parts: Collection[int]) -> Network:
    """The network with the relations and rates of some parts only; all figures keep their numbers."""
    chosen = np.isin(network.part_of, list(parts))
    terms, ratios, given = network.terms, network.ratios, network.given
    kept = [table[chosen[table[name]]] for table, name in ((terms, "figure"), (ratios, "part"), (given, "figure"))]
    return replace(network, terms=kept[0], ratios=kept[1], given=kept[2])


def _link_implied(ratios: pd.DataFrame, given: np.ndarray, terms: pd.DataFrame) -> pd.DataFrame:
    """The relations, and those between a count that only a rate tells and the count that it is a rate of."""
    pairs = ratios.loc[(ratios["whole"] != ABSENT) & ratios["shown"].notna(), ["part", "whole"]]
    pairs = pairs[~(pairs["part"].isin(given) & pairs["whole"].isin(given))]
    after = int(terms["relation"].max()) + 1 if len(terms) else 0
    numbers = np.arange(after, after + len(pairs))
    links = [pd.DataFrame({"relation": numbers, "figure": pairs[name]}) for name in ("part", "whole")]
    return pd.concat([terms[["relation", "figure"]], *links])


def _find_parts(size: int, terms: pd.DataFrame) -> np.ndarray:
    """The number of the connected part that each figure is in."""
    relations = size + terms["relation"].to_numpy()
    total = int(relations.max()) + 1 if len(terms) else size
    links = coo_array((np.ones(len(terms)), (terms["figure"].to_numpy(), relations)), shape=(total, total))
    return connected_components(links, directed=False)[1][:size]
