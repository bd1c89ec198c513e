"""Words where a figure was to be expected: claims without a number, figures still to come, two statuses in one cell."""

import re

import pandas as pd

from analysis.definitions import Definitions
from publishing.intake.checks.check_findings import Finding, make_finding
from publishing.intake.checks.described import FILED
from publishing.intake.checks.wording import describe_period, describe_series, describe_text

_AWAITED = re.compile(r"to be (?:added|confirmed|supplied|provided)|\btb[acd]\b|awaited", re.IGNORECASE)
_STATUS = re.compile(r"\b(?:red|amber|green)\b", re.IGNORECASE)
_MEASURED = ["count", "quantity", "rate", "proportion", "money", "rank", "change"]


def check_claims(observations: pd.DataFrame, definitions: Definitions) -> list[Finding]:
    """Note words in place of a measurable figure, with the question to ask; warn of two statuses in one cell.

    A claim is text without a number for an indicator that is not itself a statement or a date. Text that promises a
    figure ("to be added") is an awaited one.
    """
    words = observations[observations["text"].fillna("").str.strip() != ""]
    empty = words[words["value"].isna() & words["kind"].isin(_MEASURED)]
    awaited = empty["text"].str.contains(_AWAITED)
    rated = words[(words["kind"] == "statement") & words["text"].str.match(_STATUS)]
    twofold = rated[rated["text"].map(lambda text: len({said.casefold() for said in _STATUS.findall(text)})) > 1]
    findings = [_describe_statuses(twofold.loc[[row]], definitions) for row in twofold.index]
    findings += [_describe_awaited(empty.loc[[row]], definitions) for row in empty.index[awaited]]
    series = [*FILED, "indicator", "area", "breakdown"]
    findings += [_describe_claim(rows, definitions) for _, rows in empty[~awaited].groupby(series, sort=False)]
    return findings


def _describe_claim(rows: pd.DataFrame, definitions: Definitions) -> Finding:
    row = rows.iloc[0]
    indicator, series = definitions.indicator(row["indicator"]), describe_series(row, definitions)
    written = "; ".join(describe_text(text, indicator) for text in rows["text"])
    return make_finding(
        "claim_without_figure",
        "note",
        rows,
        f"{series}: described in words, without the figure.",
        detail=f"Written as {written}.",
        treatment="Kept as words; no figure is made of it.",
        question=f"What figures does the description rest on: {series}, {describe_period(row)}?",
    )


def _describe_awaited(rows: pd.DataFrame, definitions: Definitions) -> Finding:
    row = rows.iloc[0]
    series = f"{describe_series(row, definitions)}, {describe_period(row)}"
    return make_finding(
        "figure_awaited",
        "note",
        rows,
        f"{series}: announced, and not there yet.",
        treatment="Treated as not supplied.",
        question=f"Can you send the figure for {series}?",
    )


def _describe_statuses(rows: pd.DataFrame, definitions: Definitions) -> Finding:
    series = describe_series(rows.iloc[0], definitions)
    return make_finding(
        "two_statuses",
        "warning",
        rows,
        f"{series}: one cell states two statuses.",
        treatment="Kept as written; counted under neither.",
        question=f"Which status holds: {series}?",
    )
