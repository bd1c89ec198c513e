"""An area beside groups of areas of one's own choice in params/areas.yaml: a police force's, cities of a kind."""

from collections.abc import Mapping

import pandas as pd

from analysis.measures.columns import Column, column_of
from analysis.measures.item_comparators import FEWEST
from analysis.measures.protection import Protected
from analysis.model.comparison import find_place
from analysis.model.yearly_rates import YearlyRates
from analysis.page.page import Page

COLUMNS = {"group": "Group", "known": "Other areas with a figure", "lowest": "Lowest", "highest": "Highest"}
NO_PLACE = "–"


def show_groups(page: Page, rates: YearlyRates) -> None:
    """The area's rate beside each group that params/areas.yaml names for it, where others have figures."""
    groups = protect_groups(page, rates)
    if len(groups.table):
        title = page.title(rates.readings.indicator)
        page.table(groups, caption=f"{title} beside groups of areas of our choice, {rates.period}")


def protect_groups(page: Page, rates: YearlyRates) -> Protected:
    """A row for each group: the lowest, middle and highest figure of its other areas, and the place of the page's area.

    The period is that of the area's latest figure. A group of which fewer than two other areas have a figure has no
    row; there is no place where neither way is better.
    """
    form = column_of(page.definitions.indicator(rates.readings.indicator))
    rows = [row for group, codes in rates.readings.groups.items() if (row := _read_row(page, rates, group, codes))]
    names = [*COLUMNS, "middle", "place"]
    table = pd.DataFrame(rows, columns=names)[["group", "known", "lowest", "middle", "highest", "place"]]
    columns: Mapping[str, str | Column] = COLUMNS | {
        "middle": Column("Middle", form.form, form.per, form.places),
        "place": f"Place of {page.area.name}, 1 is best",
    }
    if table["place"].eq(NO_PLACE).all():
        table = table.drop(columns="place")
    return page.protect(table, uncounted=["middle"], columns={name: columns[name] for name in table})


def _read_row(page: Page, rates: YearlyRates, group: str, codes: list[str]) -> dict[str, object] | None:
    indicator, names = page.definitions.indicator(rates.readings.indicator), page.definitions.areas.names
    known = rates.figures_of(codes).dropna(subset=["value"]).sort_values("value", kind="stable")
    if len(known) < FEWEST:
        return None
    write = column_of(indicator).write
    ends = [f"{write(known['value'].iloc[at])} ({names[known['area'].iloc[at]]})" for at in (0, -1)]
    place = find_place(float(rates.latest["value"]), known["value"], indicator.polarity)
    return {
        "group": group,
        "known": f"{len(known)} of {len(codes)}",
        "lowest": ends[0],
        "middle": known["value"].median(),
        "highest": ends[1],
        "place": str(place or NO_PLACE),
    }
