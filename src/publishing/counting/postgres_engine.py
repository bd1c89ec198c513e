"""PostgreSQL where the tables are: only queries go in and only counts come out, and nothing is written there."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any

import ibis
import ibis.expr.types as ir
import psycopg

from analysis.definitions.record_forms import RecordForm, RecordTable, fold_heading, match_columns
from analysis.refusals import ParametersRefused, SourceRefused
from publishing.counting.engines import HARD_BLANK, WHOLE, silence
from publishing.counting.loading import Loaded
from publishing.counting.portable_dates import parse_moment
from publishing.counting.typed_tables import type_table

TYPES = {
    "date": "date",
    "timestamp without time zone": "timestamp",
    "timestamp with time zone": "timestamp('UTC')",
    "text": "string",
    "character varying": "string",
    "character": "string",
    "integer": "int32",
    "bigint": "int64",
    "smallint": "int16",
    "boolean": "boolean",
    "numeric": "decimal",
    "double precision": "float64",
    "real": "float32",
    "uuid": "uuid",
}
_COLUMNS = """
SELECT table_schema, table_name, column_name, data_type FROM information_schema.columns
WHERE table_schema = ANY (current_schemas(false)) ORDER BY table_schema, table_name, ordinal_position
"""

Columns = dict[str, str]
"""The columns of a table with their types, as the server names them."""


class PostgresEngine:
    """An engine over the tables of a server: typed anew in each query, so that nothing is kept there."""

    def __init__(self, connection: psycopg.Connection[tuple[Any, ...]]) -> None:
        self._connection = connection

    def parse(self, text: ir.StringValue, form: str) -> ir.TimestampValue:
        return parse_moment(self.trim(text), form)

    def to_number(self, text: ir.StringValue) -> ir.IntegerValue:
        return ibis.ifelse(text.re_search(WHOLE), text.split(".")[0], None).cast("int64")

    def trim(self, text: ir.StringValue) -> ir.StringValue:
        return text.replace(HARD_BLANK, " ").strip()

    def pseudonym(self, folded: ir.StringValue) -> ir.Value:
        return folded  # it stays in the server, and no query may bring it out

    def step(self, name: str, table: ir.Table) -> ir.Table:
        return table

    def stage(self, name: str, table: ir.Table) -> ir.Table:
        return table

    def run(self, query: ir.Table) -> list[tuple[Any, ...]]:
        with silence("counting"):
            return self._connection.execute(str(ibis.to_sql(query, dialect="postgres")).encode()).fetchall()

    def list_tables(self) -> dict[tuple[str, str], Columns]:
        """The tables on the search path, each with its columns."""
        tables: dict[tuple[str, str], Columns] = {}
        with silence("listing tables"):
            for schema, table, column, kind in self._connection.execute(_COLUMNS):
                tables.setdefault((schema, table), {})[column] = kind
        return tables


@contextmanager
def open_postgres(url: str) -> Iterator[PostgresEngine]:
    """A read-only session. Raises ParametersRefused for another kind of address, or where nobody answers there."""
    if not url.startswith(("postgresql://", "postgres://")):
        raise ParametersRefused("--engine: expected an address such as postgresql://reader@server/database.")
    connection = None
    with suppress(psycopg.Error):  # its message names the server and the user
        connection = psycopg.connect(url, autocommit=True, options="-c default_transaction_read_only=on")
    if connection is None:
        raise ParametersRefused(
            "--engine: no connection to that server. See whether it runs, and whether user and database are right."
        )
    with suppress(psycopg.Error):  # a server that knows no such setting compiles no query
        connection.execute("SET jit = off")  # our queries are long and run once: compiling takes longer than running
    with connection:
        yield PostgresEngine(connection)


def load_tables(engine: PostgresEngine, form: RecordForm, places: Mapping[str, int], area: int) -> Loaded:
    """Every table of the form that the server has, by its name or else by its columns.

    Raises SourceRefused where two tables fit one of the form's, and where none fits any.
    """
    tables, loaded = engine.list_tables(), Loaded()
    for table in form.tables:
        found = _find_table(table, tables)
        if found:
            raw = _open_table(found, tables[found], match_columns(table, tables[found]))
            loaded.tables[table.events] = type_table(engine, table, raw, places, area)
    if not loaded.tables:
        known = ", ".join(table.name for table in form.tables)
        raise SourceRefused(f"The server has no table of the form {form.name} ({known}) on the search path.")
    return loaded


def _find_table(table: RecordTable, tables: Mapping[tuple[str, str], Columns]) -> tuple[str, str] | None:
    needed = {name for name, column in table.columns.items() if column.required}
    marks = {fold_heading(heading) for heading in table.marks}
    fits = [
        key
        for key, columns in tables.items()
        if needed <= set(match_columns(table, columns)) and marks <= set(map(fold_heading, columns))
    ]
    named = [key for key in fits if key[1] == table.name]
    fits = named or fits
    if len(fits) > 1:
        raise SourceRefused(
            f"{len(fits)} tables of the server fit {table.name}. Name one of them so, or set the search "
            f"path to one schema."
        )
    return fits[0] if fits else None


def _open_table(key: tuple[str, str], columns: Columns, places: Mapping[str, int]) -> ir.Table:
    """The columns that are needed, under our names; a type that is not known is taken as its text."""
    schema, name = key
    names = list(columns)
    types = {names[place]: TYPES.get(columns[names[place]], "json") for place in places.values()}
    whole = ibis.table(types, name=name, database=schema)
    return whole.select(**{ours: whole[names[place]] for ours, place in places.items()})
