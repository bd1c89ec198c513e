"""The only way out of an engine: registered aggregates, checked before they run and after."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

import ibis.expr.types as ir

from analysis.definitions.measure_definitions import SettingValue
from publishing.counting.cover import Grain
from publishing.counting.engines import Engine
from publishing.counting.typed_tables import TypedTable

KEYS = ("area", "period", "breakdown")
Settings = Mapping[str, SettingValue]


@dataclass(frozen=True)
class Asked:
    """What an aggregate is asked for: the typed tables by their events, the periods, and the switches in force."""

    tables: Mapping[str, TypedTable]
    grain: Grain
    settings: Settings = field(default_factory=dict)
    reaches: date = date.max

    def events(self, name: str) -> ir.Table:
        return self.tables[name].events

    def number(self, name: str) -> int:
        """The value of a switch that is a number."""
        return int(str(self.settings[name]))

    def words(self, name: str) -> list[str]:
        """The value of a switch that is a list of words."""
        value = self.settings[name]
        return value if isinstance(value, list) else [str(value)]

    def has(self, events: str, column: str = "") -> bool:
        """Whether the files hold these events, and a column of them."""
        return events in self.tables and (not column or column in self.tables[events].given)


Aggregate = Callable[[Asked], ir.Table]
AGGREGATES: dict[str, Aggregate] = {}


class NotAnAggregate(Exception):
    """A fault of the program: a query would have brought out something else than counts."""


def counts(name: str) -> Callable[[Aggregate], Aggregate]:
    """Register an expression as the aggregate of a measure: columns of KEYS, and whole numbers."""

    def register(aggregate: Aggregate) -> Aggregate:
        AGGREGATES[name] = aggregate
        return aggregate

    return register


@dataclass(frozen=True)
class Counted:
    """One row of counts: the area's number, the period's, the breakdown, and each count by its column."""

    area: int
    period: int
    breakdown: str
    counts: Mapping[str, int]


def fetch(engine: Engine, name: str, asked: Asked, breakdowns: Iterable[str] = ()) -> list[Counted]:
    """The counts of a registered aggregate.

    Raises NotAnAggregate, before the query runs, for a column that is neither a key nor a whole number; and after it
    for a breakdown that is none of the words declared, without telling what it was.
    """
    query = AGGREGATES[name](asked)
    check_columns(query)
    known = {"", *breakdowns}
    counted = []
    for row in engine.run(query):
        values = dict(zip(query.columns, row, strict=True))
        breakdown = values.pop("breakdown", "")
        if breakdown not in known:
            raise NotAnAggregate(f"{name} has a breakdown that its definition does not declare")
        area, period = int(values.pop("area")), int(values.pop("period"))
        counted.append(Counted(area, period, breakdown, {key: int(value or 0) for key, value in values.items()}))
    return counted


def check_columns(query: ir.Table) -> None:
    """Refuse a query whose columns are not keys and whole numbers. Raises NotAnAggregate."""
    for column, kind in query.schema().items():
        is_word = column == "breakdown" and kind.is_string()
        if not (is_word or (kind.is_integer() and column != "child")):
            raise NotAnAggregate(f"the column {column!r} is not a count")


def fetch_number(engine: Engine, query: ir.Table) -> int:
    """The one whole number of a query without a key, such as how many rows break a rule. Raises NotAnAggregate."""
    (kind,) = query.schema().types
    if not kind.is_integer():
        raise NotAnAggregate("a single number is fetched as a whole number")
    ((value,),) = engine.run(query)
    return int(value or 0)
