"""Figures as reports state them: what each one is, what is known behind it, and what it stands beside."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

import numpy as np
import pandas as pd

from analysis.definitions import ENGLAND, Indicator
from analysis.measures.area_reader import AreaReader
from analysis.measures.figures_in_sentences import counts_people
from analysis.measures.protection import WITHHELD, Protected
from analysis.measures.rates_beside_england import GROUPS, WORDED
from analysis.measures.readings import period_of
from analysis.numbers import short_period
from analysis.schemas import table_of

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
COUNTS = ["count", "base", "before_count"]
MADE = {name: ["count", "base"] for name in ("value", "lower", "upper")} | {"implied": ["count"]}
UNCOUNTED = ["things", "england", "before"]
FIGURES = [*COUNTS, *UNCOUNTED, *MADE]
STATUSES = ["count_status", "base_status"]
NAMED = ["indicator", "breakdown", "area", "where", "start", "end", "period", "kind", "what", "text"]
BESIDE = ["england_when", "before_when", "follows", "others", "compared", "implied_when"]
CHANGE_OF = "_change"  # how the name of an indicator ends that is the change in another
DIGITS = 3  # a change printed as a whole percentage carries no more

Stated = Annotated[pd.DataFrame, table_of(*NAMED, *FIGURES, *STATUSES, *BESIDE)]
"""A figure as a report states it, and what is behind it. `where`: whose it is where it is not the area's; `kind`: one
of those in `stated_figures`; `what`: its name with its category. `count` and `base` of people or events, `things` of
anything else, `value` of a share, rate, rank or change. `england`, with its period where that is another; `others`, of
other groups by name; the figure `before` and whether this one `follows` it without a gap; `implied`, the count that a
change implies, of the indicator `compared`."""


@dataclass(frozen=True)
class Parts:
    """The indicators of the number and of the base that a share is made of, where its definition names none."""

    number: str
    base: str


def parse_parts(written: str) -> dict[str, Parts]:
    """Which number and base each share has, from 'share=number/base' separated by spaces; either may be empty."""
    pairs = (entry.partition("=") for entry in written.split())
    return {share: Parts(*parts.split("/", 1)) for share, _, parts in pairs}


def read_statements(page: AreaReader, indicators: list[str], parts: Mapping[str, Parts]) -> Stated:
    """A row for each indicator and category: its latest figure for the area, and what is behind it.

    Where the area has none of the indicators, as with national counts, the rows are England's. lower and upper are
    still empty.
    """
    groups = [area.code for area in page.definitions.areas.areas if area.kind in GROUPS]
    read = page.read_begun(*indicators, areas=[page.area.code, *groups])
    known = set(read.loc[read["area"] == page.area.code, "indicator"])
    if known:
        read = read[read["indicator"].isin(known)]
    rows = [_read_row(page, each, parts) for _, each in read.groupby(["indicator", "breakdown"], sort=False)]
    table = pd.DataFrame([row for row in rows if row], columns=[*NAMED, *FIGURES, *STATUSES, *BESIDE])
    order = {name: place for place, name in enumerate(indicators)}
    table = table.sort_values("indicator", key=lambda names: names.map(order), kind="stable", ignore_index=True)
    return table.astype(dict.fromkeys(FIGURES, float))


def as_shown(rows: Stated, shown: Protected) -> Stated:
    """The rows with only the figures that may be shown, and `withheld` where the figure itself is not one of them."""
    figures = {name: shown.table[name].to_numpy() for name in FIGURES}
    return rows.assign(**figures, withheld=(shown.marks[["count", "value"]] == WITHHELD).any(axis=1).to_numpy())


def select_charted(rows: Stated) -> tuple[Stated, str]:
    """The rows that a chart can show, and whether they are a `share` or a `change`; none where nothing can be judged.

    A share without limits and without another to stand beside is no chart: its number in the table says as much.
    """
    for kinds, form in (((SHARE, BARE), "share"), ((CHANGE,), "change")):
        of_kind = rows["kind"].isin(kinds) & rows["value"].notna()
        judged = rows["lower"].notna() | rows["england"].notna()
        if (of_kind & judged).any():
            charted = rows[of_kind]
            paired = charted["indicator"].duplicated(keep=False)
            return charted[judged[of_kind] | paired].reset_index(drop=True), form
    return rows.iloc[:0], ""


def _read_row(page: AreaReader, rows: pd.DataFrame, parts: Mapping[str, Parts]) -> dict[str, Any] | None:
    own = rows[rows["area"] == page.area.code]
    own = own if len(own) else rows[rows["area"] == ENGLAND]
    own = own if len(own) else rows[rows["text"].notna()]
    if own.empty:
        return None
    own = own.sort_values("end", kind="stable")
    last, indicator = own.iloc[-1], page.definitions.indicator(own["indicator"].iloc[0])
    row = dict.fromkeys(FIGURES, np.nan) | dict.fromkeys([*BESIDE, *STATUSES], "") | {"others": [], "follows": False}
    row |= {name: last[name] for name in ("indicator", "breakdown", "area", "start", "end")}
    where = "" if last["area"] == page.area.code else page.definitions.areas.named(last["area"]).name
    row |= {"period": _when(last), "kind": _kind(indicator, last), "where": where}
    row |= {"what": _name(indicator, last["breakdown"], where), "compared": last["indicator"]}
    row |= {"text": "" if pd.isna(last["text"]) else last["text"]} | _figure(indicator, last, "")
    if len(own) > 1:
        before = period_of(own.iloc[-2])
        row |= {"before_when": short_period(before), "follows": before == period_of(last).before}
        row |= _figure(indicator, own.iloc[-2], "before_")
    row |= _beside(page, rows, last)
    if row["kind"] in (BARE, RATE):
        row |= _read_parts(page, last, indicator, parts.get(last["indicator"]))
    if row["kind"] == CHANGE:
        row |= _imply(page, last)
    return row


def _name(indicator: Indicator, breakdown: str, where: str) -> str:
    kind = breakdown.removeprefix(WORDED).strip(", ")
    inside = kind and kind.lower() not in indicator.title.lower()
    return f"{indicator.title}{f', {kind}' if inside else ''}{f' ({where})' if where else ''}"


def _kind(indicator: Indicator, last: pd.Series) -> str:
    if last["status"] in (WITHHELD, "not_supplied"):
        return GONE if last["status"] == WITHHELD else AWAITED
    if last["breakdown"] == "target" or "average" in last["breakdown"]:
        return AIM if last["breakdown"] == "target" else MEAN
    bare = pd.isna(last["value"]) and pd.isna(last["numerator"])
    return CLAIM if bare and indicator.kind != "date" else OF_KIND.get(indicator.kind, CLAIM)


def _figure(indicator: Indicator, row: pd.Series, before: str) -> dict[str, Any]:
    """A figure under the name that says whether disclosure control protects it."""
    if indicator.kind != "count":
        return {before.rstrip("_") or "value": row["value"]}
    return {f"{before}count" if counts_people(indicator) or before else "things": row["numerator"]}


def _beside(page: AreaReader, rows: pd.DataFrame, last: pd.Series) -> dict[str, Any]:
    """England's figure beside the area's, and those of other groups by name."""
    known = rows[(rows["value"].notna()) & (rows["area"] != last["area"]) & (rows["end"] <= last["end"])]
    found = known[known["area"] == ENGLAND].sort_values("end", kind="stable")
    others = known[~known["area"].isin([ENGLAND, page.area.code])].drop_duplicates("area", keep="last")
    names = [(page.definitions.areas.named(row.area).name, row.value) for row in others.itertuples()]
    if found.empty:
        return {"others": names}
    when = _when(found.iloc[-1])
    return {"others": names, "england": found["value"].iloc[-1], "england_when": when if when != _when(last) else ""}


def _read_parts(page: AreaReader, last: pd.Series, indicator: Indicator, named: Parts | None) -> dict[str, Any]:
    """The number of a share or rate for the same days and its base, the last one given, where the report names them."""
    names = named or Parts(indicator.numerator or "", indicator.denominator or "")
    found: dict[str, object] = {}
    for role, name in (("count", names.number), ("base", names.base)):
        if not name or (last["breakdown"] and named is None):
            continue
        read = page.read(name, areas=[last["area"]], breakdown=None).sort_values("end", kind="stable")
        same = read["end"] == last["end"] if role == "count" else read["end"] <= last["end"]
        found[role] = read.loc[same, "numerator"].tail(1).sum(min_count=1)
        found[f"{role}_status"] = WITHHELD if WITHHELD in set(read.loc[same, "status"].tail(1)) else ""
    whole = pd.notna([found.get("count", np.nan), found.get("base", np.nan)]).all()
    return found | ({"kind": SHARE} if whole and indicator.kind == "proportion" else {})


def _imply(page: AreaReader, last: pd.Series) -> dict[str, Any]:
    """The count that a change is about, and the count before that follows from the two."""
    name = last["indicator"].removesuffix(CHANGE_OF)
    if name not in page.definitions.indicators or name == last["indicator"] or pd.isna(last["value"]):
        return {}
    read = page.read(name, areas=[last["area"]], breakdown=last["breakdown"])
    count = read.loc[read["end"] == last["end"], "numerator"].sum(min_count=1)
    if pd.isna(count):
        return {}
    counted = "count" if counts_people(page.definitions.indicator(name)) else "things"
    implied, before = float(f"{count / (1 + last['value']):.{DIGITS}g}"), period_of(last).before
    when = short_period(before) if before else "the period before"
    return {counted: count, "compared": name, "implied": implied, "implied_when": when}


def _when(row: pd.Series) -> str:
    return short_period(period_of(row))
