"""From text to typed events: dates, ids and codes of one table, with a mark where a text is not what it should be."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import ibis
import ibis.expr.types as ir

from analysis.definitions.areas import Areas
from analysis.definitions.record_forms import YEAR, RecordColumn, RecordTable
from publishing.counting.cover import Cover
from publishing.counting.engines import Engine

TYPES = {
    "id": "uint64",
    "date": "date",
    "time": "timestamp",
    "code": "string",
    "flag": "boolean",
    "number": "int64",
    "area": "int32",
}
FAULT, VALUE, OLDER = "fault_", "value_", "superseded"
SAMPLE = 20_000  # rows by which the form of a column's dates is told
FIRST, LAST = datetime(1900, 1, 1), datetime(2100, 12, 31)  # a day outside is a slip: 13/11/24 is not in the year 24
# what databases, pandas and people write for nothing, each as it stands: folding every cell would take longer
EMPTY = ("", "NULL", "null", "NaN", "nan", "NaT", "None", "<NA>", "\\N", "N/A", "n/a")
YES, NO = ("y", "yes", "true", "t", "1"), ("n", "no", "false", "f", "0")
ELSEWHERE = -1


@dataclass(frozen=True)
class TypedTable:
    """The events of one table: every column of the form, with nulls for those that the files do not have.

    `raw` are the texts that they were typed from, and `given` the columns that the files have. `superseded` are rows
    of an older file that a newer one has with an end, where there are several files.
    """

    form: RecordTable
    events: ir.Table
    given: frozenset[str]
    raw: ir.Table
    superseded: ir.Table | None = None

    def within(self, cover: Cover) -> "TypedTable":
        """The table with the first and the last day of the cover beside each row, for rules on the year collected."""
        days = dict(zip(YEAR, (cover.first.start, cover.last.end), strict=True))
        return replace(self, events=self.events.mutate(**days), given=self.given | set(days))


def type_table(
    engine: Engine, form: RecordTable, raw: ir.Table, places: Mapping[str, int], area: int, several: bool = False
) -> TypedTable:
    """Type the raw texts of a table in the engine; rows of several files that say the same are taken once.

    `places` are the codes and names of areas, in small letters, with their numbers; `area` is the number of the one
    that all rows are about where no column says so.
    """
    given = frozenset(raw.columns)
    formats = _choose_formats(engine, form, raw)
    trimmed = {name: _trim(engine, form.columns[name], raw[name]) for name in given}
    texts = engine.step(f"texts_{form.events}", raw.select(**trimmed))
    read = {name: _read(engine, form.columns[name], texts[name], formats.get(name)) for name in given}
    values = engine.step(f"values_{form.events}", texts.mutate(**{VALUE + name: value for name, value in read.items()}))
    typed = {}
    for name in given:
        value, fault = _check(engine, form.columns[name], values[VALUE + name], values[name])
        typed[name] = value
        if fault is not None:
            typed[FAULT + name] = fault
    table = values.select(**typed)
    if "area" in given:
        table = _number_areas(table, places)
    if not several:
        staged = engine.stage(f"typed_{form.events}", table)
        return TypedTable(form, _fill_up(form, staged, given, area), given, raw)
    staged = engine.stage(f"typed_{form.events}", _mark_superseded(table.distinct()))
    newest, older = (staged.filter(condition).drop(OLDER) for condition in (~staged[OLDER], staged[OLDER]))
    return TypedTable(form, _fill_up(form, newest, given, area), given, raw, older)


def _mark_superseded(table: ir.Table) -> ir.Table:
    """Mark a row without an end where another row of the child, begun at the same time, has one that is later.

    The row was open when an older file was written. It is no second event.
    """
    if not {"child", "started", "ended"} <= set(table.columns):
        return table.mutate(**{OLDER: ibis.literal(False)})
    latest = table.ended.max().over(ibis.window(group_by=["child", "started"]))
    return table.mutate(**{OLDER: table.ended.isnull() & (latest > table.started).fill_null(False)})


def _fill_up(form: RecordTable, staged: ir.Table, given: frozenset[str], area: int) -> ir.Table:
    """The table with nulls for the columns that the files do not have, and the one area where no column says it."""
    absent = {name: ibis.null().cast(TYPES[column.kind]) for name, column in form.columns.items() if name not in given}
    absent |= {
        FAULT + name: ibis.literal(False)
        for name, column in form.columns.items()
        if FAULT + name not in staged.columns and column.kind in ("date", "time", "code", "number")
    }
    return staged.mutate(**{**absent, **({} if "area" in given else {"area": ibis.literal(area, "int32")})})


def _trim(engine: Engine, column: RecordColumn, raw: ir.Value) -> ir.Value:
    """A cell as a text without white space around it; a day or a time is as it stands, since few have any."""
    return raw if column.kind in ("date", "time") else engine.trim(raw.cast("string"))


def fold_id(engine: Engine, text: ir.StringValue) -> ir.StringValue:
    """An id as it is compared: without white space around it and in small letters; leading zeros stay."""
    return engine.trim(text).lower()


def _read(engine: Engine, column: RecordColumn, text: ir.Value, form: str | None) -> ir.Value:
    """What a column's text says in its kind, null where it says nothing of it."""
    if column.kind in ("date", "time"):
        return engine.parse(text, form or column.formats[0]) if text.type().is_string() else text.cast("timestamp")
    if column.kind == "number":
        return engine.to_number(text)
    folded = text.lower()
    if column.kind == "id":
        return engine.pseudonym(folded)
    if column.kind == "flag":
        return folded.cases(*[(word, True) for word in YES], *[(word, False) for word in NO], else_=ibis.null())
    if column.kind == "code":
        return folded.cases(*{code.casefold(): word for code, word in column.words.items()}.items(), else_=ibis.null())
    return text


def _check(
    engine: Engine, column: RecordColumn, value: ir.Value, text: ir.Value
) -> tuple[ir.Value, ir.BooleanValue | None]:
    """A column's values, and where a text that is not empty is no such value."""
    if column.kind == "id":
        return ibis.ifelse(_is_written(text), value, ibis.null()), None
    if column.kind in ("flag", "area"):
        return value, None
    if column.kind not in ("date", "time"):
        return value, value.isnull() & _is_written(text)
    if not text.type().is_string():
        return value.cast(TYPES[column.kind]), None
    fits = value.between(FIRST, LAST)
    fault = ibis.ifelse(fits, False, _is_written(engine.trim(text)))
    return ibis.ifelse(fits, value, ibis.null()).cast(TYPES[column.kind]), fault


def _is_written(text: ir.StringValue) -> ir.BooleanValue:
    """Whether a cell has a text: an empty one may come as nothing, or as the word that SQL has for it."""
    is_long = text.length() > max(map(len, EMPTY))  # true of nearly all, and a fifth of the time
    return ibis.ifelse(is_long, True, text.notin(EMPTY)).fill_null(False)


def _choose_formats(engine: Engine, form: RecordTable, raw: ir.Table) -> dict[str, str]:
    """For each column of dates, the declared form that most of its texts are in: one for the whole column."""
    asked = [
        (name, each)
        for name in raw.columns
        for each in form.columns[name].formats
        if len(form.columns[name].formats) > 1 and raw[name].type().is_string()
    ]
    if not asked:
        return {}
    sample = raw.limit(SAMPLE)
    counts = {
        f"n{place}": sample.count(where=engine.parse(sample[name], each).notnull())
        for place, (name, each) in enumerate(asked)
    }
    (row,) = engine.run(sample.aggregate(**counts))
    best: dict[str, tuple[int, str]] = {}
    for (name, each), count in zip(asked, row, strict=True):
        if (count or 0) > best.get(name, (-1, ""))[0]:
            best[name] = (count or 0, each)
    return {name: each for name, (_, each) in best.items()}


def _number_areas(table: ir.Table, places: Mapping[str, int]) -> ir.Table:
    """The number of each row's area; that of a text which is no area is ELSEWHERE, so that the text goes nowhere."""
    row = ibis.range(len(places)).unnest().name("row").as_table().row
    known = row.as_table().select(place=ibis.array(list(places))[row], number=ibis.array(list(places.values()))[row])
    joined = table.left_join(known, table.area.lower() == known.place)
    kept = [name for name in table.columns if name != "area"]
    return joined.select(*kept, area=joined.number.coalesce(ELSEWHERE).cast("int32"))


def known_places(areas: Areas, numbers: Sequence[str]) -> dict[str, int]:
    """The number of every code and name that an area goes by, in small letters; `numbers` are the codes in order."""
    place = {code: number for number, code in enumerate(numbers)}
    return {name.casefold(): place[area.code] for area in areas.areas for name in (area.name, area.code, *area.also)}
