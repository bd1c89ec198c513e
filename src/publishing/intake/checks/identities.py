"""Sums that a source's figures must keep: children less repeat children are episodes less repeat episodes."""

from collections.abc import Mapping

import pandas as pd

from analysis.definitions import Definitions
from analysis.definitions.contract import Identity
from publishing.intake.checks.check_findings import Finding, make_finding
from publishing.intake.checks.described import FILED
from publishing.intake.checks.wording import describe_area, describe_period, describe_value, join_words

_PLACE = [*FILED, "area", "breakdown", "start", "end"]


def check_identities(observations: pd.DataFrame, definitions: Definitions, sources: Mapping) -> list[Finding]:
    """Hold both sides of every declared identity against each other, in each area, breakdown and period.

    A note says in how many it holds; each area where it does not is an error. Where a figure is missing it cannot be
    checked. Works after gaps are known: a month that is zero throughout would hold and say nothing.
    """
    findings = []
    for name, source in sources.items():
        for identity in source.identities:
            findings += _check_identity(observations[observations["source"] == name], identity, definitions)
    return findings


def _check_identity(rows: pd.DataFrame, identity, definitions: Definitions) -> list[Finding]:
    signed = [*map(_signed, identity.left), *[(name, -sign) for name, sign in map(_signed, identity.right)]]
    names = [name for name, _ in signed]
    rows = rows[rows["indicator"].isin(names)].drop_duplicates([*_PLACE, "indicator"])
    table = rows.pivot_table(index=_PLACE, columns="indicator", values="value").reindex(columns=names)
    gap = sum(table[name] * sign for name, sign in signed)
    findings = []
    checked, broken = table[gap.notna()], table[gap.abs() > 1e-6]
    for keys, places in broken.groupby(["source", "file", "area", "breakdown"], sort=False):
        touched = rows[pd.MultiIndex.from_frame(rows[_PLACE]).isin(places.index)]
        findings.append(_describe_break(touched, identity, keys[2], definitions))
    if len(table):
        held = f"{identity.meaning.rstrip('.')}: holds in {len(checked) - len(broken)} of {len(checked)} places"
        unchecked = len(table) - len(checked)
        missing = f"; {unchecked} cannot be checked because a figure is missing" if unchecked else ""
        findings.append(make_finding("identity", "note", rows, f"{held}{missing}.", treatment="Nothing to do."))
    return findings


def _describe_break(rows: pd.DataFrame, identity, area: str, definitions: Definitions) -> Finding:
    places = rows.drop_duplicates("start").to_dict("records")
    periods = join_words(describe_period(row) for row in places)
    first = rows[(rows["start"] == rows["start"].iloc[0]) & (rows["end"] == rows["end"].iloc[0])]
    figures = [
        f"{definitions.indicator(row['indicator']).title} "
        f"{describe_value(row['value'], definitions.indicator(row['indicator']))}"
        for row in first.to_dict("records")
    ]
    return make_finding(
        "identity",
        "error",
        rows,
        f"{_say_break(first, identity, definitions)}: {describe_area(area, definitions)}, {periods}.",
        detail=f"{describe_period(places[0])}: {', '.join(figures)}.",
        treatment="All figures are kept as supplied.",
        question=f"Which of these figures needs correcting for {periods}?",
    )


def _say_break(rows: pd.DataFrame, identity: Identity, definitions: Definitions) -> str:
    """What is wrong, in words: that a part is more than its whole where one is, else the rule that does not hold."""
    figures = rows.set_index("indicator")["value"]
    for side in (identity.left, identity.right):
        wholes = [name for name in side if not name.startswith("-")]
        for part in (name[1:] for name in side if name.startswith("-")):
            if len(wholes) == 1 and figures.get(part, 0) > figures.get(wholes[0], 0):
                more, than = (definitions.indicator(name).inside for name in (part, wholes[0]))
                return f"More {more} than {than}, which cannot be"
    return f"{identity.meaning.rstrip('.')}: this does not hold"


def _signed(name: str) -> tuple[str, int]:
    return (name[1:], -1) if name.startswith("-") else (name, 1)
