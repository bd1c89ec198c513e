"""What share of an area's count each kind is, beside the same share of the other places, as a page shows it."""

import pandas as pd

from analysis.charts import Chart
from analysis.charts.share_dots import plot_shares
from analysis.measures.columns import Column
from analysis.measures.protection import WITHHELD, Protected
from analysis.model.rates import add_proportion, difference_of_proportions
from analysis.numbers import listed, lower_first, say_count, say_share, upper_first
from analysis.page.page import Page
from analysis.subjects.breakdown import ALL, Breakdown, name_status

PARTS = ("value", "lower", "upper")


def compare_kinds(page: Page, found: Breakdown) -> pd.DataFrame:
    """A row for each kind: the area's count and share of its own total, the other places' likewise, with limits.

    Columns kind, count, total, value, lower, upper, those of the others with `other_` before them, and difference,
    least and most (the area's share less the others', with Newcombe's limits). Without a figure of all places there
    are no others.
    """
    rows = pd.DataFrame({"kind": found.kinds})
    own = found.counts.loc[found.own]
    others = found.counts.loc[found.whole] - own if found.has_whole else own * float("nan")
    for name, counts in {"": own, "other_": others}.items():
        parts = pd.DataFrame({"numerator": counts[found.kinds].to_numpy(), "denominator": counts[ALL]})
        made = add_proportion(parts, page.confidence)
        rows[[f"{name}count", f"{name}total"]] = made[["numerator", "denominator"]]
        rows[[name + part for part in PARTS]] = made[list(PARTS)]
    change = difference_of_proportions(
        rows["count"], rows["total"], rows["other_count"], rows["other_total"], page.confidence
    )
    page.method(made, change)
    return rows.assign(difference=change.value, least=change.lower, most=change.upper)


def protect_kinds(page: Page, found: Breakdown, rows: pd.DataFrame) -> Protected:
    """The rows of `compare_kinds` as they may be shown, the kinds named and their bases in the headings."""
    own = found.statuses.loc[found.own]
    others = own.mask(found.statuses.loc[found.whole] == WITHHELD, WITHHELD) if found.has_whole else own
    why = {"count": own[found.kinds], "other_count": others[found.kinds], "total": own[ALL], "other_total": others[ALL]}
    table = rows.assign(
        kind=rows["kind"].map(upper_first),
        **{name_status(name): why[name].to_numpy() if name.endswith("count") else why[name] for name in why},
    )
    made = {part: ["count", "total"] for part in PARTS}
    other = {f"other_{part}": ["other_count", "other_total"] for part in PARTS}
    both = {part: [*made["value"], *other["other_value"]] for part in ("difference", "least", "most")}
    area = page.area.name
    return page.protect(
        table, counts=["count", "total", "other_count", "other_total"], derived=made | other | both,
        columns={
            "kind": "Kind", "count": area, "value": Column(f"Share of all in {area}", "share"),
            "lower": Column("Lower limit", "share"), "upper": Column("Upper limit", "share"),
            "other_count": "Other places", "other_value": Column("Share of all in the other places", "share"),
            "other_lower": Column("Their lower limit", "share"), "other_upper": Column("Their upper limit", "share"),
        },
    )  # fmt: skip


def plot_kinds(page: Page, shown: Protected) -> Chart:
    """Each kind's share of the area's count with its limits, beside that of the other places."""
    columns = ["kind", "count", "value", "lower", "upper", "other_count", "other_value", "other_lower", "other_upper"]
    return plot_shares(
        shown.select(columns), row="kind", value="value", limits=("lower", "upper"), other="other_value",
        other_limits=("other_lower", "other_upper"), names=(page.area.name, "the other places together"),
        axis="Share of each place’s own total",
    )  # fmt: skip


def caption_kinds(page: Page, found: Breakdown, shown: Protected) -> str:
    """Which kinds differ from the other places by more than chance, or that none does."""
    rows = shown.table
    above, below = (rows.loc[part, "kind"].map(lower_first) for part in (rows["least"] > 0, rows["most"] < 0))
    told = [f"{way} for {listed(kinds)}" for way, kinds in (("larger", above), ("smaller", below)) if len(kinds)]
    area = page.area.name
    if told:
        return f"{area}’s share is {' and '.join(told)} than in the other places together, by more than chance explains"
    return f"No kind’s share in {area} can be told apart from the other places’, or there is none to compare with"


def describe_kinds(page: Page, shown: Protected) -> list[str]:
    """The kinds that differ most from the other places, each share with its base, from what may be shown."""
    rows = shown.table[(shown.table["least"] > 0) | (shown.table["most"] < 0)]
    rows = rows.sort_values("difference", key=abs, ascending=False, kind="stable")
    return [
        f"{row.kind}: {say_share(row.value)} of {page.area.name}’s {say_count(row.total)} "
        f"and {say_share(row.other_value)} of the other places’ {say_count(row.other_total)}; chance does not "
        f"explain that difference."
        for row in rows.head(2).itertuples()
    ]


def describe_base(page: Page, found: Breakdown, counts: Protected) -> list[str]:
    """The two shares that the largest kind’s count has, each with its base, so that neither is taken for the other."""
    table, kinds = counts.table.set_axis(found.counts.index), found.kinds
    if not found.has_whole or table.loc[found.own, kinds].isna().all():
        return []
    kind = table.loc[found.own, kinds].astype(float).idxmax()
    count, total, whole = table.loc[found.own, kind], table.loc[found.own, ALL], table.loc[found.whole, kind]
    if pd.isna([count, total, whole]).any():
        return []
    return [
        f"{say_count(count)} of {page.area.name}’s {say_count(total)} "
        f"were {_inside(kind)}, {say_share(count / total)}: "
        f"they are also {say_share(count / whole)} of the {say_count(whole)} that were {_inside(kind)} in all places. "
        "The two percentages have different bases and say different things."
    ]


def _inside(kind: str) -> str:
    return f"of the kind “{kind}”"
