"""What a received file must look like: params/sources/<source>.yaml, one contract a file."""

from collections.abc import Iterable
from pathlib import Path

from analysis.definitions.areas import Areas
from analysis.definitions.columns_of_measures import MeasuresAcross
from analysis.definitions.contract import (
    NOTES_SHEET,
    Figures,
    Identity,
    Measure,
    PeriodKind,
    Share,
    Source,
    Total,
    as_measure,
)
from analysis.definitions.headed_columns import Columns
from analysis.definitions.layouts import (
    LAYOUTS,
    DataSet,
    Item,
    MonthsFromApril,
    PeriodsAcross,
    Rows,
    Stated,
)
from analysis.definitions.parameter_files import check_definition, read_parameters
from analysis.refusals import ParametersRefused, suggest

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


def read_sources(folder: Path) -> dict[str, Source]:
    """Every contract by name. Raises ParametersRefused."""
    return {path.stem: _read_source(path) for path in sorted(folder.glob("*.yaml"))}


def read_owners(folder: Path) -> dict[str, str]:
    """The area that each source belongs to, of those that are one area's own documents. Raises ParametersRefused."""
    return {name: source.owner for name, source in read_sources(folder).items() if source.owner}


def check_sources(sources: dict[str, Source], indicators: Iterable[str], areas: Areas) -> None:
    """Refuse a contract that names an indicator or an area that is not defined. Raises ParametersRefused."""
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


def _read_source(path: Path) -> Source:
    content = read_parameters(path)
    place = f"sources/{path.name}"
    if not isinstance(content, dict) or "layout" not in content:
        raise ParametersRefused(f"{place}: expected a contract with title, supplier, file and layout.")
    layout = content["layout"]
    if not isinstance(layout, str) or layout not in LAYOUTS:
        raise ParametersRefused(f"{place}: no layout {layout!r}. {suggest(layout, LAYOUTS)}")
    return check_definition(LAYOUTS[layout], {"name": path.stem} | content, place)
