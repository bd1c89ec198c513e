"""Which observations disclosure control passes over: by what the contract or the policy says, never by a word.

A breakdown that a sender happens to call "target" or "comparison" is protected like any other.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from analysis.definitions import Definitions
from analysis.definitions.contract import Source


def select_protected(
    observations: pd.DataFrame, definitions: Definitions, sources: Mapping[str, Source]
) -> "pd.Series[bool]":
    """Whether each observation is one that disclosure control reckons with.

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
