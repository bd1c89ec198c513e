"""Tables are held to their kinds: what passes a function whose signature names a schema is validated against it.

This module is imported before any of ours (tests/conftest.py). For each function a table of the same columns and types
is validated once, so that it costs the suite next to nothing. What a test writes by hand for one function, or the works
hand over, whose own tables have mostly no kind yet, may be less than a whole table: such a call is left alone, with all
that it calls. Held is what the analysis and its notebooks pass, and what a function makes of whole tables.
"""

import functools
import inspect
import sys
import typing
from collections.abc import Callable, Iterable, Sequence
from contextvars import ContextVar
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from types import ModuleType

import pandas as pd
from pandera.errors import SchemaErrors
from pandera.pandas import DataFrameSchema

PACKAGES = ("analysis", "publishing")
by_hand: ContextVar[bool] = ContextVar("by_hand", default=False)
"""Whether what is called now follows from a table that was written by hand."""
seen: dict[tuple, Exception | None] = {}
"""What was found of a table: by the function, what of it, and the columns and types."""
Passed = tuple[DataFrameSchema, pd.DataFrame, str]  # what a table is to be, it, and where


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
        if caller.startswith(("tests.", "publishing.")) and any(fault_of(*table) for table in tables):
            mark = by_hand.set(True)
            try:
                return function(*given, **by_name)
            finally:
                by_hand.reset(mark)
        check(tables)
        result = function(*given, **by_name)
        check([(named["return"], table, where) for table in tables_in(result) if "return" in named])
        return result

    return held


def tables_in(thing: object) -> list[pd.DataFrame]:
    """The tables of what a function takes or gives: itself, or those of a tuple, a list or a mapping."""
    every = thing if isinstance(thing, tuple | list) else thing.values() if isinstance(thing, dict) else [thing]
    return [one for one in every if isinstance(one, pd.DataFrame)]


def check(tables: Iterable[Passed]) -> None:
    """Raise pandera's SchemaErrors or ValueError, with the function in a note, for a table that is not of its kind."""
    for schema, table, where in tables if not by_hand.get() else ():
        fault = fault_of(schema, table, where)
        if fault is not None:
            fault.add_note(f"in {where}")
            raise fault


def fault_of(schema: DataFrameSchema, table: pd.DataFrame, where: str) -> Exception | None:
    """What is wrong with a table, once for each shape of it."""
    key = (where, *table.columns, *map(str, table.dtypes), table.empty)
    if key not in seen:
        seen[key] = _find_fault(schema, table)
    return seen[key]


def _find_fault(schema: DataFrameSchema, table: pd.DataFrame) -> Exception | None:
    if table.empty:  # its types are of nothing
        absent = [name for name, column in schema.columns.items() if not column.regex and name not in table]
        return ValueError(f"no column {', '.join(absent)}") if absent else None
    try:
        schema.validate(table, lazy=True)
    except (SchemaErrors, TypeError, ValueError) as fault:
        return fault
    return None


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
