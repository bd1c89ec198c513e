"""Which months stand out of the usual variation, in sentences."""

from collections.abc import Sequence

import pandas as pd

from analysis.model.control_chart import ControlChart
from analysis.numbers import listed, lower_first, say_count

RULES = {
    "outside limits": "lay outside the limits",
    "trend": "ended a run of months that each went the same way",
    "two of three near a limit": "lay near a limit with another of the three months around",
    "shift": "belonged to a run of months on one side of the mean",
}


def describe_control(what: str, chart: ControlChart, months: Sequence) -> list[str]:
    """Whether any month stands out from the usual variation, and how settled the limits are.

    `months` are the first days of the months of the chart's rows.
    """
    if chart.reason is not None:
        return [f"For {lower_first(what)} it cannot be said which months stand out. {chart.reason}"]
    table = chart.table.set_axis(pd.DatetimeIndex(months))
    told = [f"{what} varied around {say_count(round(table['mean'].iloc[-1]))} a month."]
    special = table[table["special"]]
    if special.empty:
        told.append("No month stood out from that variation: differences between single months need no explanation.")
    for rule, rows in special.groupby("rule", sort=False):
        names = listed(f"{moment:%B %Y}" for moment in rows.index)
        told.append(f"{names} {RULES.get(rule, 'stood out')}.")
    return [*told, chart.caveat] if chart.caveat else told
