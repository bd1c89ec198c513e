"""Whether an area has a figure of what a report needs: its own, or one of a document that is its own."""

from collections.abc import Iterable, Mapping
from datetime import date

import pandas as pd

from analysis.definitions import ENGLAND, Definitions, Indicator
from analysis.definitions.contract import describe_sources, find_owners
from analysis.measures.protection import WITHHELD
from analysis.measures.published import read_shown
from analysis.project import Project

FIGURES = ["numerator", "value", "text"]


def find_first_days(
    observations: pd.DataFrame, indicators: Mapping[str, Indicator], owners: Mapping[str, str]
) -> dict[tuple[str, str], pd.Timestamp]:
    """By area and indicator, the end of the first period of which there is a figure to show; '' is any indicator.

    What an area's own document says of other places is that area's and nobody else's: its report may quote England's
    figure alone. `owners` is the area that each such source belongs to. A share is also known where both of its parts
    are known of one period. Observations need their area, indicator, end, numerator, value, text, source and status; a
    figure that is withheld is a figure.
    """
    known = observations[FIGURES].notna().any(axis=1) | (observations["status"] == WITHHELD)
    found = observations.loc[known, ["area", "indicator", "end", "source"]]
    found = found.assign(area=found["source"].map(owners).astype("object").fillna(found["area"]))
    first = found.groupby(["area", "indicator"])["end"].min().to_dict()
    for name, indicator in indicators.items():
        for area, day in _first_worked_out(found, indicator).items():
            first[area, name] = min(day, first.get((area, name), day))
    return first | {(area, ""): day for area, day in found.groupby("area")["end"].min().items()}


def has_figure(
    first: Mapping[tuple[str, str], pd.Timestamp], area: str, needs: Iterable[str], until: pd.Timestamp
) -> bool:
    """Whether an area has a figure of any of the indicators by a day; of any at all where none is named."""
    return any((area, name) in first and first[area, name] <= until for name in list(needs) or [""])


def are_met(project: Project, definitions: Definitions, needs: Iterable[str], area: str, until: date) -> bool:
    """Whether what is shown of an area has a figure of any of the indicators by a day; true where none is named."""
    needed = {name: definitions.indicator(name) for name in needs}
    if not needed:
        return True
    made_of = [part for one in needed.values() for part in (one.numerator, one.denominator) if part]
    found = read_shown(project, definitions, [*needed, *made_of], [area, ENGLAND])
    owners = find_owners(describe_sources(project.params / "sources"))
    return has_figure(find_first_days(found, needed, owners), area, needed, pd.Timestamp(until))


def _first_worked_out(found: pd.DataFrame, indicator: Indicator) -> dict[str, pd.Timestamp]:
    """The first period of each area of which both parts of a share are known."""
    if indicator.kind != "proportion" or not (indicator.numerator and indicator.denominator):
        return {}
    made_of = found.loc[found["indicator"].isin([indicator.numerator, indicator.denominator])]
    periods = made_of.groupby(["area", "end"])["indicator"].nunique()
    both = periods[periods == 2].reset_index()
    return both.groupby("area")["end"].min().to_dict()
