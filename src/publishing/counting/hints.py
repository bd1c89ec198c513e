"""Hints that no rule gives: ids that differ in how they are written, dates that are a spreadsheet's numbers."""

from collections.abc import Iterator

import ibis.expr.types as ir

from analysis.numbers import plural
from publishing.counting.aggregates import fetch_number
from publishing.counting.cover import Cover
from publishing.counting.engines import Engine
from publishing.counting.typed_tables import FAULT, TypedTable, fold_id

SERIAL = r"^[0-9]{5}(\.[0-9]+)?$"


def find_hints(engine: Engine, table: TypedTable) -> Iterator[str]:
    """Sentences about how ids and dates are written, with numbers only."""
    name = table.form.name
    if "child" in table.given:
        yield from _compare_ids(engine, table.raw.child.cast("string"), name)
    dates = [column for column in table.given if table.form.columns[column].kind in ("date", "time")]
    texts = [column for column in dates if table.raw[column].type().is_string()]
    if texts and fetch_number(engine, _count_any(table.events, [table.events[FAULT + column] for column in texts])):
        serials = [table.raw[column].re_search(SERIAL).fill_null(False) for column in texts]
        rows = fetch_number(engine, _count_any(table.raw, serials))
        if rows:
            yield (
                f"{name}: dates came out of a spreadsheet as numbers ({plural(rows, 'row')}). Format the column as a "
                "date, and export it again."
            )


def describe_outside(engine: Engine, table: TypedTable, cover: Cover) -> str:
    """That no event of a table begins in the months that are covered; nothing where one does, or none has a date."""
    if "started" not in table.given:
        return ""
    day = table.events.started.cast("date")
    within = fetch_number(engine, _count(table.events.filter(day.between(cover.first.start, cover.last.end))))
    dated = fetch_number(engine, _count(table.events.filter(day.notnull())))
    if within or not dated:
        return ""
    rows = "its only row begins" if dated == 1 else f"none of {dated:,} rows begins"
    return f"{table.form.name}: {rows} in the months of --covers. See whether file and months are the right ones."


def _compare_ids(engine: Engine, written: ir.StringValue, name: str) -> Iterator[str]:
    ids = written.name("written").as_table().distinct()
    ids = ids.filter(ids.written.strip() != "")
    folded = ids.select(folded=fold_id(engine, ids.written)).distinct()
    bare = folded.select(bare=folded.folded.re_replace(r"^0+|[.]0$", "")).distinct()
    as_written, as_folded, without_zeros = (fetch_number(engine, _count(each)) for each in (ids, folded, bare))
    if as_folded < as_written:
        yield (
            f"{name}: {_children(as_folded)} by trimmed and folded id, {as_written:,} as written. The folded id "
            f"counts: blanks around it and capitals make no other child."
        )
    if without_zeros < as_folded:
        yield (
            f"{name}: of {as_folded:,} ids {as_folded - without_zeros:,} differ from another by leading zeros only, "
            f"or by .0 at the end. Ids are texts, so they count as {_children(as_folded)}; see whether a spreadsheet "
            "changed them."
        )


def _count(rows: ir.Table) -> ir.Table:
    return rows.aggregate(n=rows.count())


def _count_any(rows: ir.Table, conditions: list[ir.BooleanValue]) -> ir.Table:
    found = conditions[0]
    for condition in conditions[1:]:
        found = found | condition
    return _count(rows.filter(found))


def _children(number: int) -> str:
    return "1 child" if number == 1 else f"{number:,} children"
