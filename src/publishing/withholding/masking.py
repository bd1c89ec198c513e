"""Observations as they may be shown: without the figures that a decision withholds, and rounded where policy rounds."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from analysis.definitions import Definitions
from analysis.definitions.contract import Source
from analysis.definitions.partnership import Disclosure
from analysis.observations import KEY
from analysis.schemas import Observations
from publishing.withholding.observed_counts import COUNTED, name_counted, select_protected
from publishing.withholding.rounded_totals import add_up_totals

WITHHELD = "withheld"
PARTS = ["numerator", "denominator"]


def withhold(
    observations: Observations,
    withheld: pd.DataFrame,
    definitions: Definitions,
    profile: Disclosure,
    sources: Mapping[str, Source],
) -> pd.DataFrame:
    """The observations that pages may read: every row of a withheld figure, from whatever source, has no number left.

    Such a row keeps its place, period and source and has the status `withheld`. Under a profile that rounds, counts of
    people and events are rounded, halves up, declared totals are the sum of what is shown, and rates and shares are
    worked out again from their rounded parts; one that came without parts stays only where no count in the data tells
    what it rounds.
    """
    gone = pd.MultiIndex.from_frame(observations[KEY]).isin(pd.MultiIndex.from_frame(withheld[KEY]))
    masked = observations if profile.round_to == 1 else _round(observations, definitions, sources, profile.round_to)
    gone |= (masked["status"] == WITHHELD).to_numpy()
    shown = masked.assign(
        **{name: masked[name].mask(gone) for name in [*PARTS, "value", "text"]},
        status=masked["status"].mask(gone, WITHHELD),
    )
    return shown if profile.round_to == 1 else add_up_totals(shown, observations, definitions, sources)


def round_counts(counts: pd.Series, base: int) -> pd.Series:
    """Counts to the nearest multiple of a base, halves up."""
    return np.floor(counts / base + 0.5) * base


def _round(
    observations: Observations, definitions: Definitions, sources: Mapping[str, Source], base: int
) -> pd.DataFrame:
    """Counts rounded, and what is made of them worked out again, or marked as withheld where it cannot be."""
    known = definitions.indicators
    names, kinds = observations["indicator"], observations["indicator"].map({name: known[name].kind for name in known})
    people = names.map({name: known[name].counts in COUNTED for name in known})
    figures = people & select_protected(observations, definitions, sources)
    counts = figures & (kinds == "count")
    rounded = {"numerator": observations["numerator"].mask(figures, round_counts(observations["numerator"], base))}
    whole = names.map({name: _counts_whole(definitions, name) for name in known})
    rounded["denominator"] = observations["denominator"].mask(
        figures & whole, round_counts(observations["denominator"], base)
    )
    parted = figures & ~counts & observations["numerator"].notna() & (rounded["denominator"] > 0)
    per = names.map({name: known[name].per or 1 for name in known})
    value = observations["value"].mask(counts, round_counts(observations["value"], base))
    value = value.mask(parted, rounded["numerator"] / rounded["denominator"] * per)
    implied = names.map({name: name_counted(name, known) for name in known}).isin(set(names[counts]))
    lost = figures & ~counts & ~parted & observations["value"].notna() & implied
    return observations.assign(**rounded, value=value, status=observations["status"].mask(lost, WITHHELD))


def _counts_whole(definitions: Definitions, name: str) -> bool:
    """Whether the denominator of a rate or share counts people or events."""
    indicator = definitions.indicators[name]
    if indicator.denominator is None:
        return indicator.kind == "proportion" and indicator.counts in COUNTED
    return definitions.indicators[indicator.denominator].counts in COUNTED
