"""From text to typed events: dates, ids and codes of one table, with a mark where a text is not what it should be."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import ibis
import ibis.expr.types as ir

from analysis.definitions.areas import Areas
from analysis.definitions.record_forms import RecordColumn, RecordTable
from publishing.counting.engines import Engine
from publishing.counting.one_where import one_where

TYPES = {
    "id": "uint64",
    "date": "date",
    "time": "timestamp",
    "code": "string",
    "flag": "boolean",
    "number": "int64",
    "area": "int32",
}
FAULT = "fault_"
SAMPLE = 100_000  # rows by which the form of a column's dates is told
FIRST_YEAR, LAST_YEAR = 1900, 2100  # a year outside is a slip: 13/11/24 is not in the year 24
YES, NO = ("y", "yes", "true", "t", "1"), ("n", "no", "false", "f", "0")
ELSEWHERE = -1


@dataclass(frozen=True)
class TypedTable:
    """The events of one table: every column of the form, with nulls for those that the files do not have.

    `raw` are the texts that they were typed from, and `given` the columns that the files have.
    """

    form: RecordTable
    events: ir.Table
    given: frozenset[str]
    raw: ir.Table


def type_table(
    engine: Engine, form: RecordTable, raw: ir.Table, places: Mapping[str, int], area: int, several: bool = False
) -> TypedTable:
    """Type the raw texts of a table in the engine; rows of several files that say the same are taken once.

    `places` are the codes and names of areas, in small letters, with their numbers; `area` is the number of the one
    that all rows are about where no column says so.
    """
    given = frozenset(raw.columns)
    formats = _choose_formats(engine, form, raw)
    typed = {}
    for name in given:
        column = form.columns[name]
        if column.kind == "area":
            continue
        value, fault = _type_column(engine, column, raw[name], formats.get(name))
        typed[name] = value
        if fault is not None:
            typed[FAULT + name] = fault
    table = raw.select(**typed, **{name: raw[name] for name in given if form.columns[name].kind == "area"})
    if "area" in given:
        table = _number_areas(engine, form, table, places)
    staged = engine.stage(f"typed_{form.events}", table.distinct() if several else table)
    return TypedTable(form, _fill_up(form, staged, given, area), given, raw)


def _fill_up(form: RecordTable, staged: ir.Table, given: frozenset[str], area: int) -> ir.Table:
    """The table with nulls for the columns that the files do not have, and the one area where no column says it."""
    absent = {name: ibis.null().cast(TYPES[column.kind]) for name, column in form.columns.items() if name not in given}
    absent |= {
        FAULT + name: ibis.literal(False)
        for name, column in form.columns.items()
        if FAULT + name not in staged.columns and column.kind in ("date", "time", "code", "number")
    }
    return staged.mutate(**{**absent, **({} if "area" in given else {"area": ibis.literal(area, "int32")})})


def _type_column(
    engine: Engine, column: RecordColumn, raw: ir.Value, form: str | None
) -> tuple[ir.Value, ir.BooleanValue | None]:
    """A column's values, and where a text that is not empty is no such value."""
    if column.kind in ("date", "time"):
        if not raw.type().is_string():
            return raw.cast(TYPES[column.kind]), None
        text = raw.strip()
        moment = engine.parse(text, form or column.formats[0])
        fits = moment.year().between(FIRST_YEAR, LAST_YEAR)
        moment = ibis.ifelse(fits, moment, ibis.null())
        value = moment.cast("date") if column.kind == "date" else moment
        return value, moment.isnull() & _is_written(text)
    if column.kind == "id":
        folded = engine.fold(raw.cast("string"))
        return ibis.ifelse(_is_written(folded), engine.pseudonym(folded), ibis.null()), None
    text = raw.cast("string").strip()
    folded = text.lower()
    if column.kind == "flag":
        return folded.cases(*[(word, True) for word in YES], *[(word, False) for word in NO], else_=ibis.null()), None
    if column.kind == "number":
        number = engine.to_number(text)
        return number, number.isnull() & _is_written(text)
    words = {code.casefold(): word for code, word in column.words.items()}
    value = folded.cases(*words.items(), else_=ibis.null())
    return value, value.isnull() & _is_written(text)


def _is_written(text: ir.StringValue) -> ir.BooleanValue:
    """Whether a cell has a text: an empty one may come as nothing."""
    return (text != "").fill_null(False)


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
        f"n{place}": one_where(engine.parse(sample[name].strip(), each).notnull()).sum()
        for place, (name, each) in enumerate(asked)
    }
    (row,) = engine.run(sample.aggregate(**counts))
    best: dict[str, tuple[int, str]] = {}
    for (name, each), count in zip(asked, row, strict=True):
        if (count or 0) > best.get(name, (-1, ""))[0]:
            best[name] = (count or 0, each)
    return {name: each for name, (_, each) in best.items()}


def _number_areas(engine: Engine, form: RecordTable, table: ir.Table, places: Mapping[str, int]) -> ir.Table:
    """The number of each row's area; that of a text which is no area is ELSEWHERE, so that the text goes nowhere."""
    words = table.select(word=table.area.cast("string")).distinct()
    folded = words.word.strip().lower()
    numbers = words.mutate(number=folded.cases(*places.items(), else_=ELSEWHERE).cast("int32"))
    numbers = engine.stage(f"areas_{form.events}", numbers)
    joined = table.left_join(numbers, table.area.cast("string") == numbers.word)
    kept = [name for name in table.columns if name != "area"]
    return joined.select(*kept, area=joined.number.coalesce(ELSEWHERE))


def known_places(areas: Areas, numbers: Sequence[str]) -> dict[str, int]:
    """The number of every code and name that an area goes by, in small letters; `numbers` are the codes in order."""
    place = {code: number for number, code in enumerate(numbers)}
    return {name.casefold(): place[area.code] for area in areas.areas for name in (area.name, area.code, *area.also)}
