"""Only registered aggregates come out of an engine: held by their columns, by their SQL, and after they ran."""

from collections.abc import Iterator
from functools import cache

import ibis
import pytest
import sqlglot
from ibis.backends.sql.compilers.pyspark import PySparkCompiler
from sqlglot import expressions as sql

from analysis.definitions.measure_definitions import read_measures
from analysis.definitions.record_forms import read_forms
from analysis.project import find_project
from publishing.counting.aggregates import AGGREGATES, KEYS, Asked, NotAnAggregate, check_columns, fetch, fetch_number
from publishing.counting.cover import Grain, parse_cover
from publishing.counting.duckdb_engine import open_duckdb
from publishing.counting.queries import ALL_QUERIES
from publishing.counting.typed_tables import FAULT, TYPES, TypedTable

PROJECT = find_project()
FORMS = read_forms(PROJECT.params / "records")
MEASURES = read_measures(PROJECT.params / "measures")
COVER = parse_cover("2021-04..2025-03")


@cache
def typed_tables(form: str) -> dict[str, TypedTable]:
    """The tables of a form as they stand typed in an engine, with every column."""
    tables = {}
    for table in FORMS[form].tables:
        schema = {name: TYPES[column.kind] for name, column in table.columns.items()}
        schema |= {FAULT + name: "boolean" for name in table.columns} | {"area": "int32"}
        events = ibis.table(schema, name=f"typed_{table.events}")
        tables[table.events] = TypedTable(table, events, frozenset(table.columns), events)
    return tables


def every_query() -> Iterator[tuple[str, str, str]]:
    """A form, a measure of its events, and a kind of period."""
    for form in FORMS.values():
        for name, measure in MEASURES.items():
            if set(measure.events) <= {table.events for table in form.tables}:
                yield from ((form.name, name, kind) for kind in measure.periods)


EVERY = list(every_query())


@pytest.fixture
def query(form: str, name: str, kind: str) -> ibis.Table:
    """The query of a measure."""
    grain = Grain(kind, COVER.periods(kind))
    return AGGREGATES[name](Asked(typed_tables(form), grain, MEASURES[name].settings_on(grain.start), grain.end))


def test_every_measure_has_an_aggregate_and_every_aggregate_a_measure():
    assert ALL_QUERIES
    assert set(MEASURES) == set(AGGREGATES)


@pytest.mark.parametrize(("form", "name", "kind"), EVERY)
def test_the_outermost_select_groups_by_keys_alone_and_gives_counts(query):
    check_columns(query)
    outermost = sqlglot.parse_one(str(ibis.to_sql(query, dialect="duckdb")), dialect="duckdb")
    while isinstance(outermost.args["from_"].this, sql.Subquery) and not outermost.args.get("group"):
        outermost = outermost.args["from_"].this.this  # a select that only names columns
    grouped = outermost.args["group"].expressions
    keys = [each.alias_or_name for each in outermost.expressions if not each.find(sql.AggFunc)]
    assert len(grouped) == len(keys)
    assert set(keys) <= set(KEYS)


@pytest.mark.parametrize(("form", "name", "kind"), EVERY)
def test_it_compiles_for_postgresql_and_for_spark(query):
    for dialect, text in (
        ("postgres", str(ibis.to_sql(query, dialect="postgres"))),
        ("spark", PySparkCompiler().to_sqlglot(query).sql("spark")),
    ):
        assert isinstance(sqlglot.parse_one(text, dialect=dialect), sql.Query)


@pytest.mark.parametrize("column", ["child", "name", "born"])
def test_a_column_that_is_no_count_is_refused_before_it_is_asked_for(column):
    rows = ibis.table({"area": "int32", "period": "int64", "child": "uint64", "name": "string", "born": "date"})
    with pytest.raises(NotAnAggregate):
        check_columns(rows.select("area", "period", column))


def test_a_breakdown_that_is_not_declared_is_refused_without_being_told(monkeypatch):
    leaking = ibis.range(1).unnest().name("period").as_table()
    leaking = leaking.mutate(area=0, period=leaking.period.cast("int64"), breakdown=ibis.literal("Zyxw Canary"), n=1)
    monkeypatch.setitem(AGGREGATES, "leaking", lambda asked: leaking)
    with open_duckdb([]) as engine, pytest.raises(NotAnAggregate) as refusal:
        fetch(engine, "leaking", Asked({}, Grain("month", [])))
    assert "Zyxw" not in str(refusal.value)


def test_a_single_number_is_a_number():
    with open_duckdb([]) as engine, pytest.raises(NotAnAggregate):
        fetch_number(engine, ibis.literal("Zyxw Canary").as_table())


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * FROM read_csv('/etc/hostname')",
        "ATTACH 'other.db'",
        "INSTALL httpfs",
        "SET memory_limit='9GB'",
        "COPY (SELECT 1) TO 'out.csv'",
        "SET enable_external_access=true",
    ],
)
def test_a_locked_engine_reads_writes_and_loads_nothing_else(query, tmp_path, monkeypatch):
    import duckdb

    monkeypatch.chdir(tmp_path)
    with open_duckdb([]) as engine, pytest.raises(duckdb.Error):
        engine._connection.execute(query)
    assert list(tmp_path.iterdir()) == []
