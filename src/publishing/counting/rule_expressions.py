"""Each kind of rule as one expression: the rows of a table that break it."""

from collections.abc import Callable

import ibis
import ibis.expr.types as ir

from analysis.definitions.record_forms import RecordRule
from publishing.counting.ages import ADULT, age_on
from publishing.counting.portable_dates import is_reached
from publishing.counting.typed_tables import ELSEWHERE, FAULT, TypedTable


def _not_a_date(table: TypedTable, rule: RecordRule) -> ir.Table:
    """A text that is no date; and where the row cannot be counted without the date, none at all."""
    (name,) = rule.columns
    rows = table.events
    fault = rows[FAULT + name]
    return rows.filter(fault | rows[name].isnull() if name in table.form.counted_by else fault)


def _not_a_code(table: TypedTable, rule: RecordRule) -> ir.Table:
    (name,) = rule.columns
    rows = table.events
    required = table.form.columns[name].required
    return rows.filter(rows[FAULT + name] | rows[name].isnull() if required else rows[FAULT + name])


def _unknown(table: TypedTable, rule: RecordRule) -> ir.Table:
    """A text that is no code, or no number; an empty one is none."""
    return table.events.filter(table.events[FAULT + rule.columns[0]])


def _unknown_area(table: TypedTable, rule: RecordRule) -> ir.Table:
    return table.events.filter(table.events[rule.columns[0]] == ELSEWHERE)


def _empty(table: TypedTable, rule: RecordRule) -> ir.Table:
    return table.events.filter(table.events[rule.columns[0]].isnull())


def _before(table: TypedTable, rule: RecordRule) -> ir.Table:
    first, second = rule.columns
    return table.events.filter(table.events[first] < table.events[second])


def _before_by_day(table: TypedTable, rule: RecordRule) -> ir.Table:
    first, second = rule.columns
    return table.events.filter(~is_reached(table.events[first], table.events[second]))


def _long_before(table: TypedTable, rule: RecordRule) -> ir.Table:
    """The first date is before the second by more days than the one of `values`."""
    first, second = (table.events[name] for name in rule.columns)
    return table.events.filter(second.delta(first, unit="day") > int(rule.values[0]))


def _not_after(table: TypedTable, rule: RecordRule) -> ir.Table:
    first, second = rule.columns
    return table.events.filter(table.events[first] <= table.events[second])


def _same_day(table: TypedTable, rule: RecordRule) -> ir.Table:
    first, second = rule.columns
    return table.events.filter(table.events[first] == table.events[second])


def _empty_beside(table: TypedTable, rule: RecordRule) -> ir.Table:
    """The first column is empty though the second is not."""
    first, second = (_is_filled(table, name) for name in rule.columns)
    return table.events.filter(second & ~first)


def _empty_where_false(table: TypedTable, rule: RecordRule) -> ir.Table:
    first, second = rule.columns
    return table.events.filter(~_is_filled(table, first) & ~table.events[second])


def _one_without_the_other(table: TypedTable, rule: RecordRule) -> ir.Table:
    first, second = (_is_filled(table, name) for name in rule.columns)
    return table.events.filter(first != second)


def _both_or_neither(table: TypedTable, rule: RecordRule) -> ir.Table:
    first, second = (_is_filled(table, name) for name in rule.columns)
    return table.events.filter(first == second)


def _not_with(table: TypedTable, rule: RecordRule) -> ir.Table:
    """The first column says one of `where`, and the second something else than `values`."""
    first, second = (table.events[name] for name in rule.columns)
    return table.events.filter(first.isin(rule.where) & second.notin(rule.values))


def _far_from(table: TypedTable, rule: RecordRule) -> ir.Table:
    """The first date is before the second by more days, or after it by more months, than `values` allow."""
    day, reference = (table.events[name] for name in rule.columns)
    days, months = map(int, rule.values)
    is_early = day < reference - ibis.interval(days=days)
    return table.events.filter(is_early | (day > (reference.cast("timestamp") + ibis.interval(months=months))))


def _no_year_end(table: TypedTable, rule: RecordRule) -> ir.Table:
    """The file's own date of reference is none, or not 31 March; each one counts once."""
    rows = table.events.select(day=rule.columns[0]).distinct()
    is_end = (rows.day.month() == 3) & (rows.day.day() == 31)
    return rows.filter(~is_end.fill_null(False))


def _repeated_id(table: TypedTable, rule: RecordRule) -> ir.Table:
    rows = table.events.filter(table.events[rule.columns[0]].notnull())
    return rows.filter(rows.count().over(ibis.window(group_by=rule.columns)) > 1)


def _several_without(table: TypedTable, rule: RecordRule) -> ir.Table:
    """Rows of one child and one first column of which several have no second, where the third does not say yes."""
    group, name, flag = rule.columns
    rows = table.events.filter(~_is_filled(table, name) & ~table.events[flag].fill_null(False))
    return rows.filter(rows.count().over(ibis.window(group_by=["child", group])) > 1)


def _is_filled(table: TypedTable, name: str) -> ir.BooleanValue:
    rows = table.events
    has_fault = FAULT + name in rows.columns
    return rows[name].notnull() | rows[FAULT + name] if has_fault else rows[name].notnull()


def _with_the_last(table: TypedTable, rule: RecordRule) -> ir.Table:
    """Each row with the child's row before it in order of the first column, which is when it begins."""
    start = rule.columns[0]
    rows = table.events.filter(table.events.child.notnull() & table.events[start].notnull())
    rows = rows.select("child", **{f"c{n}": rows[name] for n, name in enumerate(rule.columns)}).distinct()
    others = [f"c{n}" for n in range(len(rule.columns))]
    window = ibis.window(group_by="child", order_by=others)
    number = ibis.row_number().over(window)
    return rows.mutate(number=number, **{f"last{n}": rows[f"c{n}"].lag().over(window) for n in range(len(others))})


def _overlaps_the_last(table: TypedTable, rule: RecordRule) -> ir.Table:
    rows = _with_the_last(table, rule)
    return rows.filter(rows.c0 < rows.last1)


def _last_is_open(table: TypedTable, rule: RecordRule) -> ir.Table:
    """The child's row before has no end, or no reason of it where that is the third column."""
    rows = _with_the_last(table, rule)
    lacks = [rows[f"last{place}"].isnull() for place in range(1, len(rule.columns))]
    return rows.filter((rows.number > 0) & ibis.or_(*lacks))


def _fewer_than_held(table: TypedTable, rule: RecordRule) -> ir.Table:
    """A number of the child's events in a year, of which the file itself holds more, the row's own not counted."""
    name, start = rule.columns
    rows = table.events.filter(table.events.child.notnull() & table.events[start].notnull())
    days = rows.select(other="child", on=rows[start]).distinct()
    held = rows.select("child", own=rows[name], day=rows[start]).distinct()
    held = held.join(days, held.child == days.other)
    held = held.filter((held["on"] < held.day) & (held["on"] + ibis.interval(months=12) > held.day))
    return held.group_by(["child", "day", "own"]).aggregate(n=held.count()).filter(lambda each: each.own < each.n)


def _begins_within_the_last(table: TypedTable, rule: RecordRule) -> ir.Table:
    rows = _with_the_last(table, rule)
    return rows.filter((rows.number > 0) & (rows.last1.isnull() | (rows.c0 < rows.last1)))


def _begins_within_another(table: TypedTable, rule: RecordRule) -> ir.Table:
    """A row begins on the first or the last day of another of the child and the third column, or between them."""
    rows = table.events.select("child", **{f"c{n}": table.events[name] for n, name in enumerate(rule.columns)})
    others = rows.rename({f"other{name}": name for name in rows.columns})
    both = rows.join(others, [rows.child == others.otherchild, rows.c2 == others.otherc2])
    is_another = (both.c0 != both.otherc0) | ~both.c1.identical_to(both.otherc1)
    both = both.filter(is_another & (both.c0 >= both.otherc0) & (both.c0 <= both.otherc1).fill_null(True))
    return both.select("child", "c0", "c1", "c2").distinct()


def _first_is_another(table: TypedTable, rule: RecordRule) -> ir.Table:
    """Columns start, reason and start of the year: a child's first row begins in the year and is not of `values`."""
    rows = _with_the_last(table, rule)
    return rows.filter((rows.number == 0) & (rows.c0 >= rows.c2) & rows.c1.notin(rule.values).fill_null(True))


def _starts_without_a_gap(table: TypedTable, rule: RecordRule) -> ir.Table:
    """Columns start, end and the reason of the beginning, of which `values` is that of starting."""
    rows = _with_the_last(table, rule)
    return rows.filter((rows.c2 == rule.values[0]) & (rows.c0 <= rows.last1))


def _goes_on_after_the_end(table: TypedTable, rule: RecordRule) -> ir.Table:
    """Columns start, end, reasons of the beginning and of the end; `values` are those of starting and of going on."""
    starting, going_on = rule.values
    rows = _with_the_last(table, rule)
    return rows.filter((rows.c2 != starting) & (rows.last3 != going_on))


def _goes_on_with_a_gap(table: TypedTable, rule: RecordRule) -> ir.Table:
    starting, going_on = rule.values
    rows = _with_the_last(table, rule)
    return rows.filter((rows.c2 != starting) & (rows.last3 == going_on) & (rows.c0 > rows.last1))


def _not_a_child(table: TypedTable, rule: RecordRule) -> ir.Table:
    born, start = (table.events[name] for name in rule.columns)
    return table.events.filter(age_on(born, start.cast("date")) >= ADULT)


CHECKS: dict[str, Callable[[TypedTable, RecordRule], ir.Table]] = {
    "not_a_date": _not_a_date,
    "not_a_code": _not_a_code,
    "unknown_code": _unknown,
    "unknown_area": _unknown_area,
    "not_a_number": _unknown,
    "empty": _empty,
    "before": _before,
    "before_by_day": _before_by_day,
    "long_before": _long_before,
    "not_after": _not_after,
    "same_day": _same_day,
    "both_or_neither": _both_or_neither,
    "not_with": _not_with,
    "far_from": _far_from,
    "no_year_end": _no_year_end,
    "repeated_id": _repeated_id,
    "several_without": _several_without,
    "begins_within_another": _begins_within_another,
    "first_is_another": _first_is_another,
    "empty_beside": _empty_beside,
    "empty_where_false": _empty_where_false,
    "one_without_the_other": _one_without_the_other,
    "overlaps_the_last": _overlaps_the_last,
    "last_is_open": _last_is_open,
    "fewer_than_held": _fewer_than_held,
    "begins_within_the_last": _begins_within_the_last,
    "starts_without_a_gap": _starts_without_a_gap,
    "goes_on_after_the_end": _goes_on_after_the_end,
    "goes_on_with_a_gap": _goes_on_with_a_gap,
    "not_a_child": _not_a_child,
}
