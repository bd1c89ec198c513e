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
_STATUSES = {rf"^.+{STATUS}$": pa.Column(None, _TEXT.checks, nullable=True, regex=True, required=False)}
_FIGURES = {rf"^(?!start$|end$|period$)(?!.*{STATUS}$).*$": pa.Column(None, _NUMBER.checks, nullable=True, regex=True)}


def _has_figures(table: pd.DataFrame) -> bool:
    return "value" in table or {"numerator", "denominator"} <= set(table)


def _kind(text: str = "", numbers: str = "", days: str = "", **more: pa.Column) -> Kind:
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

Accounts = Annotated[pd.DataFrame, _kind("source file sheet", "figure marker label total finding outside cells")]
"""A row for each sheet received: what became of its cells, and how many there are."""

Readings = Annotated[
    pd.DataFrame,
    _kind(
        "indicator area breakdown period text status source file cell",
        "numerator denominator value precedence",
        "start end received",
    ),
]
"""Observations as they may be shown: a withheld figure has the status `withheld` and no number. Those that
`select_readings` chose have the `kind` of their period."""

ByPeriod = Annotated[pd.DataFrame, _kind(days="start end", period=pa.Column(nullable=True), **_FIGURES, **_STATUSES)]
"""A row for each period, a column for each indicator, area or breakdown, and beside `x` its status `x_status`."""

Dated = Annotated[pd.DataFrame, _kind("period", days="start end")]
"""Any rows that have a period, with its first and last day."""

Figures = Annotated[pd.DataFrame, Kind(pa.DataFrameSchema(checks=pa.Check(_has_figures, error="no figures")))]
"""Any rows that have a `value`, or the `numerator` and `denominator` that it is made of, as the kind of figure asks."""

Fractions = Annotated[pd.DataFrame, _kind(numbers="numerator denominator")]
"""Any rows that have a number and what it is divided by."""

MonthlyCounts = Annotated[pd.DataFrame, _kind(numbers="numerator", days="start")]
"""A count for each month, by its first day."""

MonthLine = Annotated[pd.DataFrame, _kind("why", "figure")]
"""A figure for each month, by the index of its first days, and why one is missing."""

ChartMonths = Annotated[
    pd.DataFrame, _kind(numbers="numerator expected lower upper load outside in_quarter", days="start")
]
"""A month's count (missing for a gap), the one expected with its limits, its `load` (days times the season), and whether it
is `outside` the limits and `in_quarter`."""

CountsByCategory = Annotated[
    pd.DataFrame, _kind(**{"^.*$": pa.Column(None, _NUMBER.checks, nullable=True, regex=True)})
]
"""A row for each area, by the index of codes, and a column for each category; that of all is ''."""

Panel = Annotated[pd.DataFrame, _kind("area", "numerator denominator", "start end")]
"""A row for each area and period, with the number and what it is divided by (of values: `value`)."""

Rates = Annotated[
    pd.DataFrame,
    _kind("area period status method reason", "numerator denominator value lower upper confidence", "start end"),
]
"""A rate or share for each area and period: its parts, limits, the method of these, and why there is none."""

Years = Annotated[
    pd.DataFrame,
    _kind(
        "period value_status",
        "numerator denominator value lower upper neighbours_median neighbours_lowest neighbours_highest "
        "neighbours_known",
        "start end",
    ),
]
"""A rate or share of one area for each period, beside its neighbours' median and range (missing where fewer than five
are known) and the figure of each further comparator."""

Points = Annotated[pd.DataFrame, _kind("label", "year", "start")]
"""The complete rows of a series in order of time; `year` counts years from the first row, gaps included."""

Changes = Annotated[pd.DataFrame, _kind("area", "before after change chance", "start end")]
"""An area's change between two periods, dated as the later: both figures, the change of the log rate (of a share: of
the log odds) and the variance that chance gives it (0 where counts are not known)."""

Categories = Annotated[
    pd.DataFrame,
    _kind(
        "category",
        "count total value lower upper other_count other_total other_value other_lower other_upper "
        "difference least most",
        differs=pa.Column("boolean", nullable=True),
    ),
]
"""A category's share of a count with its limits, the same of others, and the difference with its limits. `differs`:
whether the two differ, missing where nothing can be said."""

CategoryChanges = Annotated[pd.DataFrame, _kind("place category", "count before printed", implied=pa.Column(bool))]
"""A category's count in a place and the one of the year before; `printed` is the change as a source prints it, and
`implied` whether the count before was worked out."""

TwoCounts = Annotated[pd.DataFrame, _kind(numbers="count before")]
"""Any rows that have a count and the one before it."""

ItemSeries = Annotated[
    pd.DataFrame, _kind("period status", "figure number whole", "start end", approximate=pa.Column(bool))
]
"""The figures of a scorecard's item, the latest last, with the number and the whole that a share or rate is made of;
`approximate` where one of these was worked out from the other."""

MissingMonths = Annotated[pd.DataFrame, _kind(numbers="children episodes repeat_children repeat_episodes")]
"""Children who went missing, their episodes, and those of both that are of children with more than one."""

Profile = Annotated[
    pd.DataFrame,
    _kind("characteristic period", "missing_children missing_episodes missing_repeat_children", **_STATUSES),
]
"""A year's missing children and episodes by characteristic. `of_child`: whether each child has one such alone; one with
several episodes can be under several words of an event, so that the share missing again is higher in each
(length-biased sampling, Cox 1969)."""

Steps = Annotated[pd.DataFrame, _kind(numbers="time at_risk events")]
"""A row for each step of time: when it ends, to how many children it had not happened when it began, and to how many
it happens in it."""

Stated = Annotated[
    pd.DataFrame,
    _kind(
        "indicator breakdown area where period kind what text count_status base_status england_when before_when "
        "compared implied_when",
        "count base before_count things england before value lower upper implied",
        "start end",
        follows=pa.Column(bool),
        others=pa.Column(),
    ),
]
"""A figure as a report states it, and what is behind it. `where`: whose it is where it is not the area's; `kind`: one
of those in `stated_figures`; `what`: its name with its category. `count` and `base` of people or events, `things` of
anything else, `value` of a share, rate, rank or change. `england`, with its period where that is another; `others`, of
other groups by name; the figure `before` and whether this one `follows` it without a gap; `implied`, the count that a
change implies, of the indicator `compared`."""

SupposedLimits = Annotated[
    pd.DataFrame,
    Kind(pa.DataFrameSchema(checks=pa.Check(lambda table: table.columns.nlevels == 2, error="no base and edge"))),
]
"""The limits that a share without its numbers would have, in columns by the base that is supposed and the edge."""

Gaps = Annotated[pd.DataFrame, _kind(numbers="place everyone lower upper tells")]
"""A group's share (by its row's label, `place`) beside `everyone`'s, the limits that it would have, and whether
the base that is supposed would do to tell them apart."""

StatedShares = Annotated[pd.DataFrame, _kind("source cohort area", "value", "end")]
"""A value of a share that a source states, called by what its sentence says of itself, else by the source's title."""

Quoted = Annotated[
    pd.DataFrame, _kind("indicator area breakdown used_source used_status", "stated used number whole", "start end")
]
"""A figure of a sentence (`stated`) beside the best table's or statistic's of the same days (`used`, its parts)."""

BesideEngland = Annotated[
    pd.DataFrame,
    _kind(
        "indicator what inside period england_period others written claim count_status",
        "clustering value count england",
    ),
]
"""An area's newest figure of a rate, the number behind it, England's, and what was said in words. `what` and `inside`
name it alone and in a sentence, `own` and `english` are the periods, `clustering` is of the number behind the rate,
`written` the rate as the source writes it, `claim` its comparison in words, `others` the figures of other groups."""

Actions = Annotated[
    pd.DataFrame, _kind("number priority action status written comment amber_from due", "group", "start end")
]
"""An action of a business plan: its priority's number (`group`), its status as one of the states and as `written`, and
`due`, the years and quarters after the plan's own that its comment names."""

StateCounts = Annotated[pd.DataFrame, _kind("name", "green amber red")]
"""How many actions of a priority are in each state."""

Unfinished = Annotated[pd.DataFrame, _kind("what status due comment")]
"""The actions that are not green, in words."""

Evidence = Annotated[pd.DataFrame, _kind("priority indicator figure period")]
"""A figure that would show whether a priority works, and the newest of it, in words."""

Work = Annotated[pd.DataFrame, _kind("title indicator stage kind period words form", "figure base", "start end")]
"""A figure of what groups did in a quarter or year: in `words`, as a number (missing where withheld or in words), what
a share is of, and the kind of its indicator (`form`)."""

DifferingYears = Annotated[pd.DataFrame, _kind("title indicator stage period words quarter")]
"""A year as stated (`words`) that cannot be what its quarters say (`quarter`, empty for a sum of them)."""

Aims = Annotated[pd.DataFrame, _kind("indicator period", "aim counted", periods=pa.Column())]
"""What was to be delivered, and what is counted within the same days: missing where none of the `periods` is known."""

PartsByTime = Annotated[pd.DataFrame, _kind("period", "of", "start end", order=pa.Column())]
"""A share by its parts at each time: `first`, `second` … as the source first names them, their `order` there, and `of`
how many each share is (missing where that was not supplied for all)."""

PartShares = Annotated[
    pd.DataFrame, _kind("period part numerator_status denominator_status", "numerator denominator", "end")
]
"""A part and the whole of a year, newest first."""

PartChanges = Annotated[pd.DataFrame, _kind("period part why period_before", "value lower upper before")]
"""A part's share as it may be shown, why it is not, and the share of the year before."""

Places = Annotated[pd.DataFrame, _kind("period", "places share filled empty", "start end")]
"""Places by quarter and how many were taken: places times the share as printed, to the nearest place."""

TargetCounts = Annotated[pd.DataFrame, _kind("period count_status made", "count", "start end")]
"""The counts behind a target, by year; `made` says how a count was worked out, empty for one that was counted."""

Lines = Annotated[pd.DataFrame, _kind("payer", "agreed added")]
"""What each payer gives to a budget, in pounds, as agreed and as added; missing where not given."""

ReleasedFigures = Annotated[
    pd.DataFrame,
    _kind(
        "release indicator area breakdown period text status source",
        "numerator denominator value rounded_to",
        "start end",
    ),
]
"""What releases have shown: each figure once, with the first `release` that it stands in."""

Contradictions = Annotated[pd.DataFrame, _kind("what partner")]
"""What disagrees, the figures where these may be told (`detail`), and with whom to settle it."""

Questions = Annotated[pd.DataFrame, _kind("supplier severity question period place")]
"""What to ask of each supplier, the gravest and newest first."""

Notes = Annotated[pd.DataFrame, _kind("file cell note")]
"""What suppliers wrote under their tables."""

Tidy = Annotated[
    pd.DataFrame,
    _kind(
        "indicator indicator_title unit area area_name breakdown period kind status source file cell",
        "figure numerator denominator",
        "start end",
    ),
]
"""What `analysis.read` gives: `figure` is the count, or the value of what is no count (a share is a fraction of 1)."""

KnownAreas = Annotated[pd.DataFrame, _kind("code name kind region")]
"""An area that the parameters know, with the name of its region."""
