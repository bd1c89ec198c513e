"""The files of a form, read into the engine as text and typed there."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from pathlib import Path

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from analysis.definitions.record_forms import RecordForm, RecordTable
from publishing.counting.duckdb_engine import DuckEngine
from publishing.counting.engines import silence
from publishing.counting.recognition import PARQUET, XML, RecordFile
from publishing.counting.record_checks import Finding, count_all
from publishing.counting.text_files import read_rows
from publishing.counting.typed_tables import TypedTable, type_table
from publishing.counting.workbook_tables import read_sheet
from publishing.counting.xml_tables import read_xml_tables

XmlTables = dict[Path, dict[str, pa.Table]]
CUT_OFF = "the row has more or fewer cells than the headings; it is not read"

IN_SEVERAL = "the row stands in more than one file, or twice in one; it is counted once"
SUPERSEDED = "the row is open, and another file has it with an end, which counts"


@dataclass
class Loaded:
    """The typed tables of the form's files by their events, and what was found while they were read."""

    tables: dict[str, TypedTable] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def load_files(
    engine: DuckEngine, form: RecordForm, files: Sequence[RecordFile], places: Mapping[str, int], area: int
) -> Loaded:
    """Type every table that there are files of; several files of one table are read together.

    Raises SourceRefused for a file that cannot be read, EngineFailed.
    """
    loaded, of_table = Loaded(), defaultdict(list)
    for file in files:
        of_table[file.table.events].append(file)
    xml = {file.path: read_xml_tables(file.path, file.named, form.tables) for file in files if file.kind == XML}
    for table in form.tables:
        if chosen := of_table.get(table.events):
            raw, rejected = _read_all(engine, table, chosen, xml)
            typed = type_table(engine, table, raw, places, area, several=len(chosen) > 1)
            loaded.tables[table.events] = typed
            rejected += engine.count_rejected()
            if rejected:
                loaded.findings.append(Finding(table.name, "cut off", CUT_OFF, "error", rejected))
            if typed.superseded is not None:
                older = count_all(engine, typed.superseded)
                again = count_all(engine, raw) - count_all(engine, typed.events) - older
                sums = (("superseded", SUPERSEDED, older), ("in several files", IN_SEVERAL, again))
                loaded.findings += [Finding(table.name, name, says, "query", rows) for name, says, rows in sums if rows]
    return loaded


def _read_all(engine: DuckEngine, table: RecordTable, files: list[RecordFile], xml: XmlTables) -> tuple[ir.Table, int]:
    """The raw texts of a table's files, one below the other, and how many rows were cut off."""
    rejected, parts = 0, []
    columns = [name for name in table.columns if any(name in file.places or file.kind == XML for file in files)]
    for number, file in enumerate(files):
        name = f"raw_{table.events}_{number}"
        if file.kind == XML:
            parts.append(engine.hold(name, xml[file.path][table.events]).select(columns))
            continue
        raw, cut_off = _read_file(engine, file, name)
        rejected += cut_off
        parts.append(raw)
    return reduce(lambda one, two: one.union(two), _make_alike(parts, columns)), rejected


def _make_alike(parts: list[ir.Table], columns: list[str]) -> list[ir.Table]:
    """Each part with every column: nothing where its edition has none, and as text where two files differ in kind."""
    kinds = {name: {part[name].type() for part in parts if name in part.columns} for name in columns}
    types = {name: found.pop() if len(found) == 1 else "string" for name, found in kinds.items()}
    return [
        part.select(
            **{name: (part[name] if name in part.columns else ibis.null()).cast(types[name]) for name in columns}
        )
        for part in parts
    ]


def _read_file(engine: DuckEngine, file: RecordFile, name: str) -> tuple[ir.Table, int]:
    if file.kind == PARQUET:
        return engine.read_parquet(name, file.path, file.places), 0
    if file.text and file.text.is_plain:
        return engine.read_csv(name, file.path, file.text, file.width, file.places), 0
    if file.text:
        with silence("reading a text file"):
            rows = list(read_rows(file.path, file.text))
    else:
        rows = read_sheet(file.path, file.named, file.sheet or "")
        rows = [row + [""] * (file.width - len(row)) for row in rows]
    whole = [row for row in rows if len(row) == file.width]
    texts = {column: pa.array([row[place] for row in whole], pa.string()) for column, place in file.places.items()}
    return engine.hold(name, pa.table(texts)), len(rows) - len(whole)
