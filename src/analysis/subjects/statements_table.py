"""Stated figures as a page shows them: one row each, with its limits, what it stands beside, and what to ask."""

from collections.abc import Mapping

import pandas as pd

from analysis.charts import Chart, plot_shares
from analysis.measures.columns import Column, column_of
from analysis.measures.protection import WITHHELD, Protected
from analysis.model.limits import proportion_limits
from analysis.numbers import say, say_count, say_limits, say_share
from analysis.page.page import Page
from analysis.subjects.statements import (
    AIM,
    AWAITED,
    BARE,
    CHANGE,
    CLAIM,
    COUNT,
    DATE,
    FIGURES,
    GONE,
    MEAN,
    RANK,
    RATE,
    SHARE,
    STATUSES,
    WORDED,
)

PERHAPS = (20, 100)  # bases that show how much a share's meaning hangs on its number
POINTS = "percentage points"
RESTING = ("value", "lower", "upper")


def protect_statements(page: Page, rows: pd.DataFrame) -> Protected:
    """The figures behind the rows as they may be shown, in the rows' order."""
    table = rows[["indicator", "breakdown", "kind", *FIGURES, *STATUSES]].astype(dict.fromkeys(FIGURES, float))
    return page.protect(
        table,
        counts=["count", "base", "before_count"],
        uncounted=["things", "england", "before"],
        derived={name: ["count", "base"] for name in RESTING},
    )


def tabulate_statements(page: Page, rows: pd.DataFrame, shown: Protected) -> Protected:
    """One row for each stated figure: what it is, the figure, its limits, what it stands beside, what to ask."""
    told = [
        {
            "what": name_row(page, row),
            "kind": row["kind"],
            "figure": say_figure(page, row, figures, marks),
            "period": row["period"],
            "limits": say_range(page, row, figures),
            "beside": say_beside(page, row, figures) or check_claim(page, row, rows, shown),
            "ask": ask(page, row, figures),
        }
        for row, figures, marks in zip(
            rows.to_dict("records"), shown.table.to_dict("records"), shown.marks.to_dict("records"), strict=True
        )
    ]
    return page.protect(
        pd.DataFrame(told, columns=["what", "kind", "figure", "period", "limits", "beside", "ask"]),
        columns={
            "what": "What",
            "kind": "What it is",
            "figure": "Stated",
            "period": "For",
            "limits": f"Limits ({say_share(page.confidence)} confidence)",
            "beside": "Beside it",
            "ask": "To ask",
        },
    )


def name_row(page: Page, row: Mapping) -> str:
    """What a stated figure is about, with its category, and whose it is where it is not the area's."""
    title = page.definitions.indicator(row["indicator"]).title
    kind = row["breakdown"].removeprefix(WORDED).strip(", ")
    inside = kind and kind.lower() not in title.lower()
    where = "" if row["area"] == page.area.code else f" ({page.definitions.areas.named(row['area']).name})"
    return f"{title}{f', {kind}' if inside else ''}{where}"


def say_figure(page: Page, row: Mapping, figures: Mapping, marks: Mapping) -> str:
    """The figure as it was stated, the words where it was stated in words."""
    if row["kind"] == GONE or (WITHHELD in (marks["count"], marks["value"]) and row["kind"] != CLAIM):
        return "[c]"
    if row["kind"] == AWAITED:
        return f"“{row['text']}”" if row["text"] else "not supplied"
    if row["kind"] in (CLAIM, DATE):
        return f"“{row['text']}”"
    column = column_of(page.definitions.indicator(row["indicator"]))
    if row["kind"] in (COUNT, AIM, MEAN) and pd.isna(figures["value"]):
        figure = figures["count"] if pd.notna(figures["count"]) else figures["things"]
        return row["text"] if row["text"].startswith("over") else say(figure, column.form)
    if row["kind"] == SHARE and pd.notna(figures["count"]):
        return f"{_say(figures['value'], column)} ({say_count(figures['count'])} of {say_count(figures['base'])})"
    unit = page.definitions.indicator(row["indicator"]).unit
    if row["kind"] == RANK:
        return f"{row['text'] or _ordinal(figures['value'])} {unit}"
    if unit == POINTS:
        return f"{say(figures['value'] * 100, 'number', places=1)} {unit}"
    return _say(figures["value"], column)


def say_range(page: Page, row: Mapping, figures: Mapping) -> str:
    """The limits of a figure, or what they would be if its number were known, or why there are none."""
    column = column_of(page.definitions.indicator(row["indicator"]))
    if pd.notna(figures["lower"]):
        return say_limits(figures["lower"], figures["upper"], column.form, places=0)
    people = page.definitions.indicator(row["indicator"]).counts in ("people", "events")
    if row["kind"] == BARE and people and pd.notna(figures["value"]) and 0 < figures["value"] < 1:
        return "; ".join(
            f"if of {base}: {say_limits(*_perhaps(figures['value'], base, page), 'share')}" for base in PERHAPS
        )
    if row["kind"] == RANK:
        return "not known without the others’ figures"
    return "none: its number is not given" if row["kind"] in (RATE, CHANGE, BARE) and people else ""


def say_beside(page: Page, row: Mapping, figures: Mapping) -> str:
    """England's figure, those of other places, and the figure before, each with its period where it is another."""
    column = column_of(page.definitions.indicator(row["indicator"]))
    when = f" ({row['england_when']})" if row["england_when"] else ""
    told = [f"England {_say(figures['england'], column)}{when}"] if pd.notna(figures["england"]) else []
    told += [f"{name} {_say(value, column)}" for name, value in row["others"] or []]
    before = figures["before"] if pd.notna(figures["before"]) else figures["before_count"]
    say_before = _ordinal(before) if row["kind"] == RANK else _say(before, column)
    told += [f"before: {say_before} ({row['before_when']})"] if pd.notna(before) else []
    if pd.notna(row["implied"]) and (pd.notna(figures["count"]) or pd.notna(figures["things"])):
        told.append(f"follows from about {say_count(row['implied'])} before")
    number = figures["base"] * figures["value"] if row["kind"] == BARE else float("nan")
    return "; ".join(
        [*told, f"about {say_count(_round(number))} of {say_count(figures['base'])}"] if pd.notna(number) else told
    )


def check_claim(page: Page, row: Mapping, rows: pd.DataFrame, shown: Protected) -> str:
    """What the figures say of a comparison in words, where both of its sides are stated elsewhere."""
    known = shown.table[["value", "england"]].notna().all(axis=1)
    same = shown.table[(rows["indicator"] == row["indicator"]) & known]
    if row["kind"] != CLAIM or same.empty:
        return ""
    column, found = column_of(page.definitions.indicator(row["indicator"])), same.iloc[0]
    times = found["value"] / found["england"]
    return f"{_say(found['value'], column)} is {times:.1f} times England’s {_say(found['england'], column)}"


def ask(page: Page, row: Mapping, figures: Mapping) -> str:
    """What would make of a stated figure one that can be judged."""
    if row["kind"] == GONE:
        return ""
    if row["kind"] == AWAITED:
        return "When will it be supplied?"
    if row["kind"] == CLAIM:
        return "What is the figure, for which period, and what is it compared with?"
    if row["kind"] == RANK:
        return "How far apart are the authorities around this place?"
    people = page.definitions.indicator(row["indicator"]).counts in ("people", "events")
    bare = row["kind"] == BARE and people and pd.isna(figures["base"])
    asked = ["How many is that, and of how many?"] if bare else []
    beside = pd.notna(figures["england"]) or row["kind"] in (CHANGE, DATE) or bool(row["others"])
    if row["kind"] == COUNT and pd.isna(figures["before_count"]) and pd.notna(figures["count"]):
        asked.append("How many the year before, and of how many?")
    elif row["kind"] in (SHARE, BARE, RATE) and not beside:
        asked.append("What is England’s figure?")
    return " ".join(asked)


def plot_statements(page: Page, rows: pd.DataFrame, shown: Protected) -> Chart | None:
    """The shares with their limits beside England's, else the changes; None where nothing stands beside or has limits.

    A share without limits or another to stand beside is no chart: its number in the table says as much.
    """
    figures = shown.table
    for kinds, form, axis in (((SHARE, BARE), "share", "Share"), ((CHANGE,), "change", "Change on the year before")):
        of_kind = rows["kind"].isin(kinds) & figures["value"].notna()
        if not (of_kind & (figures["lower"].notna() | figures["england"].notna())).any():
            continue
        groups = rows["indicator"].duplicated(keep=False)
        of_kind &= figures["lower"].notna() | figures["england"].notna() | groups
        table = figures.loc[of_kind, ["value", "lower", "upper", "england"]]
        names = [name_row(page, row) for row in rows[of_kind].to_dict("records")]
        titles = {"value": page.area.name, "lower": "Lower limit", "upper": "Upper limit", "england": "England"}
        column = {name: Column(title, form) for name, title in titles.items()}
        drawn = page.protect(table.assign(what=names), uncounted=list(table), columns=column | {"what": "What"})
        return plot_shares(
            drawn.select(["what", "value", "lower", "upper", "england"]),
            row="what",
            value="value",
            limits=("lower", "upper"),
            other="england",
            names=(page.area.name, "England"),
            axis=axis,
        )
    return None


def _perhaps(share: float, base: int, page: Page) -> tuple[float, float]:
    low, high = proportion_limits(share * base, base, page.confidence)
    return float(low), float(high)


def _say(figure: float, column: Column) -> str:
    if pd.isna(figure):
        return ""
    scaled = figure * 100 if column.form in ("share", "change") else figure
    whole = abs(scaled - round(scaled)) < 1e-6
    return say(figure, column.form, per=column.per, places=0 if whole else 1)


def _round(number: float) -> float:
    return round(number, -2) if number >= 10_000 else round(number)


def _ordinal(place: float) -> str:
    if pd.isna(place):
        return ""
    ending = "th" if 10 < place % 100 < 14 else {1: "st", 2: "nd", 3: "rd"}.get(int(place) % 10, "th")
    return f"{say_count(place)}{ending}"
