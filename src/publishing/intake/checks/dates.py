"""One event that is dated twice."""

import re
from itertools import combinations

import pandas as pd

from analysis.definitions import Definitions
from analysis.observations import period_of
from analysis.periods import Period, parse_period
from publishing.intake.checks.check_findings import Finding, make_finding
from publishing.intake.checks.wording import describe_series, join_words

_KINDS = ["day", "month", "quarter", "financial year", "calendar year"]


def check_dates(observations: pd.DataFrame, definitions: Definitions) -> list[Finding]:
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
