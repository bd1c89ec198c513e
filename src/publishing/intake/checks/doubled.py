"""The same figure twice in one file."""

import pandas as pd

from analysis.definitions import Definitions
from analysis.observations import KEY, has_figure
from publishing.intake.checks.agreement import agree
from publishing.intake.checks.check_findings import KEPT_OUT, Finding, keep_out, make_finding, select_figures
from publishing.intake.checks.wording import describe_period, describe_row, describe_series, join_words

FILED_KEY = ["source", "file", *KEY]


def check_doubled_figures(observations: pd.DataFrame, definitions: Definitions) -> tuple[pd.DataFrame, list[Finding]]:
    """Note figures that stand twice in a file and agree; those that differ are errors, and kept out.

    A figure that the same file leaves out or withholds elsewhere differs too. Nothing in a file says which of two
    figures is right. The same figure is one of the same indicator, area, breakdown and period. Dates and words have
    their own checks.
    """
    figures = select_figures(observations, "count", "quantity", "rate", "proportion", "money", "rank", "change")
    stated = observations.loc[figures.index.union(observations.index[~has_figure(observations)])]
    doubled = stated[stated.duplicated(FILED_KEY, keep=False)]
    doubled = doubled[doubled.groupby(FILED_KEY)["value"].transform("count") > 0]
    findings, kept_out = [], []
    for _, rows in doubled.groupby(["source", "file"], sort=False):
        groups = [group for _, group in rows.groupby(KEY, sort=False)]
        differing = [group for group in groups if not _agree(group)]
        kept_out += [row for group in differing for row in group.index[group["value"].notna()]]
        equal = [group for group in groups if _agree(group)]
        findings += [_describe_contradiction(group, definitions) for group in differing]
        if equal:
            names = join_words((describe_series(group.iloc[0], definitions) for group in equal), between="; ")
            findings.append(
                make_finding(
                    "doubled_figure",
                    "note",
                    pd.concat(equal),
                    f"The same figures are in the file twice, and agree: {names}.",
                    treatment="Counted once.",
                )
            )
    return keep_out(observations, pd.Index(kept_out)), findings


def _agree(rows: pd.DataFrame) -> bool:
    return bool(rows["value"].notna().all()) and agree(rows)


def _describe_contradiction(rows: pd.DataFrame, definitions: Definitions) -> Finding:
    first = rows.iloc[0]
    series = f"{describe_series(first, definitions)}, {describe_period(first)}"
    figures = [
        f"{describe_row(row, definitions) if pd.notna(row['value']) else 'no figure'} ({row['cell']})"
        for row in rows.to_dict("records")
    ]
    return make_finding(
        "doubled_figure",
        "error",
        rows,
        f"{series}: one file gives different figures.",
        detail=f"{join_words(figures)}.",
        treatment=KEPT_OUT,
        question=f"Which figure is right for {series}?",
    )
