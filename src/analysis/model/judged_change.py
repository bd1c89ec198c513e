"""Whether a change is unusual: measured against how much authorities of that size ordinarily change."""

from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from scipy.special import stdtr, stdtrit

from analysis.definitions.learned_changes import Every, IndicatorChanges, Kind, OrdinaryChange
from analysis.model.limits import check_confidence
from analysis.model.ordinary_change import MONTHS, Changes, check_words, pair_changes, quarter_of_year
from analysis.schemas import Panel

UNKNOWN = "How much authorities ordinarily change is not known for this figure: too few areas’ figures were received."
NONE_WITHOUT_COUNTS = "A change from or to none can be judged only by the counts behind it, which are not known."
METHOD = "change against the ordinary changes of authorities: variance between areas and overdispersion, Student's t"


@dataclass(frozen=True)
class Change:
    """A change between two periods, how it compares with ordinary changes, and whether it is unusual.

    `value` is the later figure over the earlier one or, for a share, the later less the earlier. 95% (`confidence`) of
    the changes of authorities of this size lie between `ordinary_lower` and `ordinary_upper`, on the same scale.
    `changed_more` is the share of the `compared` other areas whose figure changed more for their size between the same
    two periods. `unusual` is None, and `why` says so, where it cannot be judged.
    """

    kind: str
    value: float
    ordinary_lower: float
    ordinary_upper: float
    unusual: bool | None
    changed_more: float
    compared: int
    confidence: float
    ordinary: OrdinaryChange | None = field(repr=False)
    why: str | None = None

    @property
    def method(self) -> str:
        """How it was judged, and up to when the changes go that an ordinary one was learned from."""
        kept = self.ordinary
        learned = f"; learned from {kept.areas} authorities of England, changes up to {kept.last:%B %Y}" if kept else ""
        return METHOD + learned


def judge_changes(changes: Changes, ordinary: OrdinaryChange, confidence: float = 0.95) -> Changes:
    """Add to the changes that `pair_changes` gives how far each lies from the ordinary.

    Adds centre and scale (of ordinary changes of its size), p (the share of them at least as far from the centre) and
    unusual.
    """
    check_confidence(confidence)
    centre = np.array(ordinary.centres)[quarter_of_year(changes["end"], ordinary.every)]
    scale = np.sqrt(ordinary.spread**2 + ordinary.dispersion * (1 - ordinary.overlap) * changes["chance"].to_numpy())
    p = 2 * stdtr(ordinary.degrees, -np.abs((changes["change"].to_numpy() - centre) / scale))
    return changes.assign(centre=centre, scale=scale, p=p, unusual=p < 1 - confidence)


def judge_change(
    earlier: pd.Series,
    later: pd.Series,
    ordinary: OrdinaryChange | None,
    panel: Panel | None = None,
    *,
    kind: Kind = "rate",
    every: Every = "year",
    confidence: float = 0.95,
) -> Change:
    """One area's change between two periods against what is ordinary for an area of its size.

    The rows have start, end, numerator and denominator (kind "value": value). `panel` holds the same figures of other
    areas, for the share that changed more for their size; the area itself is not counted where `later` names it as
    `area`. Without `ordinary`, or with a figure missing, there is no verdict and the reason. Raises ValueError where
    `ordinary` was learned from another kind of figure or period.
    """
    check_words(kind, every)
    if ordinary and (ordinary.kind, ordinary.every) != (kind, every):
        raise ValueError(f"learned from a {ordinary.kind} every {ordinary.every}, not from a {kind} every {every}")
    both = pd.DataFrame([earlier, later]).assign(area="this")
    # the pair is taken as given, so that it need not be one year or quarter apart to the day
    start = pd.Timestamp(0) if pd.isna(later["start"]) else pd.Timestamp(later["start"])
    both["start"] = [start - pd.DateOffset(months=MONTHS[every]), start]
    both["end"] = pd.to_datetime(both["end"])
    change = pair_changes(both, kind, every)
    before, after = (float(change[name].sum(min_count=1)) for name in ("before", "after"))
    why, judged = None, None
    if change.empty:
        parts = ["value"] if kind == "value" else ["numerator", "denominator"]
        why = "One of the two figures is missing." if both[parts].isna().any(axis=None) else NONE_WITHOUT_COUNTS
    elif ordinary is None:
        why = UNKNOWN
    else:
        judged = judge_changes(change, ordinary, confidence).iloc[0]
    more, compared = _changed_more(panel, later, judged, ordinary)
    low, high = _ordinary_range(judged, before, kind, ordinary, confidence)
    return Change(
        kind,
        after - before if kind == "proportion" else after / before if before else np.inf,
        low,
        high,
        unusual=None if judged is None else bool(judged["unusual"]),
        changed_more=more,
        compared=compared,
        confidence=confidence,
        ordinary=ordinary,
        why=why,
    )


def judge_total(
    before: float,
    count: float,
    end: pd.Timestamp,
    kept: IndicatorChanges | None,
    every: Every = "year",
    *,
    confidence: float = 0.95,
) -> Change | None:
    """A count's change on the year or quarter before against what is ordinary of the indicator; None where unknown."""
    window = kept.before(end.date(), every, "rate") if kept else None
    if window is None:
        return None
    step, day = pd.DateOffset(months=MONTHS[every]), pd.Timedelta(days=1)
    begin = end + day - step
    earlier, later = (
        pd.Series({"start": start, "end": last, "numerator": number, "denominator": 1.0})
        for start, last, number in ((begin - step, begin - day, before), (begin, end, count))
    )
    return judge_change(earlier, later, window, every=every, confidence=confidence)


def _ordinary_range(
    judged: pd.Series | None, before: float, kind: str, ordinary: OrdinaryChange | None, confidence: float
) -> tuple[float, float]:
    """Between what the middle share of ordinary changes lies: a ratio or, for a share, a difference."""
    if judged is None or ordinary is None:
        return np.nan, np.nan
    half = stdtrit(ordinary.degrees, (1 + confidence) / 2) * judged["scale"]
    ratios = np.exp([judged["centre"] - half, judged["centre"] + half])
    if kind != "proportion":
        return float(ratios[0]), float(ratios[1])
    low, high = (before * ratio / (1 - before + before * ratio) - before for ratio in ratios)
    return float(low), float(high)


def _changed_more(
    panel: pd.DataFrame | None, later: pd.Series, judged: pd.Series | None, ordinary: OrdinaryChange | None
) -> tuple[float, int]:
    """The share of other areas whose change between the same two periods lies further out, and how many there are.

    Each change is held against those of areas of its own size, since small ones change more by chance alone.
    """
    if panel is None or judged is None or ordinary is None:
        return np.nan, 0
    same = pair_changes(panel[panel["area"] != later.get("area")], ordinary.kind, ordinary.every)
    same = same[same["end"] == pd.Timestamp(later["end"])]
    if same.empty:
        return np.nan, 0
    return float((judge_changes(same, ordinary)["p"] < judged["p"]).mean()), len(same)
