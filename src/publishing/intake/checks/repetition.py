"""Figures that stand twice: one figure in a file, and a column that repeats the column of another period."""

from collections.abc import Mapping
from itertools import combinations

import numpy as np
import pandas as pd

from analysis.definitions import Definitions
from analysis.observations import KEY, has_figure
from publishing.intake.cell_ranges import join_rows, read_addresses
from publishing.intake.checks.agreement import agree
from publishing.intake.checks.described import MEASURED, Described, select_figures
from publishing.intake.checks.wording import describe_period, describe_row, describe_series, describe_value, join_words
from publishing.intake.findings import KEPT_OUT, Finding, keep_out, make_finding

FEWEST_ROWS = 4

FILED_KEY = ["source", "file", *KEY]
_SHEET = ["source", "file", "sheet"]
_FIGURE = ["row", "indicator", "area", "breakdown"]


def check_repeated_columns(
    observations: Described, definitions: Definitions, sources: Mapping
) -> tuple[Described, list[Finding]]:
    """Keep the figures of a copied column out of every comparison, and say in which rows it repeats which column.

    Two columns of different periods repeat each other when their figures are equal in four rows or more, and in most
    of the rows that can be compared; rows that are zero in both, and markers, do not count. A row counts as equal
    when one of its figures is. The column of the earlier period is taken for the copy: a return is made for its
    latest period, and the columns beside it are filled from older ones. Its equal figures become `not_available`.
    """
    laid = [name for name, source in sources.items() if source.ONE_COLUMN_A_PERIOD]
    figures = select_figures(observations[observations["source"].isin(laid)])
    figures = figures.join(read_addresses(figures["cell"])).dropna(subset=["row"])
    copied, findings = [], []
    for _, sheet in figures.groupby(_SHEET, sort=False):
        for equal, later in _select_copies(sheet):
            copied.append(equal)
            findings.append(_describe_copy(equal, sheet[sheet["column"] == later], definitions))
    return keep_out(observations, pd.concat(copied).index if copied else observations.index[:0]), findings


def _select_copies(sheet: pd.DataFrame) -> list[tuple[pd.DataFrame, str]]:
    """The figures of each copied column that another repeats, with the letter of that other, later column."""
    if sheet["row"].nunique() < FEWEST_ROWS:
        return []
    table = sheet.pivot_table(index=_FIGURE, columns="column", values="value", aggfunc="first")
    ends = sheet.groupby("column")["end"].agg(lambda days: days.mode().iloc[0])  # of most figures in the column
    rows = table.index.get_level_values("row").to_numpy(dtype=int)
    copies = []
    for earlier, later in combinations(ends.sort_values(kind="stable").index, 2):
        equal = _find_equal(rows, table[earlier].to_numpy(), table[later].to_numpy())
        if ends[earlier] < ends[later] and equal.any():
            column = sheet[sheet["column"] == earlier]
            copies.append((column[pd.MultiIndex.from_frame(column[_FIGURE]).isin(table.index[equal])], later))
    return copies


def _find_equal(rows: np.ndarray, earlier: np.ndarray, later: np.ndarray) -> np.ndarray:
    """Which figures are equal in both columns; none where too few rows are alike."""
    compared = ~np.isnan(earlier) & ~np.isnan(later) & ((earlier != 0) | (later != 0))
    equal = compared & (earlier == later)
    alike, comparable = len(np.unique(rows[equal])), len(np.unique(rows[compared]))
    return equal if alike >= FEWEST_ROWS and alike * 2 > comparable else np.zeros_like(equal)


def _describe_copy(equal: pd.DataFrame, later: pd.DataFrame, definitions: Definitions) -> Finding:
    """The finding about one copied column, with the rows of the sheet."""
    copy, origin = (f"{column['column'].iloc[0]} ({_label(column)})" for column in (equal, later))
    figures = [
        describe_value(row["value"], definitions.indicator(row["indicator"]), numerator=row["numerator"])
        for row in equal.to_dict("records")
    ]
    return make_finding(
        "repeated_column",
        "warning",
        equal,
        f"Column {copy} repeats column {origin} in {join_rows(equal['row'])} of the sheet.",
        detail=f"Both columns say {join_words(figures, most=12)}.",
        treatment="The repeated figures of the earlier period are treated as not available, so nothing is compared "
        "with them; the later period's are used.",
        question=f"What are the figures of {_label(equal)} for {join_rows(equal['row'])}?",
    )


def _label(column: pd.DataFrame) -> str:
    """The period that a column is headed with, as far as its figures tell: a quarter's name before a day's."""
    wide = column[column["span"] != "day"]
    return str((wide if len(wide) else column)["period"].mode().iloc[0])


def check_doubled_figures(observations: Described, definitions: Definitions) -> tuple[Described, list[Finding]]:
    """Note figures that stand twice in a file and agree; those that differ are errors, and kept out.

    A figure that the same file leaves out or withholds elsewhere differs too. Nothing in a file says which of two
    figures is right. The same figure is one of the same indicator, area, breakdown and period. Dates and words have
    their own checks.
    """
    figures = select_figures(observations, *MEASURED)
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
