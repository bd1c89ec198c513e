"""The group that a row's figures are of, from one column or several, and the whole that the groups make."""

import re
from collections.abc import Mapping

import numpy as np

from analysis.definitions.contract import Source
from publishing.intake.grids import Grid
from publishing.intake.headings import Table

TOTAL = re.compile(r"(grand |sub-?|sub )?totals?( \w+)?|sum|all", re.IGNORECASE)
"""Names of rows that are sums of others: read as a group, one would be counted twice."""


def name_groups(grid: Grid[Source], table: Table, wholes: Mapping[str, str | None]) -> np.ndarray:
    """The breakdown of each row: its values in the columns, joined by a comma, without those that are the whole.

    Raises SourceRefused for a value such as Total where the specification does not say what the whole is, and for a
    declared whole that no row has.
    """
    parts = [_name_group(grid, table, heading, whole) for heading, whole in wholes.items()]
    names = [", ".join(filter(None, row)) for row in zip(*parts, strict=True)]
    return np.array(names or [""] * len(table.rows), dtype=object)


def _name_group(grid: Grid[Source], table: Table, heading: str, whole: str | None) -> list[str]:
    texts, column = table.texts(grid, heading), table.columns[heading]
    if whole is None:
        for row, text in zip(table.rows, texts, strict=True):
            if TOTAL.fullmatch(text):
                grid.note_fault(
                    row, column, "expected a group here, not a total that the file specification does not declare"
                )
        return list(texts)
    wholes = [text.casefold() == whole.casefold() for text in texts]
    if not any(wholes):
        raise grid.refuse(table.rows[0], column, f"expected '{whole}' in this column, which stands for the whole")
    return ["" if is_whole else text for text, is_whole in zip(texts, wholes, strict=True)]
