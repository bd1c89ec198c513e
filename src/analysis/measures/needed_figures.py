"""Whether an area has a figure of its own of what a report needs, or one of a document that is its own, not too old."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TypeAlias

import pandas as pd

from analysis.definitions import ENGLAND, Definitions, Indicator
from analysis.definitions.contract import describe_sources, find_owners
from analysis.measures.items import OLDEST, RECENT
from analysis.measures.protection import WITHHELD
from analysis.measures.published import read_shown
from analysis.project import Project
from analysis.schemas import Readings

FIGURES = ["numerator", "value", "text"]


Days: TypeAlias = Mapping[tuple[str, str], pd.DatetimeIndex]
"""By area and indicator, the ends of the periods of which there is a figure; '' is any indicator."""


def find_days(observations: Readings, indicators: Mapping[str, Indicator], owners: Mapping[str, str]) -> Days:
    """By area and indicator, the ends of the periods of which there is a figure to show.

    What an area's own document says of other places is that area's and nobody else's: its report may quote England's
    figure alone. `owners` is the area that each such source belongs to. A share is also known where both of its parts
    are known of one period. Observations need their area, indicator, end, numerator, value, text, source and status; a
    figure that is withheld is a figure.
    """
    known = observations[FIGURES].notna().any(axis=1) | (observations["status"] == WITHHELD)
    found = observations.loc[known, ["area", "indicator", "end", "source"]]
    found = found.assign(area=found["source"].map(owners).astype("object").fillna(found["area"]))
    worked_out = [_find_worked_out(found, name, indicator) for name, indicator in indicators.items()]
    every = pd.concat([found, found.assign(indicator=""), *worked_out])
    ends = every.drop_duplicates(["area", "indicator", "end"]).groupby(["area", "indicator"])["end"]
    return {key: pd.DatetimeIndex(days) for key, days in ends}


def has_figure(days: Days, area: str, needs: Iterable[str], until: pd.Timestamp) -> bool:
    """Whether any of the indicators has a figure not older than `OLDEST` on a day; any at all where none is named."""
    wanted = (days[area, name] for name in list(needs) or [""] if (area, name) in days)
    return any(((ends <= until) & (until - ends <= OLDEST)).any() for ends in wanted)


def say_recent(until: date) -> str:
    """The time of which a figure is asked for, as `has_figure` takes it: 'in the 2 years to March 2014'."""
    return f"in the {RECENT} to {until:%B %Y}"


def are_met(project: Project, definitions: Definitions, needs: Iterable[str], area: str, until: date) -> bool:
    """Whether what is shown of an area has a figure of any of the indicators, as `has_figure` says; true for none."""
    needed = {name: definitions.indicator(name) for name in needs}
    if not needed:
        return True
    made_of = [part for one in needed.values() for part in (one.numerator, one.denominator) if part]
    found = read_shown(project, definitions, [*needed, *made_of], [area, ENGLAND])
    owners = find_owners(describe_sources(project.params / "sources"))
    return has_figure(find_days(found, needed, owners), area, needed, pd.Timestamp(until))


def _find_worked_out(found: pd.DataFrame, name: str, indicator: Indicator) -> pd.DataFrame:
    """The areas and ends of the periods of which both parts of a share are known."""
    if indicator.kind != "proportion" or not (indicator.numerator and indicator.denominator):
        return found.iloc[:0]
    made_of = found.loc[found["indicator"].isin([indicator.numerator, indicator.denominator])]
    periods = made_of.groupby(["area", "end"])["indicator"].nunique()
    return periods[periods == 2].reset_index().assign(indicator=name)
