"""The newest figure in a sentence, in each state that it can be in."""

import numpy as np
import pandas as pd

# Department for Education, Characteristics of children in need 2024, tables C1 and D1: Southampton, 2013-14
PLANS = {"value": 49.73, "numerator": 236.0, "denominator": 47458.0, "lower": 43.6, "upper": 56.5}


def row(start: str = "2014-03-31", end: str = "2014-03-31", **figures: object) -> pd.Series:
    known = {"value": np.nan, "numerator": np.nan, "denominator": np.nan, "lower": np.nan, "upper": np.nan}
    return pd.Series({"start": pd.Timestamp(start), "end": pd.Timestamp(end), "period": "", **known, **figures})
