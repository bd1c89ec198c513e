"""The one table that everything meets in: observations, and beside it what the checks found."""

from functools import lru_cache
from pathlib import Path

import numpy as np
import pandas as pd
import pandera.pandas as pa
from pyarrow.parquet import ParquetFile

from analysis.periods import Period
from analysis.refusals import StorageRefused
from analysis.schemas import Accounts, Findings, Readings, Revisions

DAYS = ["start", "end"]
KEY = ["indicator", "area", "breakdown", *DAYS]
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


def sort_received(observations: Readings) -> Readings:
    """Observations by indicator, area, breakdown and time, each indicator's breakdowns in the order of their rows.

    The whole comes first.
    """
    place = observations.groupby(["indicator", "breakdown"], sort=False).ngroup()
    placed = observations.assign(place=place.where(observations["breakdown"].ne(""), -1))
    ordered = placed.sort_values(["indicator", "area", "place", "start", "end", "source"], kind="stable")
    return ordered.drop(columns="place").reset_index(drop=True)


def read_findings(processed: Path) -> Findings:
    """What the checks found when the observations were cleaned. Raises StorageRefused before anything was cleaned."""
    return _read(processed / "findings.parquet")


def read_accounts(processed: Path) -> Accounts:
    """What became of every cell of every file. Raises StorageRefused before anything was cleaned."""
    return _read(processed / "accounts.parquet")


def read_revisions(processed: Path) -> Revisions:
    """What publishers revised in the editions that are used. Raises StorageRefused before anything was cleaned."""
    return _read(processed / "revisions.parquet")


def has_figure(observations: Readings) -> pd.Series:
    """Whether each row has a number or words; any other is missing or withheld, as its status says."""
    return observations["numerator"].notna() | observations["value"].notna() | observations["text"].notna()


def select_best_source(observations: Readings) -> Readings:
    """One row per figure: a supplied one before a missing one, then by precedence, then the latest received.

    Rows keep the order in which they stand.
    """
    rows = observations.reset_index(drop=True)
    figures = list(zip(*(rows[name].to_numpy("int64" if name in DAYS else None) for name in KEY), strict=True))
    if len(set(figures)) == len(figures):  # as mostly
        return rows
    newest = -rows["received"].fillna(pd.Timestamp(0)).to_numpy("int64")
    best: dict[tuple, int] = {}
    for place in np.lexsort([newest, rows["precedence"], ~has_figure(rows)]).tolist():
        best.setdefault(figures[place], place)
    return rows.take(sorted(best.values())).reset_index(drop=True)


def period_of(observation: pd.Series | dict, kind: str) -> Period:
    """The period of an observation's row, as the kind that the caller knows it to be."""
    return Period(observation["start"].date(), observation["end"].date(), kind, observation["period"])


def state_of(path: Path) -> tuple[int, int, int]:
    """What is another once a file was written again. Raises OSError."""
    return (state := path.stat()).st_ino, state.st_mtime_ns, state.st_size


@lru_cache(maxsize=2)
def read_table(path: Path, *_state: int) -> pd.DataFrame:
    """A table, once for each state of its file; without a thread, as processes are forked from one that reads it."""
    return ParquetFile(path, pre_buffer=False).read(use_threads=False).to_pandas(use_threads=False)


def _read(path: Path) -> pd.DataFrame:
    try:
        return read_table(path, *state_of(path)).copy(deep=False)  # who changes it changes nobody else's
    except FileNotFoundError as error:
        raise StorageRefused(f"processed/{path.name} does not exist yet. Run `lscb clean` first.") from error
    except OSError as error:
        raise StorageRefused(f"processed/{path.name} cannot be read. Run `lscb clean` to make it again.") from error
