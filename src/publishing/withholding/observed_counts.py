"""Every count of people or events in the observations: as rows of their own, and as parts of rates and shares."""

from collections.abc import Mapping

import pandas as pd

from analysis.definitions import Definitions
from analysis.definitions.indicators import Indicator
from analysis.observations import KEY

COUNTED = ("people", "events")
NO_FIGURES = ("target", "comparison")  # breakdowns that hold what was aimed at or another place's figure
PART, WHOLE = " (part)", " (whole)"
GIVEN = [*KEY, "number", "source", "file", "precedence", "received"]


def is_count(indicator: Indicator) -> bool:
    """Whether an indicator counts people or their events."""
    return indicator.kind == "count" and indicator.counts in COUNTED


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


def read_counts(observations: pd.DataFrame, definitions: Definitions) -> pd.DataFrame:
    """Every count that a source gives, a row for each source: `KEY`, `number`, source, file, precedence and received.

    A count that is missing is a row without a number. Numerators and denominators count as their own indicator's.
    """
    known = definitions.indicators
    rows = observations[~observations["breakdown"].isin(NO_FIGURES)]
    counts = rows[rows["indicator"].isin({name for name in known if is_count(known[name])})]
    found = [counts.assign(number=counts["numerator"].fillna(counts["value"]))]
    for column, name_figure in (("numerator", name_part), ("denominator", name_whole)):
        parts = rows[rows[column].notna()]
        named = parts["indicator"].map({name: name_figure(name, known) for name in set(parts["indicator"])})
        found.append(parts.assign(indicator=named, number=parts[column])[named.notna()])
    return pd.concat(found, ignore_index=True)[GIVEN].astype({"number": float, "indicator": "string"})
