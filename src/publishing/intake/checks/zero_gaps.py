"""A whole source that is zero for a period while the periods beside it are not."""

import pandas as pd

from analysis.definitions import Definitions
from analysis.periods import Period
from publishing.intake.checks.described import FILED, Described, select_figures
from publishing.intake.checks.wording import describe_area, describe_period, describe_series, join_words
from publishing.intake.findings import Finding, keep_out, make_finding

FEWEST_SERIES = 2
LONGEST_GAP = 3  # periods; longer stretches of nothing are more likely a service that had not begun or had ended
LEAST_BESIDE = 10  # a Poisson count of mean ten is zero less than once in 20,000 periods
_PLACE = [*FILED, "area", "span"]


def check_gaps(observations: Described, definitions: Definitions) -> tuple[Described, list[Finding]]:
    """Turn zeros that stand for figures never supplied into missing ones, and say so.

    Where every count of a source and area (two series at least) is zero for one to three periods, and positive in the
    periods on either side, the zeros become `not_supplied`: status changed, and no figure. Small places
    can truly have nothing in a month, so in one series the periods beside must average ten at least. At an end of the
    series there is only one side. A longer period's own total stays, and a second finding says how many of its
    periods it stands for.
    """
    counts = select_figures(observations, "count")
    counts = counts[counts["span"].isin(["month", "quarter", "financial year", "calendar year"])]
    zero = _select_gaps(counts)
    findings = []
    for (*_, area, _), rows in zero.groupby(_PLACE, sort=False):
        findings.append(_describe_gap(rows, area, definitions))
        findings += _describe_totals(counts, rows, area, definitions)
    return keep_out(observations, zero.index, "not_supplied"), findings


def _select_gaps(counts: pd.DataFrame) -> pd.DataFrame:
    """The rows of all periods that are zero throughout between periods that are positive throughout."""
    largest = counts.groupby([*_PLACE, "start"])["value"].transform("max")
    places = counts[largest.groupby([counts[column] for column in _PLACE]).transform("min") == 0]
    found = [
        rows[rows["start"].isin(starts)]
        for _, rows in places.groupby(_PLACE, sort=False)
        for starts in _runs_of_zero(rows)
    ]
    return pd.concat(found) if found else counts.iloc[:0]


def _runs_of_zero(rows: pd.DataFrame) -> list[list[pd.Timestamp]]:
    """Starts of each short run of all-zero periods that lies beside all-positive ones only, and stands out."""
    table = rows.groupby(["start", "end"])["value"].agg(["size", "min", "max"]).reset_index()
    zero = (table["max"] == 0) & (table["size"] >= FEWEST_SERIES) & (table["size"] == table["size"].max())
    runs = []
    for _, run in table[zero].groupby((zero != zero.shift()).cumsum()[zero]):
        beside = table[table.index.isin([run.index[0] - 1, run.index[-1] + 1])]
        positive = len(beside) and (beside["min"] > 0).all() and _adjoin(beside, run)
        means = rows[rows["start"].isin(beside["start"])].groupby(["indicator", "breakdown"])["value"].mean()
        if len(run) <= LONGEST_GAP and positive and means.max() >= LEAST_BESIDE:
            runs.append(list(run["start"]))
    return runs


def _adjoin(beside: pd.DataFrame, run: pd.DataFrame) -> bool:
    """Whether no day lies between the periods beside and the run."""
    stretch = pd.concat([beside, run]).sort_values("start")
    following = stretch["start"].shift(-1).iloc[:-1]
    return bool((following == stretch["end"].iloc[:-1] + pd.Timedelta(days=1)).all())


def _describe_gap(rows: pd.DataFrame, area: str, definitions: Definitions) -> Finding:
    periods = _periods_in_words(rows)
    series = rows.drop_duplicates(["indicator", "breakdown"]).to_dict("records")
    return make_finding(
        "not_supplied",
        "warning",
        rows,
        f"Every series is zero for {describe_area(area, definitions)} in {periods}, while the periods beside are not.",
        detail=f"Zero together: {'; '.join(describe_series(row, definitions) for row in series)}.",
        treatment="Treated as not supplied: no figure is used for it, and none is put in its place.",
        question=f"Can you send the figures for {periods}, or confirm that there were none?",
    )


def _describe_totals(counts: pd.DataFrame, gap: pd.DataFrame, area: str, definitions: Definitions) -> list[Finding]:
    """One finding for each longer period of the same series that the gap lies in."""
    series = gap.drop_duplicates([*FILED, "indicator", "breakdown"])[[*FILED, "indicator", "breakdown"]]
    longer = counts[(counts["area"] == area) & (counts["start"] <= gap["start"].min())].reset_index()
    longer = longer[(longer["end"] >= gap["end"].max()) & (longer["span"] != gap["span"].iloc[0])]
    longer = longer.merge(series, on=list(series.columns)).set_index("index")
    missing = gap["start"].nunique()
    findings = []
    for _, rows in longer.groupby(["span", "start"], sort=False):
        whole = rows.iloc[0]
        parts = round(_months(whole) / _months(gap.iloc[0]))
        words = describe_period(whole)
        supplied = f"{parts - missing} of {parts} {gap['span'].iloc[0]}s"
        findings.append(
            make_finding(
                "incomplete_period",
                "warning",
                rows,
                f"The totals for {words}, {describe_area(area, definitions)}, are those of {supplied}.",
                treatment=f"Kept as supplied, and named as figures of {supplied} wherever they are used.",
                question=f"What are the totals for {words} once {_periods_in_words(gap)} is supplied?",
            )
        )
    return findings


def _months(row: pd.Series) -> int:
    return len(Period(row["start"].date(), row["end"].date(), row["span"], row["period"]).months())


def _periods_in_words(rows: pd.DataFrame) -> str:
    return join_words(describe_period(row) for row in rows.sort_values("start").to_dict("records"))
