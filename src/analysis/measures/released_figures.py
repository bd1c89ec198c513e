"""The figures that a release's pages have read, as they may be shown: one table, which later audits reckon with."""

import io
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import pandas as pd

from analysis.measures.columns import guard_formula, unguard_formula
from analysis.refusals import StorageRefused
from analysis.schemas import Readings, table_of

FIGURES = "figures.csv"
KEYS = ["indicator", "area", "breakdown", "period", "start", "end"]
PARTS = ["numerator", "denominator", "value", "text"]
COLUMNS = [*KEYS, *PARTS, "status", "source", "rounded_to"]
NUMBERS = ["numerator", "denominator", "value", "rounded_to"]
WORDS = ["indicator", "area", "breakdown", "period", "text", "status", "source"]
DAYS = ["start", "end"]

ReleasedFigures = Annotated[pd.DataFrame, table_of("release", *COLUMNS)]
"""What releases have shown: each figure once, with the first `release` that it stands in."""


def write_figures(read: Readings, rounded_to: int = 1) -> str:
    """What a page has read as CSV, a row for each figure and source, sorted; `rounded_to` is the profile's base.

    Columns as in `COLUMNS`; a count stands as `numerator`, a withheld figure is a row without numbers.
    """
    table = read.reindex(columns=COLUMNS).assign(rounded_to=rounded_to)
    for name in WORDS:
        table[name] = [guard_formula(words) if isinstance(words, str) else "" for words in table[name]]
    table = table.sort_values([*KEYS, "source"], kind="stable").drop_duplicates()
    return str(table.to_csv(index=False, lineterminator="\n", date_format="%Y-%m-%d"))


def list_figures(table: str) -> list[str]:
    """The records of a table of figures without its head, each as its line; a text may hold line ends in its quotes."""
    return _split(table)[1:]


def _split(table: str) -> list[str]:
    """The head and the records of a table, each as its line. Raises ValueError where its last line has no end."""
    records, begun = [], ""
    for line in io.StringIO(table).readlines():
        begun += line
        if begun.endswith("\n") and begun.count('"') % 2 == 0:
            records.append(begun)
            begun = ""
    if begun:
        raise ValueError("cut short")
    return records


def join_figures(records: Iterable[str]) -> str:
    """The figures of several pages as one sorted table, each record once."""
    return ",".join(COLUMNS) + "\n" + "".join(sorted(set(records)))


def read_earlier(output: Path, area: str | None = None) -> ReleasedFigures:
    """What the releases in a folder have shown, of every area or one.

    The line of a figure that several releases show alike is not parsed again. A
    release without the table (made before there was one) is passed over. Raises StorageRefused for a table that cannot
    be read, since what is out must be reckoned with.
    """
    tables = [pd.DataFrame({name: pd.Series(dtype=object) for name in ["release", *COLUMNS]})]
    paths = sorted(output.glob(f"*/data/{FIGURES}")) if output.is_dir() else []
    known: dict[str, set[str]] = {}
    for path in paths:
        if not path.parents[1].name.startswith("."):
            tables.append(_read_new(path, known).assign(release=path.parents[1].name))
    found = pd.concat([table for table in tables if len(table)] or tables, ignore_index=True)
    found = found if area is None else found[found["area"] == area]
    return found.drop_duplicates(COLUMNS).reset_index(drop=True)


def _read_new(path: Path, known: dict[str, set[str]]) -> pd.DataFrame:
    """The figures of a release but for the records that are `known` by the head of their table; adds the new ones."""
    try:
        head, *records = _split(path.read_text(encoding="utf-8-sig"))
        if head in known and known[head].issuperset(records):
            return pd.DataFrame(columns=COLUMNS)
        before = known.setdefault(head, set())
        new = [record for record in records if record not in before]
        before.update(new)
        return _parse("".join([head, *new]))
    except (OSError, ValueError, KeyError) as error:
        raise StorageRefused(
            f"{path.parents[1].name}/data/{FIGURES} cannot be read. What an earlier release showed must be known: put "
            "the file back as it was released, or move the release out of the folder."
        ) from error


def _parse(table: str) -> pd.DataFrame:
    """A table of figures with its columns typed. Raises ValueError and KeyError."""
    found = pd.read_csv(
        io.StringIO(table),
        dtype=dict.fromkeys(WORDS, str),
        keep_default_na=False,
        na_values={name: [""] for name in NUMBERS},
    )
    for name in WORDS:
        found[name] = found[name].map(unguard_formula)
    for name in DAYS:
        found[name] = pd.to_datetime(found[name], format="%Y-%m-%d")
    return found[COLUMNS].astype(dict.fromkeys(NUMBERS, float))
