"""Rates of several kinds, each the area's newest beside England's, as they were received."""

from collections.abc import Iterable
from typing import Annotated

import numpy as np
import pandas as pd

from analysis.definitions import ENGLAND, Indicator
from analysis.measures.area_reader import AreaReader
from analysis.measures.columns import column_of, write_plainly
from analysis.measures.protection import WITHHELD
from analysis.measures.readings import period_of
from analysis.numbers import short_period, upper_first
from analysis.periods import Period
from analysis.schemas import table_of

WORDED = "comparison"  # how a breakdown begins that holds a comparison in words
GROUPS = ("country", "group")
FIGURES = ("value", "count", "england")

BesideEngland = Annotated[
    pd.DataFrame,
    table_of(
        "indicator what inside period england_period others written claim count_status clustering value count england"
    ),
]
"""An area's newest figure of a rate, the number behind it, England's, and what was said in words. `what` and `inside`
name it alone and in a sentence, `own` and `english` are the periods, `clustering` is of the number behind the rate,
`written` the rate as the source writes it, `claim` its comparison in words, `others` the figures of other groups."""


def read_beside_england(page: AreaReader, indicators: Iterable[str]) -> BesideEngland:
    """A row for each rate of which something is known: the area's newest figure beside England's.

    `count_status` is `withheld` where the number or the rate is.
    """
    rows = pd.DataFrame([_read_row(page, name) for name in indicators])
    known = rows["value"].notna() | (rows["claim"] != "") | (rows["count_status"] == WITHHELD)
    return rows[known].reset_index(drop=True)


def _read_row(page: AreaReader, name: str) -> dict[str, object]:
    indicator = page.definitions.indicator(name)
    groups = [area.code for area in page.definitions.areas.areas if area.kind in GROUPS]
    names = [name, indicator.numerator] if indicator.numerator else [name]
    read = page.read_begun(*names, areas=[page.area.code, *groups])
    worded = read["breakdown"].str.startswith(WORDED) | (read["value"].isna() & read["text"].notna())
    said = read[(read["area"] == page.area.code) & worded & read["text"].notna()]
    figures = read[~worded & (read["value"].notna() | (read["status"] == WITHHELD)) & (read["indicator"] == name)]
    own = figures[figures["area"] == page.area.code]
    row = _empty_row(name, indicator)
    if own.empty:
        when = period_of(said.iloc[-1]) if len(said) else None
        return row | {"period": when.label if when else "", "own": when, "claim": _join(said)}
    last = own.sort_values("end", kind="stable").iloc[-1]
    period = period_of(last)
    count, status, clustering = _number_behind(page, indicator, last, read)
    return row | {
        "period": short_period(period),
        "own": period,
        "value": last["value"],
        "count": count,
        "count_status": status,
        "clustering": clustering,
        "claim": _join(said[said["end"] == last["end"]]),
        "written": f"{last['text']} per {indicator.per:,}" if pd.notna(last["text"]) and indicator.per else "",
        "others": _say_others(page, figures, indicator),
        **_england(figures, last, period),
    }


def _empty_row(name: str, indicator: Indicator) -> dict[str, object]:
    words = dict.fromkeys(["period", "england_period", "others", "written", "claim", "count_status"], "")
    return {
        "indicator": name,
        "what": upper_first(indicator.title.removeprefix("Rate of ")),
        "inside": indicator.inside.removeprefix("rate of "),
        "own": None,
        "english": None,
        "clustering": 1.0,
        **words,
        **dict.fromkeys(FIGURES, np.nan),
    }


def _england(figures: pd.DataFrame, last: pd.Series, period: Period) -> dict[str, object]:
    """England's figure of the same category: of the same period, else the last before it, whose period is named."""
    found = figures[(figures["area"] == ENGLAND) & (figures["end"] <= last["end"]) & figures["value"].notna()]
    found = found[found["breakdown"] == last["breakdown"]].sort_values("end", kind="stable")
    if found.empty:
        return {}
    when = period_of(found.iloc[-1])
    return {"england": found["value"].iloc[-1], "english": when, "england_period": "" if when == period else when.label}


def _number_behind(
    page: AreaReader, indicator: Indicator, last: pd.Series, read: pd.DataFrame
) -> tuple[float, str, float]:
    """The number behind a rate for the same days and category, whether it is withheld, and how far it clusters."""
    if indicator.numerator is None:
        return float("nan"), WITHHELD if last["status"] == WITHHELD else "", indicator.clustering
    same = read[
        (read["indicator"] == indicator.numerator)
        & (read["area"] == last["area"])
        & (read["breakdown"] == last["breakdown"])
        & (read["start"] == last["start"])
        & (read["end"] == last["end"])
    ]
    gone = WITHHELD in [last["status"], *same["status"]]
    count = float(same["numerator"].iloc[0]) if len(same) else float("nan")
    return count, WITHHELD if gone else "", page.definitions.indicator(indicator.numerator).clustering


def _say_others(page: AreaReader, figures: pd.DataFrame, indicator: Indicator) -> str:
    rest = figures[~figures["area"].isin([page.area.code, ENGLAND]) & figures["value"].notna()]
    last = rest.sort_values("end", kind="stable").drop_duplicates("area", keep="last")
    form = column_of(indicator)
    return "; ".join(
        f"{page.definitions.areas.named(row['area']).name} {write_plainly(row['value'], form)} ({period_of(row).label})"
        for row in last.to_dict("records")
    )


def _join(said: pd.DataFrame) -> str:
    return "; ".join(dict.fromkeys(said["text"]))
