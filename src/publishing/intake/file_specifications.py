"""What a received file must look like: params/sources/<source>.yaml, one specification a file."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from analysis.definitions.areas import Areas
from analysis.definitions.contract import EXPECTED, Source
from analysis.definitions.parameter_files import read_variant
from analysis.refusals import ParametersRefused, suggest
from publishing.intake.layouts import LAYOUTS
from publishing.intake.layouts.layout import Layout


def read_sources(folder: Path) -> dict[str, Layout]:
    """Every specification by name. Raises ParametersRefused."""
    return {path.stem: read_variant(path, "layout", LAYOUTS, EXPECTED) for path in sorted(folder.glob("*.yaml"))}


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
