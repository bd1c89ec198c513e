"""DfE's tables of children's services as downloaded, read as panels of all authorities.

A panel has area, start, end, numerator and denominator. Areas are DfE's numbers of authorities, which stay where a
county becomes a unitary authority and its ONS code changes.
"""

import calendar
from pathlib import Path
from typing import NamedTuple

import pandas as pd


class Table(NamedTuple):
    """Where an indicator stands: the file of a table, its columns to add up, and of a share the column of its whole."""

    file: str
    columns: tuple[str, ...]
    whole: str | None = None
    at_end: bool = False


B1 = "b1_children_in_need_2013_to_2024.csv"
C1 = "c1_children_in_need_referrals_and_rereferrals_2013_to_2024.csv"
C2 = "c2_children_in_need_assessments_duration_2014_to_2024.csv"
C6 = "c6_children_in_need_referrals_by_month_2013_to_2024.csv"
D1 = "d1_child_protection_plans_2013_to_2024.csv"
D3 = "d3_cpps_subsequent_plan_2013_to_2024.csv"
D5 = "d5_cpps_at31march_by_duration_2013_to_2024.csv"
CLA = "cla_number_and_rate_per_10k_children_2018_to_2024.csv"
POPULATION = "ons_mid-year_population_estimates_2012_to_2023.csv"
NEIGHBOURS = "statistical_neighbours_april_2021.csv"

YEARLY = {
    "referrals": Table(C1, ("Referrals",)),
    "children_referred": Table(C1, ("Referrals_child",)),
    "rereferrals": Table(C1, ("Re_referrals",)),
    "rereferral_share": Table(C1, ("Re_referrals",), "Referrals"),
    "children_in_need": Table(B1, ("At31_episodes",), at_end=True),
    "children_in_need_started": Table(B1, ("Started_child",)),
    "children_in_need_ended": Table(B1, ("Ended_child",)),
    "child_protection_plans": Table(D1, ("CPP_At31",), at_end=True),
    "child_protection_plans_started": Table(D1, ("CPP_start",)),
    "child_protection_plans_ended": Table(D1, ("CPP_end",)),
}
WITHIN_45_DAYS = ("Same_day", "1-10_days", "11-20_days", "21-30_days", "31-40_days", "41-45_days")
SHARES = {
    "rereferral_share": YEARLY["rereferral_share"],
    "assessments_in_45_days_share": Table(C2, WITHIN_45_DAYS, "Assessments_completed"),
    "second_plan_share": Table(D3, ("CPP_subsequent",), "CPP_start"),
}
LOOKED_AFTER = {
    "looked_after_children": "Children looked after at 31 March each year",
    "looked_after_started": "Children starting to be looked after each year",
    "looked_after_ceased": "Children ceasing to be looked after each year",
}
COLUMNS = ["area", "start", "end", "numerator", "denominator"]


def read_yearly(folder: Path, indicator: str) -> pd.DataFrame:
    """An indicator's panel by year; the denominator of a count is 1, since populations change by 1% a year."""
    if indicator in LOOKED_AFTER:
        rows = _read(folder / CLA)
        rows = rows[rows["population_count"] == LOOKED_AFTER[indicator]]
        table = Table(CLA, ("number",), at_end=indicator == "looked_after_children")
    else:
        table = YEARLY.get(indicator) or SHARES[indicator]
        rows = _read(folder / table.file)
    whole = _numbers(rows[table.whole]) if table.whole else 1.0
    part = rows[list(table.columns)].apply(_numbers).sum(axis=1, min_count=len(table.columns))
    panel = rows.assign(numerator=part, denominator=whole)
    if table.whole:  # one authority gives more parts than the whole in one year
        panel = panel[~(panel["numerator"] > panel["denominator"])]
    end = pd.to_datetime(panel["time_period"] + "-03-31")
    start = end if table.at_end else end - pd.DateOffset(years=1) + pd.Timedelta(days=1)
    return panel.assign(start=start, end=end)[COLUMNS].drop_duplicates(["area", "start"]).reset_index(drop=True)


def read_monthly(folder: Path) -> pd.DataFrame:
    """Referrals by month (rows, the first day) and authority (columns), NaN where a month has no figure."""
    rows = _read(folder / C6)
    months = rows.melt(["area", "time_period"], list(calendar.month_name[1:]), "month", "numerator")
    number = months["month"].map({name: number for number, name in enumerate(calendar.month_name)})
    year = months["time_period"].astype(int) - (number >= 4)
    months["start"] = pd.to_datetime({"year": year, "month": number, "day": 1})
    months["numerator"] = _numbers(months["numerator"])
    return months.drop_duplicates(["area", "start"]).pivot_table(
        values="numerator", index="start", columns="area", dropna=False
    )


def read_quarterly(folder: Path) -> pd.DataFrame:
    """Referrals by quarter, per day; a quarter with a missing month is missing."""
    months = read_monthly(folder)
    quarters = months.groupby(months.index.to_period("Q")).sum(min_count=3)
    panel = quarters.reset_index(names="quarter").melt("quarter", var_name="area", value_name="numerator")
    start, end = (panel["quarter"].dt.to_timestamp(how=how).dt.normalize() for how in ("start", "end"))
    return panel.assign(start=start, end=end, denominator=(end - start).dt.days + 1.0)[COLUMNS]


def read_population(folder: Path) -> pd.DataFrame:
    """Children aged 0 to 17 in the middle of each year: area, year and population."""
    rows = _read(folder / POPULATION)
    return pd.DataFrame(
        {
            "area": rows["area"],
            "year": rows["time_period"].astype(int),
            "population": _numbers(rows["population_estimate"]),
        }
    )


def read_neighbours(folder: Path) -> dict[str, list[str]]:
    """Each authority's ten statistical neighbours of April 2021, by DfE number."""
    rows = pd.read_csv(folder / NEIGHBOURS, dtype=str, encoding="utf-8-sig")
    return {row["LA number"]: [row[f"SN{rank}"] for rank in range(1, 11)] for _, row in rows.iterrows()}


def share_counted_again(folder: Path) -> float:
    """The share of the plans at one 31 March that England still counted at the next, over all years of table D5."""
    rows = pd.read_csv(folder / D5, dtype=str)
    england = rows[rows["geographic_level"] == "National"].set_index("time_period").sort_index()
    plans, longer, longest = (
        _numbers(england[name]) for name in ("CPP_At31", "1_year_less_than_2_years", "2_years_or_more")
    )
    return float(((longer + longest) / plans.shift()).mean())


def _read(path: Path) -> pd.DataFrame:
    rows = pd.read_csv(path, dtype=str, encoding="utf-8-sig")
    rows = rows[rows["geographic_level"] == "Local authority"]
    return rows.assign(area=rows["old_la_code"])


def _numbers(column: pd.Series) -> pd.Series:
    """Figures as floats; DfE's markers (c, x, z, u) are no figures."""
    return pd.to_numeric(column.str.replace(",", ""), errors="coerce")
