"""What the pages would call unusual, on the real figures of all authorities, and how often it would be a false alarm.

    python benchmarks/statements.py --dfe DIR [--years 2016 2019 2022 2024] [--json FILE] [--no-simulations]

DIR holds DfE's tables as downloaded; a year is the one that ends on its 31 March. Every year is judged by what the
years before it taught, and a year with none before it counts for nothing. The JSON file has one share from 0 to 1 for
each measure (null where no year could be judged); docs/statements.md has what was measured. The tables after it set
seeded simulations beside what the same question gave before (commit 10884c6).
"""

import argparse
import json
import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")  # before numpy: on small arrays threads only wait for one another

import numpy as np
import pandas as pd
from dfe_tables import (
    LOOKED_AFTER,
    SHARES,
    YEARLY,
    read_monthly,
    read_neighbours,
    read_population,
    read_quarterly,
    read_yearly,
)
from months_simulated import print_months
from statements_simulated import print_simulations

from analysis.model.among_neighbours import place_among_neighbours
from analysis.model.forecasting import expect_year
from analysis.model.judged_change import judge_changes
from analysis.model.months_chart import months_chart
from analysis.model.ordinary_change import TooFewChanges, learn_ordinary_change, pair_changes
from analysis.model.pooling import PooledPattern, TooFewAreas, fit_pooled
from analysis.model.slope import fit_slope

COUNTS = [name for name in (*YEARLY, *LOOKED_AFTER) if name not in SHARES]
COMPARED = ("referrals", "children_in_need", "child_protection_plans")
FITTED, LATER = (2013, 2020), (2021, 2024)
Rows = Iterator[tuple[str, bool]]  # what was judged, and whether it was called unusual (or lay inside)


def judge_years(dfe: Path, names: list[str], kind: str, years: list[int]) -> Rows:
    """Whether each authority's change to each year is unusual, by what the years before taught."""
    for name in names:
        panel = read_yearly(dfe, name)
        changes = pair_changes(panel, kind, "year")
        for year in years:
            judged = changes[changes["end"] == f"{year}-03-31"]
            yield from _judge(panel, judged, kind, "year", date(year, 3, 31), f"{name} {year}")


def judge_quarters(dfe: Path, years: list[int]) -> Rows:
    """Whether each authority's change of referrals to each quarter is unusual, by what earlier years taught.

    A change into a quarter of the year that none before it went into is not judged: its season is not known.
    """
    panel = read_quarterly(dfe)
    changes = pair_changes(panel, "rate", "quarter")
    quarter = changes["end"].dt.quarter
    for year in years:
        seen = quarter[changes["end"] < f"{year - 1}-04-01"].unique()
        judged = changes[changes["end"].between(f"{year - 1}-04-01", f"{year}-03-31") & quarter.isin(seen)]
        yield from _judge(panel, judged, "rate", "quarter", date(year - 1, 4, 1), f"quarters {year}")


def _judge(panel: pd.DataFrame, judged: pd.DataFrame, kind: str, every: str, before: date, name: str) -> Rows:
    try:
        ordinary = learn_ordinary_change(panel, kind, every, before=before)
    except TooFewChanges:
        return
    for unusual in judge_changes(judged, ordinary)["unusual"]:
        yield name, bool(unusual)


def place_areas(dfe: Path, years: list[int]) -> Rows:
    """Whether each authority's rate is outside what its own ten neighbours' spread predicts."""
    neighbours, population = read_neighbours(dfe), read_population(dfe)
    for name in COMPARED:
        panel = read_yearly(dfe, name).drop(columns="denominator")
        panel = panel.assign(year=panel["end"].dt.year - 1).merge(population, on=["area", "year"])
        panel = panel.rename(columns={"population": "denominator"})
        panel["value"] = panel["numerator"] / panel["denominator"] * 10_000
        for year in years:
            figures = panel[panel["year"] == year - 1].set_index("area")
            for area in figures.index.intersection(list(neighbours)):
                placed = place_among_neighbours(figures.loc[area], figures.reindex(neighbours[area]))
                if placed.unusual is not None:
                    yield f"{name} {year}", placed.unusual


def watch_months(dfe: Path, years: list[int]) -> Rows:
    """Whether each authority has a signal in each quarter of its referrals by month."""
    months = read_monthly(dfe)
    for year in years:
        for quarter in pd.period_range(f"{year - 1}Q2", f"{year}Q1", freq="Q"):
            pattern = _learn(months, quarter.start_time)
            for area in months.columns if pattern else ():
                chart = months_chart(months[area].dropna(), quarter, pooled=pattern)
                if chart.unusual is not None:
                    yield f"{quarter}", chart.unusual


def total_years(dfe: Path, years: list[int]) -> Rows:
    """Whether each authority's referrals of a year lay within the limits of the total expected at its beginning."""
    months = read_monthly(dfe)
    for year in years:
        begin = pd.Timestamp(f"{year - 1}-04-01")
        pattern = _learn(months, begin)
        actual = months[begin : pd.Timestamp(f"{year}-03-01")].sum(min_count=12)
        for area in actual.dropna().index if pattern else ():
            expected = expect_year(months.loc[: begin - pd.Timedelta(days=1), area].dropna(), pooled=pattern)
            if expected.reason is None:
                yield f"{year}", bool(expected.lower <= actual[area] <= expected.upper)


def _learn(months: pd.DataFrame, begin: pd.Timestamp) -> PooledPattern | None:
    """What all authorities' months before a day teach; None where they are too few."""
    past = months[months.index < begin]
    try:
        return fit_pooled(past) if len(past) >= 24 else None
    except TooFewAreas:
        return None


def follow_slopes(dfe: Path) -> Rows:
    """Whether the slope of 2021 to 2024 lay within the limits that were given with a direction on 2013 to 2020."""
    for name in YEARLY:
        kind, panel = "proportion" if name in SHARES else "rate", read_yearly(dfe, name)
        ordinary = learn_ordinary_change(panel, kind, before=date(FITTED[1], 4, 1))
        year = panel["end"].dt.year
        for area, series in panel.groupby("area"):
            past, later = (series[year.loc[series.index].between(*span)] for span in (FITTED, LATER))
            if past["numerator"].notna().sum() < 8 or later["numerator"].notna().sum() < 4:
                continue
            slope = fit_slope(past, kind, ordinary=ordinary)
            if slope.direction in ("rose", "fell"):
                yield f"{name} {area}", bool(slope.ahead_lower <= _ratio_a_year(later, kind) <= slope.ahead_upper)


def _ratio_a_year(series: pd.DataFrame, kind: str) -> float:
    """The least-squares ratio of a year to the year before, of a share's odds."""
    rest = series["denominator"] - (series["numerator"] if kind == "proportion" else 0)
    level = np.log((series["numerator"] + 0.5) / (rest + 0.5))
    return float(np.exp(np.polyfit(series["end"].dt.year, level, 1)[0]))


def measure(dfe: Path, years: list[int]) -> dict[str, float | None]:
    """The share of each measure, printed with what it is made of."""
    measures = {
        "changes_year": judge_years(dfe, COUNTS, "rate", years),
        "changes_quarter": judge_quarters(dfe, years),
        "changes_share": judge_years(dfe, list(SHARES), "proportion", years),
        "neighbours": place_areas(dfe, years),
        "month_signals": watch_months(dfe, years),
        "later_slope_inside": follow_slopes(dfe),
        "totals_inside": total_years(dfe, years),
    }
    return {name: _share(name, pd.DataFrame(rows, columns=["part", "hit"])) for name, rows in measures.items()}


def _share(name: str, rows: pd.DataFrame) -> float | None:
    if rows.empty:
        print(f"{name}: no year could be judged")
        return None
    print(f"\n{name}: {rows['hit'].mean():.1%} of {len(rows)}")
    parts = rows.assign(part=rows["part"].str.replace(r" \d+$", "", regex=True)).groupby("part")["hit"]
    print(parts.agg(["mean", "size"]).round(3).to_string())
    return round(float(rows["hit"].mean()), 4)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--dfe", required=True, type=Path, help="folder of DfE's tables as downloaded")
    parser.add_argument("--years", nargs="+", type=int, default=[2016, 2019, 2022, 2024], help="years ending 31 March")
    parser.add_argument("--json", type=Path, help="file to write the shares to")
    parser.add_argument("--no-simulations", action="store_true", help="only the real figures")
    options = parser.parse_args()
    found = measure(options.dfe, options.years)
    if options.json:
        options.json.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    if not options.no_simulations:
        print_simulations()
        print_months()


if __name__ == "__main__":
    main()
