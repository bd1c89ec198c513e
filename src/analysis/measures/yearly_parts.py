"""Counts that are parts of one whole, year by year: the steps that children reach, or readings of one measure."""

from collections.abc import Mapping

import pandas as pd

from analysis.measures.protection import Protected

STATUS = "_status"
COLUMNS = ["period", "end", "part", "numerator", "numerator_status", "denominator", "denominator_status"]


def tabulate_parts(years: pd.DataFrame, whole: str, titles: Mapping[str, str]) -> pd.DataFrame:
    """A row for each year and part, the newest year first and the parts in the order of `titles`.

    `years` has a row for each year with period, end, the whole and the parts with their statuses. Columns: period, end,
    part (its title), numerator, denominator and the statuses of both. A year of which no part is known is left out:
    what happens within a year of a contact is not known before that year is over.
    """
    if years.empty:
        return pd.DataFrame(columns=COLUMNS)
    known = years[years[list(titles)].notna().any(axis=1)].sort_values("end", ascending=False)
    tables = [
        known[["period", "end"]].assign(
            part=title,
            numerator=known[name],
            numerator_status=known[name + STATUS],
            denominator=known[whole],
            denominator_status=known[whole + STATUS],
        )
        for name, title in titles.items()
    ]
    rows = pd.concat(tables, ignore_index=True)
    return rows.sort_values("end", ascending=False, kind="stable").reset_index(drop=True)


def beside_year_before(shown: Protected) -> pd.DataFrame:
    """The newest year's shares as they may be shown, with those of the year before.

    `shown` are the rows of `tabulate_parts` with value, lower and upper. Adds why (a share is not shown), before and
    period_before, which are missing without a year before.
    """
    shares = shown.table.assign(why=shown.marks["value"])
    years = [*shares["period"].unique(), None, None]
    newest, earlier = (shares[shares["period"] == year] for year in years[:2])
    before = earlier[["part", "value", "period"]].rename(columns={"value": "before", "period": "period_before"})
    return newest.merge(before, on="part", how="left")
