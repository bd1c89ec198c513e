"""Rates, shares and changes: which counts each rests on, and what it tells of them."""

from collections.abc import Collection, Mapping

import numpy as np
import pandas as pd

from analysis.definitions import Definitions
from analysis.definitions.contract import Source
from analysis.observations import KEY, select_best_source
from publishing.intake.checks.described import count_decimals
from publishing.withholding.observed_counts import (
    COUNTED,
    is_count,
    name_changed,
    name_counted,
    name_part,
    name_whole,
    select_protected,
)

HALF_A_PERCENT = 0.005  # how far off a share may be that is written in whole per cent
YEARS_OLD = 3  # a population older than this is no denominator of a rate
PART_KEY, WHOLE_KEY = [f"part_{name}" for name in KEY], [f"whole_{name}" for name in KEY]
RATIOS = [*KEY, *PART_KEY, *WHOLE_KEY, "known", "shown", "decimals", "per", "change", "earlier"]


def describe_rates(
    observations: pd.DataFrame,
    before: pd.DataFrame,
    definitions: Definitions,
    sources: Mapping[str, Source],
    of_wholes: Collection[str] = (),
) -> pd.DataFrame:
    """Every rate, share and change that rests on counts, a row for each count or pair of counts that it rests on.

    Its own `KEY`; the key of the count that it is a part or a change of (`part_…`) and of the count that it is a share
    of or a change from (`whole_…`, empty where that is not counted); `known`, the population where it is a rate of one;
    `shown`, the figure as written with its `decimals`, of so many `per` (100 for a share; a fall of 85% leaves 15);
    `change`, whether it is one, so that the part lies in no whole; `earlier`, whether a release has shown it
    (`before`, as `read_earlier` gives them). One that an earlier release worked out again from rounded counts tells
    nothing more than these. `of_wholes` are what `find_shares_of_wholes` gives.
    """
    everything = pd.concat([observations, before], ignore_index=True) if len(before) else observations
    as_supplied = before[(before["rounded_to"] == 1) | before["numerator"].isna()] if len(before) else before
    found = []
    for table, earlier in ((observations, False), (as_supplied, True)):
        if len(table):
            rows = table[table["value"].notna() & select_protected(table, definitions, sources)]
            described = [
                _describe_ratios(rows, everything, definitions, of_wholes),
                _describe_shares(rows, sources),
                _describe_changes(rows, definitions),
            ]
            found += [each.assign(earlier=earlier) for each in described if len(each)]
    ratios = pd.concat(found, ignore_index=True) if found else pd.DataFrame(columns=RATIOS)
    ratios = ratios.reindex(columns=RATIOS).assign(change=lambda table: table["change"].eq(True))
    return ratios.drop_duplicates().reset_index(drop=True)


def find_shares_of_wholes(observations: pd.DataFrame, definitions: Definitions) -> set[str]:
    """The shares by category that come to the whole in some place and period: how many of all are in each category.

    Not where a category's own number is given: then its share is of that.
    """
    known = definitions.indicators
    rows = observations[observations["value"].notna() & (observations["breakdown"] != "")]
    rows = rows[rows["indicator"].isin({name for name in set(rows["indicator"]) if name_whole(name, known)})]
    rows = rows[~_is_given(_name_own_wholes(rows, definitions), observations)]
    sums = rows.groupby(["indicator", "source", "area", "start", "end"])["value"].agg(["sum", "size"])
    whole = sums[(sums["size"] > 1) & ((sums["sum"] - 1).abs() <= HALF_A_PERCENT * sums["size"])]
    return set(whole.index.get_level_values("indicator"))


def name_wholes(
    rows: pd.DataFrame, observations: pd.DataFrame, definitions: Definitions, of_wholes: Collection[str] = ()
) -> pd.DataFrame:
    """The rates and shares with the key of the count that each is of.

    Of a category without a number of its own it is that of all, where that is given or the shares come to the whole.
    """
    table = _name_own_wholes(rows, definitions)
    of_all = _is_given(table.assign(whole_breakdown=""), observations) | rows["indicator"].isin(of_wholes).to_numpy()
    of_all &= ~_is_given(table, observations)
    return table.assign(whole_breakdown=table["whole_breakdown"].mask(of_all, ""))


def _name_own_wholes(rows: pd.DataFrame, definitions: Definitions) -> pd.DataFrame:
    names = rows["indicator"].map({name: name_whole(name, definitions.indicators) for name in set(rows["indicator"])})
    return _name_key(rows, WHOLE_KEY, names).assign(denominator=rows["denominator"])


def _is_given(table: pd.DataFrame, observations: pd.DataFrame) -> np.ndarray:
    """Whether anybody gives the count that each rate or share is of, beside it or in a row of its own."""
    given = pd.MultiIndex.from_frame(observations.loc[observations["value"].notna(), KEY])
    return pd.MultiIndex.from_frame(table[WHOLE_KEY]).isin(given) | table["denominator"].notna().to_numpy()


def name_parts(rows: pd.DataFrame, definitions: Definitions, of_wholes: Collection[str]) -> pd.Series:
    """The indicator that counts what each rate or share is a part of: of a share of the whole, the whole's own."""
    known, names = definitions.indicators, rows["indicator"]
    parts = names.map({name: name_part(name, known) for name in set(names)})
    wholes = names.map({name: name_whole(name, known) for name in of_wholes})
    return parts.mask(wholes.notna() & (rows["breakdown"] != ""), wholes)


def _describe_ratios(
    rows: pd.DataFrame, observations: pd.DataFrame, definitions: Definitions, of_wholes: Collection[str]
) -> pd.DataFrame:
    """Rates and proportions by the indicators that they name."""
    known = definitions.indicators
    chosen = rows[rows["indicator"].isin({name for name in set(rows["indicator"]) if name_part(name, known)})]
    names, kinds = chosen["indicator"], chosen["indicator"].map({name: known[name].kind for name in known})
    table = _name_key(chosen, PART_KEY, name_parts(chosen, definitions, of_wholes))
    wholes = name_wholes(chosen, observations, definitions, of_wholes)[WHOLE_KEY]
    table = table.assign(**wholes, known=_find_populations(chosen, observations, definitions))
    per = names.map({name: known[name].per or 100 for name in set(names)}).astype(float)
    return _write_shown(table, chosen["value"] * per.where(kinds == "proportion", 1), per)


def _describe_shares(rows: pd.DataFrame, sources: Mapping[str, Source]) -> pd.DataFrame:
    """Shares that a contract declares: of the count's total over areas, or else of the row's own whole."""
    found = []
    for name, source in sources.items():
        for share in source.shares:
            chosen = rows[(rows["source"] == name) & (rows["indicator"] == share.share)]
            table = _name_key(chosen, PART_KEY, share.part)
            column = _name_key(table, WHOLE_KEY, share.part).assign(whole_area=share.total_area)
            row = _name_key(table, WHOLE_KEY, share.whole).assign(whole_breakdown="")
            found.append(_write_shown(column.assign(known=float("nan")), chosen["value"] * 100, 100))
            found.append(row.assign(known=float("nan"), shown=pd.NA, decimals=0, per=100))
    return pd.concat(found, ignore_index=True) if found else pd.DataFrame(columns=RATIOS)


def _describe_changes(rows: pd.DataFrame, definitions: Definitions) -> pd.DataFrame:
    """Changes of a count, which tell one of this year's and last year's by the other, and those of a rate."""
    known = definitions.indicators
    bases = {name: name_changed(name, known) for name in set(rows["indicator"])}
    counts = {name: name_counted(name, known) for name, base in bases.items() if base}
    chosen = rows[rows["indicator"].isin({name for name, count in counts.items() if count})]
    names = chosen["indicator"]
    table = _name_key(_name_key(chosen, PART_KEY, names.map(counts)), WHOLE_KEY, names.map(counts))
    start, end = go_back_a_year(chosen)
    table = table.assign(whole_start=start, whole_end=end, known=float("nan"), change=True)
    table = _write_shown(table, 100 * (1 + chosen["value"]), 100)
    return table.assign(shown=table["shown"].where(names.map(counts) == names.map(bases), pd.NA))


def go_back_a_year(rows: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """The first and the last days of the same periods a year before."""
    day, year = pd.Timedelta(days=1), pd.DateOffset(years=1)
    return rows["start"] - year, rows["end"] + day - year - day


def _name_key(rows: pd.DataFrame, columns: list[str], indicator: pd.Series | str) -> pd.DataFrame:
    """The rows with the key of a count of the same place and period beside them."""
    key = dict(zip(columns, (indicator, *(rows[name] for name in KEY[1:])), strict=True))
    kept = [name for name in (*KEY, *PART_KEY) if name in rows]
    return rows[kept].assign(**key)


def _write_shown(table: pd.DataFrame, written: pd.Series, per: pd.Series | int) -> pd.DataFrame:
    """The figure as it was written, with as many decimals as any of its indicator has."""
    places = {number: count_decimals(number) for number in written.unique()}
    decimals = written.map(places).groupby(table["indicator"]).transform("max")
    shown = [f"{number:.{places}f}" for number, places in zip(written, decimals, strict=True)]
    return table.assign(shown=pd.Series(shown, table.index, dtype=object), decimals=decimals, per=per)


def _find_populations(rows: pd.DataFrame, observations: pd.DataFrame, definitions: Definitions) -> pd.Series:
    """The figure that a rate is of, where it is no count of people known to services: the latest before its end."""
    known = definitions.indicators
    wanted = rows["indicator"].map({name: known[name].denominator for name in set(rows["indicator"])})
    free = {name for name in set(wanted.dropna()) if not is_count(known[name]) and known[name].counts not in COUNTED}
    given = observations[observations["indicator"].isin(free) & (observations["breakdown"] == "")]
    given = select_best_source(given)[["indicator", "area", "end", "value"]].dropna().sort_values("end")
    asked = rows[["area", "end"]].assign(indicator=wanted, row=rows.index)[wanted.isin(free)].sort_values("end")
    if given.empty or asked.empty:
        return pd.Series(float("nan"), index=rows.index)
    # what earlier releases showed is read from their files, with days in another unit
    types = {"indicator": object, "area": object, "end": "datetime64[ns]"}
    found = pd.merge_asof(
        asked.astype(types),
        given.astype(types),
        on="end",
        by=["indicator", "area"],
        tolerance=pd.Timedelta(days=366 * YEARS_OLD),
    )
    return found.set_index("row")["value"].reindex(rows.index)
