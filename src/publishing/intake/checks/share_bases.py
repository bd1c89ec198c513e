"""Percentage columns: what each row's percentage is a percentage of."""

from collections.abc import Mapping

import pandas as pd

from analysis.definitions import Definitions
from publishing.intake.checks.described import FILED, PLACE, Described
from publishing.intake.checks.wording import join_words
from publishing.intake.findings import Finding, make_finding


def check_shares(observations: Described, definitions: Definitions, sources: Mapping) -> list[Finding]:
    """Find the base of every declared percentage, and say where it changes between the rows of a column.

    A percentage is of its column (the part's total over areas) or of its row (the row's whole). It fits a base when
    it is the quotient to within half a percentage point. A column whose rows need
    different bases is a warning, a percentage that fits neither an error, and a part above its whole an error.
    """
    findings = []
    for name, source in sources.items():
        if not source.shares:
            continue
        rows = observations[observations["source"] == name].drop_duplicates([*PLACE, "indicator"])
        table = pd.concat([_find_bases(rows, share) for share in source.shares])
        if len(table):
            findings += _describe_bases(rows, table, definitions)
    return findings


def _find_bases(rows: pd.DataFrame, share) -> pd.DataFrame:
    """Each percentage with its part, its row's whole, its column's total and the bases that it fits."""
    table = rows[(rows["indicator"] == share.share) & rows["value"].notna()]
    parts = _lookup(rows, share.part)
    wholes = _lookup(rows, share.whole)
    areas = list(zip(table["area"], table["breakdown"], table["file"], table["start"], table["end"], strict=True))
    part = [parts.get(key) for key in areas]
    column = [parts.get((share.total_area, *key[1:])) for key in areas]
    together = [wholes.get((key[0], "", *key[2:])) for key in areas]  # of all breakdowns, where the row's own has none
    row = together if share.part == share.whole else [wholes.get(*pair) for pair in zip(areas, together, strict=True)]
    table = table.assign(part=part, column=column, row=row, is_total=table["area"] == share.total_area)
    table = table.astype({"part": float, "column": float, "row": float})
    fits = {base: (table["value"] - table["part"] / table[base]).abs() <= 0.005 + 1e-9 for base in ("column", "row")}
    return table.assign(fits_column=fits["column"], fits_row=fits["row"])


def _lookup(rows: pd.DataFrame, indicator: str) -> dict[tuple, float]:
    chosen = rows[rows["indicator"] == indicator]
    keys = zip(chosen["area"], chosen["breakdown"], chosen["file"], chosen["start"], chosen["end"], strict=True)
    return dict(zip(keys, chosen["value"], strict=True))


def _describe_bases(rows: pd.DataFrame, table: pd.DataFrame, definitions: Definitions) -> list[Finding]:
    checkable = table[table["part"].notna() & (table["column"].notna() | table["row"].notna())]
    neither = checkable[~checkable["fits_column"] & ~checkable["fits_row"]]
    above = checkable[(checkable["part"] > checkable["row"]) | (checkable["part"] > checkable["column"])]
    columns = [
        column for _, column in checkable.groupby([*FILED, "indicator", "breakdown", "start", "end"], sort=False)
    ]
    changing = [column for column in columns if _changes_base(column)]
    findings = []
    if changing:
        findings.append(_describe_change(pd.concat(changing), definitions))
    if len(neither):
        findings.append(_describe_unfit(neither, definitions))
    if len(above):
        findings.append(
            make_finding(
                "numerator_above_denominator",
                "error",
                above,
                f"A part is larger than its whole: {_columns_in_words(above, definitions)}.",
                treatment="Kept as supplied, and flagged here; no share is made of it.",
                question="Which of the two counts needs correcting?",
            )
        )
    steady = len(columns) - len(changing)
    if steady:
        message = f"{steady} of {len(columns)} percentage columns keep one base in every row."
        findings.append(make_finding("share_base", "note", checkable, message, treatment="Nothing to do."))
    return findings


def _changes_base(column: pd.DataFrame) -> bool:
    """Whether no single base fits every row that fits any."""
    fitting = column[column["fits_column"] | column["fits_row"]]
    return not fitting["fits_column"].all() and not fitting["fits_row"].all()


def _describe_change(table: pd.DataFrame, definitions: Definitions) -> Finding:
    of_row = "the total row" if table.loc[table["fits_row"] & ~table["fits_column"], "is_total"].all() else "other rows"
    return make_finding(
        "share_base",
        "warning",
        table,
        f"A percentage column changes its base between rows ({_columns_in_words(table, definitions)}): most rows are a "
        f"share of the column's total, {of_row} a share of the row's whole.",
        detail="So the rows do not sum to the percentage in the total row, and cannot be compared with it.",
        treatment="Kept as supplied; shares of different bases are never compared, and reports use the counts.",
        question="What should each percentage be a percentage of?",
    )


def _describe_unfit(table: pd.DataFrame, definitions: Definitions) -> Finding:
    return make_finding(
        "share_base",
        "error",
        table,
        f"A percentage follows neither from its column nor from its row: {_columns_in_words(table, definitions)}.",
        treatment="Kept as supplied; reports use the counts.",
        question="How was this percentage worked out, and is the count beside it right?",
    )


def _columns_in_words(table: pd.DataFrame, definitions: Definitions) -> str:
    series = table.drop_duplicates(["indicator", "breakdown"]).to_dict("records")
    return join_words(
        (", ".join(filter(None, [definitions.indicator(row["indicator"]).title, row["breakdown"]])) for row in series),
        between="; ",
    )
