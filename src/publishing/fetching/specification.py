"""A fetched file read by its file specification, as cleaning will read it: no better than a file that was sent."""

import tempfile
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pandas as pd

from analysis.definitions import Definitions, read_definitions
from analysis.definitions.areas import AreaChanges
from analysis.definitions.published_data import Published, check_published, read_published
from analysis.measures.carried_areas import find_uneven_parts
from publishing.intake.area_names import names_of_areas
from publishing.intake.grids import check_signs, read_grid
from publishing.intake.layouts import check_sources, read_sources
from publishing.intake.layouts.layout import Layout


@dataclass(frozen=True)
class Known:
    """What the parameters say of data sets, file specifications, areas and their changes."""

    published: dict[str, Published]
    sources: dict[str, Layout]
    definitions: Definitions

    @property
    def changes(self) -> AreaChanges:
        return self.definitions.area_changes

    @cached_property
    def codes(self) -> dict[str, str]:
        return names_of_areas(self.definitions.areas)

    def find_uneven(self, observations: pd.DataFrame | None) -> pd.DataFrame:
        """Where counts of the parts of a divided authority do not add up to it; empty for a file that is not read."""
        if observations is None:
            return pd.DataFrame()
        kinds = {name: indicator.kind for name, indicator in self.definitions.indicators.items()}
        return find_uneven_parts(observations[observations["indicator"].map(kinds) == "count"], self.changes)

    def area(self, code: str) -> str:
        """What an area is called, or its code where params/areas.yaml does not know it."""
        known = self.codes.get(code.casefold(), code)
        return self.definitions.areas.names.get(known, code)


def read_known(params: Path) -> Known:
    """The parameters that fetching needs, held against each other. Raises ParametersRefused."""
    known = Known(
        read_published(params / "published"),
        read_sources(params / "sources"),
        read_definitions(params),
    )
    check_sources(known.sources, known.definitions.indicators, known.definitions.areas)
    check_published(known.published, known.sources)
    return known


def check_by_specification(content: bytes, suffix: str, data: Published, known: Known) -> pd.DataFrame | None:
    """The observations that cleaning would read of a file; None where no file specification is for it.

    Raises SourceRefused as cleaning would, with the cell.
    """
    if data.source is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{data.name}{suffix}"
        path.write_bytes(content)
        contract = known.sources[data.source]
        grid = read_grid(path, f"published/{data.name}{suffix}", contract)
        check_signs(grid)
        reading = contract.read(grid, known.codes, known.definitions.indicators)
        grid.count_roles()
        return reading.observations
