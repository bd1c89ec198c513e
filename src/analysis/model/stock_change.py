"""Change of a stock, a count of children on one day, where some children stand in both counts."""

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtri

from analysis.model.limits import check_confidence, check_counts

METHOD = "ratio of two stocks with the children in both left out of its variance, normal limits of its logarithm"


@dataclass(frozen=True)
class StockChange:
    """The later stock (or its rate) over the earlier, with limits; `unusual` says that chance does not explain it.

    `overlap` is the share of the later stock who already stood in the earlier.
    """

    ratio: float
    lower: float
    upper: float
    overlap: float
    unusual: bool | None
    method: str
    confidence: float
    reason: str | None = None


def compare_stocks(
    earlier: float,
    later: float,
    overlap: float,
    *,
    populations: tuple[float, float] = (1.0, 1.0),
    dispersion: float = 1.0,
    confidence: float = 0.95,
) -> StockChange:
    """Whether a stock changed by more than chance, given the share of the later one who stood in both.

    Children in both add to both counts alike and say nothing of the change: with c = overlap × later of them the log
    ratio's variance is dispersion × (1/earlier + 1/later - 2c / (earlier × later)), those of the independent children
    who left and who came. Of child protection plans at 31 March in England 16 to 19% had lasted a year (DfE, table
    d5); for children looked after most do. With `populations`, the earlier and the later, rates are compared. Too large
    an overlap for the counts, or none of either, gives a reason. Raises ValueError for an overlap outside 0 to 1.
    """
    if not 0 <= overlap <= 1:
        raise ValueError(f"an overlap is a share between 0 and 1, such as 0.19 for 19%; received {overlap!r}")
    if not dispersion >= 1:
        raise ValueError(f"a dispersion is at least 1; received {dispersion!r}")
    first, last = float(check_counts(earlier, "earlier")), float(check_counts(later, "later"))
    both = overlap * last
    reason = None
    if np.isnan(first + last):
        reason = "A stock is missing."
    elif not (first > 0 and last > 0):
        reason = "A stock is zero, so there is no ratio."
    elif both > first:
        reason = "More children than the earlier stock held would stand in both: the overlap is of other figures."
    if reason:
        return StockChange(np.nan, np.nan, np.nan, overlap, None, METHOD, check_confidence(confidence), reason)
    variance = dispersion * (first + last - 2 * both) / (first * last)
    reach = np.exp(ndtri((1 + check_confidence(confidence)) / 2) * np.sqrt(variance))
    ratio = last / populations[1] / (first / populations[0])
    lower, upper = float(ratio / reach), float(ratio * reach)
    return StockChange(ratio, lower, upper, overlap, not lower <= 1 <= upper, METHOD, confidence)
