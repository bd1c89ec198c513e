"""Tables are held to their kinds: what passes a function whose signature names a schema is validated against it.

This module is imported before any of ours (tests/conftest.py). A table of columns and types that a function took or
gave before is not validated again, so that it costs the suite next to nothing.
"""

import functools
import inspect
import sys
import typing
from collections.abc import Callable, Sequence
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from types import ModuleType

import pandas as pd
from pandera.pandas import DataFrameSchema

PACKAGES = ("analysis", "publishing")
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
        for name in named.keys() & taken.keys():
            check(named[name], taken[name], f"{where}: {name}")
        result = function(*given, **by_name)
        if "return" in named:
            check(named["return"], result, where)
        return result

    return held


def check(schema: DataFrameSchema, table: object, where: str) -> None:
    """Validate a table; anything else, as a function may give in its place, is no concern of the schema."""
    for one in table if isinstance(table, tuple | list) else [table]:
        if isinstance(one, pd.DataFrame):
            key = (where, *one.columns, *map(str, one.dtypes), one.empty)
            if key not in seen:
                _validate(schema, one, where)
                seen[key] = schema


def _validate(schema: DataFrameSchema, table: pd.DataFrame, where: str) -> None:
    try:
        if table.empty:  # of which the columns alone are held: their types are of nothing
            absent = [name for name, column in schema.columns.items() if not column.regex and name not in table]
            assert not absent, f"no column {', '.join(absent)}"
        else:
            schema.validate(table, lazy=True)
    except Exception as fault:
        fault.add_note(f"in {where}")
        raise


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
