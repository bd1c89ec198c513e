"""DuckDB in this process: in memory, locked down, with the named input files and nothing else."""

import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import lru_cache
from pathlib import Path
from typing import Any

import duckdb
import ibis
import ibis.expr.operations as ops
import ibis.expr.types as ir
import pyarrow as pa

from publishing.counting.engines import HARD_BLANK, WHOLE, make_salt, silence, table_like
from publishing.counting.text_files import TextFile

MEMORY = "700MB"  # with the libraries a process stays below 1 GB
SPILL_PREFIX = "lscb-count-"
ISO = "%Y-%m-%d"
WHITE = " \t\n\r\v\f" + HARD_BLANK


@ibis.udf.scalar.builtin(signature=(("string", "string"), "timestamp"))
def try_strptime(text, form):
    """The engine's own: a timestamp, or null for what is none."""


@ibis.udf.scalar.builtin(signature=(("string", "string"), "string"))
def trim(text, signs):
    """The engine's own: a text without some signs around it."""


@ibis.udf.scalar.builtin(name="hash", signature=(("string", "string"), "uint64"))
def hash_text(text, salt):
    """The engine's own 64-bit hash of both together."""


@ibis.udf.scalar.builtin(signature=(("string",), "string"))
def getvariable(variable):
    """The engine's own: a variable of the session, so that no text of a query holds the salt."""


class DuckEngine:
    """An engine over files: they are read as text and typed by expressions, so that no message can quote a row."""

    def __init__(self, files: Sequence[Path], spill: Path, memory: str = MEMORY) -> None:
        with silence("starting"):
            self._connection = duckdb.connect(":memory:")
            self._connection.execute("SET VARIABLE salt = ?", [make_salt()])
            for setting in _lock_down(files, spill, memory):
                self._connection.execute(setting)

    def parse(self, text: ir.StringValue, form: str) -> ir.TimestampValue:
        return _try_parse(text, form).coalesce(_try_parse(self.trim(text), form))

    def to_number(self, text: ir.StringValue) -> ir.IntegerValue:
        return ibis.ifelse(text.re_search(WHOLE), text, ibis.null()).try_cast("int64")  # 17.5 alone would become 18

    def trim(self, text: ir.StringValue) -> ir.StringValue:
        # true of nearly all, and a tenth of the time: the first and the last sign are of ASCII and no white space
        is_bare = (text >= "!") & (text < "\x7f") & text.right(1).between("!", "~")
        return ibis.ifelse(is_bare, text, trim(text, WHITE))

    def pseudonym(self, folded: ir.StringValue) -> ir.Value:
        return hash_text(folded, getvariable("salt"))

    def read_csv(self, name: str, path: Path, written: TextFile, width: int, places: Mapping[str, int]) -> ir.Table:
        """The named columns of a CSV file in UTF-8 as text, by their places (from 0); empty cells are empty texts.

        Strictly, so that a row whose quotation marks do not fit is rejected; but the strict reader stops at a line that
        ends in another way than the first.
        """
        strict = "false" if written.has_mixed_line_ends else "true"
        columns = ", ".join(f"'c{place}': 'VARCHAR'" for place in range(width))
        chosen = ", ".join(f'c{place} AS "{column}"' for column, place in places.items())
        source = (
            f"read_csv({_quote(str(path))}, auto_detect=false, header=true, delim={_quote(written.delimiter)}, "
            f"quote='\"', escape='\"', columns={{{columns}}}, strict_mode={strict}, store_rejects=true, "
            "max_line_size=1000000)"
        )
        return self._view(name, f"SELECT {chosen} FROM {source}", dict.fromkeys(places, "string"))

    def read_parquet(self, name: str, path: Path, places: Mapping[str, int]) -> ir.Table:
        """The named columns of a Parquet file, with the types that they have in it."""
        with silence("reading a Parquet file"):
            source = f"SELECT * FROM read_parquet({_quote(str(path))})"
            described = self._connection.execute(f"DESCRIBE {source}").fetchall()
            chosen = ", ".join(f'"{described[place][0]}" AS "{column}"' for column, place in places.items())
        schema = {column: _plain_type(described[place][1]) for column, place in places.items()}
        casts = f"SELECT {chosen} FROM read_parquet({_quote(str(path))})"
        return self._view(name, casts, schema)

    def hold(self, name: str, rows: pa.Table) -> ir.Table:
        """A table of texts that was read in memory, as from a workbook or from XML."""
        with silence("taking over a table"):
            self._connection.register(name, rows)
        return table_like(name, dict.fromkeys(rows.column_names, "string"))

    def step(self, name: str, table: ir.Table) -> ir.Table:
        with silence(f"preparing {name}"):
            self._connection.execute(f'CREATE VIEW "{name}" AS {_compile(table.op())}')
        return ibis.table(table.schema(), name=name)

    def stage(self, name: str, table: ir.Table) -> ir.Table:
        with silence(f"typing {name}"):
            self._connection.execute(f'CREATE TABLE "{name}" AS {_compile(table.op())}')
        return ibis.table(table.schema(), name=name)

    def count_rejected(self) -> int:
        """How many rows the last reading left out, because they have more or fewer cells than the headings."""
        with silence("counting rows that are cut off"):
            try:
                found = self._connection.execute(
                    "SELECT count(DISTINCT (file_id, line)) FROM reject_errors "
                    "WHERE scan_id = (SELECT max(scan_id) FROM reject_errors)"
                ).fetchone()
                self._connection.execute("DELETE FROM reject_errors")
            except duckdb.CatalogException:  # no CSV file was read
                return 0
        return int(found[0]) if found else 0

    def run(self, query: ir.Table) -> list[tuple[Any, ...]]:
        with silence("counting"):
            return self._connection.execute(_compile(query.op())).fetchall()

    def close(self) -> None:
        self._connection.close()

    def _view(self, name: str, query: str, schema: Mapping[str, str]) -> ir.Table:
        with silence("opening a file"):
            self._connection.execute(f'CREATE VIEW "{name}" AS {query}')
        return table_like(name, dict(schema))


@contextmanager
def open_duckdb(files: Sequence[Path], memory: str = MEMORY) -> Iterator[DuckEngine]:
    """An engine for some files, with a folder for what does not fit into memory that only its owner can read.

    The folder is removed at the end, and those that a killed run left behind are removed at the start.
    """
    _remove_left_behind()
    spill = Path(tempfile.mkdtemp(prefix=f"{SPILL_PREFIX}{os.getpid()}-"))  # made with mode 0700
    engine = None
    try:
        engine = DuckEngine(files, spill, memory)
        yield engine
    finally:
        if engine:
            engine.close()
        shutil.rmtree(spill, ignore_errors=True)


def _try_parse(text: ir.StringValue, form: str) -> ir.TimestampValue:
    if form == ISO:  # the engine's own cast takes a fifth of the time, and would take a time of day, too
        return ibis.ifelse(text.length() == len("2024-04-01"), text.try_cast("date"), ibis.null()).cast("timestamp")
    return try_strptime(text, form)


@lru_cache(maxsize=500)
def _compile(query: ops.Node) -> str:
    """The SQL of a query; a second town of the same form asks the same."""
    return str(ibis.to_sql(query.to_expr(), dialect="duckdb"))


def _remove_left_behind() -> None:
    """Remove the folders of earlier runs of this user whose process is gone; another run may do so at the same time."""
    for folder in Path(tempfile.gettempdir()).glob(f"{SPILL_PREFIX}*-*"):
        process = folder.name.removeprefix(SPILL_PREFIX).split("-")[0]
        with suppress(FileNotFoundError):
            is_ours = not hasattr(os, "getuid") or folder.stat().st_uid == os.getuid()
            if is_ours and process.isdigit() and not _is_running(int(process)):
                shutil.rmtree(folder, ignore_errors=True)


def _is_running(process: int) -> bool:
    if os.name != "posix":
        return True  # there a signal would end the process; what it left behind is removed by hand
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _lock_down(files: Sequence[Path], spill: Path, memory: str) -> list[str]:
    """Settings after which nothing but the named files can be read, nothing written, and no setting changed."""
    allowed = ", ".join(_quote(str(path)) for path in files)
    return [
        "SET autoinstall_known_extensions=false",
        "SET autoload_known_extensions=false",
        "SET allow_community_extensions=false",
        f"SET temp_directory={_quote(str(spill))}",
        f"SET memory_limit={_quote(memory)}",
        "SET preserve_insertion_order=false",
        "SET enable_progress_bar=false",
        f"SET allowed_paths=[{allowed}]",
        "SET enable_external_access=false",
        "SET lock_configuration=true",
    ]


def _plain_type(type_: str) -> str:
    if type_.startswith("TIMESTAMP"):
        return "timestamp"
    return {"DATE": "date", "BIGINT": "int64", "INTEGER": "int32", "BOOLEAN": "boolean", "DOUBLE": "float64"}.get(
        type_, "string"
    )


def _quote(text: str) -> str:
    """A text as SQL writes it."""
    return "'" + text.replace("'", "''") + "'"
