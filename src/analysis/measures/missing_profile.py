"""Who goes missing and who goes missing again, by characteristic; and how many children in a year, each once."""

import pandas as pd

COUNTS = ["missing_children", "missing_episodes", "missing_repeat_children"]


def profile_of_year(readings: pd.DataFrame) -> pd.DataFrame:
    """The newest year's counts by characteristic, in the order received: characteristic, then COUNTS with statuses.

    `readings` are observations of COUNTS with their breakdowns. Empty where there are none by characteristic.
    """
    found = readings[readings["breakdown"] != ""]
    if found.empty:
        return pd.DataFrame(columns=["characteristic", "period", *COUNTS])
    newest = found[found["end"] == found["end"].max()]
    order = list(dict.fromkeys(newest["breakdown"]))
    wide = newest.pivot_table(index="breakdown", columns="indicator", values="value", aggfunc="first", dropna=False)
    wide = wide.reindex(index=order, columns=COUNTS).rename_axis(columns=None)
    statuses = newest.pivot_table(index="breakdown", columns="indicator", values="status", aggfunc="first")
    for name in COUNTS:
        wide[f"{name}_status"] = statuses.get(name, pd.Series(dtype=object)).reindex(order)
    wide = wide.reset_index(names="characteristic").assign(period=newest["period"].iloc[0])
    shown = wide["missing_children"].fillna(1) > 0  # a characteristic that no child has is no row
    return wide[shown].reset_index(drop=True)


def sum_of_months(readings: pd.DataFrame, year: pd.Series) -> float:
    """What the monthly children of a year add up to; missing where a month is."""
    months = readings[(readings["kind"] == "month") & (readings["breakdown"] == "")]
    months = months[(months["start"] >= year["start"]) & (months["end"] <= year["end"])]
    months = months[months["indicator"] == "missing_children"]
    return float(months["value"].sum(skipna=False)) if len(months) == 12 else float("nan")
