"""The layouts that a received table can have, each in one class (`Layout`) of one module: a line below for each.

A specification, params/sources/<source>.yaml, is of one of them.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, get_args

from analysis.definitions.areas import Areas
from analysis.definitions.contract import EXPECTED, Source
from analysis.definitions.parameter_files import read_variant
from analysis.refusals import ParametersRefused, suggest
from publishing.intake.layouts import board_data_set as board_data_set
from publishing.intake.layouts import measures_across as measures_across
from publishing.intake.layouts import neighbours_across as neighbours_across
from publishing.intake.layouts import periods_across as periods_across
from publishing.intake.layouts import quoted_figures as quoted_figures
from publishing.intake.layouts import rows_of_items as rows_of_items
from publishing.intake.layouts.layout import Layout


def _find_layouts(kind: Any) -> dict[str, type[Layout]]:
    """The classes that say which one `layout` they are, among a class and all that are made of it."""
    found = dict.fromkeys(get_args(kind.model_fields["layout"].annotation), kind)
    for below in kind.__subclasses__():
        found |= _find_layouts(below)
    return found


LAYOUTS = _find_layouts(Layout)
"""By the name that a specification gives as its `layout`."""


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
