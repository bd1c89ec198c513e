"""Figures that are kept out of every comparison: the row stays, its status says that it has none."""

import pandas as pd

_FIGURES = ("numerator", "denominator", "value", "text")

KEPT_OUT = "Kept out: treated as not available, so that nothing is compared with them."


def keep_out(observations: pd.DataFrame, rows: pd.Index) -> pd.DataFrame:
    """The observations with the figures of some rows taken out of them; no row is added or dropped."""
    out = observations.index.isin(rows)
    figures = {name: observations[name].mask(out) for name in _FIGURES}
    return observations.assign(**figures, status=observations["status"].mask(out, "not_available"))
