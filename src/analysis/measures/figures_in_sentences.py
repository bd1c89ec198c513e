"""Figures that stand in a document's sentences, each beside the figure of a table or statistic; shares by source."""

from typing import Annotated

import pandas as pd

from analysis.definitions import ENGLAND, Indicator
from analysis.measures.area_reader import SENTENCE, AreaReader
from analysis.measures.protection import WITHHELD
from analysis.measures.rate_readings import OFFICIAL, QUOTED
from analysis.measures.readings import is_known
from analysis.numbers import period_from, short_period
from analysis.observations import KEY
from analysis.schemas import table_of

StatedShares = Annotated[pd.DataFrame, table_of("source cohort area value end number whole")]
"""A value of a share that a source states, called by what its sentence says of itself, else by the source's title."""

Quoted = Annotated[
    pd.DataFrame, table_of("indicator area breakdown used_source used_status stated used number whole start end")
]
"""A figure of a sentence (`stated`) beside the best table's or statistic's of the same days (`used`, its parts)."""


def read_quoted(page: AreaReader, *indicators: str) -> Quoted:
    """Each figure that a sentence gives of the area, its quoted neighbours or England, with the best one elsewhere.

    The numbers that a rate or share is made of are taken with it. Empty where nothing was stated of the area up to the
    quarter.
    """
    names = _with_parts(page, indicators)
    read = page.read(*names, areas=[page.area.code, ENGLAND, QUOTED], breakdown=None, every_source=True)
    stated = read[(read["precedence"] == SENTENCE) & is_known(read)]
    stated = stated if (stated["area"] == page.area.code).any() else stated.iloc[:0]
    return _pair(stated, read[read["precedence"] < SENTENCE])


def counts_people(indicator: Indicator) -> bool:
    """Whether an indicator is a number of people or of their events."""
    return indicator.kind == "count" and indicator.counts in ("people", "events")


def _with_parts(page: AreaReader, indicators: tuple[str, ...]) -> list[str]:
    """The indicators, each rate or share after the number that it is made of."""
    names = []
    for name in indicators:
        number = page.definitions.indicator(name).numerator
        names += [number, name] if number else [name]
    return list(dict.fromkeys(names))


def _pair(stated: pd.DataFrame, tables: pd.DataFrame) -> pd.DataFrame:
    known = tables[tables[["numerator", "value"]].notna().any(axis=1) | (tables["status"] == WITHHELD)]
    best = known.sort_values("precedence", kind="stable").drop_duplicates(KEY)
    best = best.assign(used=best["value"].fillna(best["numerator"]))
    best = best.rename(
        columns={"numerator": "number", "denominator": "whole", "source": "used_source", "status": "used_status"}
    )
    rows = stated.assign(stated=stated["value"].fillna(stated["numerator"]))
    return rows.merge(
        best[[*KEY, "used", "number", "whole", "used_source", "used_status"]], on=KEY, how="left"
    ).reset_index(drop=True)


def read_claims(page: AreaReader, *indicators: str) -> list[tuple[str, str]]:
    """What is said of the indicators in words without a figure: the indicator's title and the words, each once."""
    read = pd.concat([page.read(name, breakdown=None) for name in indicators], ignore_index=True)
    claims = read[read["value"].isna() & read["numerator"].isna() & read["text"].notna()]
    titles = [page.definitions.indicator(name).inside for name in claims["indicator"]]
    return list(dict.fromkeys(zip(titles, claims["text"].astype(str), strict=True)))


def read_stated_shares(page: AreaReader, share: str, titles: dict[str, str]) -> StatedShares:
    """Each value of a share that a source states, in order of time; `titles` are those of sources.

    Figures differ in source, cohort or definition, so no two of different sources are ever joined. England's are taken
    beside the area's only.
    """
    read = page.read(share, areas=[page.area.code, ENGLAND], breakdown=None)
    named = read[(read["precedence"] != OFFICIAL) & read["value"].notna()].sort_values(["area", "end"], kind="stable")
    rows = [
        (
            row.breakdown or titles.get(row.source, row.source),
            short_period(period_from(row.start, row.end, row.period)),
            row.value,
            row.area,
            row.end,
            row.numerator,
            row.denominator,
        )
        for row in named.itertuples()
    ]
    stated = pd.DataFrame(rows, columns=["source", "cohort", "value", "area", "end", "number", "whole"])
    return stated if (stated["area"] == page.area.code).any() else stated.iloc[:0]
