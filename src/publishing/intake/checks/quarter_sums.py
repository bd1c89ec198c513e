"""Quarters and months against the longer period that another source gives."""

import pandas as pd

from analysis.definitions import Definitions
from analysis.observations import select_best_source
from publishing.intake.checks.described import SERIES, Described, select_figures, start_of_span
from publishing.intake.checks.wording import describe_period, describe_series, describe_value, join_words
from publishing.intake.findings import Finding, make_finding

TIMES_LARGEST = 2
SMALLEST_YEAR = 30  # below this, chance alone moves a quarter to twice another
MOST_APART = 0.02  # later corrections move a published year by less

_PARTS = {"quarter": {"month": 3}, "financial year": {"quarter": 4, "month": 12}}


def check_quarters(observations: Described, definitions: Definitions) -> list[Finding]:
    """Warn of quarters that cannot make their year, however large the quarters not known.

    Where an additive count is known for the year and for one to three quarters, each of the other quarters would
    have to be more than twice the largest known one, or below zero, on average.
    """
    counts = _select_additive(observations)
    quarters = select_best_source(counts[counts["span"] == "quarter"])
    quarters = quarters.assign(year=start_of_span(quarters["start"], "financial year"))
    years = counts[(counts["span"] == "financial year") & (counts["value"] >= SMALLEST_YEAR)]
    known = quarters.groupby([*SERIES, "year"])["value"].agg(["sum", "size", "max"]).reset_index()
    known = known[known["size"] < 4]
    both = years.assign(year=years["start"]).reset_index().merge(known, on=[*SERIES, "year"]).set_index("index")
    needed = (both["value"] - both["sum"]) / (4 - both["size"])
    impossible = both[(needed > TIMES_LARGEST * both["max"]) | (needed < 0)]
    on = [*SERIES, "year"]
    return [
        _describe_quarters(rows, quarters[(quarters[on] == rows.iloc[0][on]).all(axis=1)], definitions)
        for _, rows in impossible.groupby(on, sort=False)
    ]


def check_parts_elsewhere(observations: Described, definitions: Definitions) -> list[Finding]:
    """Warn where a quarter or year is more than 2% off the months or quarters that another file gives in full.

    Only additive counts; a file's own totals are held against its contract. Where they agree, a note says how many.
    """
    counts = _select_additive(observations)
    compared = [
        _compare(counts, whole, span, parts) for whole, spans in _PARTS.items() for span, parts in spans.items()
    ]
    compared = pd.concat(compared)
    apart = (compared["parts_sum"] - compared["value"]).abs() > MOST_APART * compared["parts_sum"]
    findings = [
        _describe_apart(rows, definitions)
        for _, rows in compared[apart].groupby(["source", "file", *SERIES, "part"], sort=False)
    ]
    for _, rows in compared[~apart].groupby(["source", "file"], sort=False):
        message = f"{len(rows)} totals are what the shorter periods of other files sum to, within two per cent."
        findings.append(make_finding("parts_elsewhere", "note", rows, message, treatment="Nothing to do."))
    return findings


def _select_additive(observations: Described) -> pd.DataFrame:
    counts = select_figures(observations, "count")
    return counts[counts["additive"].astype(bool) & (counts["when_counted"] == "during")]


def _compare(counts: pd.DataFrame, whole: str, span: str, parts: int) -> pd.DataFrame:
    """Each longer period with the sum of the shorter ones of another file that has all of them."""
    shorter = counts[counts["span"] == span].drop_duplicates(["file", *SERIES, "start"])
    shorter = shorter.assign(within=start_of_span(shorter["start"], whole), part=span)
    summed = (
        shorter.groupby([*SERIES, "within", "file", "part"])["value"].agg(parts_sum="sum", size="size").reset_index()
    )
    summed = summed[summed["size"] == parts].rename(columns={"file": "parts_file"})
    longer = counts[counts["span"] == whole].assign(within=lambda table: table["start"]).reset_index()
    both = longer.merge(summed, on=[*SERIES, "within"]).set_index("index")
    return both[both["file"] != both["parts_file"]]


def _describe_quarters(years: pd.DataFrame, quarters: pd.DataFrame, definitions: Definitions) -> Finding:
    indicator = definitions.indicator(years["indicator"].iloc[0])
    year = describe_period(years.iloc[0])
    known = join_words(
        f"{describe_value(row['value'], indicator)} in {describe_period(row)}" for row in quarters.to_dict("records")
    )
    stated = join_words(describe_value(value, indicator) for value in years["value"])
    series = describe_series(years.iloc[0], definitions)
    return make_finding(
        "quarters_and_year",
        "warning",
        pd.concat([quarters, years]),
        f"{series}: the quarters known cannot make {year}; the others would each have to be more than twice the "
        "largest known, or below zero. The definitions may differ, as contacts and referrals do.",
        detail=f"{known}, against {stated} for {year}.",
        treatment="Quarters and year are never put into one series.",
        question=f"What does a quarter's figure of {indicator.inside} count, and what does the year's?",
    )


def _describe_apart(rows: pd.DataFrame, definitions: Definitions) -> Finding:
    indicator = definitions.indicator(rows["indicator"].iloc[0])
    series, part = describe_series(rows.iloc[0], definitions), rows["part"].iloc[0]
    figures = [
        f"{describe_period(row)}: {describe_value(row['value'], indicator)}, "
        f"its {part}s in {row['parts_file'].rpartition('/')[2]} come to {describe_value(row['parts_sum'], indicator)}"
        for row in rows.head(5).to_dict("records")
    ]
    periods = join_words(describe_period(row) for row in rows.to_dict("records"))
    return make_finding(
        "parts_elsewhere",
        "warning",
        rows,
        f"{series}, {periods}: far from what the {part}s that another source gives come to.",
        detail=f"{'; '.join(figures)}.",
        also_from=rows["parts_file"],
        treatment=f"Both are kept; a figure and the {part}s of another source are never put into one series.",
        question=f"Does {series} for {periods} cover the whole period, and does it count the same thing?",
    )
