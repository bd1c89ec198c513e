"""What a received file must look like: params/sources/<source>.yaml, one specification a file."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from analysis.definitions.areas import Areas
from analysis.definitions.contract import Source
from analysis.definitions.parameter_files import check_definition, read_parameters
from analysis.refusals import ParametersRefused, suggest
<<<<<<< HEAD:src/analysis/definitions/sources.py

__all__ = [
    "LAYOUTS",
    "NOTES_SHEET",
    "Columns",
    "DataSet",
    "Figures",
    "Identity",
    "Item",
    "Measure",
    "MeasuresAcross",
    "MonthsFromApril",
    "PeriodKind",
    "PeriodsAcross",
    "Rows",
    "Share",
    "Source",
    "Stated",
    "Total",
    "as_measure",
    "check_sources",
    "read_owners",
    "read_sources",
]
=======
from publishing.intake.layouts import LAYOUTS
from publishing.intake.layouts.layout import Layout
>>>>>>> main:src/publishing/intake/file_specifications.py


def read_sources(folder: Path) -> dict[str, Layout]:
    """Every specification by name. Raises ParametersRefused."""
    return {path.stem: _read_source(path) for path in sorted(folder.glob("*.yaml"))}


<<<<<<< HEAD:src/analysis/definitions/sources.py
def read_owners(folder: Path) -> dict[str, str]:
    """The area that each source belongs to, of those that are one area's own documents. Raises ParametersRefused."""
    return {name: source.owner for name, source in read_sources(folder).items() if source.owner}


def check_sources(sources: dict[str, Source], indicators: Iterable[str], areas: Areas) -> None:
    """Refuse a contract that names an indicator or an area that is not defined. Raises ParametersRefused."""
=======
def check_sources(sources: Mapping[str, Source], indicators: Iterable[str], areas: Areas) -> None:
    """Refuse a specification that names an indicator or an area that is not defined. Raises ParametersRefused."""
>>>>>>> main:src/publishing/intake/file_specifications.py
    known = set(indicators)
    for source in sources.values():
        for name in sorted(source.indicators() - known):
            raise ParametersRefused(f"sources/{source.name}.yaml: no indicator {name!r}. {suggest(name, known)}")
        for name in sorted(source.called.keys() - known):
            raise ParametersRefused(
                f"sources/{source.name}.yaml, called: no indicator {name!r}. {suggest(name, known)}"
            )
        for code in sorted(source.area_codes()):
            areas.named(code)


def _read_source(path: Path) -> Layout:
    content = read_parameters(path)
    place = f"sources/{path.name}"
    if not isinstance(content, dict) or "layout" not in content:
        raise ParametersRefused(f"{place}: expected a contract with title, supplier, file and layout.")
    layout = content["layout"]
    if not isinstance(layout, str) or layout not in LAYOUTS:
        raise ParametersRefused(f"{place}: no layout {layout!r}. {suggest(layout, LAYOUTS)}")
    return check_definition(LAYOUTS[layout], {"name": path.stem} | content, place)
