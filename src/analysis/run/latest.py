"""The newest quarter that there are figures for."""

from datetime import date

import pandas as pd

from analysis.periods import quarter, quarter_of
from analysis.refusals import ParametersRefused

SUPPLIED = ["reported", "provisional", "revised", "derived"]


def find_latest_quarter(observations: pd.DataFrame, area: str, today: date) -> str:
    """The quarter in which the newest figure of an area ends.

    Figures count whatever they are about, once the period they cover is over: a target for a year to come makes no
    quarter the latest. Raises ParametersRefused where the area has no figure.
    """
    supplied = observations["area"].eq(area) & observations["status"].isin(SUPPLIED)
    ends = observations.loc[supplied & observations["end"].le(pd.Timestamp(today)), "end"]
    if ends.empty:
        raise ParametersRefused(f"No figure of {area} to find the latest quarter by. Name a quarter, as 2013-14 Q4.")
    return quarter(*quarter_of(ends.max().date())).label
