"""How much authorities of a size ordinarily change from one period to the next, learned from all of them.

A change that beats Poisson chance is said of three authorities in four; the question is whether authorities change so
much. How much they do is overdispersion and variance between areas (Spiegelhalter 2005b; Spiegelhalter and others
2012), with Student's t for the few that change far more (Lange, Little and Taylor 1989).
"""

from datetime import date
from typing import Annotated

import numpy as np
import pandas as pd
from scipy.optimize import minimize
from scipy.special import gammaln

from analysis.definitions.learned_changes import Every, IndicatorChanges, Kind, OrdinaryChange
from analysis.model.limits import check_counts, check_proportion
from analysis.refusals import suggest
from analysis.schemas import Figures, Panel, table_of

YEARS = 3  # the spread of changes has itself narrowed since 2013; three years are some 450 changes, 11 beyond each tail
LEAST_AREAS = 30
LEAST_CHANGES = 100  # for a verdict at 95%, which rests on the five largest of them
LEAST_DEGREES = 2.1  # so that the variance exists
COLUMNS = ["area", "start", "end", "before", "after", "change", "chance"]

Changes = Annotated[pd.DataFrame, table_of(*COLUMNS)]
"""An area's change between two periods, dated as the later: both figures, the change of the log rate (of a share: of
the log odds) and the variance that chance gives it (0 where counts are not known)."""


class TooFewChanges(ValueError):
    """The panel has too few areas or changes to learn from."""


def learn_ordinary_change(
    panel: Panel, kind: Kind, every: Every = "year", *, before: date | None = None, overlap: float = 0.0
) -> OrdinaryChange:
    """How much areas ordinarily change, from the three years of changes that end before a day, or the last three.

    Reads what `pair_changes` reads. The change of the log rate (for a "proportion" the log odds; a "value" has no
    counts) is Student's t with variance spread² + dispersion × chance, fitted by maximum likelihood; dispersion is at
    least 1. Quarters are read about the middle change into that quarter of the year, which is their season. `overlap`
    is the share of children counted on one day who are counted on the next too, which takes so much of the chance away.
    Raises TooFewChanges with fewer than 30 areas or 100 changes.
    """
    changes = pair_changes(panel, kind, every)
    if before is not None:
        changes = changes[changes["end"] < pd.Timestamp(before)]
    if len(changes):
        changes = changes[changes["end"] > changes["end"].max() - pd.DateOffset(years=YEARS)]
    areas = changes["area"].nunique()
    if areas < LEAST_AREAS or len(changes) < LEAST_CHANGES:
        raise TooFewChanges(f"{len(changes)} changes of {areas} areas; {LEAST_CHANGES} of {LEAST_AREAS} are needed")
    centres = _middle_changes(changes, every)
    distance = changes["change"].to_numpy() - np.array(centres)[quarter_of_year(changes["end"], every)]
    spread, dispersion, degrees = _fit(distance, changes["chance"].to_numpy() * (1 - overlap))
    return OrdinaryChange(
        kind=kind,
        every=every,
        first=changes["end"].min().date(),
        last=changes["end"].max().date(),
        areas=areas,
        changes=len(changes),
        spread=spread,
        dispersion=dispersion,
        degrees=degrees,
        centres=centres,
        overlap=overlap,
    )


def find_ordinary_change(
    panel: Panel, kept: IndicatorChanges | None, kind: Kind, every: Every, *, before: date
) -> OrdinaryChange | None:
    """What is kept of the whole country, so that every page says the same; else what the panel teaches up to a day."""
    window = kept.before(before, every, kind) if kept else None
    if window:
        return window
    try:
        return learn_ordinary_change(panel, kind, every, before=before)
    except TooFewChanges:
        return None


def _fit(distance: np.ndarray, chance: np.ndarray) -> tuple[float, float, float]:
    """Spread, dispersion and degrees of freedom of greatest likelihood."""

    def unlikelihood(parameters: np.ndarray) -> float:
        spread, extra, degrees = np.exp(parameters)
        degrees += LEAST_DEGREES
        square = spread**2 + (1 + extra) * chance
        density = gammaln((degrees + 1) / 2) - gammaln(degrees / 2) - np.log(degrees * square) / 2
        return -float((density - (degrees + 1) / 2 * np.log1p(distance**2 / (degrees * square))).sum())

    typical = max(float(np.median(np.abs(distance))), 1e-3)
    bounds = [(np.log(typical) - 5, np.log(typical) + 2), (-7.0, 4.0), (-3.0, 4.0)]
    found = minimize(unlikelihood, [np.log(typical), 0.0, 1.0], method="L-BFGS-B", bounds=bounds)
    spread, extra, degrees = np.exp(found.x)
    return float(spread), float(1 + extra if chance.any() else 1), float(degrees + LEAST_DEGREES)


def _middle_changes(changes: pd.DataFrame, every: str) -> list[float]:
    """The median change into each quarter of the year, 0 where there is none; for years 0: no change."""
    if every == "year":
        return [0.0]
    middle = changes["change"].groupby(quarter_of_year(changes["end"], every)).median()
    return [float(middle.get(quarter, 0.0)) for quarter in range(4)]


KINDS = ("rate", "proportion", "value")
MONTHS = {"year": 12, "quarter": 3}
HALF = 0.5  # an event, so that a count of zero has a logarithm (Haldane 1956; Anscombe 1956)


def pair_changes(panel: Panel, kind: str, every: str) -> Changes:
    """Each area's change from one period to the next, one row for each pair of periods in which both are known.

    The chance of a change is its variance were the counts Poisson or binomial and shared nobody. Raises ValueError for
    another kind, or an area that stands twice in a period.
    """
    check_words(kind, every)
    if panel.duplicated(["area", "start"]).any():
        raise ValueError("an area stands twice in a period; choose one indicator, breakdown and source")
    level, variance = log_levels(panel, kind)
    figure = panel["value"] if kind == "value" else panel["numerator"] / panel["denominator"]
    levels = panel[["area", "start", "end"]].assign(after=figure, level=level, variance=variance)
    levels = levels.dropna(subset=["level"])
    earlier = levels.assign(start=levels["start"] + pd.DateOffset(months=MONTHS[every])).drop(columns="end")
    earlier = earlier.rename(columns={"after": "before"})
    pairs = levels.merge(earlier, on=["area", "start"], suffixes=("", "_before"))
    return pairs.assign(
        change=pairs["level"] - pairs["level_before"], chance=pairs["variance"] + pairs["variance_before"]
    )[COLUMNS]


def check_words(kind: str, every: str) -> None:
    """Raise ValueError, with the nearest name, for a kind of figure or of period that is not known."""
    if kind not in KINDS:
        raise ValueError(f"no kind of figure {kind!r}. {suggest(kind, KINDS)}")
    if every not in MONTHS:
        raise ValueError(f"no kind of period {every!r}. {suggest(every, MONTHS)}")


def quarter_of_year(ends: pd.Series, every: str) -> np.ndarray:
    """The quarter of the financial year that each end falls in, from 0; 0 for years."""
    ends = pd.to_datetime(ends)
    return (ends.dt.month.to_numpy() - 4) % 12 // 3 if every == "quarter" else np.zeros(len(ends), dtype=int)


def log_levels(figures: Figures, kind: str) -> tuple[np.ndarray, np.ndarray]:
    """The log rate, log odds or log value of each row, NaN where it has none, and the variance that chance gives it."""
    if kind == "value":
        values = check_counts(figures["value"], "value")
        return np.log(np.where(values > 0, values, np.nan)), np.zeros(len(figures))
    if kind == "proportion":
        x, n = check_proportion(figures["numerator"], figures["denominator"])
        rest = np.where(n > 0, n - x, np.nan) + HALF
        return np.log((x + HALF) / rest), 1 / (x + HALF) + 1 / rest
    x, n = check_counts(figures["numerator"], "numerator"), check_counts(figures["denominator"], "denominator")
    return np.log((x + HALF) / np.where(n > 0, n, np.nan)), 1 / (x + HALF)
