"""Figures of a period that is not over, or that were sent before."""

from itertools import combinations

import pandas as pd

from analysis.definitions import Definitions
from publishing.intake.checks.described import MEASURED, SERIES, Described, select_figures
from publishing.intake.checks.wording import describe_period, join_words
from publishing.intake.findings import KEPT_OUT, Finding, keep_out, make_finding

FEWEST_FIGURES = 4  # that are not zero; fewer can be equal in two quarters by chance


def check_future(observations: Described, definitions: Definitions) -> tuple[Described, list[Finding]]:
    """Keep out figures of a period that ends after the day on which their file came, one finding a file.

    A target is for a time to come, and so is a date or a plan. Where the log does not say when a file came, nothing
    can be said, and nothing is.
    """
    figures = select_figures(observations, *MEASURED)
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


def check_staleness(observations: Described, definitions: Definitions) -> tuple[Described, list[Finding]]:
    """Keep out the figures of a file that are, one and all, those of an earlier file of its source.

    The figures are held against each other by their place in the file: the first month against the first month. It
    takes four that are not zero. The later period's file is taken for the copy, because it was sent last.
    """
    figures = select_figures(observations)
    copied, findings = [], []
    for _, rows in figures.groupby("source", sort=False):
        for earlier, later in _find_copies(rows):
            copied += list(later.index)
            findings.append(_describe_copy(earlier, later))
    return keep_out(observations, pd.Index(copied)), findings


def _find_copies(rows: pd.DataFrame) -> list[tuple[pd.DataFrame, pd.DataFrame]]:
    files = [chosen for _, chosen in rows.groupby("file", sort=False)]
    if len(files) < 2:
        return []
    files.sort(key=lambda chosen: (chosen["end"].max(), chosen["file"].iloc[0]))
    placed = [_place(chosen) for chosen in files]
    pairs = [
        (earlier, later)
        for earlier, later in combinations(range(len(files)), 2)
        if files[earlier]["end"].max() < files[later]["end"].max()
        and (placed[later] != 0).sum() >= FEWEST_FIGURES
        and placed[earlier].equals(placed[later])
    ]
    return [
        (files[earlier], files[later])
        for earlier, later in {later: (earlier, later) for earlier, later in pairs}.values()
    ]


def _place(rows: pd.DataFrame) -> pd.Series:
    """The values by series and by how many periods of the file lie before theirs."""
    ranked = rows.assign(place=rows.groupby("span")["start"].rank(method="dense"))
    return (
        ranked.drop_duplicates([*SERIES, "span", "place"]).set_index([*SERIES, "span", "place"])["value"].sort_index()
    )


def _describe_copy(earlier: pd.DataFrame, later: pd.DataFrame) -> Finding:
    copied, question = earlier["file"].iloc[0], "Was the file of the earlier period sent again by mistake?"
    message = f"Every figure of this file is the same as in {copied}, the file of an earlier period."
    stale = "stale_copy", "error", later, message
    return make_finding(*stale, treatment=KEPT_OUT, question=question, also_from=[copied])
