"""People counted month by month, summed, and called people of the year."""

import pandas as pd

from analysis.definitions import Definitions
from analysis.observations import KEY, select_best_source
from publishing.intake.checks.check_findings import Finding, make_finding
from publishing.intake.checks.described import SERIES, select_figures, start_of_span
from publishing.intake.checks.wording import describe_period, describe_series, describe_value


def check_summed_people(observations: pd.DataFrame, definitions: Definitions) -> list[Finding]:
    """Warn where a year's number of people is the sum of its twelve months' numbers.

    A child missing in two months is in both, so the sum counts that child twice. Concerns counts of people that are
    not additive, and every source that states the sum as the year's figure. Works on the figures as supplied, since
    the sum was made of them, zeros included.
    """
    people = select_figures(observations, "count")
    people = people[(people["counts"] == "people") & ~people["additive"].astype(bool)]
    months = select_best_source(people[people["span"] == "month"])
    months = months.assign(year=start_of_span(months["start"], "financial year"))
    sums = months.groupby([*SERIES, "year"])["value"].agg(months_sum="sum", size="size", largest="max").reset_index()
    sums = sums[(sums["size"] == 12) & (sums["months_sum"] > sums["largest"])]
    years = people[people["span"] == "financial year"].reset_index()
    both = years.merge(sums, left_on=[*SERIES, "start"], right_on=[*SERIES, "year"]).set_index("index")
    summed = both[both["value"] == both["months_sum"]]
    return [_describe_sum(rows, definitions) for _, rows in summed.groupby(KEY, sort=False)]


def _describe_sum(rows: pd.DataFrame, definitions: Definitions) -> Finding:
    first = rows.iloc[0]
    indicator, year = definitions.indicator(first["indicator"]), describe_period(first)
    return make_finding(
        "people_summed",
        "warning",
        rows,
        f"{describe_series(first, definitions)}: the figure of {year} is the sum of its months, so whoever was counted "
        "in two months is counted twice.",
        detail=f"{describe_value(first['value'], indicator)} is the sum of the months, not the number of people.",
        treatment="Kept as supplied; not used as the number of people in the year.",
        question=f"{describe_series(first, definitions)}: how many different people were there in {year}?",
    )
