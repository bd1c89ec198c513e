"""Figures that must come to the same: one figure in several sources, and sums that the file specifications declare."""

import re
from collections import defaultdict
from collections.abc import Mapping
from itertools import combinations
from typing import Any

import pandas as pd

from analysis.definitions import Definitions
from analysis.definitions.contract import Identity
from analysis.observations import KEY, select_best_source
from publishing.intake.checks.described import MEASURED, PLACE, Described, count_decimals, select_figures, sign_identity
from publishing.intake.checks.wording import (
    describe_area,
    describe_period,
    describe_row,
    describe_series,
    describe_value,
    join_words,
)
from publishing.intake.findings import Finding, make_finding

ROUGHLY = 0.05  # "around 49%" is taken to agree with anything within a twentieth of it

_ROUGH = re.compile(r"\b(around|approximately|approx|about|roughly|nearly|almost|some)\b|~", re.IGNORECASE)
_ABOVE = re.compile(r"\b(over|more than|at least|above)\b|>|\+$", re.IGNORECASE)
_BELOW = re.compile(r"\b(under|fewer than|less than|at most|up to|below)\b|<", re.IGNORECASE)


def check_agreement(observations: Described, definitions: Definitions, sources: Mapping) -> list[Finding]:
    """Compare every figure that more than one file states: one warning for each that differs, naming all of them.

    Two figures are compared at the coarser of the precisions they are written in: 32% and 32.1% agree, 31% and 32.1%
    do not. One written as "around" agrees within a twentieth, one written as "over" with anything above it.
    Figures that agree are one note for each set of sources.
    """
    figures = select_figures(observations, *MEASURED)
    shared = figures[figures.duplicated(KEY, keep=False)]
    shared = shared[shared.groupby(KEY, sort=False)["file"].transform("nunique") > 1]
    same = shared.groupby(KEY, sort=False)["value"].transform("nunique") == 1
    others = [rows for _, rows in shared[~same].groupby(KEY, sort=False)]
    held = pd.concat([shared[same], *(rows for rows in others if agree(rows))])
    differing = [_describe_disagreement(rows, definitions, sources) for rows in others if not agree(rows)]
    return differing + _describe_held(held)


def agree(rows: pd.DataFrame) -> bool:
    """Whether every two of these figures are the same to the coarser of their precisions."""
    return all(_pair_agrees(one, other) for one, other in combinations(rows.to_dict("records"), 2))


def _pair_agrees(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    scale = 100 if one["kind"] in ("proportion", "change") else 1
    first, second = (round(row["value"] * scale, 6) for row in (one, other))
    for row, stated, found in ((one, first, second), (other, second, first)):
        words = row["text"] if isinstance(row["text"], str) else ""
        if _ROUGH.search(words) and abs(found - stated) <= ROUGHLY * abs(stated):
            return True
        if (_ABOVE.search(words) and found >= stated) or (_BELOW.search(words) and found <= stated):
            return True
    step = 10.0 ** -min(count_decimals(first), count_decimals(second))
    return abs(first - second) <= step / 2 + 1e-9


def _describe_disagreement(rows: pd.DataFrame, definitions: Definitions, sources: Mapping) -> Finding:
    best = select_best_source(rows).iloc[0]
    rows = rows.sort_values("precedence", kind="stable")
    series = f"{describe_series(best, definitions)}, {describe_period(best)}"
    figures = [
        f"{_title(row['source'], sources)} {describe_row(row, definitions)} ({row['cell']})"
        for row in rows.to_dict("records")
    ]
    return make_finding(
        "sources_differ",
        "warning",
        rows,
        f"{series}: sources state different figures.",
        detail=f"{'; '.join(figures)}.",
        treatment=f"All are kept; of these, reports use that of {_title(best['source'], sources)} first.",
        question=f"Which figure is right for {series}, and by which date and definition was each counted?",
    )


def _describe_held(rows: pd.DataFrame) -> list[Finding]:
    """One note for each set of sources whose shared figures agree."""
    if rows.empty:
        return []
    numbers = rows.groupby(KEY, sort=False).ngroup()
    stating: dict[int, set[str]] = defaultdict(set)
    for number, source in zip(numbers, rows["source"], strict=True):
        stating[number].add(source)
    sets = numbers.map({number: " ".join(sorted(names)) for number, names in stating.items()})
    return [_describe_held_by(together) for _, together in rows.groupby(sets, sort=False)]


def _describe_held_by(together: pd.DataFrame) -> Finding:
    count = len(together.drop_duplicates(KEY))
    shared = "The one figure" if count == 1 else f"All {count} figures"
    message = f"{shared} that these sources share agree{'s' * (count == 1)}, as far as written."
    return make_finding("sources_differ", "note", together, message, treatment="Nothing to do.")


def _title(source: str, sources: Mapping) -> str:
    return sources[source].title if source in sources else source


def check_identities(observations: Described, definitions: Definitions, sources: Mapping) -> list[Finding]:
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
    signed = sign_identity(identity)
    names = [name for name, _ in signed]
    rows = rows[rows["indicator"].isin(names)].drop_duplicates([*PLACE, "indicator"])
    table = rows.pivot_table(index=PLACE, columns="indicator", values="value").reindex(columns=names)
    gap = sum(table[name] * sign for name, sign in signed)
    findings = []
    checked, broken = table[gap.notna()], table[gap.abs() > 1e-6]
    for keys, places in broken.groupby(["source", "file", "area", "breakdown"], sort=False):
        touched = rows[pd.MultiIndex.from_frame(rows[PLACE]).isin(places.index)]
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
