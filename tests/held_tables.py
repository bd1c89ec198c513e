"""Tables are held to their kinds: what passes a function whose signature names a schema is validated against it.

This module is imported before any of ours (tests/conftest.py). A table of columns and types that a function took or
gave before is not validated again, so that it costs the suite next to nothing. Tests of one function may write just the
columns that it reads, and so may the works, whose own tables have mostly no kind yet: such a call is left alone, with
all that it calls.
"""

import functools
import inspect
import sys
import typing
from collections.abc import Callable, Sequence
from contextvars import ContextVar
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from types import ModuleType

import pandas as pd
from pandera.pandas import DataFrameSchema

PACKAGES = ("analysis", "publishing")
by_hand: ContextVar[bool] = ContextVar("by_hand", default=False)
"""Whether a test has called a function with a part of a table, so that what follows from it is no whole one."""
seen: dict[tuple, DataFrameSchema] = {}
"""What was validated: the function, what of it, and the columns and types, with the schema."""


def schemas_of(function: Callable) -> dict[str, DataFrameSchema]:
    """The schema of each table that a signature names, by the parameter, and that it returns as `return`."""
    found = {name: _schema_in(hint) for name, hint in inspect.get_annotations(function).items()}
    return {name: schema for name, schema in found.items() if schema is not None}


def _schema_in(hint: object) -> DataFrameSchema | None:
    """The schema that a type names, itself or as one of a union."""
    every = [one for each in (hint, *typing.get_args(hint)) for one in getattr(each, "__metadata__", ())]
    return next((one.schema for one in every if isinstance(getattr(one, "schema", None), DataFrameSchema)), None)


def hold(function: Callable) -> Callable:
    """The function with every table that it takes or gives validated. Raises pandera's SchemaErrors."""
    named, signature = schemas_of(function), inspect.signature(function)
    where = f"{function.__module__}.{function.__qualname__}"
    if not named:
        return function

    @functools.wraps(function)
    def held(*given: object, **by_name: object) -> object:
        taken = signature.bind(*given, **by_name).arguments
        tables = [
            (named[name], table, f"{where}: {name}")
            for name in named.keys() & taken.keys()
            for table in tables_in(taken[name])
        ]
        caller = sys._getframe(1).f_globals.get("__name__", "")
        if caller.startswith(("tests.", "publishing.")) and any(map(is_part, tables)):
            mark = by_hand.set(True)
            try:
                return function(*given, **by_name)
            finally:
                by_hand.reset(mark)
        for table in tables:
            check(*table)
        result = function(*given, **by_name)
        for table in tables_in(result) if "return" in named else []:
            check(named["return"], table, where)
        return result

    return held


def tables_in(thing: object) -> list[pd.DataFrame]:
    """The tables of what a function takes or gives: itself, or those of a tuple, a list or a mapping."""
    every = thing if isinstance(thing, tuple | list) else thing.values() if isinstance(thing, dict) else [thing]
    return [one for one in every if isinstance(one, pd.DataFrame)]


def absent_from(schema: DataFrameSchema, table: pd.DataFrame) -> list[str]:
    """The columns that a table of a kind always has, and this one has not."""
    return [name for name, column in schema.columns.items() if not column.regex and name not in table]


def is_part(table: tuple[DataFrameSchema, pd.DataFrame, str]) -> bool:
    """Whether a table has only some columns of its kind, as those that a test writes by hand for one function."""
    return bool(absent_from(*table[:2]))


def check(schema: DataFrameSchema, table: pd.DataFrame, where: str) -> None:
    """Validate a table, unless one like it was; of one without rows the columns alone, since its types are of nothing.

    Raises pandera's SchemaErrors and ValueError, with the function in a note.
    """
    key = (where, *table.columns, *map(str, table.dtypes), table.empty)
    if by_hand.get() or key in seen:
        return
    try:
        if not table.empty:
            schema.validate(table, lazy=True)
        elif absent := absent_from(schema, table):
            raise ValueError(f"no column {', '.join(absent)}")
    except Exception as fault:
        fault.add_note(f"in {where}")
        raise
    seen[key] = schema


def hold_module(module: ModuleType) -> None:
    """Hold the public functions and methods that a module defines, and the tables that its classes are made with."""
    for name, thing in list(vars(module).items()):
        if not name.startswith("_") and getattr(thing, "__module__", "") == module.__name__:
            if inspect.isfunction(thing):
                setattr(module, name, hold(thing))
            elif inspect.isclass(thing):
                _hold_methods(thing)


def _hold_methods(cls: type) -> None:
    for name, thing in list(vars(cls).items()):
        if inspect.isfunction(thing) and (not name.startswith("_") or name == "__init__"):
            setattr(cls, name, hold(thing))
        elif isinstance(thing, property) and thing.fget:
            setattr(cls, name, property(hold(thing.fget), thing.fset, thing.fdel, thing.__doc__))


class _Loader(SourceFileLoader):
    def exec_module(self, module: ModuleType) -> None:
        super().exec_module(module)
        hold_module(module)


class _Finder(PathFinder):
    """Finds the modules of our packages as Python does, and holds each as soon as it is there."""

    @classmethod
    def find_spec(cls, name: str, path: Sequence[str] | None = None, target: object = None) -> ModuleSpec | None:
        spec = super().find_spec(name, path, target) if name.partition(".")[0] in PACKAGES else None
        if spec and spec.origin:
            spec.loader = _Loader(name, spec.origin)
        return spec


sys.meta_path.insert(0, _Finder)  # whatever is imported of the packages from now on is held
