"""The newest quarter that can be reported: whose required returns are in, or that there are figures for."""

from collections.abc import Iterable
from datetime import date

import pandas as pd

from analysis.periods import Period, quarter, quarter_of
from analysis.project import Project
from analysis.refusals import ParametersRefused, ReturnsAwaited
from publishing.intake.files import find_files, find_received
from publishing.intake.layouts.layout import Layout
from publishing.intake.written_periods import find_period_in_name
from publishing.running.due import IN, Due, find_due, find_returns, say_due
from publishing.running.supplied_months import is_owed_by_months

SUPPLIED = ["reported", "provisional", "revised", "derived"]


def find_latest_quarter(observations: pd.DataFrame, area: str, today: date) -> str:
    """The quarter in which the newest figure of an area ends.

    Figures count whatever they are about, once the period they cover is over: a target for a year to come makes no
    quarter the latest. Raises ParametersRefused where the area has no figure.
    """
    supplied = observations["area"].eq(area) & observations["status"].isin(SUPPLIED)
    ends = observations.loc[supplied & observations["end"].le(pd.Timestamp(today)), "end"]
    if ends.empty:
        raise ParametersRefused(f"No figure of {area} to find the latest quarter by. Name a quarter, as 2013-14 Q4.")
    return quarter(*quarter_of(ends.max().date())).label


def find_complete_quarter(project: Project, today: date) -> str | None:
    """The newest quarter, over by a day, for which every return that a contract requires is in.

    Only a quarter in which the period of such a return ends is looked at: between them nothing new was sent. A return
    for a year is required from the quarter on in which the year ends. None where no contract requires a return for a
    period. Raises ReturnsAwaited, with what is awaited from whom, where no quarter is complete.
    """
    required = [contract for contract in find_returns(project) if contract.required]
    if not any(find_period_in_name(contract.file)[1] for contract in required):
        return None
    over = quarter(*quarter_of(today)).earlier()
    begun = {each for each in _find_begun(project, required) if each.end <= over.end}
    for candidate in sorted(begun, reverse=True):
        if not find_awaited_returns(project, candidate, today, required):
            return candidate.label
    wanted = max(begun, default=over)
    awaited = find_awaited_returns(project, wanted, today, required)
    lines = [f"  {due.title}, from {due.supplier}: {say_due(due)}" for due in awaited]
    raise ReturnsAwaited(
        "\n".join([f"No quarter has every return that is required. For {wanted.label} these are awaited:", *lines])
    )


def find_newest_quarter(project: Project, today: date) -> str:
    """The newest quarter, over by a day, of which a return has come; the last one that is over where none has.

    A file for a calendar year, such as a list of members, begins no quarter.
    """
    over = quarter(*quarter_of(today)).earlier()
    quarterly = [each for each in find_returns(project) if find_period_in_name(each.file)[1] != "calendar year"]
    return max((each for each in _find_begun(project, quarterly) if each.end <= over.end), default=over).label


def find_awaited_returns(project: Project, wanted: Period, today: date, required: Iterable[Layout]) -> list[Due]:
    """The required returns of a quarter that are not in, whether late or not due yet."""
    due = find_due(project, wanted.label, today, required)
    return [one for one in due if one.state != IN and (one.period is None or one.period.end <= wanted.end)]


def _find_begun(project: Project, required: Iterable[Layout]) -> set[Period]:
    """The quarters in which the period of a required return that is in ends; by months, all that the file is of."""
    received = find_received(project.raw)
    asked = [contract.model_copy(update={"required": False}) for contract in required]  # none may have come yet
    found = [(contract, file.period) for contract in asked for file in find_files(project.raw, contract, received, {})]
    return {
        quarter(*quarter_of(month.end))
        for contract, period in found
        if period
        for month in (period.months() if is_owed_by_months(contract) else period.months()[-1:])
    }
