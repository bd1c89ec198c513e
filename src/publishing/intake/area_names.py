"""The areas that files name: by name, by code new or old, whatever the capitals and points."""

import re
from collections.abc import Mapping

from analysis.definitions import Areas
from publishing.intake.notes_and_marks import plain_name

_PLAIN = re.compile(r"[^a-z0-9 ]+")
_RANKS = re.compile(r" (?:ua|unitary authority|city council|county council|borough council|council)$")
_CODED = re.compile(r"([a-z]\d{8}|\d{3}) (.+)|(.+) ([a-z]\d{8}|\d{3})")
_OF_PLACES = re.compile(r"^(?:city|borough) of | (?:city|yjs|yot|youth justice service|youth offending team)$")
"""What a file may put before or behind the name of a place, and no area's own name has."""


def names_of_areas(areas: Areas) -> dict[str, str]:
    """Every code and name that an area goes by, in small letters, with its code; the Department's numbers too."""
    named = {name.casefold(): area.code for area in areas.areas for name in (area.name, area.code, *area.also)}
    numbered = {str(area.dfe): area.code for area in areas.areas if area.dfe is not None}
    plain = {_without_rank(name): code for name, code in named.items()}
    return plain | numbered | named


def find_area(text: str, codes: Mapping[str, str], declared: Mapping[str, str] | None = None) -> str:
    """The code of the area that a text names, by the declared names before all others; empty where it names none."""
    written = text.casefold()
    for name, code in (declared or {}).items():
        if plain_name(name) == plain_name(text):
            return code
    plain = plain_name(text)
    shorter = _without_rank(plain)
    tried = [written, plain, shorter, _OF_PLACES.sub("", shorter)] if text else []
    return next((codes[name] for name in tried if name in codes), "") or _find_coded(shorter, codes)


def _find_coded(plain: str, codes: Mapping[str, str]) -> str:
    """The code of an area whose code and name stand in one text, as 852 Southampton, where both name the same."""
    coded = _CODED.fullmatch(plain)
    found = {codes.get(part, "") for part in coded.groups() if part} if coded else set()
    return found.pop() if len(found) == 1 else ""


def _without_rank(name: str) -> str:
    """A name in small letters without points, with `and` for its sign, and without the rank of its council."""
    plain = " ".join(_PLAIN.sub(" ", name.replace("&", " and ").replace("'", "")).split())
    return _RANKS.sub("", plain)
