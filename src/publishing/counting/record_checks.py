"""How often a file breaks the published rules of its form, and what cannot be counted: only numbers leave."""

from collections.abc import Iterable
from dataclasses import dataclass

import ibis.expr.types as ir

from analysis.definitions.record_forms import RecordColumn
from analysis.numbers import plural
from analysis.refusals import SourceRefused, find_named
from publishing.counting.aggregates import fetch_number
from publishing.counting.engines import Engine
from publishing.counting.rule_expressions import CHECKS
from publishing.counting.typed_tables import TypedTable

DATE_FORMS = {"%d/%m/%Y": "13/11/2024", "%Y-%m-%d": "2024-11-13", "%d/%m/%Y %H:%M": "13/11/2024 09:30"}
NO_ID = "the row has no id; it is not counted"
BANDS = [(1, 4, "fewer than 5"), (5, 9, "5 to 9"), (10, 99, "10 to 99"), (100, 999, "100 to 999")]


@dataclass(frozen=True)
class Finding:
    """A rule that rows of a table break, and how many do."""

    table: str
    number: str
    says: str
    severity: str
    rows: int

    @property
    def line(self) -> str:
        """The rule and how many rows break it, in a sentence."""
        return f"Rule {self.number}, {self.table}: {self.says} ({plural(self.rows, 'row')}, {self.severity})."

    @property
    def band(self) -> str:
        """How many, roughly: what a file that leaves the supplier may say."""
        return next((words for low, high, words in BANDS if low <= self.rows <= high), "1,000 or more")


def check_records(engine: Engine, table: TypedTable) -> list[Finding]:
    """The rules that rows of a table break, repeated rows among them."""
    form, found = table.form, []
    for rule in form.rules:
        if all(name in table.given for name in rule.columns):
            check = find_named(CHECKS, rule.check, "check", f"rule {rule.number} of {form.name} in params/records")
            rows = fetch_number(engine, _count(check(table, rule)))
            found.append(Finding(form.name, rule.number, rule.says, rule.severity, rows))
    for name in _ids_without_a_rule(table):
        rows = count_all(engine, table.events.filter(table.events[name].isnull()))
        found.append(Finding(form.name, "no id", NO_ID, "error", rows))
    found.append(Finding(form.name, "repeated", form.repeated, "query", count_repeated(engine, table)))
    return [finding for finding in found if finding.rows]


def _ids_without_a_rule(table: TypedTable) -> Iterable[str]:
    """The ids without which a row is not counted, and of which no rule of the form says that they must be there."""
    ruled = {name for rule in table.form.rules if rule.check == "empty" for name in rule.columns}
    for name in table.form.counted_by:
        if name in table.given and name not in ruled and table.form.columns[name].kind == "id":
            yield name


def count_all(engine: Engine, rows: ir.Table) -> int:
    """How many rows there are."""
    return fetch_number(engine, _count(rows))


def refuse_uncountable(engine: Engine, table: TypedTable, rows: int, known: Iterable[str]) -> None:
    """Refuse a table of several rows of which not one can be counted: its counts would be zeros that nobody saw.

    Raises SourceRefused with the columns in which no row has a date, an id or a code of the form, and what is `known`
    of the table already: rules that are broken, hints.
    """
    wanted = [name for name in table.form.counted_by if name in table.given]
    if rows < 2 or not wanted:
        return
    filled = {name: fetch_number(engine, table.events.aggregate(n=table.events[name].count())) for name in wanted}
    empty = [table.form.columns[name] for name, number in filled.items() if not number]
    if empty:
        said = "; ".join(f"{column.heading} ({_describe_column(column)})" for column in empty)
        raise SourceRefused(
            f"{table.form.name}: none of {rows:,} rows can be counted, since not one has what the form asks for in "
            + "\n".join([f"{said}. Export the table again in the form, or see --check.", *known])
        )


def _describe_column(column: RecordColumn) -> str:
    forms = [DATE_FORMS[each] for each in column.formats if each in DATE_FORMS]
    return f"dates as {' or '.join(forms)}" if forms else {"id": "ids", "code": "codes"}.get(column.kind, column.kind)


def count_repeated(engine: Engine, table: TypedTable) -> int:
    """How many rows with an id say the same as another: in the table's key, else in every column that is read."""
    columns = table.form.key or sorted(table.given)
    ids = [name for name in table.form.counted_by if table.form.columns[name].kind == "id" and name in table.given]
    rows = table.events.filter([table.events[name].notnull() for name in ids])
    groups = rows.group_by(columns).aggregate(n=rows.count())
    return fetch_number(engine, groups.aggregate(n=(groups.n - 1).sum()))


def _count(rows: ir.Table) -> ir.Table:
    return rows.aggregate(n=rows.count())
