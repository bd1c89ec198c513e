"""The tables of a breakdown as they may be published."""

import numpy as np
import pandas as pd

from analysis.measures.breakdowns import Breakdown, CategoryChanges, keep_nearest
from analysis.measures.columns import Column
from analysis.measures.protection import NONE_BEFORE, Protected
from analysis.model.categories import Categories
from analysis.numbers import upper_first
from analysis.page.page import Page
from analysis.refusals import ParametersRefused
from analysis.schemas import STATUS

FIGURES = ("change", "lower", "upper")
MOST_DRAWN = 12  # categories
UNSHOWN = ("total", "other_total", "difference", "least", "most")
AMONG: dict[str, str | Column] = {
    "median": Column("Neighbours’ median", "share"),
    "usual_lower": Column("Usual among them, from", "share"),
    "usual_upper": Column("Usual among them, to", "share"),
}


def publish_counts(page: Page, found: Breakdown) -> Protected:
    """A row for each area and a column for each category, with why a count is missing."""
    table = found.counts.join(found.statuses.add_suffix(STATUS)).assign(area=name_areas(page, found.counts.index))
    columns = {"area": Column("Area")} | {name: Column(title_of(name), "count") for name in found.counts}
    shown = page.protect(table, counts=list(found.counts), columns=columns)
    return shown.select(["area", *found.counts])


def publish_places(page: Page, found: Breakdown) -> Protected:
    """The counts of the places that a table has room for, a row for each category where they are more than places."""
    chosen = page.definitions.areas.neighbours_of(page.area.code)
    found = keep_nearest(found, chosen.neighbours if chosen else [])
    if len(found.categories) <= len(found.counts):
        return publish_counts(page, found)
    names = dict(zip(found.counts.index, name_areas(page, found.counts.index), strict=True))
    table = found.counts.T.join(found.statuses.T.add_suffix(STATUS))
    table = table.assign(category=[title_of(name) for name in table.index])
    columns = {"category": Column("Kind")} | {code: Column(name, "count") for code, name in names.items()}
    shown = page.protect(table, counts=list(names), columns=columns)
    return shown.select(["category", *names])


def choose_drawn(rows: Protected, by: str) -> Protected:
    """The rows that a chart has room for, in their order: those with the largest figure in a column, either way."""
    far = rows.table[by].astype(float).abs().fillna(-1.0)
    return rows.select(rows=far.rank(method="first", ascending=False) <= MOST_DRAWN)


def say_fewer(shares: Protected) -> Protected:
    """The categories as a table shows them: without the totals and differences, which follow from what is there."""
    return shares.select([name for name in shares.table if name not in UNSHOWN])


def publish_shares(page: Page, found: Breakdown) -> Protected:
    """Each place's share of a category's total over all places, a row for each place and a column for each category."""
    names = name_areas(page, found.counts.index)
    if found.whole not in found.counts.index:
        return page.protect(pd.DataFrame({"area": names}), columns={"area": "Area"})
    totals = {f"all {name}": found.counts.loc[found.whole, name] for name in found.counts}
    why = {f"all {name}{STATUS}": found.statuses.loc[found.whole, name] for name in found.counts}
    table = found.counts.join(found.statuses.add_suffix(STATUS)).assign(**totals, **why)
    made = {f"share {name}": [name, f"all {name}"] for name in found.counts}
    table = table.assign(**{name: table[count] / table[total] for name, (count, total) in made.items()}, area=names)
    columns = {"area": Column("Area")} | {f"share {name}": Column(title_of(name), "share") for name in found.counts}
    shown = page.protect(table, counts=[*found.counts, *totals], derived=made, columns=columns)
    return shown.select(["area", *made])


def publish_categories(page: Page, found: Breakdown, rows: Categories) -> Protected:
    """The rows of `analysis.model.categories.compare_categories`: shares of the area and of what it is held against."""
    own, others = found.statuses.loc[found.own], found.other_statuses
    statuses = {
        "count": own[found.categories].to_numpy(),
        "total": own[""],
        "other_count": others[found.categories].to_numpy(),
        "other_total": others[""],
    }
    table = rows.assign(
        category=rows["category"].map(upper_first), **{name + STATUS: why for name, why in statuses.items()}
    )
    mine = {part: ["count", "total"] for part in ("value", "lower", "upper")}
    theirs = {f"other_{part}": ["other_count", "other_total"] for part in ("value", "lower", "upper")}
    both = {part: [*mine["value"], *theirs["other_value"]] for part in ("difference", "least", "most")}
    known = "median" in rows and rows["median"].notna().any()
    # a small area has more chance of its own, so that what is usual of it tells of its own counts too
    usual = dict.fromkeys(("usual_lower", "usual_upper"), mine["value"]) if known else {}
    table = table if known else table.drop(columns=list(AMONG), errors="ignore")
    among = AMONG if known else {}
    beside = upper_first(found.other_name) or "Others"
    columns: dict[str, str | Column] = {
        "category": "Category",
        "count": page.area.name,
        "value": Column(f"Share in {page.area.name}", "share"),
        "lower": Column("Lower limit", "share"),
        "upper": Column("Upper limit", "share"),
        "other_count": beside,
        "other_value": Column(f"Share in {found.other_name or 'others'}", "share"),
        "other_lower": Column("Their lower limit", "share"),
        "other_upper": Column("Their upper limit", "share"),
        "difference": Column("Difference", "points"),
        "least": Column("Difference, lower limit", "points"),
        "most": Column("Difference, upper limit", "points"),
        "differs": "Differs clearly",
    }
    return page.protect(
        table.drop(columns="differs").assign(
            differs=rows["differs"].map({True: "yes", False: "no"}).fillna("not known")
        ),
        counts=["count", "total", "other_count", "other_total"],
        derived=mine | theirs | both | usual,
        uncounted=["median"] if known else [],
        columns=columns | among,
    )


def publish_changes(page: Page, found: Breakdown, rows: CategoryChanges) -> Protected:
    """The rows of `analysis.model.categories.compare_years`, with each place and category named."""
    why = [found.statuses.loc[row.place, row.category] for row in rows.itertuples()]
    names = [name_row(page, found, row.place, row.category) for row in rows.itertuples()]
    when = found.period.label if found.period else ""
    before = "Year before, worked out" if rows["implied"].any() else "Year before"
    from_none = rows["before"].eq(0) & rows["count"].gt(0)
    sizes = {name: rows[name].mask(from_none) for name in FIGURES}
    said = {f"{name}_status": np.where(from_none, NONE_BEFORE, "") for name in FIGURES}
    shown = page.protect(
        rows.assign(what=names, count_status=why, before_status=why, **sizes, **said)[
            ["what", "before", "count", *FIGURES, "before_status", "count_status", *said]
        ],
        counts=["count", "before"],
        derived={name: ["count", "before"] for name in FIGURES},
        columns={
            "what": "Where and what",
            "count": Column(when, "count"),
            "before": Column(before, "count"),
            "change": Column("Change", "change"),
            "lower": Column("Lower limit", "change"),
            "upper": Column("Upper limit", "change"),
        },
    )
    return shown.select(["what", "before", "count", *FIGURES])


def name_row(page: Page, found: Breakdown, place: str, category: str) -> str:
    """What a row of changes is of: the area, one of its categories, or all places together and the category."""
    if place == found.own:
        return title_of(category) if category else f"All of {page.area.name}"
    return f"All places, {category}" if category else "All places"


def name_areas(page: Page, codes: pd.Index) -> list[str]:
    """The names of areas by their codes."""
    return [page.definitions.areas.named(code).name for code in codes]


def title_of(category: str) -> str:
    """A category as the heading of a column; the one of all is 'All'."""
    return upper_first(category) or "All"


def check_change(page: Page, count: str, *changes: str) -> None:
    """Refuse an indicator of change that is not of the count. Raises ParametersRefused."""
    for name in filter(None, changes):
        if page.definitions.indicator(name).numerator != count:
            raise ParametersRefused(
                f"reports/{page.report.name}.yaml: {name} is not a change of {count}. Name its own, or leave it empty."
            )
