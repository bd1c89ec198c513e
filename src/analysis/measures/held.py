"""Whether there are figures at all: what pages are made for, and which caveats hold."""

import pandas as pd

from analysis.definitions import Definitions
from analysis.measures.published import read_shown
from analysis.measures.readings import is_known
from analysis.periods import Period
from analysis.project import Project


def has_figures(project: Project, definitions: Definitions, indicator: str, area: str, until: Period) -> bool:
    """Whether an area has a figure of an indicator that ends by the end of a period, suppressed or not."""
    rows = read_shown(project, definitions, [indicator], [area])
    rows = rows[rows["end"] <= pd.Timestamp(until.end)]
    return bool((is_known(rows) | rows["text"].notna()).any())
