"""How much authorities ordinarily change, for a page: as kept of the whole country, else learned from the received."""

import pandas as pd

from analysis.definitions.learned_changes import OrdinaryChange
from analysis.measures.rate_readings import OFFICIAL, RateReadings
from analysis.measures.readings import select_readings
from analysis.model.ordinary_change import LEAST_AREAS, find_ordinary_change
from analysis.model.yearly_rates import YearlyRates, add_denominators
from analysis.page.page import Page


def learn_yearly_change(
    page: Page, readings: RateReadings, rates: YearlyRates
) -> tuple[OrdinaryChange | None, pd.DataFrame | None]:
    """What is ordinary for a yearly change of the rate, and all authorities' figures where enough were received.

    As params/ordinary_change.yaml keeps it of the whole country, so that every page judges a change alike; of an
    indicator that it does not keep, learned from the changes before the one that is judged, where figures of 30
    authorities were received. None where neither knows.
    """
    if rates.period is None:
        return None, None
    kept = page.ordinary_change_of(readings.indicator)
    panel = _read_panel(page, readings)
    found = find_ordinary_change(panel, kept, rates.kind, "year", before=rates.period.end)
    return found, panel if panel["area"].nunique() >= LEAST_AREAS else None


def _read_panel(page: Page, readings: RateReadings) -> pd.DataFrame:
    """Every authority's official figures of the rate: its parts with their denominators, or itself as published."""
    authorities = [area.code for area in page.definitions.areas.areas if area.kind == "authority"]
    names = [name for name in (readings.definition.numerator, readings.definition.denominator) if name]
    read = page.look_up([*names, readings.indicator], authorities)
    read = select_readings(read[(read["breakdown"] == "") & (read["precedence"] == OFFICIAL)], page.quarter)
    of = {str(name): rows for name, rows in read.groupby("indicator")}
    nothing = read.iloc[:0]
    everyone = RateReadings(
        readings.indicator,
        readings.definition,
        readings.area,
        None,
        _yearly(of.get(names[0], nothing)) if len(names) == 2 else nothing,
        of.get(names[1], nothing) if len(names) == 2 else nothing,
        _yearly(of.get(readings.indicator, nothing)),
        readings.of_population,
    )
    return add_denominators(everyone) if len(everyone.parts) else everyone.published


def _yearly(rows: pd.DataFrame) -> pd.DataFrame:
    """What is of a year, or of its 31 March."""
    return rows[(rows["kind"] == "financial year") | ((rows["kind"] == "day") & (rows["end"].dt.month == 3))]
