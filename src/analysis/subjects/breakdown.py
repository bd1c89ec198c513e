"""A count by kind and by place, as a page reads and shows it."""

from dataclasses import dataclass

import pandas as pd

from analysis.measures.columns import Column
from analysis.measures.protection import STATUS, Protected
from analysis.numbers import listed, lower_first, period_from, say_count, upper_first
from analysis.page.page import Page
from analysis.periods import Period

ALL = ""
POPULATION = "population"


@dataclass(frozen=True)
class Breakdown:
    """A count of one period: `counts` has a row for each place and a column for each kind, the first for all kinds.

    `whole` is the code of the places together, empty where there is no such figure. `statuses` is a table alike: why
    a figure is missing, also that it is withheld, for being small or so that no small one can be worked out.
    """

    indicator: str
    period: Period | None
    own: str
    whole: str
    counts: pd.DataFrame
    statuses: pd.DataFrame

    @property
    def kinds(self) -> list[str]:
        """The kinds beside all of them, in the order of the table received."""
        return [kind for kind in self.counts if kind != ALL]

    @property
    def when(self) -> str:
        """The period in words."""
        return self.period.label if self.period else "no period"

    @property
    def has_whole(self) -> bool:
        """Whether there is a figure of all places together."""
        return self.whole in self.counts.index


def read_breakdown(page: Page, indicator: str, whole: str) -> Breakdown:
    """The latest period's counts of an indicator for every place and kind that have one, the page's area first."""
    places = [area.code for area in page.definitions.areas.areas]
    read = page.read(indicator, areas=places, breakdown=None)
    if read.empty or page.area.code not in set(read["area"]):
        return Breakdown(indicator, None, page.area.code, whole, *(pd.DataFrame(columns=[ALL]) for _ in range(2)))
    latest = read[read["end"] == read.loc[read["area"] == page.area.code, "end"].max()]
    places = sorted(latest["area"].drop_duplicates(), key=lambda code: (code == whole, code != page.area.code))
    kinds = sorted(latest["breakdown"].drop_duplicates(), key=lambda kind: kind != ALL)
    counts, statuses = (
        latest.pivot_table(index="area", columns="breakdown", values=name, aggfunc="first", dropna=False).reindex(
            index=places, columns=kinds
        )
        for name in ("numerator", "status")
    )
    period = period_from(latest["start"].iloc[0], latest["end"].iloc[0], latest["period"].iloc[0])
    return Breakdown(indicator, period, page.area.code, whole, counts.astype(float), statuses)


def name_status(name: str) -> str:
    """The column that says why a cell of another column is missing."""
    return f"{name}{STATUS}"


def protect_counts(page: Page, found: Breakdown) -> Protected:
    """The counts as they may be shown, a row for each place and a column for each kind."""
    table = found.counts.join(found.statuses.add_suffix(STATUS)).assign(area=name_places(page, found.counts.index))
    shown = page.protect(table, counts=list(found.counts), columns=name_columns(found))
    return shown.select(["area", *found.counts])


def protect_shares(page: Page, found: Breakdown) -> Protected:
    """Each place's share of a kind's total over all places, a row for each place and a column for each kind."""
    if not found.has_whole:
        return page.protect(pd.DataFrame({"area": name_places(page, found.counts.index)}), columns={"area": "Area"})
    totals = {f"all {kind}": found.counts.loc[found.whole, kind] for kind in found.counts}
    why = {name_status(f"all {kind}"): found.statuses.loc[found.whole, kind] for kind in found.counts}
    table = found.counts.join(found.statuses.add_suffix(STATUS)).assign(**totals, **why)
    made = {f"share {kind}": [kind, f"all {kind}"] for kind in found.counts}
    table = table.assign(**{name: table[kind] / table[total] for name, (kind, total) in made.items()})
    names = {f"share {kind}": Column(_title(kind), "share") for kind in found.counts}
    shown = page.protect(
        table.assign(area=name_places(page, found.counts.index)), counts=[*found.counts, *totals], derived=made,
        columns=name_columns(found) | names,
    )  # fmt: skip
    return shown.select(["area", *made])


def describe_counts(page: Page, found: Breakdown, shown: Protected) -> list[str]:
    """How many there were in the area and in all places, from what may be shown, and how much of it is withheld."""
    if found.period is None:
        return [f"{page.definitions.indicator(found.indicator).title}: there is no figure for {page.area.name}."]
    table, title = shown.table.set_axis(found.counts.index), page.definitions.indicator(found.indicator).title
    own = table.loc[found.own, ALL]
    if pd.isna(own):
        return [f"How many there were in {page.area.name} may not be shown."]
    all_places = table.loc[found.whole, ALL] if found.has_whole else float("nan")
    of_all = f", of {say_count(all_places)} in {listed(_parts(page, found))}" if pd.notna(all_places) else ""
    return [f"There were {say_count(own)} {lower_first(title)} in {page.area.name} in {found.when}{of_all}."]


def describe_rates(page: Page, found: Breakdown) -> list[str]:
    """Which places have no population here, so that no rates compare them."""
    parts = [code for code in found.counts.index if code != found.whole]
    read = page.read(POPULATION, areas=parts)
    known = set(read.loc[read["numerator"].notna(), "area"])
    unknown = [page.definitions.areas.named(code).name for code in parts if code not in known]
    if not unknown:
        return []
    return [f"No rates are given: no population was supplied for {listed(unknown)}, and a larger place has more of "
            "everything."]  # fmt: skip


def _parts(page: Page, found: Breakdown) -> list[str]:
    return name_places(page, found.counts.index[found.counts.index != found.whole])


def name_places(page: Page, codes: pd.Index) -> list[str]:
    """The names of the places."""
    return [page.definitions.areas.named(code).name for code in codes]


def name_columns(found: Breakdown) -> dict[str, Column]:
    """How the columns of the kinds are headed."""
    return {"area": Column("Area")} | {kind: Column(_title(kind), "count") for kind in found.counts}


def _title(kind: str) -> str:
    return upper_first(kind) or "All"
