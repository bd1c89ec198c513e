"""Figures as reports state them: what each one is, what is known behind it, and what it stands beside."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.definitions import ENGLAND, Indicator
from analysis.measures.protection import WITHHELD
from analysis.model.limits import count_limits, proportion_limits
from analysis.model.rates import add_proportion, add_rate, ratio_of_rates
from analysis.numbers import period_from, short_period
from analysis.page.page import Page
from analysis.subjects.quoted_in_report import read_stated

WORDED = "comparison"
COUNT, SHARE, BARE, RATE, RANK = "count", "share with its numbers", "share without its numbers", "rate", "rank"
CHANGE, CLAIM, DATE, AWAITED, AIM, MEAN = "change", "claim in words", "date", "awaited", "aim", "average"
GONE = "may not be shown"
OF_KIND = {
    "count": COUNT,
    "quantity": COUNT,
    "proportion": BARE,
    "rate": RATE,
    "rank": RANK,
    "change": CHANGE,
    "money": COUNT,
    "date": DATE,
}
STATUSES = ["count_status", "base_status"]
FIGURES = ["count", "base", "things", "value", "lower", "upper", "england", "before_count", "before"]


@dataclass(frozen=True)
class Parts:
    """The indicators of the number and of the base that a share is made of, where its definition names none."""

    number: str
    base: str


def read_parts(written: str) -> dict[str, Parts]:
    """Which number and base each share has, from 'share=number/base' separated by spaces; either may be empty."""
    pairs = (entry.partition("=") for entry in written.split())
    return {share: Parts(*parts.split("/", 1)) for share, _, parts in pairs}


def read_statements(page: Page, indicators: list[str], parts: Mapping[str, Parts]) -> pd.DataFrame:
    """A row for each indicator and category: its latest figure for the area, and what is behind it.

    Where the area has none of the indicators, as with national counts, the rows are England's.

    Columns indicator, breakdown, area, period, kind (one of this module's), text; count and base where the figure
    counts people or events, things where it counts anything else; value of a share, rate, rank or change; lower and
    upper limits where numbers allow; england, with england_when where its period is another; before and before_count,
    the figure before with its period before_when; implied (the count before that a change implies).
    """
    groups = [area.code for area in page.definitions.areas.areas if area.kind in ("country", "group")]
    read = read_stated(page, *indicators, areas=[page.area.code, *groups])
    known = set(read.loc[read["area"] == page.area.code, "indicator"])
    if known:
        read = read[read["indicator"].isin(known)]
    rows = [_read_row(page, rows, parts) for _, rows in read.groupby(["indicator", "breakdown"], sort=False)]
    table = pd.DataFrame([row for row in rows if row])
    order = {name: place for place, name in enumerate(indicators)}
    if table.empty:
        columns = ["indicator", "breakdown", "area", "period", "kind", "text", *FIGURES, *STATUSES, "implied"]
        return pd.DataFrame(columns=columns)
    table = table.sort_values("indicator", key=lambda names: names.map(order), kind="stable", ignore_index=True)
    return _add_limits(page, table)


def _read_row(page: Page, rows: pd.DataFrame, parts: Mapping[str, Parts]) -> dict | None:
    own = rows[rows["area"] == page.area.code]
    own = own if len(own) else rows[rows["area"] == ENGLAND]
    if own.empty:
        own = rows[rows["text"].notna()]
    if own.empty:
        return None
    own = own.sort_values("end", kind="stable")
    last, indicator = own.iloc[-1], page.definitions.indicators[own["indicator"].iloc[0]]
    row = dict.fromkeys([*FIGURES, "implied"], np.nan) | dict.fromkeys(
        ["england_when", "before_when", "others", *STATUSES], ""
    )
    row |= {name: last[name] for name in ("indicator", "breakdown", "area", "start", "end")}
    row |= {
        "period": _when(last),
        "kind": _kind(indicator, last),
        "text": "" if pd.isna(last["text"]) else last["text"],
    }
    row |= _figure(indicator, last, "")
    if len(own) > 1:
        row |= {"before_when": _when(own.iloc[-2]), "before_end": own["end"].iloc[-2]}
        row |= _figure(indicator, own.iloc[-2], "before_")
    row |= _beside(page, rows, last)
    if row["kind"] == BARE:
        row |= _read_parts(page, last, indicator, parts.get(last["indicator"]))
    if row["kind"] == CHANGE:
        row |= _imply(page, last)
    return row


def _kind(indicator: Indicator, last: pd.Series) -> str:
    if last["status"] in (WITHHELD, "not_supplied"):
        return GONE if last["status"] == WITHHELD else AWAITED
    if last["breakdown"] == "target" or "average" in last["breakdown"]:
        return AIM if last["breakdown"] == "target" else MEAN
    bare = pd.isna(last["value"]) and pd.isna(last["numerator"])
    return CLAIM if bare and indicator.kind != "date" else OF_KIND.get(indicator.kind, CLAIM)


def _figure(indicator: Indicator, row: pd.Series, before: str) -> dict:
    """A figure under the name that says whether disclosure control protects it."""
    if indicator.kind != "count":
        return {before.rstrip("_") or "value": row["value"]}
    people = indicator.counts in ("people", "events")
    return {f"{before}count" if people or before else "things": row["numerator"]}


def _beside(page: Page, rows: pd.DataFrame, last: pd.Series) -> dict:
    """England's figure beside the area's, and those of other groups in words."""
    known = rows[(rows["value"].notna()) & (rows["area"] != last["area"]) & (rows["end"] <= last["end"])]
    found = known[known["area"] == ENGLAND].sort_values("end", kind="stable")
    others = known[~known["area"].isin([ENGLAND, page.area.code])].drop_duplicates("area", keep="last")
    names = [(page.definitions.areas.named(row.area).name, row.value) for row in others.itertuples()]
    if found.empty:
        return {"others": names}
    when = _when(found.iloc[-1])
    return {"others": names, "england": found["value"].iloc[-1], "england_when": when if when != _when(last) else ""}


def _read_parts(page: Page, last: pd.Series, indicator: Indicator, named: Parts | None) -> dict:
    """The number of a share for the same days and its base, the last one given, where the report names them."""
    names = named or Parts(indicator.numerator or "", indicator.denominator or "")
    found = {}
    for role, name in (("count", names.number), ("base", names.base)):
        if not name or (last["breakdown"] and named is None):
            continue
        read = page.read(name, areas=[last["area"]], breakdown=None).sort_values("end", kind="stable")
        same = read["end"] == last["end"] if role == "count" else read["end"] <= last["end"]
        found[role] = read.loc[same, "numerator"].tail(1).sum(min_count=1)
        found[f"{role}_status"] = WITHHELD if WITHHELD in set(read.loc[same, "status"].tail(1)) else ""
    numbers = found.get("count", np.nan)
    return found | ({"kind": SHARE} if pd.notna(numbers) and pd.notna(found.get("base", np.nan)) else {})


def _imply(page: Page, last: pd.Series) -> dict:
    """The count that a change is about, and the count before that follows from the two."""
    name = last["indicator"].removesuffix("_change")
    if name not in page.definitions.indicators or name == last["indicator"] or pd.isna(last["value"]):
        return {}
    read = page.read(name, areas=[last["area"]], breakdown=last["breakdown"])
    count = read.loc[read["end"] == last["end"], "numerator"].sum(min_count=1)
    if pd.isna(count):
        return {}
    people = page.definitions.indicators[name].counts in ("people", "events")
    return {"count" if people else "things": count, "implied": _round(count / (1 + last["value"]))}


def _round(figure: float, digits: int = 3) -> float:
    """A figure to so many digits: a change printed as a whole percentage carries no more."""
    return float(f"{figure:.{digits}g}")


def _add_limits(page: Page, table: pd.DataFrame) -> pd.DataFrame:
    """Wilson's limits of shares with numbers, those of counts of people or events, exact ones of implied changes."""
    for place, row in table.iterrows():
        if row["kind"] == SHARE:
            limits = proportion_limits(row["count"], row["base"], page.confidence)
        elif row["kind"] == COUNT and pd.notna(row["count"]):
            limits = count_limits(row["count"], page.confidence)
        elif pd.notna(row["implied"]):
            ratio = compare_counts(page, row)
            limits = (ratio.lower - 1, ratio.upper - 1)
        else:
            continue
        table.loc[place, ["lower", "upper"]] = limits
    counts = table.loc[table["kind"] == COUNT, "count"].dropna()
    shares = table[table["kind"] == SHARE]
    shares = shares.rename(columns={"count": "numerator", "base": "denominator"})
    page.method(
        add_rate(pd.DataFrame({"numerator": counts, "denominator": 1.0}), 1, page.confidence),
        add_proportion(shares, page.confidence),
    )
    return table


def compare_counts(page: Page, row: Mapping):
    """The ratio of a count to the one before, given or implied by its change, with exact limits."""
    now = row["count"] if pd.notna(row["count"]) else row["things"]
    before = row["implied"] if pd.notna(row["implied"]) else row["before_count"]
    ratio = ratio_of_rates(now, 1, before, 1, page.confidence)
    page.method(ratio)
    return ratio


def _when(row: pd.Series) -> str:
    return short_period(period_from(row["start"], row["end"], row["period"]))
