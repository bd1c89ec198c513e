"""The kinds of table that pass from one module to another: what a row is, the columns and what they mean.

A function names the kind that it takes or gives. The test suite holds every table that passes to its schema; at run
time nothing is checked. A schema names the columns that are always there; others may stand beside them.
"""

from dataclasses import dataclass
from typing import Annotated

import pandas as pd
import pandera.pandas as pa

# Tables here are small: pandas takes words that Python holds apart faster than Arrow's, a page in a seventh less time.
pd.set_option("mode.string_storage", "python")

STATUS = "_status"  # how the column ends that says why a figure beside it is missing


STATUSES = [
    "reported",
    "provisional",
    "revised",
    "derived",
    "not_supplied",
    "not_available",
    "not_applicable",
    "suppressed_at_source",
]
SEVERITIES = ["error", "warning", "note"]

_text = pa.Column("string", coerce=True)
_words = pa.Column("string", coerce=True, nullable=True)
_number = pa.Column("float64", coerce=True, nullable=True)
_day = pa.Column("datetime64[ns]", coerce=True)
_when = pa.Column("datetime64[ns]", coerce=True, nullable=True)

OBSERVATIONS = pa.DataFrameSchema(
    {
        "indicator": _text,
        "area": _text,
        "breakdown": _text,
        "period": _text,
        "start": _day,
        "end": _day,
        "numerator": _number,
        "denominator": _number,
        "value": _number,
        "text": _words,
        "status": pa.Column("string", pa.Check.isin(STATUSES), coerce=True),
        "source": _text,
        "file": _text,
        "cell": _text,
        "precedence": pa.Column("int64", pa.Check.ge(1), coerce=True),
        "received": pa.Column("datetime64[ns]", coerce=True, nullable=True),
    },
    checks=[
        pa.Check(lambda table: table["start"] <= table["end"], error="a period ends before it starts"),
        pa.Check(
            lambda table: (
                table[["numerator", "value", "text"]].notna().any(axis=1)
                | ~table["status"].isin(["reported", "provisional", "revised", "derived"])
            ),
            error="a reported observation has no figure",
        ),
    ],
    strict=True,
    ordered=True,
)
"""One row per indicator, area, breakdown, period and source; a missing figure is a row with a status.

`text` is what was written where the figure is a statement; `precedence` ranks sources that give the same figure: 1 an
official statistic, 2 a supplier's return, 3 a table of a report, 4 a sentence.
"""

FINDINGS = pa.DataFrameSchema(
    {
        "rule": _text,
        "severity": pa.Column("string", pa.Check.isin(SEVERITIES), coerce=True),
        "source": _text,
        "file": _text,
        "cell": _text,
        "indicators": _text,
        "areas": _text,
        "start": _when,
        "end": _when,
        "message": _text,
        "detail": _words,
        "treatment": _text,
        "question": _words,
    },
    strict=True,
    ordered=True,
)
"""What the checks saw. `message` never holds a figure, `detail` may (pages protect it);
`indicators` are ids and `areas` codes, joined by a space: what and which places it is about, all where none is named;
`start` and `end` are the first and last day of the figures; `question` is what to ask the supplier."""

REVISIONS = pa.DataFrameSchema(
    {
        "indicator": _text,
        "area": _text,
        "breakdown": _text,
        "period": _text,
        "start": _day,
        "end": _day,
        "before": _number,
        "after": _number,
        "change": _number,
        "kind": pa.Column("string", pa.Check.isin(["revised", "given", "withheld", "dropped"]), coerce=True),
        "turns": _text,
        "source": _text,
        "file": _text,
        "edition": _text,
        "earlier": _text,
    },
    strict=True,
    ordered=True,
)
"""Figures that differ between the edition of a data set that is used and the `earlier` one; `change` is relative to the
figure before, `turns` names the statements that come out the other way."""


@dataclass(frozen=True, eq=False)
class Kind:
    """What a table of a kind is like, as it stands in a signature: pandera's schemas have no hash to be told by."""

    schema: pa.DataFrameSchema


def _are_text(column: pd.Series) -> bool:
    return all(isinstance(value, str) for value in column)


def _are_numbers(column: pd.Series) -> bool:
    return column.empty or pd.api.types.is_numeric_dtype(column.infer_objects())


_TEXT = pa.Column(None, pa.Check(_are_text, error="not text"), nullable=True)
_NUMBER = pa.Column(None, pa.Check(_are_numbers, error="not numbers"), nullable=True)
_DAY = pa.Column("datetime64[ns]", nullable=True)
STATUS_COLUMNS = {rf"^.+{STATUS}$": pa.Column(None, _TEXT.checks, nullable=True, regex=True, required=False)}
FIGURE_COLUMNS = {
    rf"^(?!start$|end$|period$)(?!.*{STATUS}$).*$": pa.Column(None, _NUMBER.checks, nullable=True, regex=True)
}


def _has_figures(table: pd.DataFrame) -> bool:
    return "value" in table or {"numerator", "denominator"} <= set(table)


def table_of(text: str = "", numbers: str = "", days: str = "", **more: pa.Column) -> Kind:
    """The kind of table with these columns of text, numbers and days, and with others."""
    named = [(_TEXT, text), (_NUMBER, numbers), (_DAY, days)]
    columns = {name: column for column, names in named for name in names.split()}
    return Kind(pa.DataFrameSchema(columns | more))


Observations = Annotated[pd.DataFrame, Kind(OBSERVATIONS)]
"""Every figure as received, before disclosure control."""

Findings = Annotated[pd.DataFrame, Kind(FINDINGS)]
"""What the checks found, with all columns of `FINDINGS`."""

Revisions = Annotated[pd.DataFrame, Kind(REVISIONS)]
"""Figures that publishers revised, with all columns of `REVISIONS`."""

Accounts = Annotated[pd.DataFrame, table_of("source file sheet", "figure marker label total finding outside cells")]
"""A row for each sheet received: what became of its cells, and how many there are."""

Readings = Annotated[
    pd.DataFrame,
    table_of(
        "indicator area breakdown period text status source file cell",
        "numerator denominator value precedence",
        "start end received",
    ),
]
"""Observations as they may be shown: a withheld figure has the status `withheld` and no number. Those that
`select_readings` chose have the `kind` of their period."""

ByPeriod = Annotated[
    pd.DataFrame, table_of(days="start end", period=pa.Column(nullable=True), **FIGURE_COLUMNS, **STATUS_COLUMNS)
]
"""A row for each period, a column for each indicator, area or breakdown, and beside `x` its status `x_status`."""

Dated = Annotated[pd.DataFrame, table_of("period", days="start end")]
"""Any rows that have a period, with its first and last day."""

Figures = Annotated[pd.DataFrame, Kind(pa.DataFrameSchema(checks=pa.Check(_has_figures, error="no figures")))]
"""Any rows that have a `value`, or the `numerator` and `denominator` that it is made of, as the kind of figure asks."""

Fractions = Annotated[pd.DataFrame, table_of(numbers="numerator denominator")]
"""Any rows that have a number and what it is divided by."""

MonthlyCounts = Annotated[pd.DataFrame, table_of(numbers="numerator", days="start")]
"""A count for each month, by its first day."""

Panel = Annotated[pd.DataFrame, table_of("area", "numerator denominator", "start end")]
"""A row for each area and period, with the number and what it is divided by (of values: `value`)."""
