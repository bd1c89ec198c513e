"""The areas that files name: by name, by code new or old, whatever the capitals and points."""

import re
from collections.abc import Mapping

from analysis.definitions import Areas

_PLAIN = re.compile(r"[^a-z0-9 ]+")
_RANKS = re.compile(r" (?:ua|unitary authority|city council|county council|borough council|council)$")


def names_of_areas(areas: Areas) -> dict[str, str]:
    """Every code and name that an area goes by, in small letters, with its code; the Department's numbers too."""
    named = {name.casefold(): area.code for area in areas.areas for name in (area.name, area.code, *area.also)}
    numbered = {str(area.dfe): area.code for area in areas.areas if area.dfe is not None}
    plain = {_plain_name(name): code for name, code in named.items()}
    return plain | numbered | named


def find_area(text: str, codes: Mapping[str, str], declared: Mapping[str, str] | None = None) -> str:
    """The code of the area that a text names, by the declared names before all others; empty where it names none."""
    written = text.casefold()
    for name, code in (declared or {}).items():
        if name.casefold() == written:
            return code
    return codes.get(written) or codes.get(_plain_name(written), "") if text else ""


def _plain_name(name: str) -> str:
    """A name in small letters without points, with `and` for its sign, and without the rank of its council."""
    plain = " ".join(_PLAIN.sub(" ", name.replace("&", " and ").replace("'", "")).split())
    return _RANKS.sub("", plain)
