"""The page on missing children: its table, captions and sentences."""

import pandas as pd

from analysis.measures.columns import Column
from analysis.measures.protection import WITHHELD, Protected
from analysis.model.control_chart import ControlChart
from analysis.numbers import listed, say_count, say_number, say_share
from analysis.page.page import Page

PREFIX = "missing_"
COUNTS = {
    "children": "Children", "episodes": "Episodes", "repeat_children": "Children missing more than once",
    "repeat_episodes": "Their episodes",
}  # fmt: skip
MADE = {
    "repeat_child_share": (
        Column("Share of children missing more than once", "share"),
        ["repeat_children", "children"],
    ),
    "repeat_share": (Column("Share of episodes that are theirs", "share"), ["repeat_episodes", "episodes"]),
    "episodes_per_child": (Column("Episodes for each child", "number", places=2), ["episodes", "children"]),
}


def protect_months(page: Page, months: pd.DataFrame) -> Protected:
    """The months with their repeats as they may be shown, from `analysis.model.missing.add_repeats`."""
    statuses = [f"{name}_status" for name in COUNTS]
    columns = {name: Column(title, "count") for name, title in COUNTS.items()}
    return page.protect(
        months[["period", "start", *COUNTS, *MADE, *statuses]],
        counts=COUNTS,
        derived={name: inputs for name, (_, inputs) in MADE.items()},
        columns=columns | {name: column for name, (column, _) in MADE.items()},
    )


def describe_repeats(shown: Protected) -> list[str]:
    """How often a child who goes missing does so in a month, and how many episodes are of children who repeat."""
    known = shown.table.dropna(subset=[*COUNTS, *MADE])
    if known.empty:
        return ["No month has all the figures that tell how many children go missing again."]
    sums = known[list(COUNTS)].sum()
    often = sums["repeat_children"] / sums["children"]
    theirs = sums["repeat_episodes"] / sums["episodes"]
    each = sums["episodes"] / sums["children"]
    return [
        f"In a month, {say_share(often)} of the children who went missing did so more than once, and "
        f"{say_share(theirs)} of all episodes were theirs; a child had {say_number(each)} episodes on average."
    ]


def caption_range(shown: Protected, name: str, what: str) -> str:
    """The lowest and highest month, and the months that are missing: 'From 85 to 128 children a month; …'."""
    figures = shown.table[name]
    if figures.dropna().empty:
        return f"No month has a figure of {what}"
    withheld = shown.marks[name] == WITHHELD
    gone, gaps = shown.table["period"][withheld], shown.table["period"][figures.isna() & ~withheld]
    missing = f"; none was supplied for {listed(gaps)}" if len(gaps) else ""
    missing += f"; withheld for {listed(gone)}" if len(gone) else ""
    return f"From {say_count(figures.min())} to {say_count(figures.max())} {what} a month{missing}"


def caption_control(control: ControlChart, shown: Protected, what: str) -> str:
    """The months that stand out from the usual variation: by name, or how many where they are more than three."""
    if control.reason is not None or not shown.is_complete("episodes"):
        return f"{what}: which months stand out cannot be said"
    special = shown.table["period"][control.table["special"].to_numpy(dtype=bool)]
    named = listed(special) if 0 < len(special) <= 3 else f"{len(special) or 'no'} month{'s' * (len(special) > 1)}"
    return f"{what}: {named} stood out from the usual variation"
