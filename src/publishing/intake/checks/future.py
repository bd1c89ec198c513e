"""Figures of a period that was not over when the file came."""

import pandas as pd

from analysis.definitions import Definitions
from publishing.intake.checks.check_findings import KEPT_OUT, Finding, keep_out, make_finding
from publishing.intake.checks.described import select_figures
from publishing.intake.checks.wording import describe_period, join_words

KINDS = ("count", "quantity", "rate", "proportion", "money", "rank", "change")


def check_future(observations: pd.DataFrame, definitions: Definitions) -> tuple[pd.DataFrame, list[Finding]]:
    """Keep out figures of a period that ends after the day on which their file came, one finding a file.

    A target is for a time to come, and so is a date or a plan. Where the log does not say when a file came, nothing
    can be said, and nothing is.
    """
    figures = select_figures(observations, *KINDS)
    early = figures[figures["end"] > figures["received"]]
    findings = []
    for _, rows in early.groupby(["source", "file"], sort=False):
        periods = join_words(describe_period(row) for row in rows.drop_duplicates(["start", "end"]).to_dict("records"))
        findings.append(
            make_finding(
                "period_not_over",
                "error",
                rows,
                f"Figures for {periods} came before that period was over.",
                treatment=KEPT_OUT,
                question=f"Which period are these figures of: {periods}, or an earlier one?",
            )
        )
    return keep_out(observations, early.index), findings
