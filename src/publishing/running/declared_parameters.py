"""What a notebook declares that it takes: its parameters cell, line by line."""

import ast
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import nbformat

from analysis.refusals import ParametersRefused

TYPES = {"str": (str,), "int": (int,), "float": (float, int), "bool": (bool,)}


@dataclass(frozen=True)
class Declared:
    """One line of a notebook's parameters cell; `required` where its default is None."""

    kind: str
    required: bool


def read_declared(notebook: Path) -> dict[str, Declared]:
    """What the notebook's one cell tagged `parameters` declares: a line each, `name: type = value`.

    papermill only guesses at that cell and warns of what it cannot make out. Here a line of any other form is
    refused, so that no parameter can be passed over. Raises ParametersRefused.
    """
    try:
        return dict(_read_text(notebook.name, notebook.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError) as error:
        raise _unreadable(notebook.name) from error


@lru_cache(maxsize=200)
def _read_text(name: str, text: str) -> tuple[tuple[str, Declared], ...]:
    """What a notebook's text declares: read once, however many areas it is executed for."""
    cells = [cell for cell in _read_cells(name, text) if "parameters" in cell.metadata.get("tags", [])]
    if len(cells) != 1 or cells[0].cell_type != "code":
        raise ParametersRefused(f"{name}: expected one code cell tagged 'parameters'. Tag it.")
    try:
        lines = ast.parse(cells[0].source).body
    except SyntaxError as error:
        raise ParametersRefused(f"{name}: its parameters are not Python. Mend line {error.lineno}.") from None
    return tuple(_read_line(line, name) for line in lines)


def _read_cells(name: str, text: str) -> list[nbformat.NotebookNode]:
    try:
        return nbformat.reads(text, as_version=4).cells
    except (ValueError, KeyError, AttributeError) as error:
        raise _unreadable(name) from error


def _unreadable(name: str) -> ParametersRefused:
    return ParametersRefused(f"{name} is not a notebook that can be read. Restore it.")


def _read_line(line: ast.stmt, notebook: str) -> tuple[str, Declared]:
    """One declaration, whose type is one of four and whose default is a literal of that type, or None."""
    if isinstance(line, ast.AnnAssign) and isinstance(line.target, ast.Name) and line.value is not None:
        kind = ast.unparse(line.annotation)
        try:
            default = ast.literal_eval(line.value)
        except ValueError:
            default = ...
        if kind in TYPES and (default is None or type(default) in TYPES[kind]):
            return line.target.id, Declared(kind, required=default is None)
    raise ParametersRefused(
        f"{notebook}: line {line.lineno} of the parameters cell. "
        "Expected a name, its type (str, int, float or bool) and a value of that type."
    )
