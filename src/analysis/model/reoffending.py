"""Proven re-offending of cohorts of children, by the rules of the Ministry of Justice.

Guide to Proven Reoffending Statistics, Ministry of Justice: a child enters a cohort with the first caution,
conviction or release from custody in its period; re-offences are committed in the 12 months after and proven
in those or in the 6 months that follow. The rate counts children, the frequency counts offences of those who
re-offend.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from analysis.model.differences import NEWCOMBE, difference_of_proportions
from analysis.model.limits import Estimate, check_proportion
from analysis.model.rates import add_proportion
from analysis.periods import Period

FOLLOW_UP_MONTHS = 12
WAITING_MONTHS = 6


@dataclass(frozen=True)
class ReoffendingFigure:
    """A rate of re-offending (0 to 1), and what must agree before it is held against another."""

    value: float
    source: str
    cohort: str
    follow_up_months: int = FOLLOW_UP_MONTHS
    children: float | None = None
    reoffenders: float | None = None

    def __post_init__(self):
        if not 0 <= self.value <= 1:
            raise ValueError(f"a rate of re-offending lies between 0 and 1, such as 0.49; received {self.value!r}")


def select_cohort(outcomes: pd.DataFrame, period: Period) -> pd.DataFrame:
    """The children who enter the cohort of a period, each once, with the day of their first outcome in it.

    `outcomes` has child and outcome_date (of the caution, the conviction, or the release from custody); rows
    without either cannot be placed and are left out. Returns child and index_date.
    """
    _need(outcomes, "outcomes", ["child", "outcome_date"])
    placed = outcomes[["child", "outcome_date"]].dropna()
    placed = placed.assign(index_date=pd.to_datetime(placed["outcome_date"], format="ISO8601").dt.normalize())
    within = placed["index_date"].between(pd.Timestamp(period.start), pd.Timestamp(period.end))
    return placed[within].groupby("child", as_index=False)["index_date"].min()


def select_reoffences(
    cohort: pd.DataFrame,
    offences: pd.DataFrame,
    *,
    follow_up_months: int = FOLLOW_UP_MONTHS,
    waiting_months: int = WAITING_MONTHS,
) -> pd.DataFrame:
    """The proven re-offences of a cohort.

    `offences` has child, offence_date and proven_date (missing while unproven). An offence counts when it is
    committed after the index day and within the follow-up, to the same day of the last month, and proven by
    the end of the waiting period. An offence of the index day itself is not a re-offence: dates cannot tell
    which came first.
    """
    _need(offences, "offences", ["child", "offence_date", "proven_date"])
    followed = cohort.merge(offences[["child", "offence_date", "proven_date"]], on="child")
    committed, proven = (
        pd.to_datetime(followed[day], format="ISO8601").dt.normalize() for day in ("offence_date", "proven_date")
    )
    last_committed = followed["index_date"] + pd.DateOffset(months=follow_up_months)
    last_proven = followed["index_date"] + pd.DateOffset(months=follow_up_months + waiting_months)
    return followed[(committed > followed["index_date"]) & (committed <= last_committed) & (proven <= last_proven)]


def count_reoffending(
    outcomes: pd.DataFrame,
    offences: pd.DataFrame,
    periods: Iterable[Period],
    *,
    data_to: date,
    follow_up_months: int = FOLLOW_UP_MONTHS,
    waiting_months: int = WAITING_MONTHS,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """The proven re-offending of each period's cohort: the binary rate, and re-offences per re-offender.

    Columns period, start, end, numerator (children who re-offended), denominator (children in the cohort),
    value, lower, upper, reoffences, reoffences_per_reoffender, method, confidence, reason. A cohort whose
    follow-up and waiting run past `data_to`, the last day the figures reach, has no result and the reason.
    Cohorts of several quarters do not sum to the year's: a child may enter each.
    """
    rows = []
    for period in periods:
        cohort = select_cohort(outcomes, period)
        again = select_reoffences(cohort, offences, follow_up_months=follow_up_months, waiting_months=waiting_months)
        complete = pd.Timestamp(period.end) + pd.DateOffset(months=follow_up_months + waiting_months)
        rows.append(
            {
                "period": period.label,
                "start": pd.Timestamp(period.start),
                "end": pd.Timestamp(period.end),
                "numerator": float(again["child"].nunique()),
                "denominator": float(len(cohort)),
                "reoffences": float(len(again)),
                "complete": complete,
            }
        )
    columns = ["period", "start", "end", "numerator", "denominator", "reoffences", "complete"]
    table = pd.DataFrame(rows, columns=columns)
    early = pd.to_datetime(table["complete"]) > pd.Timestamp(data_to)
    table[["numerator", "reoffences"]] = table[["numerator", "reoffences"]].mask(early)
    result = add_proportion(table, confidence)
    result["reoffences_per_reoffender"] = table["reoffences"] / table["numerator"].where(table["numerator"] > 0)
    result.loc[result["denominator"] == 0, "reason"] = "No child entered the cohort."
    unfinished = [
        f"The follow-up of this cohort ends on {day.day} {day:%B %Y}; the figures reach "
        f"{pd.Timestamp(data_to).day} {pd.Timestamp(data_to):%B %Y}."
        for day in table["complete"]
    ]
    result["reason"] = pd.Series(np.where(early, unfinished, result["reason"]), index=result.index, dtype=object)
    return result.drop(columns="complete")


def describe_change(earlier: ReoffendingFigure, later: ReoffendingFigure, confidence: float = 0.95) -> Estimate:
    """The change between two rates of re-offending, or the reason why their difference is not one.

    Figures from different sources, or with another length of follow-up, are not a change however they differ;
    nor are two figures of one cohort. Of one source and definition, with counts, the difference has
    Newcombe's limits.
    """
    reason = _not_comparable(earlier, later)
    if reason is None and None in (earlier.children, earlier.reoffenders, later.children, later.reoffenders):
        reason = "The numbers of children are not given, so chance cannot be ruled out."
    if reason:
        return Estimate(np.nan, np.nan, np.nan, NEWCOMBE, confidence, reason)
    for figure in (earlier, later):
        check_proportion(figure.reoffenders, figure.children)
    return difference_of_proportions(
        later.reoffenders, later.children, earlier.reoffenders, earlier.children, confidence
    )


def _not_comparable(earlier: ReoffendingFigure, later: ReoffendingFigure) -> str | None:
    differing = []
    if earlier.source != later.source:
        differing.append(f"sources ({earlier.source}; {later.source})")
    if earlier.follow_up_months != later.follow_up_months:
        differing.append(f"lengths of follow-up ({earlier.follow_up_months} and {later.follow_up_months} months)")
    if earlier.cohort != later.cohort and differing:
        differing.append(f"cohorts ({earlier.cohort}; {later.cohort})")
    if differing:
        return (
            f"{earlier.value:.0%} and {later.value:.0%} come from different {' and '.join(differing)}, "
            "so their difference is not a change."
        )
    if earlier.cohort == later.cohort:
        return f"Both figures are of the cohort {earlier.cohort}: their difference is a revision, not a change."
    return None


def _need(table: pd.DataFrame, name: str, columns: list[str]) -> None:
    absent = [column for column in columns if column not in table]
    if absent:
        raise ValueError(f"{name} needs the column {' and '.join(absent)}; it has {', '.join(map(str, table))}")
