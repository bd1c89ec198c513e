"""What was received of re-offending besides the official series: shares as each source states them, and cohorts."""

import pandas as pd

from analysis.definitions import ENGLAND
from analysis.measures.area_reader import AreaReader
from analysis.measures.rate_readings import OFFICIAL
from analysis.numbers import period_from, short_period

SHARE = "reoffending_share"
COHORT = {"children": "reoffending_cohort", "reoffenders": "reoffending_children", "reoffences": "reoffences"}


def read_stated_shares(page: AreaReader, titles: dict[str, str]) -> pd.DataFrame:
    """Each share that a source states, in order of time: source, cohort, value, area, end.

    A source is called by what its sentence says of itself, else by its title in `titles`. Figures differ in source,
    cohort or definition, so no two of different sources are ever joined. England's are taken beside the area's only.
    """
    read = page.read(SHARE, areas=[page.area.code, ENGLAND], breakdown=None)
    named = read[(read["precedence"] != OFFICIAL) & read["value"].notna()].sort_values(["area", "end"], kind="stable")
    rows = [
        (
            row.breakdown or titles.get(row.source, row.source),
            short_period(period_from(row.start, row.end, row.period)),
            row.value,
            row.area,
            row.end,
        )
        for row in named.itertuples()
    ]
    stated = pd.DataFrame(rows, columns=["source", "cohort", "value", "area", "end"])
    return stated if (stated["area"] == page.area.code).any() else stated.iloc[:0]


def read_cohorts(page: AreaReader) -> pd.DataFrame:
    """The area's cohorts of which numbers were received: period, start, end, children, reoffenders, reoffences.

    NaN where a number is not known; empty where none is.
    """
    read = page.read(*COHORT.values())
    read = read[read["numerator"].notna()]
    table = read.drop_duplicates(["start", "end"])[["period", "start", "end"]]
    for column, indicator in COHORT.items():
        counts = read.loc[read["indicator"] == indicator, ["start", "end", "numerator"]]
        table = table.merge(counts.rename(columns={"numerator": column}), on=["start", "end"], how="left")
    return table.sort_values("end", ignore_index=True)
