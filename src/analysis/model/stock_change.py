"""Change of a stock, a count of children on one day, where some children are in both counts."""

import numpy as np
from scipy.special import ndtri

from analysis.model.limits import Estimate, check_confidence, check_counts

STOCKS = "ratio of two stocks with the children in both left out of its variance, normal limits of its logarithm"


def compare_stocks(
    earlier: float,
    later: float,
    overlap: float,
    *,
    populations: tuple[float, float] = (1.0, 1.0),
    confidence: float = 0.95,
) -> Estimate:
    """The later stock over the earlier with its limits, given the share of the earlier one who are in both.

    Children in both add to both counts alike and say nothing of the change: with c = overlap × earlier of them the log
    ratio's variance is 1/earlier + 1/later - 2c / (earlier × later), that of the independent children who left and who
    came. With `populations`, the earlier and the later, rates are compared. Too large an overlap for the counts, or
    none of either, gives a reason. Raises ValueError for an overlap outside 0 to 1.
    """
    if not 0 <= overlap <= 1:
        raise ValueError(f"an overlap is a share between 0 and 1, such as 0.17 for 17%; received {overlap!r}")
    first, last = float(check_counts(earlier, "earlier")), float(check_counts(later, "later"))
    both = overlap * first
    reason = None
    if np.isnan([first, last, *populations]).any():
        reason = "A stock is missing."
    elif not (first > 0 and last > 0):
        reason = "A stock is zero, so there is no ratio."
    elif both > last:
        reason = "More children than the later stock holds would be in both: the overlap is of other figures."
    if reason:
        return Estimate(np.nan, np.nan, np.nan, STOCKS, check_confidence(confidence), reason)
    variance = (first + last - 2 * both) / (first * last)
    reach = float(np.exp(ndtri((1 + check_confidence(confidence)) / 2) * np.sqrt(variance)))
    ratio = last / populations[1] / (first / populations[0])
    return Estimate(ratio, ratio / reach, ratio * reach, STOCKS, confidence)
