"""Figures that cannot be, as a part of more than its whole, and those of another size than the rest of their series."""

import pandas as pd

from analysis.definitions import Definitions
from publishing.intake.checks.described import FILED, PLACE, SERIES, Described, select_figures
from publishing.intake.checks.wording import describe_period, describe_series, join_words
from publishing.intake.findings import Finding, make_finding

FEWEST_FIGURES = 4
LEAST_COUNT = 100  # below it, counts can truly change tenfold
TIMES = 8.0  # a change of unit is ten times or more; a true change of this size in a rate is a finding as well


def check_limits(observations: Described, definitions: Definitions) -> list[Finding]:
    """Find numerators above their denominators, and shares below nothing or above all: errors, kept but flagged.

    The parts of a proportion are those of its own cell, or the counts of the two indicators it is made of in the same
    file, area and period. A note says in how many places the numerator is within its denominator.
    """
    pairs = pd.concat([_pairs_in_files(observations, definitions), _pairs_in_cells(observations)])
    pairs = pairs.drop_duplicates([*PLACE, "part", "whole"])
    above = pairs["part"] > pairs["whole"]
    shares = select_figures(observations, "proportion")
    beyond = shares[(shares["value"] > 1) | (shares["value"] < 0)]
    findings = [
        _describe_beyond(rows, definitions)
        for rows in (observations.loc[pairs[above].index.unique()], beyond.drop(pairs[above].index, errors="ignore"))
        if len(rows)
    ]
    for _, rows in pairs.groupby(FILED, sort=False):
        held = (rows["part"] <= rows["whole"]).sum()
        message = f"The numerator is within its denominator in {held} of {len(rows)} places."
        touched = observations.loc[rows.index.unique()]
        findings.append(
            make_finding("numerator_above_denominator", "note", touched, message, treatment="Nothing to do.")
        )
    return findings


def _pairs_in_cells(observations: Described) -> pd.DataFrame:
    """Numerator and denominator of the rows that carry both."""
    rows = observations[observations["kind"].isin(["proportion", "rate"])].dropna(subset=["numerator", "denominator"])
    return rows[PLACE].assign(part=rows["numerator"], whole=rows["denominator"])


def _pairs_in_files(observations: Described, definitions: Definitions) -> pd.DataFrame:
    """The counts that a proportion is made of, where one file gives both; the row is the numerator's."""
    made = {
        each.numerator: each.denominator
        for each in definitions.indicators.values()
        if each.kind == "proportion" and each.numerator and each.denominator
    }
    counts = select_figures(observations, "count")[["indicator", *PLACE, "value"]]
    parts = counts[counts["indicator"].isin(made)].reset_index()
    parts = parts.assign(whole_of=parts["indicator"].map(made).astype("string"))
    wholes = counts.rename(columns={"indicator": "whole_of", "value": "whole"})
    both = parts.rename(columns={"value": "part"}).merge(wholes, on=["whole_of", *PLACE])
    return both.set_index("index")[[*PLACE, "part", "whole"]]


def _describe_beyond(rows: pd.DataFrame, definitions: Definitions) -> Finding:
    places = join_words(
        f"{describe_series(row, definitions)}, {describe_period(row)}" for row in rows.to_dict("records")
    )
    return make_finding(
        "numerator_above_denominator",
        "error",
        rows,
        f"A part is larger than its whole: {places}.",
        treatment="Kept as supplied, and flagged here; no share is made of it.",
        question=f"Which needs correcting, the part or the whole: {places}?",
    )


def check_sizes(observations: Described, definitions: Definitions) -> list[Finding]:
    """Warn of figures that are eight times the median of their series or more, or an eighth of it or less.

    Concerns rates, shares and money, and counts whose median is 100 or more, in series of four figures or more that are
    not zero, over all files of a source. The figures are kept: a thousandfold error and a changed world look alike.
    """
    figures = select_figures(observations, "count", "quantity", "rate", "proportion", "money")
    figures = figures[figures["value"] > 0]
    series = figures.groupby(["source", *SERIES, "span"], sort=False)["value"]
    median, size = series.transform("median"), series.transform("size")
    large = (figures["kind"] != "count") | (median >= LEAST_COUNT)
    times = figures["value"] / median
    odd = figures[large & (size >= FEWEST_FIGURES) & ((times >= TIMES) | (times <= 1 / TIMES))]
    return [_describe_size(rows, definitions) for _, rows in odd.groupby(["source", "file", *SERIES], sort=False)]


def _describe_size(rows: pd.DataFrame, definitions: Definitions) -> Finding:
    series = describe_series(rows.iloc[0], definitions)
    periods = join_words(describe_period(row) for row in rows.to_dict("records"))
    return make_finding(
        "another_size",
        "warning",
        rows,
        f"{series}: the figure for {periods} is of another size than the rest of the series.",
        treatment="Kept as supplied.",
        question=f"{series}: is the figure for {periods} in the same unit as the others?",
    )
