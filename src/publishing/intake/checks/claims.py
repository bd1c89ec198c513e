"""What cells say in words: claims without a figure, two statuses, a target's sign, an event that is dated twice."""

import re
from itertools import combinations

import pandas as pd

from analysis.definitions import Definitions
from analysis.observations import period_of
from analysis.periods import Period, parse_period
from publishing.intake.checks.described import FILED, MEASURED, Described
from publishing.intake.checks.wording import describe_period, describe_series, describe_text, join_words
from publishing.intake.findings import Finding, make_finding

_AWAITED = re.compile(r"to be (?:added|confirmed|supplied|provided)|\btb[acd]\b|awaited", re.IGNORECASE)
_STATUS = re.compile(r"\b(?:red|amber|green)\b", re.IGNORECASE)
_KINDS = ["day", "month", "quarter", "financial year", "calendar year"]
_SIGNS = {"low": re.compile(r"[>≥]"), "high": re.compile(r"[<≤]")}


def check_claims(observations: Described, definitions: Definitions) -> list[Finding]:
    """Note words in place of a measurable figure, with the question to ask; warn of two statuses in one cell.

    A claim is text without a number for an indicator that is not itself a statement or a date. Text that promises a
    figure ("to be added") is an awaited one.
    """
    words = observations[observations["text"].fillna("").str.strip() != ""]
    empty = words[words["value"].isna() & words["kind"].isin(MEASURED)]
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
    message, question = f"{series}: announced, and not there yet.", f"Can you send the figure for {series}?"
    treatment = "Treated as not supplied."
    return make_finding("figure_awaited", "note", rows, message, treatment=treatment, question=question)


def _describe_statuses(rows: pd.DataFrame, definitions: Definitions) -> Finding:
    series = describe_series(rows.iloc[0], definitions)
    message, question = f"{series}: one cell states two statuses.", f"Which status holds: {series}?"
    treatment = "Kept as written; counted under neither."
    return make_finding("two_statuses", "warning", rows, message, treatment=treatment, question=question)


def check_targets(observations: Described, definitions: Definitions) -> list[Finding]:
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


def check_dates(observations: Described, definitions: Definitions) -> list[Finding]:
    """Warn of an event whose dates, as stated in different places, exclude each other.

    The date is the one written in `text`, else the observation's period. 2013 and March 2013 can both be right; March
    2013 and March 2014 cannot.
    """
    dates = observations[observations["kind"] == "date"]
    dates = dates.assign(stated=[_read_date(row) for row in dates.to_dict("records")])
    findings = []
    for _, rows in dates.groupby(["indicator", "area", "breakdown"], sort=False):
        if any(one.end < other.start or other.end < one.start for one, other in combinations(rows["stated"], 2)):
            findings.append(_describe_dates(rows, definitions))
    return findings


def _read_date(row: dict) -> Period:
    """The date in an observation's words, or its period where they hold no full date."""
    words = row["text"] if isinstance(row["text"], str) else ""
    try:
        return parse_period(re.sub(r"^(early|mid|late|around)[- ]", "", words.strip()), _KINDS)
    except ValueError:
        return period_of(row, row["span"])


def _describe_dates(rows: pd.DataFrame, definitions: Definitions) -> Finding:
    series = describe_series(rows.iloc[0], definitions)
    stated = join_words(f"{period.words} ({cell})" for period, cell in zip(rows["stated"], rows["cell"], strict=True))
    return make_finding(
        "date_stated_twice",
        "warning",
        rows.drop(columns="stated"),
        f"{series}: stated with different dates.",
        detail=f"{stated}.",
        treatment="All are kept; charts mark the date that params/annotations.yaml gives.",
        question=f"On which day was it: {series}?",
    )
