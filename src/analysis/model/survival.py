"""How long until something happens again: steps of months, and the Kaplan-Meier curve from counts at risk."""

import re
from dataclasses import dataclass
from typing import Annotated

import numpy as np
import pandas as pd
from scipy.special import ndtri
from scipy.stats import binom

from analysis.model.limits import check_confidence, check_counts
from analysis.model.shown_result import ShownResult
from analysis.schemas import Readings, table_of

METHOD = "Kaplan-Meier (1958) with Greenwood's variance and log-log limits (Kalbfleisch and Prentice 1980)"
COLUMNS = ["time", "at_risk", "events", "survival", "happened", "error", "lower", "upper"]
_STEP = re.compile(r"months? (\d+)(?: to (\d+))?")

Steps = Annotated[pd.DataFrame, table_of("time at_risk events")]
"""A row for each step of time: when it ends, to how many children it had not happened when it began, and to how many
it happens in it."""


@dataclass(frozen=True)
class Curve(ShownResult):
    """The share to whom it has happened by each time, with limits by child; or the `reason` why there is none.

    `table` has a row for each time: time, at_risk, events, survival (it has not happened), happened, error (the
    standard error of both), lower and upper (limits of `happened`).
    """

    table: pd.DataFrame
    children: float
    method: str
    confidence: float
    reason: str | None = None

    @property
    def last(self) -> pd.Series | None:
        """The row of the last time, None where there is no curve."""
        return None if self.table.empty else self.table.iloc[-1]


def kaplan_meier(steps: Steps, confidence: float = 0.95) -> Curve:
    """The product-limit estimate from counts: S(t) is the product of 1 - events / at_risk up to t.

    Whoever is at risk in a step is followed through it. Whoever leaves between two
    steps is at risk in the first and not in the second. Times taken together (months joined into a step) give the
    same curve at the ends of the steps. The limits of `happened` are 1 - S**exp(±z·error(log(-log S))), which stay
    between 0 and 1. They are of children, each counted once. A step whose counts are missing ends the curve before
    it. Raises ValueError for negative counts, or more events than children at risk.
    """
    check_confidence(confidence)
    at_risk, events = (check_counts(steps[name], name) for name in ("at_risk", "events"))
    if (events > at_risk).any():
        raise ValueError("events must not be more than the children at risk")
    known = np.cumprod(~(np.isnan(at_risk) | np.isnan(events))).astype(bool) & (at_risk != 0)
    if not known.any():
        reason = "No step has both counts." if len(steps) else "There are no steps."
        return Curve(pd.DataFrame(columns=COLUMNS), np.nan, METHOD, confidence, reason)
    time, at_risk, events = steps["time"].to_numpy(float)[known], at_risk[known], events[known]
    survival = np.cumprod(1 - events / at_risk)
    with np.errstate(divide="ignore", invalid="ignore"):
        variance = np.cumsum(events / (at_risk * (at_risk - events)))  # Greenwood 1926
        spread = ndtri((1 + confidence) / 2) * np.sqrt(variance) / np.log(survival)
        upper, lower = 1 - survival ** np.exp(spread), 1 - survival ** np.exp(-spread)
    inside = (survival > 0) & (survival < 1)
    table = pd.DataFrame(
        {
            "time": time,
            "at_risk": at_risk,
            "events": events,
            "survival": survival,
            "happened": 1 - survival,
            "error": np.where(survival > 0, survival * np.sqrt(variance), np.nan),
            "lower": np.where(inside, np.minimum(lower, upper), np.nan),
            "upper": np.where(inside, np.maximum(lower, upper), np.nan),
        }
    )
    return Curve(table, float(at_risk[0]), METHOD, confidence)


def find_step_apart(curve: Curve) -> int | None:
    """The place of the step with the highest hazard, where that is higher than chance explains; else None.

    With one hazard throughout each event falls into a step with the chance of its months at risk, so that a step's
    events are binomial (Przyborowski and Wilenski 1940). All steps are judged together (Bonferroni).
    """
    exposed = curve.table["at_risk"] * curve.table["time"].diff().fillna(curve.table["time"])
    events = curve.table["events"]
    if len(events) < 2 or not events.sum():
        return None
    place = int((events / exposed).to_numpy().argmax())
    chance = binom.sf(events.iloc[place] - 1, events.sum(), exposed.iloc[place] / exposed.sum())
    return place if chance * len(events) < 1 - curve.confidence else None


def tabulate_steps(readings: Readings, at_risk: str, events: str) -> dict[str, Steps]:
    """The steps of each period, the newest first: first and last month, time (the last), at_risk and events.

    `readings` are observations of both indicators with their breakdowns; the whole of a period is no step, and a
    period without steps is left out. A count that is not known is missing.
    """
    found = readings[readings["breakdown"].str.fullmatch(_STEP.pattern)]
    months = found["breakdown"].str.extract(_STEP).astype("Float64")
    found = found.assign(first=months[0].astype(float), last=months[1].fillna(months[0]).astype(float))
    tables = {}
    for (_, period), rows in sorted(found.groupby(["end", "period"]), reverse=True):
        wide = rows.pivot_table(index=["first", "last"], columns="indicator", values="value", aggfunc="first")
        wide = wide.reindex(columns=[at_risk, events]).sort_index().reset_index()
        table = wide.rename(columns={at_risk: "at_risk", events: "events"}).rename_axis(columns=None)
        tables[str(period)] = table.assign(time=table["last"])
    return tables


def name_steps(table: Steps) -> list[str]:
    """What each step is called: 'months 1 to 3', 'month 4'."""
    return [
        f"month {last:.0f}" if first == last else f"months {first:.0f} to {last:.0f}"
        for first, last in zip(table["first"], table["last"], strict=True)
    ]
