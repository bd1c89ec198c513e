"""A count by kind and by place, as a page reads it, and what has to be withheld of it so that nothing is worked out."""

from dataclasses import dataclass
from itertools import product

import pandas as pd

from analysis.definitions.policy import Disclosure
from analysis.periods import Period
from analysis.report.columns import Column
from analysis.report.disclosure import Protected
from analysis.report.disclosure.audit_facts import Sum
from analysis.report.disclosure.audit_release import Figure, Release, is_small
from analysis.report.disclosure.suppression_search import find_suppressions
from analysis.report.numbers import listed, lower_first, period_from, say_count, upper_first
from analysis.report.page import Page

ALL = ""
POPULATION = "population"
OWN, TOTAL = 2, 1  # importance: the page's own area is withheld last, a place's total next to last


@dataclass(frozen=True)
class Breakdown:
    """A count of one period: `counts` has a row for each place and a column for each kind, the first for all kinds.

    `whole` is the code of the places together, empty where there is no such figure. `hidden` is a table alike: whether
    a figure is withheld, for being small or so that no small one can be worked out.
    """

    indicator: str
    period: Period | None
    own: str
    whole: str
    counts: pd.DataFrame
    hidden: pd.DataFrame

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
    counts = latest.pivot_table(index="area", columns="breakdown", values="numerator", sort=False)
    order = sorted(counts.index, key=lambda code: (code == whole, code != page.area.code))
    counts = counts.loc[order, sorted(latest["breakdown"].drop_duplicates(), key=lambda kind: kind != ALL)]
    period = period_from(latest["start"].iloc[0], latest["end"].iloc[0], latest["period"].iloc[0])
    hidden = find_hidden(counts, whole, page.area.code, page.profile)
    return Breakdown(indicator, period, page.area.code, whole, counts, hidden)


def find_hidden(counts: pd.DataFrame, whole: str, own: str, profile: Disclosure) -> pd.DataFrame:
    """Which counts are withheld: the small ones, and the least of the others from which one could be worked out.

    The places add up to the whole, and a kind and the rest of its place add up to the place: a small rest is protected
    as a small count is, though no page shows it.
    """
    chosen = find_suppressions(describe_release(counts, whole, own, profile), profile).figures
    return pd.DataFrame(
        [[(place, kind) in chosen for kind in counts] for place in counts.index], counts.index, counts.columns
    )


def describe_release(counts: pd.DataFrame, whole: str, own: str, profile: Disclosure) -> Release:
    """The counts of a breakdown as the audit of disclosure sees them, with the sums that connect them."""
    figures, sums = [], []
    for place, kind in product(counts.index, counts.columns):
        value, total = counts.loc[place, kind], counts.loc[place, ALL]
        importance = OWN * (place == own) + TOTAL * (kind == ALL)
        figures.append(Figure((place, kind), None if pd.isna(value) else int(value), importance=importance))
        rest = Figure((place, kind, "rest"), None if pd.isna(total - value) else int(total - value), role="unshown")
        small = kind != ALL and is_small(rest, profile)
        figures += [rest] if small else []
        if kind != ALL:
            sums.append(Sum((place, ALL), ((place, kind), rest.key) if small else ((place, kind),), rest=not small))
    if whole in counts.index:
        parts = [place for place in counts.index if place != whole]
        known = [kind for kind in counts if counts[kind].notna().all()]
        sums += [Sum((whole, kind), tuple((place, kind) for place in parts)) for kind in known]
    return Release(tuple(figures), tuple(sums))


def flag_hidden(table: pd.DataFrame, hidden: pd.DataFrame) -> tuple[pd.DataFrame, list[tuple[str, str]], list[str]]:
    """A table with columns that make the door withhold what is hidden, the pairs it is to be told of, and their names.

    The door withholds a part whose whole leaves a small rest: each count to withhold is handed over as such a part.
    """
    names = {name: f"{name} and rest" for name in hidden}
    wholes = {rest: table[name] + hidden[name].to_numpy().astype(int) for name, rest in names.items()}
    return table.assign(**wholes), list(names.items()), list(wholes)


def protect_counts(page: Page, found: Breakdown) -> Protected:
    """The counts as they may be shown, a row for each place and a column for each kind."""
    table, pairs, added = flag_hidden(found.counts, found.hidden)
    table = table.assign(area=name_places(page, found.counts.index))
    shown = page.protect(
        table, counts=list(found.counts), complements=pairs, uncounted=added, columns=name_columns(found)
    )
    return shown.select(["area", *found.counts])


def protect_shares(page: Page, found: Breakdown) -> Protected:
    """Each place's share of a kind's total over all places, a row for each place and a column for each kind."""
    if not found.has_whole:
        return page.protect(pd.DataFrame({"area": name_places(page, found.counts.index)}), columns={"area": "Area"})
    totals = {f"all {kind}": found.counts.loc[found.whole, kind] for kind in found.counts}
    hidden_totals = {f"all {kind}": found.hidden.loc[found.whole, kind] for kind in found.counts}
    table, pairs, added = flag_hidden(found.counts.assign(**totals), found.hidden.assign(**hidden_totals))
    made = {f"share {kind}": [kind, f"all {kind}", f"{kind} and rest"] for kind in found.counts}
    table = table.assign(**{name: table[kind] / table[total] for name, (kind, total, _) in made.items()})
    names = {f"share {kind}": Column(_title(kind), "share") for kind in found.counts}
    shown = page.protect(
        table.assign(area=name_places(page, found.counts.index)), counts=[*found.counts, *totals], derived=made,
        complements=pairs, uncounted=added, columns=name_columns(found) | names,
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
