"""The newest figure in a sentence, in each state that it can be in."""

import numpy as np
import pandas as pd

from analysis.words.levels import say_level

# Department for Education, Characteristics of children in need 2024, tables C1 and D1: Southampton, 2013-14
PLANS = {"value": 49.73, "numerator": 236.0, "denominator": 47458.0, "lower": 43.6, "upper": 56.5}


def row(start: str = "2014-03-31", end: str = "2014-03-31", **figures: object) -> pd.Series:
    known = {"value": np.nan, "numerator": np.nan, "denominator": np.nan, "lower": np.nan, "upper": np.nan}
    return pd.Series({"start": pd.Timestamp(start), "end": pd.Timestamp(end), "period": "", **known, **figures})


def test_an_older_figure_is_not_passed_off_as_the_newest(subject_of):
    older, subject = row(**PLANS), subject_of("child_protection_plan_rate", counted="children")
    newest = row("2015-03-31", "2015-03-31", value_status="suppressed_at_source")

    told = say_level(subject, older, newest).sentence
    assert told.endswith("56.5). The figure for 31 March 2015 was suppressed at source.")
    assert say_level(subject, older, older).sentence == told.partition(" The figure")[0]
