"""What a received file must look like: params/sources/<source>.yaml, one specification a file."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from analysis.definitions.areas import Areas
from analysis.definitions.contract import Source
from analysis.definitions.parameter_files import check_definition, read_parameters
from analysis.refusals import ParametersRefused, suggest
from publishing.intake.layouts import LAYOUTS
from publishing.intake.layouts.layout import Layout


def read_sources(folder: Path) -> dict[str, Layout]:
    """Every specification by name. Raises ParametersRefused."""
    return {path.stem: _read_source(path) for path in sorted(folder.glob("*.yaml"))}


def check_sources(sources: Mapping[str, Source], indicators: Iterable[str], areas: Areas) -> None:
    """Refuse a specification that names an indicator or an area that is not defined. Raises ParametersRefused."""
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
