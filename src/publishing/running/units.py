"""Units of work: each report for an area and a quarter, with parameters that its notebook declares."""

import ast
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import nbformat

from analysis.definitions import Definitions, Report
from analysis.project import Project
from analysis.refusals import ParametersRefused, suggest
from publishing.release.made_page import CARDS_FILE, Unit, Value
from publishing.running.typed_words import read_quarter

GIVEN = ("report", "area", "quarter", "data")
"""The parameters that every notebook declares and that the run fills in."""
TYPES = {"str": (str,), "int": (int,), "float": (float, int), "bool": (bool,)}


@dataclass(frozen=True)
class Declared:
    """One line of a notebook's parameters cell; `required` where its default is None."""

    kind: str
    required: bool


def plan_units(
    project: Project, definitions: Definitions, areas: Iterable[str], quarter: str, only: Iterable[str] = ()
) -> list[Unit]:
    """The units of a run, area by area in the order of the reports, each checked against its notebook.

    Raises ParametersRefused, with every fault of every report, before anything has run.
    """
    reports = choose_reports(definitions, only)
    units, faults = [], []
    for area in areas:
        definitions.areas.named(area)
        for report in reports:
            try:
                units.append(plan_unit(project, report, area, quarter))
            except ParametersRefused as refusal:
                faults.append(str(refusal))
    if faults:
        raise ParametersRefused("\n".join(dict.fromkeys(faults)))
    return units


def choose_reports(definitions: Definitions, only: Iterable[str] = ()) -> list[Report]:
    """The reports named, or all, in the order of the pages. Raises ParametersRefused for an unknown name."""
    chosen = {definitions.report(name).name for name in only} or set(definitions.reports)
    if not chosen:
        raise ParametersRefused("No report in params/reports. Write one: title, audience, question, notebook.")
    return [report for report in definitions.reports.values() if report.name in chosen]


def plan_unit(project: Project, report: Report, area: str, quarter: str) -> Unit:
    """One report's unit, its parameters as plain strings and numbers. Raises ParametersRefused."""
    place = f"reports/{report.name}.yaml"
    reserved = sorted(set(report.parameters) & {*GIVEN, CARDS_FILE})
    if reserved:
        raise ParametersRefused(f"{place}: {reserved[0]} is filled in by the run. Take it out of `parameters`.")
    own = {name: plain_value(value, f"{place}, {name}") for name, value in report.parameters.items()}
    notebook = find_notebook(project, report)
    data = "../data" if project.data == project.root / "data" else project.data.as_posix()  # as seen from notebooks
    given = {"report": report.name, "area": area, "quarter": read_quarter(quarter), "data": data}
    declared = read_declared(notebook)
    check_parameters(given | own, declared, notebook.name, place)
    return Unit(report, area, given["quarter"], notebook, given | own, CARDS_FILE in declared)


def plain_value(value: Value | list[str], place: str) -> Value:
    """A parameter's value as a notebook gets it: a list of names becomes one text, with a space between them.

    Raises ParametersRefused for a name with a space in it, for text that is not printable and for a number that is
    not finite.
    """
    if isinstance(value, list):
        unusable = [word for word in value if not word or word.split() != [word]]
        if unusable:
            raise ParametersRefused(f"{place}: a name in a list has no space and is not empty. Mend {unusable[0]!r}.")
        value = " ".join(value)
    if isinstance(value, str) and not value.isprintable():
        raise ParametersRefused(f"{place}: has a line break or another sign that cannot be printed. Take it out.")
    if isinstance(value, float) and not math.isfinite(value):
        raise ParametersRefused(f"{place}: is not a finite number. Write one.")
    return value


def find_notebook(project: Project, report: Report) -> Path:
    """The report's notebook, in the notebooks folder itself. Raises ParametersRefused for one elsewhere, or none."""
    folder = project.notebooks.resolve()
    notebook = (folder / report.notebook).resolve()
    if notebook.parent != folder or not notebook.is_file():
        known = suggest(report.notebook, (path.name for path in folder.glob("*.ipynb")))
        raise ParametersRefused(f"reports/{report.name}.yaml: no notebook notebooks/{report.notebook}. {known}")
    return notebook


def check_parameters(given: Mapping[str, Value], declared: Mapping[str, Declared], notebook: str, place: str) -> None:
    """Refuse parameters that the notebook does not declare, lacks, or declares of another type; all faults at once.

    Raises ParametersRefused.
    """
    faults = [
        f"{notebook} has no parameter {name!r}. {suggest(name, declared)}" for name in given if name not in declared
    ]
    faults += [
        f"{notebook} needs the parameter {name!r}. Write it under `parameters`."
        for name, line in declared.items()
        if line.required and name not in given
    ]
    faults += [
        f"{name}: {notebook} expects {declared[name].kind}, not {type(value).__name__}."
        for name, value in given.items()
        if name in declared and type(value) not in TYPES[declared[name].kind]
    ]
    if faults:
        raise ParametersRefused("\n".join(f"{place}: {fault}" for fault in faults))


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
