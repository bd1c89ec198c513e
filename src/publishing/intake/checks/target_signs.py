"""Targets whose sign points away from what is wanted."""

import re

import pandas as pd

from analysis.definitions import Definitions
from publishing.intake.checks.check_findings import Finding, make_finding
from publishing.intake.checks.wording import describe_period, describe_series

_SIGNS = {"low": re.compile(r"[>≥]"), "high": re.compile(r"[<≤]")}


def check_targets(observations: pd.DataFrame, definitions: Definitions) -> list[Finding]:
    """Warn of a target that asks for more where less is better, or for less where more is: 'reduce to >1.00'.

    A target is an observation of the breakdown "target", with its sign in `text` as it was written.
    """
    targets = observations[(observations["breakdown"] == "target") & observations["text"].notna()]
    signed = targets[targets["text"].str.contains(r"[<>≤≥]")]
    polarity = {name: each.polarity for name, each in definitions.indicators.items()}
    wrong = [
        index
        for index, indicator, text in zip(signed.index, signed["indicator"], signed["text"], strict=True)
        if (against := _SIGNS.get(polarity[indicator] or "")) and against.search(text)
    ]
    findings = [_describe_target(signed.loc[[row]], definitions) for row in wrong]
    right = signed.drop(wrong)
    if len(right):
        message = f"{len(right)} targets point the way that their indicator should go."
        findings.append(make_finding("target_direction", "note", right, message, treatment="Nothing to do."))
    return findings


def _describe_target(rows: pd.DataFrame, definitions: Definitions) -> Finding:
    row = rows.iloc[0]
    better = definitions.indicator(row["indicator"]).polarity
    series = f"{describe_series(row, definitions)}, {describe_period(row)}"
    wanted, written = ("below", "above") if better == "low" else ("above", "below")
    return make_finding(
        "target_direction",
        "warning",
        rows,
        f"{series}: the target is written as {written} a value, while {wanted} is better.",
        detail=f"Written as “{row['text']}”.",
        treatment="Kept as written; not used to say whether the target was met.",
        question=f"Is the target {wanted} the value, and does it include the value itself?",
    )
