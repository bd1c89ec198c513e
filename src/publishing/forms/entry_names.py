"""Names that a report, a source or an indicator can have."""

import re

from analysis.definitions.reports import NAME
from analysis.numbers import upper_first
from analysis.refusals import ParametersRefused

LONGEST = 40
_KEPT_BY_WINDOWS = re.compile(r"(con|prn|aux|nul|(com|lpt)\d)")


def check_name(kind: str, name: str) -> None:
    """Refuse a name that could not be a file's on every system. Raises ParametersRefused."""
    if not re.fullmatch(NAME, name) or len(name) > LONGEST or _KEPT_BY_WINDOWS.fullmatch(name):
        raise ParametersRefused(
            f"No {kind} can be called {name!r}. Use small letters, digits and single underscores, a letter first and "
            f"{LONGEST} at most, such as young_carers."
        )


def say_title(name: str) -> str:
    """A name in words: 'young_carers' is 'Young carers'."""
    return upper_first(name.replace("_", " "))
