"""Every count of people or events in the observations: as rows of their own, and as parts of rates and shares."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from analysis.definitions import Definitions
from analysis.definitions.contract import Source
from analysis.definitions.indicators import Indicator
from analysis.observations import KEY

COUNTED = ("people", "events")
PART, WHOLE, CHANGE = " (part)", " (whole)", "_change"
GIVEN = [*KEY, "number", "status", "source", "file", "precedence", "received"]


def is_count(indicator: Indicator) -> bool:
    """Whether an indicator counts people or their events, if only in parts of one, as full-time equivalents do."""
    return indicator.kind in ("count", "quantity") and indicator.counts in COUNTED


def name_changed(name: str, indicators: Mapping[str, Indicator]) -> str | None:
    """The indicator whose change a change is: the one that it names, or whose name its own extends; else None."""
    base = indicators[name].numerator or name.removesuffix(CHANGE)
    return base if indicators[name].kind == "change" and base != name and base in indicators else None


def name_part(name: str, indicators: Mapping[str, Indicator]) -> str | None:
    """The indicator that counts the numerator of a rate or share; None where it does not count people or events.

    A rate that names no indicator has a numerator of its own, which no other figure is.
    """
    own = indicators[name]
    if own.kind not in ("rate", "proportion"):
        return None
    if own.numerator is not None:
        return own.numerator if is_count(indicators[own.numerator]) else None
    return f"{name}{PART}" if own.counts in COUNTED else None


def name_whole(name: str, indicators: Mapping[str, Indicator]) -> str | None:
    """The indicator that counts the denominator of a rate or share; None where it does not count people or events.

    A rate that names none is of a population, which is no count of children known to services.
    """
    own = indicators[name]
    if own.kind not in ("rate", "proportion"):
        return None
    if own.denominator is not None:
        return own.denominator if is_count(indicators[own.denominator]) else None
    return f"{name}{WHOLE}" if own.kind == "proportion" and own.counts in COUNTED else None


def name_counted(name: str, indicators: Mapping[str, Indicator]) -> str | None:
    """The indicator that counts what a figure is made of: a count itself, the numerator of a rate, share or change."""
    base = name_changed(name, indicators) or name
    return base if is_count(indicators[base]) else name_part(base, indicators)


def read_counts(observations: pd.DataFrame, definitions: Definitions, sources: Mapping[str, Source]) -> pd.DataFrame:
    """Every count that a source gives, a row for each source, with the columns of `GIVEN`.

    A count that is missing is a row without a number. Numerators and denominators count as their own indicator's. What
    the contracts and the policy exempt is left out.
    """
    known = definitions.indicators
    rows = observations[select_protected(observations, definitions, sources)]
    counts = rows[rows["indicator"].isin({name for name in known if is_count(known[name])})]
    # a part of a person is a person: 4.2 are at most five
    found = [counts.assign(number=np.ceil(counts["numerator"].fillna(counts["value"])))]
    for column, name_figure in (("numerator", name_part), ("denominator", name_whole)):
        parts = rows[rows[column].notna()]
        named = parts["indicator"].map({name: name_figure(name, known) for name in set(parts["indicator"])})
        found.append(parts.assign(indicator=named, number=parts[column])[named.notna()])
    return pd.concat(found, ignore_index=True)[GIVEN].astype({"number": float, "indicator": "string"})


def select_protected(
    observations: pd.DataFrame, definitions: Definitions, sources: Mapping[str, Source]
) -> "pd.Series[bool]":
    """Whether each observation is one that disclosure control reckons with: by what contract or policy say, no word.

    Exempt are the breakdowns that a contract declares for itself (`exempt`: what was aimed at, a comparison) and the
    indicators that the policy exempts in some areas (`exempt`: national figures).
    """
    exempt = np.zeros(len(observations), dtype=bool)
    for name, source in sources.items():
        if source.exempt:
            exempt |= (observations["source"].eq(name) & observations["breakdown"].isin(source.exempt)).to_numpy(bool)
    for indicator, areas in definitions.policy.exempt.items():
        exempt |= (observations["indicator"].eq(indicator) & observations["area"].isin(areas)).to_numpy(bool)
    return pd.Series(~exempt, observations.index)
