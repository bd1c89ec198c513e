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


def _one_of(words: list[str]) -> pa.Column:
    return pa.Column("string", pa.Check.isin(words), coerce=True)


_FIGURE = dict.fromkeys(["indicator", "area", "breakdown", "period"], _text) | {"start": _day, "end": _day}

OBSERVATIONS = pa.DataFrameSchema(
    _FIGURE
    | dict.fromkeys(["numerator", "denominator", "value"], _number)
    | {"text": _words, "status": _one_of(STATUSES)}
    | dict.fromkeys(["source", "file", "cell"], _text)
    | {"precedence": pa.Column("int64", pa.Check.ge(1), coerce=True), "received": _when},
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
    {"rule": _text, "severity": _one_of(SEVERITIES)}
    | dict.fromkeys(["source", "file", "cell", "indicators", "areas"], _text)
    | {"start": _when, "end": _when, "message": _text, "detail": _words, "treatment": _text, "question": _words},
    strict=True,
    ordered=True,
)
"""What the checks saw. `message` never holds a figure, `detail` may (pages protect it);
`indicators` are ids and `areas` codes, joined by a space: what and which places it is about, all where none is named;
`start` and `end` are the first and last day of the figures; `question` is what to ask the supplier."""

REVISIONS = pa.DataFrameSchema(
    _FIGURE
    | dict.fromkeys(["before", "after", "change"], _number)
    | {"kind": _one_of(["revised", "given", "withheld", "dropped"])}
    | dict.fromkeys(["turns", "source", "file", "edition", "earlier"], _text),
    strict=True,
    ordered=True,
)
"""Figures that differ between the edition of a data set that is used and the `earlier` one; `change` is relative to the
figure before, `turns` names the statements that come out the other way."""


@dataclass(frozen=True, eq=False)
class Kind:
    """What a table of a kind is like, as it stands in a signature: pandera's schemas have no hash to be told by."""

    schema: pa.DataFrameSchema


def names_in(*lists: str) -> list[str]:
    """The names in some texts, with spaces between."""
    return " ".join(lists).split()


def _are_text(column: pd.Series) -> bool:
    return all(isinstance(value, str) for value in column)


def _are_numbers(column: pd.Series) -> bool:
    return column.empty or pd.api.types.is_numeric_dtype(column.infer_objects())


_TEXT = pa.Column(None, pa.Check(_are_text, error="not text"), nullable=True)
_NUMBER = pa.Column(None, pa.Check(_are_numbers, error="not numbers"), nullable=True)
_DAY = pa.Column("datetime64[ns]", nullable=True)
DAYS = ("start", "end", "received")
ANYTHING = ("others", "order", "periods")
TEXTS = names_in(
    "indicator indicator_title unit area area_name breakdown period kind text source file cell sheet method reason",
    "why release where what inside compared category characteristic part cohort priority action written comment",
    "amber_from due title stage words quarter form made payer partner supplier severity question note code name region",
    "place claim england_period period_before used_source",
)
"""What a column is called says what it holds, in every table: days, text, or numbers, which flags are as well."""


def _column_of(name: str, texts: str) -> pa.Column:
    if name in DAYS or name in ANYTHING:
        return _DAY if name in DAYS else pa.Column()
    return _TEXT if name in TEXTS or name.endswith(("status", "_when")) or name in names_in(texts) else _NUMBER


STATUS_COLUMNS = {rf"^.+{STATUS}$": pa.Column(None, _TEXT.checks, nullable=True, regex=True, required=False)}
FIGURE_COLUMNS = {
    rf"^(?!start$|end$|period$)(?!.*{STATUS}$).*$": pa.Column(
        None, _NUMBER.checks, nullable=True, regex=True, required=False
    )
}


def _has_figures(table: pd.DataFrame) -> bool:
    return "value" in table or {"numerator", "denominator"} <= set(table)


_WITH_FIGURES = pa.Check(_has_figures, error="no figures")


def table_of(*names: str, texts: str = "", checks: pa.Check | None = None, **more: pa.Column) -> Kind:
    """The kind of table with these columns, named one by one or with spaces between, and with others.

    `texts` are those that hold text here and numbers elsewhere.
    """
    columns = {name: _column_of(name, texts) for name in names_in(*names)}
    return Kind(pa.DataFrameSchema(columns | more, checks=checks))


Observations = Annotated[pd.DataFrame, Kind(OBSERVATIONS)]
"""Every figure as received, before disclosure control."""

Findings = Annotated[pd.DataFrame, Kind(FINDINGS)]
"""What the checks found, with all columns of `FINDINGS`."""

Revisions = Annotated[pd.DataFrame, Kind(REVISIONS)]
"""Figures that publishers revised, with all columns of `REVISIONS`."""

Accounts = Annotated[pd.DataFrame, table_of("source file sheet figure marker label total finding outside cells")]
"""A row for each sheet received: what became of its cells, and how many there are."""

Readings = Annotated[pd.DataFrame, table_of(*OBSERVATIONS.columns)]
"""Observations as they may be shown: a withheld figure has the status `withheld` and no number. Those that
`select_readings` chose have the `kind` of their period."""

ByPeriod = Annotated[
    pd.DataFrame, table_of("start end", period=pa.Column(nullable=True), **FIGURE_COLUMNS, **STATUS_COLUMNS)
]
"""A row for each period, a column for each indicator, area or breakdown, and beside `x` its status `x_status`."""

Dated = Annotated[pd.DataFrame, table_of("period start end")]
"""Any rows that have a period, with its first and last day."""

Figures = Annotated[pd.DataFrame, table_of(checks=_WITH_FIGURES)]
"""Any rows that have a `value`, or the `numerator` and `denominator` that it is made of, as the kind of figure asks."""

Fractions = Annotated[pd.DataFrame, table_of("numerator denominator")]
"""Any rows that have a number and what it is divided by."""

MonthlyCounts = Annotated[pd.DataFrame, table_of("numerator start")]
"""A count for each month, by its first day."""

AreaCounts = Annotated[pd.DataFrame, table_of("area start end numerator")]
"""A count for each area and period."""

AreaFigures = Annotated[pd.DataFrame, table_of("area period start end numerator denominator value status")]
"""A figure for each area and period, with the number and what it is divided by where they are known."""

Panel = Annotated[pd.DataFrame, table_of("area start end", checks=_WITH_FIGURES)]
"""A row for each area and period, with its `value` or the numbers that it is made of, as the kind of figure asks."""
