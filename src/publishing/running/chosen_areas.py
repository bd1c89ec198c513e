"""Which areas a run is for: those named, those of a region, or all."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.refusals import ParametersRefused, suggest

if TYPE_CHECKING:  # they are slow to import, and a run that has nothing to do only splits words
    from analysis.definitions import Areas, Definitions

ALL, REGION = "all", "region:"
AUTHORITY, REGIONS = "authority", "region"


@dataclass(frozen=True)
class Chosen:
    """The areas of a run by code, and which of them nobody named: they are passed over where they have no figures."""

    codes: list[str]
    unnamed: frozenset[str] = frozenset()


def choose_areas(definitions: "Definitions", words: Sequence[str]) -> Chosen:
    """The areas that some words name, once each, or the partnership's own where there is none.

    A word is an area's code, `all` for every authority, or `region:` with a region's name or code for its authorities.
    Raises ParametersRefused for a word that is none of these.
    """
    named, unnamed = [], []
    for word in words or [definitions.run.area]:
        if word == ALL or word.startswith(REGION):
            found = list(_find_authorities(definitions.areas, word))
            unnamed += found
        else:
            found = [definitions.areas.named(word).code]
            named += found
    return Chosen(list(dict.fromkeys([*named, *unnamed])), frozenset(unnamed) - frozenset(named))


def _find_authorities(areas: "Areas", word: str) -> Iterator[str]:
    """The authorities of all regions, or of one and the regions that lie in it."""
    authorities = [area for area in areas.areas if area.kind == AUTHORITY]
    if word == ALL:
        yield from (area.code for area in authorities)
        return
    regions = {area.code: area for area in areas.areas if area.kind == REGIONS}
    code = areas.code_of(word.removeprefix(REGION).strip())
    if code not in regions:
        known = suggest(word.removeprefix(REGION), (area.name for area in regions.values()))
        raise ParametersRefused(f"No region {word.removeprefix(REGION)!r} in params/areas.yaml. {known}")
    inside = {code} | {region.code for region in regions.values() if region.region == code}
    yield from (area.code for area in authorities if area.region in inside)
