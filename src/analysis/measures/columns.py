"""How a column of a table is headed and how its figures are written, also where a spreadsheet would read a formula."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from analysis.definitions import Indicator
from analysis.numbers import FORMS, say

NAMED = {"start": "First day", "end": "Last day"}
FORM_OF_KIND = {
    "count": "count",
    "quantity": "number",
    "rate": "rate",
    "proportion": "share",
    "money": "money",
    "change": "change",
}
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
GUARD = "'"
SMALLEST_DECIMAL = 1e-6  # what is nearer to a whole number came as one


@dataclass(frozen=True)
class Column:
    """A column's heading, the form its figures are written in, what a rate is per, and the decimals if set."""

    title: str
    form: str = "text"
    per: int | None = None
    places: int | None = None

    def __post_init__(self) -> None:
        if self.form not in FORMS:
            raise ValueError(f"no form of figure {self.form!r}; there are {', '.join(FORMS)}")

    @property
    def heading(self) -> str:
        """The title, with what a rate is per unless the title says so."""
        per = f"per {self.per:,}" if self.per else ""
        return f"{self.title} ({per})" if per and per not in self.title else self.title

    def write(self, figure: float | date) -> str:
        """A figure of the column, as a cell shows it: the heading says what a rate is per."""
        return say(figure, self.form, places=self.places)


def guess_column(name: str, *, counted: bool = False, numeric: bool = True) -> Column:
    """The column that a name in the field's words stands for, where nothing else is said: `repeat_share` is a share."""
    title = name.replace("_", " ")
    title = title[:1].upper() + title[1:]
    if not numeric:
        return Column(title)
    return Column(title, "count" if counted else "share" if name.endswith("share") else "number")


def choose_columns(
    table: pd.DataFrame, given: Mapping[str, str | Column] | None, indicators: Mapping[str, Indicator]
) -> dict[str, Column]:
    """The column of each name in a table: as given, else by the indicator of that name, else by the name itself.

    A title given in words alone keeps the form that the column would have without it.
    """
    columns = {}
    for name in table:
        numeric = pd.api.types.is_numeric_dtype(table[name])
        known = column_of(indicators[name]) if name in indicators else guess_column(str(name), numeric=numeric)
        named = (given or {}).get(name, NAMED.get(name, known.title))
        columns[name] = named if isinstance(named, Column) else replace(known, title=named)
    return columns


def column_of(indicator: Indicator) -> Column:
    """The column that an indicator's figures stand in."""
    form = FORM_OF_KIND.get(indicator.kind, "number" if indicator.kind == "rank" else "text")
    return Column(indicator.title, form, indicator.per)


def write_plainly(figure: float, column: Column) -> str:
    """A figure with one decimal at most, and none where it came as a whole number; empty where there is none."""
    if pd.isna(figure):
        return ""
    scaled = figure * 100 if column.form in ("share", "points", "change") else figure
    whole = abs(scaled - round(scaled)) < SMALLEST_DECIMAL
    return say(figure, column.form, per=column.per, places=0 if whole else 1)


def guard_formula(text: str) -> str:
    """The text with an apostrophe before it where a spreadsheet would take it for a formula."""
    return f"{GUARD}{text}" if text.startswith(FORMULA_STARTS) else text


def unguard_formula(text: str) -> str:
    """The text as it was before `guard_formula`."""
    return text[1:] if text.startswith(GUARD) and text[1:].startswith(FORMULA_STARTS) else text
