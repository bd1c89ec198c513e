"""The one table that everything meets in: observations, and beside it what the checks found."""

from pathlib import Path

import pandas as pd
import pandera.pandas as pa

from analysis.periods import Period
from analysis.refusals import StorageRefused

# Tables here are small: pandas takes words that Python holds apart faster than Arrow's, a page in a seventh less time.
pd.set_option("mode.string_storage", "python")

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
            lambda table: has_figure(table) | ~table["status"].isin(["reported", "provisional", "revised", "derived"]),
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

KEY = ["indicator", "area", "breakdown", "start", "end"]
UNPROTECTED = {"warning": "Before disclosure control: show no figure of it. analysis.read gives what may be shown."}
"""What a cleaned table says of itself to whoever opens the file, as `attrs` in pandas."""


def write_table(table: pd.DataFrame, schema: pa.DataFrameSchema, path: Path) -> None:
    """Check a table against its schema and write it as parquet, replacing the old file in one step.

    Raises StorageRefused where the folder cannot be written.
    """
    checked = schema.validate(table.reset_index(drop=True), lazy=True)
    checked.attrs = UNPROTECTED
    replace_table(checked, path)


def replace_table(table: pd.DataFrame, path: Path) -> None:
    """Write a table as parquet, replacing the old file in one step. Raises StorageRefused."""
    waiting = path.with_name(f".{path.name}.writing")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        table.to_parquet(waiting, index=False)
        waiting.replace(path)
    except OSError as error:
        raise StorageRefused(f"{path.parent.name}/{path.name} cannot be written: {error.strerror}.") from error


def sort_received(observations: pd.DataFrame) -> pd.DataFrame:
    """Observations by indicator, area, breakdown and time, each indicator's breakdowns in the order of their rows.

    The whole comes first.
    """
    place = observations.groupby(["indicator", "breakdown"], sort=False).ngroup()
    placed = observations.assign(place=place.where(observations["breakdown"].ne(""), -1))
    ordered = placed.sort_values(["indicator", "area", "place", "start", "end", "source"], kind="stable")
    return ordered.drop(columns="place").reset_index(drop=True)


def read_findings(processed: Path) -> pd.DataFrame:
    """What the checks found when the observations were cleaned. Raises StorageRefused before anything was cleaned."""
    return _read(processed / "findings.parquet")


def read_accounts(processed: Path) -> pd.DataFrame:
    """What became of every cell of every file. Raises StorageRefused before anything was cleaned."""
    return _read(processed / "accounts.parquet")


def read_revisions(processed: Path) -> pd.DataFrame:
    """What publishers revised in the editions that are used. Raises StorageRefused before anything was cleaned."""
    return _read(processed / "revisions.parquet")


def has_figure(observations: pd.DataFrame) -> pd.Series:
    """Whether each row has a number or words; any other is missing or withheld, as its status says."""
    return observations[["numerator", "value", "text"]].notna().any(axis=1)


def select_best_source(observations: pd.DataFrame) -> pd.DataFrame:
    """One row per figure: a supplied one before a missing one, then by precedence, then the latest received.

    Rows keep the order in which they stand.
    """
    if not observations.duplicated(KEY).any():  # as mostly, and much faster than to rank them
        return observations.reset_index(drop=True)
    ranked = observations.reset_index(drop=True)
    ranked = ranked.assign(missing=~has_figure(ranked))
    ranked = ranked.sort_values(["missing", "precedence", "received"], ascending=[True, True, False], kind="stable")
    return ranked.drop_duplicates(KEY).drop(columns="missing").sort_index().reset_index(drop=True)


def period_of(observation: pd.Series | dict, kind: str) -> Period:
    """The period of an observation's row, as the kind that the caller knows it to be."""
    return Period(observation["start"].date(), observation["end"].date(), kind, observation["period"])


def _read(path: Path) -> pd.DataFrame:
    try:
        return pd.read_parquet(path)
    except FileNotFoundError as error:
        raise StorageRefused(f"processed/{path.name} does not exist yet. Run `lscb clean` first.") from error
    except OSError as error:
        raise StorageRefused(f"processed/{path.name} cannot be read. Run `lscb clean` to make it again.") from error
