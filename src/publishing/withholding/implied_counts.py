"""Counts that no source gives and that a rate, share or its withheld place names: the numerators and denominators.

Twelve and a half per cent of 24 referrals tell 3 re-referrals. Such a count stands in every sum that its places stand
in, whether or not anybody supplied it.
"""

from collections.abc import Collection, Mapping, Sequence

import numpy as np
import pandas as pd

from analysis.definitions import Definitions
from analysis.definitions.contract import Source
from analysis.observations import KEY
from publishing.withholding.constraints_of_rates import PART_KEY, WHOLE_KEY, go_back_a_year, name_parts, name_wholes
from publishing.withholding.masking import WITHHELD
from publishing.withholding.observed_counts import is_count, name_changed, select_protected

STEPS = 2  # how many shares of one another are followed
NAMED = [*KEY, "source", "number", "slack", "implied", "hidden"]


def name_counts(
    counts: pd.DataFrame, earlier: pd.DataFrame, rates: pd.DataFrame, implied: pd.DataFrame
) -> pd.DataFrame:
    """Every count that anything in the data or in an earlier release names, a row for each source of it.

    `KEY`, `source`, `number` (as given, or the nearest that a rate tells; none where it is withheld or missing),
    `slack` (how far off the number may be), `implied` (whether rates alone name it) and `hidden` (whether an earlier
    release named it and withheld it). The arguments are what the functions of these names give.
    """
    before = earlier.assign(
        source=earlier["supplied_by"],
        number=(earlier["low"] + earlier["high"]) / 2,
        slack=(earlier["high"] - earlier["low"]) / 2,
    )
    given = [counts.assign(slack=0.0, hidden=False), *([before] if len(before) else [])]
    named = pd.concat([each[[*KEY, "source", "number", "slack", "hidden"]] for each in given], ignore_index=True)
    named = _cast(named).assign(implied=False)
    estimates = _estimate(rates, named)
    implied = _cast(implied).merge(estimates, on=KEY, how="left").assign(implied=True)
    joined = pd.concat([named, implied[NAMED]], ignore_index=True)
    joined = joined.assign(gap=joined["number"].isna(), seen=~joined["hidden"].astype(bool))
    joined = joined.sort_values(["gap", "implied", "seen"], kind="stable")
    return joined.drop_duplicates([*KEY, "source"])[NAMED].reset_index(drop=True)


def name_implied(
    observations: pd.DataFrame,
    definitions: Definitions,
    sources: Mapping[str, Source],
    of_wholes: Collection[str],
) -> pd.DataFrame:
    """The counts that rates, shares and changes are made of, whether these have a value or not: `KEY` and `source`.

    `hidden` says that a release withheld the rate or share: what it is a part of is at least 1.
    """
    known = definitions.indicators
    rows = observations[select_protected(observations, definitions, sources)]
    found = [rows.assign(indicator=name_parts(rows, definitions, of_wholes)).dropna(subset="indicator")]
    bases = {name: name_changed(name, known) for name in set(rows["indicator"])}
    bases = {name: base for name, base in bases.items() if base and is_count(known[base])}
    shown = rows[rows["value"].notna()]
    wholes = name_wholes(shown, observations, definitions, of_wholes)[WHOLE_KEY]
    found.append(shown.assign(**wholes.set_axis(KEY, axis=1)).dropna(subset="indicator"))
    changes = shown[shown["indicator"].isin(bases)]
    changes = changes.assign(indicator=changes["indicator"].map(bases))
    found += [changes, changes.assign(**dict(zip(("start", "end"), go_back_a_year(changes), strict=True)))]
    for name, source in sources.items():
        for share in source.shares:
            chosen = rows[(rows["source"] == name) & (rows["indicator"] == share.share)]
            found.append(chosen.assign(indicator=share.part))
    joined = pd.concat([each[[*KEY, "source", "status"]] for each in found], ignore_index=True)
    return joined.assign(hidden=joined.pop("status") == WITHHELD).drop_duplicates()


def _estimate(rates: pd.DataFrame, named: pd.DataFrame) -> pd.DataFrame:
    """The nearest number that rates tell of each count by another one: `KEY`, `number` and `slack`.

    A share of what another share tells is worked out from that.
    """
    numbers = named.dropna(subset="number").drop_duplicates(KEY)[[*KEY, "number", "slack"]]
    rates = _cast(_cast(rates[rates["shown"].notna()], PART_KEY), WHOLE_KEY)
    found: list[pd.DataFrame] = []
    for _ in range(STEPS):
        found += [_estimate_by(rates, numbers, *sides) for sides in ((PART_KEY, WHOLE_KEY), (WHOLE_KEY, PART_KEY))]
        numbers = pd.concat([numbers, *found], ignore_index=True).drop_duplicates(KEY)
    return pd.concat(found, ignore_index=True).sort_values("slack", kind="stable").drop_duplicates(KEY)


def _estimate_by(rates: pd.DataFrame, numbers: pd.DataFrame, wanted: list[str], other: list[str]) -> pd.DataFrame:
    """What each rate tells of one of its two counts by a number of the other."""
    numbers = numbers.set_axis([*other, "of", "off"], axis=1)
    table = rates[rates[wanted[0]].notna()].merge(numbers, on=other, how="left")
    shown, unit = table["shown"].astype(float), 0.5 / 10.0 ** table["decimals"].astype(float)
    per = table["per"].astype(float)
    of = table["of"].fillna(table["known"].astype(float)) if wanted is PART_KEY else table["of"]
    with np.errstate(divide="ignore", invalid="ignore"):
        number = shown * of / per if wanted is PART_KEY else of * per / shown
        off = table["off"].fillna(0) * number / of
        slack = off + (of * unit / per if wanted is PART_KEY else number * unit / shown)
    implied = table[wanted].set_axis(KEY, axis=1).assign(number=np.rint(number), slack=slack)
    return implied[np.isfinite(number) & np.isfinite(slack)]


def _cast(table: pd.DataFrame, columns: Sequence[str] = KEY) -> pd.DataFrame:
    """The table with the columns of a key in the types that every table of counts has."""
    words = dict.fromkeys(columns[:3], object)
    return table.astype(words).assign(**{name: pd.to_datetime(table[name]) for name in columns[3:]})
