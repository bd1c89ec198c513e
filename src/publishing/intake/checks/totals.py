"""Parts that are declared to sum to a whole, as months to a year; and people, whose months do not."""

from collections.abc import Mapping

import pandas as pd

from analysis.definitions import Definitions
from analysis.definitions.contract import Total
from analysis.observations import KEY, select_best_source
from publishing.intake.checks.described import (
    FILED,
    PARTS_OF,
    SERIES,
    Described,
    count_decimals,
    select_figures,
    start_of_span,
)
from publishing.intake.checks.wording import describe_period, describe_series, describe_value, join_words
from publishing.intake.findings import Finding, make_finding

ROUNDED_TO = (5, 10, 100, 1000)
FEWEST_ROUNDED = 12
_SUMMED = ["count", "quantity", "money"]  # kinds of indicator whose parts add up, where a total names none
_WORDS = {"area": "areas", "breakdown": "parts"}


def check_totals(observations: Described, definitions: Definitions, sources: Mapping) -> list[Finding]:
    """Hold every declared total against its parts: a note where it holds, an error with its cell where not.

    A total whose parts are not all there cannot be checked, unless the parts that are there already exceed a count's
    total; nor can one whose parts are declared to leave a rest. Rates and shares are summed only where the contract
    names them. Works on the figures as supplied, before zeros become missing, because a supplier's total was made of
    the same zeros.
    """
    findings = []
    for name, source in sources.items():
        if not source.totals:
            continue
        rows = observations[observations["source"] == name].drop_duplicates([*FILED, *SERIES, "start", "end", "value"])
        for total in source.totals:
            named = rows["indicator"].isin(total.indicators) if total.indicators else rows["kind"].isin(_SUMMED)
            compared = compare_parts(rows[named], total)
            if len(compared):
                findings += _describe_comparison(compared, total, definitions)
    return findings


def compare_parts(rows: pd.DataFrame, total: Total) -> pd.DataFrame:
    """Each whole with `parts_sum`, `parts` (how many), `complete` (every part there) and `differs`."""
    pairs = pair_parts(rows if total.over == "period" else rows[rows["breakdown"] != "target"], total)
    summed = pairs.groupby(["whole", "span_part"], sort=False).agg(
        parts_sum=("value", "sum"), parts=("value", "size"), known=("value", "count"), days=("days", "sum")
    )
    compared = rows.join(summed.reset_index("span_part"), how="inner")
    covered = compared["days"] == count_days(compared) if total.over == "period" else True
    complete = (compared["known"] == compared["parts"]) & compared["value"].notna() & covered & (not total.disjoint)
    gap = compared["parts_sum"] - compared["value"]
    # each part, and the whole, may be half a unit off where figures are rounded
    tolerance = _find_units(rows, compared) * (compared["parts"] + 1) / 2 + 1e-6 * compared["value"].abs().clip(lower=1)
    exceeded = (compared["kind"] == "count") & (gap > tolerance)
    return compared.assign(complete=complete, differs=complete & (gap.abs() > tolerance) | exceeded)


def pair_parts(rows: pd.DataFrame, total: Total) -> pd.DataFrame:
    """Each part of a total, with the label of its `whole`, its own `days` and the kind of its period, `span_part`.

    A longer period has the shorter ones inside it for its parts, of the same series and file.
    """
    if total.over == "period":
        wholes = rows[rows["span"] == total.whole].assign(within=lambda table: table["start"])
        parts = rows[rows["span"].isin(PARTS_OF.get(total.whole, []))]
        parts, on = parts.assign(within=start_of_span(parts["start"], total.whole)), [*FILED, *SERIES, "within"]
    else:
        is_whole = rows[total.over] == total.whole
        wholes, parts = rows[is_whole], rows[~is_whole]
        on = [*FILED, *[column for column in (*SERIES, "start", "end") if column != total.over]]
    parts = parts.assign(days=count_days(parts), span_part=parts["span"].astype("string"))
    return wholes[on].assign(whole=wholes.index).merge(parts, on=on)


def count_days(rows: pd.DataFrame) -> pd.Series:
    """How many days each row's period has."""
    return (rows["end"] - rows["start"]).dt.days + 1


def _find_units(rows: pd.DataFrame, compared: pd.DataFrame) -> pd.Series:
    """The unit that each whole is rounded to: a count's by its series, another figure's by its own last digit.

    A count is taken for rounded to 5, 10, 100 or 1,000 where all figures of its series, twelve at least, are multiples
    of it, as England's monthly referrals are of 10; otherwise counts and money are exact.
    """
    figures = rows[(rows["value"].notna()) & (rows["value"] != 0)]
    series = [figures[column] for column in (*FILED, *SERIES)]
    units = pd.Series(0.0, index=figures.index)
    for unit in ROUNDED_TO:
        divided = (figures["value"] % unit == 0).groupby(series).transform("all")
        units = units.mask(divided & (figures["value"].groupby(series).transform("size") >= FEWEST_ROUNDED), unit)
    counted = units.reindex(compared.index.unique()).fillna(0.0).loc[compared.index].set_axis(compared.index)
    is_counted = compared["kind"].isin(_SUMMED)
    places = compared["value"].map(count_decimals).clip(lower=(compared["kind"] == "proportion") * 2)
    return counted.where(is_counted, 10.0**-places)


def _describe_comparison(compared: pd.DataFrame, total: Total, definitions: Definitions) -> list[Finding]:
    findings = [
        _describe_difference(rows, total, definitions)
        for _, rows in compared[compared["differs"]].groupby([*FILED, *SERIES], sort=False)
    ]
    for _, rows in compared.groupby([*FILED, "span_part"], sort=False):
        checked = rows["complete"] | rows["differs"]
        why = "their parts leave a rest" if total.disjoint else "a part is missing"
        words = [
            f"the {_parts_in_words(rows, total)} sum to the total in {(~rows['differs'])[checked].sum()} of "
            f"{checked.sum()} rows" * bool(checked.any()),
            f"{(~checked).sum()} totals cannot be checked because {why}" * bool((~checked).any()),
        ]
        message = "; ".join(filter(None, words))
        message = f"{message[0].upper()}{message[1:]}."
        findings.append(make_finding("parts_and_total", "note", rows, message, treatment="Nothing to do."))
    return findings


def _describe_difference(rows: pd.DataFrame, total: Total, definitions: Definitions) -> Finding:
    indicator = definitions.indicator(rows["indicator"].iloc[0])
    series, parts = describe_series(rows.iloc[0], definitions), _parts_in_words(rows, total)
    periods = join_words(describe_period(row) for row in rows.to_dict("records"))
    figures = [
        f"{describe_period(row)}: the parts come to {describe_value(row['parts_sum'], indicator)}, "
        f"the total says {describe_value(row['value'], indicator)}"
        for row in rows.head(5).to_dict("records")
    ]
    return make_finding(
        "parts_and_total",
        "error",
        rows,
        f"{series}: the {parts} do not sum to the total for {periods}.",
        detail="; ".join(figures) + ".",
        treatment="Parts and total are kept as supplied; reports use each only as itself.",
        question=f"Which is right for {series}, {periods}: the {parts} or the total?",
    )


def _parts_in_words(rows: pd.DataFrame, total: Total) -> str:
    return _WORDS.get(total.over, f"{rows['span_part'].iloc[0]}s")


def check_summed_people(observations: Described, definitions: Definitions) -> list[Finding]:
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
