"""What each count of a network is, for us and for a reader who reckons: supplied, told by a rate, or left over.

Nothing that is worked out here rests on a small count, so that what is searched afterwards cannot depend on one.
"""

from dataclasses import replace

import numpy as np
import pandas as pd
from pandas.api.typing import DataFrameGroupBy

from analysis.definitions.partnership import Disclosure
from publishing.withholding.linked_tables import ABSENT, Network

STEPS = 3  # how often what was worked out is used to work out more


def read_values(network: Network, profile: Disclosure, source: str | None = None) -> pd.DataFrame:
    """Each count's `number` (of one source where it has one, else the best), whether it is `small` and `placed`.

    A count is small where any source says so, and placed where any gives a number. One that is no whole number has
    none. What only an earlier release gives is known, and not placed; `slack` is how far off it may be, as rounded.
    """
    given = network.given[network.given["number"] >= 0].assign(other=lambda table: table["source"] != source)
    given = given.assign(slack=((given["high"] - given["low"]) / 2).fillna(0) if "low" in given else 0.0)
    small = is_small_number(given["number"], profile) & ~given["earlier"]
    given = given[small | (given["number"] % 1 == 0)].assign(small=small)
    ranked = given.sort_values(
        ["figure", "earlier", "small", "other", "slack", "precedence", "received"],
        ascending=[True, True, False, True, True, True, False],
        kind="stable",
    ).drop_duplicates("figure")
    found = ranked.set_index("figure").reindex(range(len(network.figures)))
    placed = found["earlier"].eq(False).to_numpy(bool)
    small = found["small"].eq(True).to_numpy(bool) | (is_small_number(found["number"], profile) & ~placed).to_numpy(
        bool
    )
    slack = found["slack"].fillna(0).to_numpy(float)
    return pd.DataFrame({"number": found["number"].to_numpy(float), "small": small, "placed": placed, "slack": slack})


def is_small_number(numbers: pd.Series, profile: Disclosure) -> pd.Series:
    """Whether each number is one that the profile withholds. A gap is not small, and neither is zero."""
    return (numbers > 0) & (numbers < profile.withhold_up_to + 1)


def find_disputed(network: Network) -> pd.DataFrame:
    """The counts that sources give differently: `figure` and `source`, for each source of each."""
    given = network.given[~network.given["earlier"] & network.given["number"].notna()]
    differs = given.groupby("figure")["number"].transform("nunique") > 1
    return given.loc[differs, ["figure", "source"]].drop_duplicates()


def complete_values(network: Network, values: pd.DataFrame, profile: Disclosure) -> tuple[Network, pd.DataFrame]:
    """The network and values with what a reader can work out though no page shows it.

    Counts told by a rate, counts that a sum leaves open, and what parts leave over of a whole where that is small:
    the last are figures of their own, at the end of the table. A count that an earlier release withheld, and that
    nothing tells now, may be small.
    """
    values = values.assign(off=np.where(values["placed"], 0.0, np.nan))  # of what nothing tells by itself there is none
    for terms in (network.terms[network.terms["undeclared"] == 0], network.terms):
        for _ in range(STEPS):
            open_before = values["number"].isna().sum()
            _read_from_ratios(network, values, profile)
            if not _read_from_sums(terms, values, profile) and values["number"].isna().sum() == open_before:
                break
    silent = values["number"].isna() & values.index.isin(network.hidden)
    values = values.assign(number=values["number"].mask(silent, 1.0), small=values["small"] | silent)
    return _add_rests(_open_sums(network, values, profile), values, profile)


def _read_from_ratios(network: Network, values: pd.DataFrame, profile: Disclosure) -> None:
    """Fill in parts that a rate tells by its whole, and wholes that it tells by its part; nearest numbers."""
    ratios = network.ratios[network.ratios["shown"].notna()]
    shown, per = ratios["shown"].astype(float).to_numpy(), ratios["per"].to_numpy(float)
    part, whole = ratios["part"].to_numpy(), ratios["whole"].to_numpy()
    number = values["number"].mask(values["small"]).to_numpy()
    of = np.where(whole == ABSENT, ratios["known"].to_numpy(float), number[whole])
    unknown = values["number"].isna().to_numpy()
    unit = 0.5 / 10.0 ** ratios["decimals"].to_numpy(float)
    with np.errstate(divide="ignore", invalid="ignore"):
        parts, wholes = shown * of / per, number[part] * per / shown
        implied = [
            (part, parts, of * unit / per, unknown[part]),
            (whole, wholes, wholes * unit / shown, (whole != ABSENT) & unknown[whole] & (shown > 0)),
        ]
    for figure, read, off, wanted in implied:
        fine = wanted & np.isfinite(read)
        nearest = np.rint(read[fine])
        _fill(values, figure[fine], nearest, profile)
        reach = np.floor(off[fine] + np.abs(read[fine] - nearest))
        values.loc[figure[fine], "off"] = pd.Series(reach, figure[fine]).groupby(level=0).first()


def _read_from_sums(terms: pd.DataFrame, values: pd.DataFrame, profile: Disclosure) -> bool:
    """Fill in every count that is the only unknown one of an exact sum without small ones; whether there was any.

    One that is known to a rounding alone is unknown.
    """
    number, small, slack = (values[name].to_numpy()[terms["figure"]] for name in ("number", "small", "slack"))
    unknown = np.isnan(number) | (slack > 0)
    known = np.where(unknown, 0, number) * terms["factor"]
    sums = group_terms(terms, known=known, open=unknown.astype(int) + 2 * small + 2 * ~terms["exact"]).sum()
    last = terms[unknown & (terms["relation"].map(sums["open"]) == 1).to_numpy()]
    read = -last["relation"].map(sums["known"]) * last["factor"]
    fine = (read >= 0).to_numpy()
    _fill(values, last["figure"].to_numpy()[fine], read.to_numpy()[fine], profile)
    return bool(fine.any())


def _open_sums(network: Network, values: pd.DataFrame, profile: Disclosure) -> Network:
    """The network with the sums open that all figures show to leave a small count over: of a part that has no name.

    A sender who leaves out the only row that was small, in the only file there ever was, leaves nothing else of it.
    What rates tell is as good as a figure, as far as it leaves the parts too few for the whole (`off`: how far each may
    be off). Periods are named by the calendar, so that what is missing of a year is a figure of its own.
    """
    terms, factor = network.terms, network.terms["factor"].to_numpy()
    number, small, off = (values[name].to_numpy()[terms["figure"]] for name in ("number", "small", "off"))
    unknown = np.isnan(off) | small
    sums = group_terms(
        terms,
        rest=np.where(unknown, 0, number) * factor,
        off=off,
        closed=unknown | terms["longer"].to_numpy(),
        wholes=factor == 1,
    ).agg(rest=("rest", "sum"), off=("off", "sum"), closed=("closed", "any"), wholes=("wholes", "sum"))
    opened = sums.index[
        ~sums["closed"] & (sums["wholes"] == 1) & is_small_number(sums["rest"], profile) & (sums["rest"] > sums["off"])
    ]
    return replace(network, terms=terms.assign(exact=terms["exact"] & ~terms["relation"].isin(opened)))


def group_terms(terms: pd.DataFrame, **columns: np.ndarray | pd.Series) -> DataFrameGroupBy:
    """What is known of each term, by its relation."""
    table = pd.DataFrame({name: np.asarray(column) for name, column in columns.items()})
    return table.groupby(terms["relation"].to_numpy())


def _fill(values: pd.DataFrame, figures: np.ndarray, numbers: np.ndarray, profile: Disclosure) -> None:
    first = pd.Series(numbers, figures, dtype=float).groupby(level=0).first()
    values.loc[first.index, "number"], values.loc[first.index, "slack"] = first, 0.0
    values.loc[first.index, "small"] = is_small_number(first, profile)


def _add_rests(network: Network, values: pd.DataFrame, profile: Disclosure) -> tuple[Network, pd.DataFrame]:
    """Make what parts leave over of a whole a figure where it is small and no small count is among them.

    Where one is known to a rounding alone, also where the rest may be small.
    """
    terms = network.terms
    number, small, slack = (values[name].to_numpy()[terms["figure"]] for name in ("number", "small", "slack"))
    is_open = np.isnan(number) | small | terms["exact"]
    sums = group_terms(terms, rest=number * terms["factor"], slack=slack, open=is_open).agg(
        rest=("rest", "sum"), slack=("slack", "sum"), open=("open", "any")
    )
    least, most = sums["rest"] - sums["slack"], sums["rest"] + sums["slack"]
    rests = sums.loc[~sums["open"] & (most >= 1) & (least < profile.withhold_up_to + 1), "rest"]
    rests = rests.clip(1, profile.withhold_up_to)
    wholes = terms[(terms["factor"] == 1) & terms["relation"].isin(rests.index)]
    wholes = wholes.groupby("relation")[["figure", "undeclared"]].first().reindex(rests.index)
    added = np.arange(len(values), len(values) + len(rests))
    figures = network.figures.loc[wholes["figure"].to_numpy()]
    more = pd.DataFrame({"relation": rests.index, "figure": added, "factor": -1, "exact": True, "longer": False})
    more = more.assign(undeclared=wholes["undeclared"].to_numpy())
    exact = terms["exact"] | terms["relation"].isin(rests.index)
    network = replace(
        network,
        figures=pd.concat([network.figures, figures], ignore_index=True),
        terms=pd.concat([terms.assign(exact=exact), more], ignore_index=True),
        part_of=np.concatenate([network.part_of, network.part_of[wholes["figure"].to_numpy()]]),
    )
    rest_values = pd.DataFrame({"number": rests.to_numpy(), "small": True, "placed": False, "slack": 0.0})
    return network, pd.concat([values, rest_values], ignore_index=True) if len(rests) else values
