"""A decision on what a run withholds, and the file beside the observations that keeps it."""

from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from analysis.observations import KEY
from analysis.refusals import StorageRefused

FILE = "withheld.parquet"
KINDS = ("small", "protecting", "total", "derived")
_NAMES = "\n"  # between the names of tables, in the file


@dataclass(frozen=True)
class Decision:
    """What is withheld of a run's observations, a row for each figure, and why.

    `kind`: `small` for a count of 1 to the threshold; `protecting` and `total` for others from which one could be
    worked out; `derived` for rates, shares and changes that rest on one of these. `tables` are those withheld by name;
    `narrowed_before` is how many small counts earlier releases had told something of.
    """

    withheld: pd.DataFrame
    tables: tuple[str, ...] = ()
    narrowed_before: int = 0
    fingerprint: str = field(default="", compare=False)

    def describe(self, area: str | None = None) -> dict[str, int | list[str]]:
        """How much is withheld of an area (or of all), by kind and never by value, and the tables withheld by name."""
        rows = self.withheld if area is None else self.withheld[self.withheld["area"] == area]
        counts = rows["kind"].value_counts()
        tables = [table for table in self.tables if area is None or table.endswith(f" in {area}")]
        return {kind: int(counts.get(kind, 0)) for kind in KINDS} | {"tables": sorted(tables)}


def write_decision(processed: Path, decision: Decision, fingerprint: str) -> None:
    """Write a decision beside the observations, with the fingerprint of what it was made for, in one step.

    Raises StorageRefused where the folder cannot be written.
    """
    tables = _NAMES.join(decision.tables)
    notes = {"fingerprint": fingerprint, "tables": tables, "narrowed": str(decision.narrowed_before)}
    table = pa.Table.from_pandas(decision.withheld, preserve_index=False)
    table = table.replace_schema_metadata({**(table.schema.metadata or {}), **notes})
    waiting = processed / f".{FILE}.writing"
    try:
        pq.write_table(table, waiting)
        waiting.replace(processed / FILE)
    except OSError as error:
        raise StorageRefused(f"{processed.name}/{FILE} cannot be written: {error.strerror}.") from error


def read_decision(processed: Path) -> Decision | None:
    """The decision that was written last, with its fingerprint; None before there was one.

    Raises StorageRefused for a file that cannot be read.
    """
    try:
        table = pq.read_table(processed / FILE)
    except FileNotFoundError:
        return None
    except (OSError, pa.ArrowInvalid) as error:
        raise StorageRefused(f"{processed.name}/{FILE} cannot be read. Run `lscb clean` to make it again.") from error
    notes = {key.decode(): value.decode() for key, value in (table.schema.metadata or {}).items()}
    withheld = table.to_pandas()[[*KEY, "kind"]]
    tables = tuple(filter(None, notes.get("tables", "").split(_NAMES)))
    return Decision(withheld, tables, int(notes.get("narrowed", 0)), notes.get("fingerprint", ""))
