"""What each observation means, as columns beside it, so that every check can select by it."""

from typing import Annotated

import numpy as np
import pandas as pd

from analysis.definitions import Definitions
from analysis.definitions.contract import Identity
from analysis.schemas import OBSERVATIONS, Observations, table_of

MEANING = ["kind", "counts", "additive", "when_counted", "span"]
SERIES = ["indicator", "area", "breakdown"]
FILED = ["source", "file"]
PLACE = [*FILED, "area", "breakdown", "start", "end"]
MEASURED = ("count", "quantity", "rate", "proportion", "money", "rank", "change")
"""The kinds of indicator whose observations are figures, not words or dates."""

PARTS_OF = {"financial year": ["month", "quarter"], "calendar year": ["month", "quarter"], "quarter": ["month"]}
"""The kinds of period that add up to a longer one."""

Described = Annotated[pd.DataFrame, table_of(*OBSERVATIONS.columns, *MEANING, texts="counts when_counted span")]
"""Observations with what params/indicators.yaml says of each row's indicator, and the kind of period it covers."""


def add_meaning(observations: Observations, definitions: Definitions) -> Described:
    """Add what params/indicators.yaml says of each row's indicator, and `span`, the kind of period it covers."""
    known = definitions.indicators
    columns = {
        name: observations["indicator"].map({each: getattr(known[each], name) for each in known})
        for name in MEANING
        if name != "span"
    }
    return observations.assign(**columns, span=select_spans(observations))


def select_spans(observations: pd.DataFrame) -> pd.Series:
    """The kind of period from `start` to `end`: month, quarter, financial year, calendar year, day or other."""
    start, end = observations["start"], observations["end"]
    months = (end.dt.year - start.dt.year) * 12 + end.dt.month - start.dt.month + 1
    whole = start.dt.is_month_start & end.dt.is_month_end
    first = start.dt.month
    kinds = {
        "day": start == end,
        "month": whole & (months == 1),
        "quarter": whole & (months == 3) & (first % 3 == 1),
        "financial year": whole & (months == 12) & (first == 4),
        "calendar year": whole & (months == 12) & (first == 1),
    }
    return pd.Series(np.select(list(kinds.values()), list(kinds), "other"), index=observations.index)


def start_of_span(start: pd.Series, span: str) -> pd.Series:
    """The first day of the quarter, financial year or calendar year that each day lies in."""
    return start.dt.to_period({"quarter": "Q", "financial year": "Y-MAR", "calendar year": "Y"}[span]).dt.start_time


def count_decimals(value: float) -> int:
    """How many decimals a figure is written with, as far as its value tells: one for 32.1, none for 32.0."""
    return len(f"{value:.6f}".rstrip("0").partition(".")[2])


def sign_identity(identity: Identity) -> list[tuple[str, int]]:
    """The indicators of an identity, each with the sign by which all of them add up to nothing."""
    signed = [*((name, 1) for name in identity.left), *((name, -1) for name in identity.right)]
    return [(name.removeprefix("-"), -sign if name.startswith("-") else sign) for name, sign in signed]


def select_figures(observations: pd.DataFrame, *kinds: str) -> pd.DataFrame:
    """The rows with a number, of the kinds of indicator named (all where none is); targets are no figures."""
    figures = observations["value"].notna() & (observations["breakdown"] != "target")
    return observations[figures & observations["kind"].isin(kinds)] if kinds else observations[figures]
