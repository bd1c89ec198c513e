"""A figure of another size than the rest of its series: perhaps in another unit."""

import pandas as pd

from analysis.definitions import Definitions
from publishing.intake.checks.check_findings import Finding, make_finding
from publishing.intake.checks.described import SERIES, select_figures
from publishing.intake.checks.wording import describe_period, describe_series, join_words

FEWEST_FIGURES = 4
LEAST_COUNT = 100  # below it, counts can truly change tenfold
TIMES = 8.0  # a change of unit is ten times or more; a true change of this size in a rate is a finding as well


def check_sizes(observations: pd.DataFrame, definitions: Definitions) -> list[Finding]:
    """Warn of figures that are eight times the median of their series or more, or an eighth of it or less.

    Concerns rates, shares and money, and counts whose median is 100 or more, in series of four figures or more that
    are not zero, over all files of a source. The figures are kept: a thousandfold error and a changed world look
    alike.
    """
    figures = select_figures(observations, "count", "rate", "proportion", "money")
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
        question=f"Is the figure for {periods} in the same unit as the others?",
    )
