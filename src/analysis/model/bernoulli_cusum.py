"""A Bernoulli CUSUM: case by case, whether an event has become more common (Reynolds and Stoumbos 1999)."""

from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from analysis.model.shown_result import ShownResult

METHOD = (
    "Bernoulli CUSUM for odds {odds:g} times as high, one false alarm in {cases:g} cases (Reynolds and Stoumbos 1999)"
)
MOST_STATES = 4000


@dataclass(frozen=True)
class BernoulliCusum(ShownResult):
    """The evidence that has gathered after each case, and whether it has reached the limit.

    `table` has outcome, cusum and signal, case by case; after a signal the sum starts again. `limit` is in the sum's
    own steps, of which a case with the event adds `step` - 1 and one without takes 1. `cases_to_false_alarm` is how
    many cases pass on average before a signal where nothing has changed. `unusual` says that any case signals.
    """

    table: pd.DataFrame = field(compare=False, repr=False)
    step: int
    limit: int
    cases_to_false_alarm: float
    unusual: bool
    method: str


def bernoulli_cusum(
    outcomes: ArrayLike, share: float, *, odds: float = 2.0, false_alarm_every: float = 500
) -> BernoulliCusum:
    """Follow cases (1 with the event, 0 without), for events whose usual share is known.

    The sum is built to find the odds grown `odds` times soonest: its reference value r is the log likelihood ratio's,
    rounded to one in a whole number m, so that the sum moves by m - 1 or -1 and the cases to a false alarm follow
    exactly from a Markov chain (Reynolds and Stoumbos 1999, Journal of Quality Technology 31: 87-108). The limit is
    the lowest with at least `false_alarm_every` cases between false alarms. Raises ValueError for outcomes other than
    0 and 1, a share outside 0 to 1, or odds of 1 or less.
    """
    cases = np.asarray(outcomes, dtype=float)
    if not np.isin(cases, (0, 1)).all():
        raise ValueError("an outcome is 1 for a case with the event and 0 for one without; leave missing cases out")
    if not 0 < share < 1 or not odds > 1:
        raise ValueError(f"the usual share lies between 0 and 1 and the odds are above 1; received {share!r}, {odds!r}")
    step = _step(share, odds)
    limit = _lowest_limit(share, step, false_alarm_every)
    sums, signals, total = np.zeros(len(cases), dtype=int), np.zeros(len(cases), dtype=bool), 0
    for case, outcome in enumerate(cases):
        total = max(0, total + (step - 1 if outcome else -1))
        sums[case], signals[case] = total, total >= limit
        total = 0 if total >= limit else total
    table = pd.DataFrame({"outcome": cases.astype(int), "cusum": sums, "signal": signals})
    method = METHOD.format(odds=odds, cases=false_alarm_every)
    return BernoulliCusum(table, step, limit, cases_to_signal(share, step, limit), bool(signals.any()), method)


def cases_to_signal(share: float, step: int, limit: int) -> float:
    """How many cases pass on average from zero to a signal, for events with a share."""
    state = np.arange(limit)
    chain: NDArray[np.float64] = np.zeros((limit, limit))
    chain[state, np.maximum(state - 1, 0)] += 1 - share
    within = state + step - 1 < limit
    chain[state[within], state[within] + step - 1] += share
    return float(np.linalg.solve(np.eye(limit) - chain, np.ones(limit))[0])


def _step(share: float, odds: float) -> int:
    """m of the reference value 1/m: cases without the event that take back what one with it adds, plus one."""
    grown = odds * share / (1 - share + odds * share)
    return max(2, round(float(np.log(odds) / -np.log((1 - grown) / (1 - share)))))


def _lowest_limit(share: float, step: int, every: float) -> int:
    """The lowest limit with at least so many cases between false alarms."""
    low, high = 0, step
    while cases_to_signal(share, step, high) < every:
        low, high = high, high * 2
        if high > MOST_STATES:
            raise ValueError(f"one false alarm in {every:g} cases is too rare to build; ask for fewer cases")
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if cases_to_signal(share, step, middle) >= every else (middle, high)
    return high
