"""Everything that speaks of change over time: yearly change, gaps, level shifts, targets."""

from analysis.model.gap import GapTrend, fit_gap
from analysis.model.level_shift import LevelShifts, find_level_shifts
from analysis.model.target import TargetChance, chance_of_target, reduction_target
from analysis.model.yearly_change import Step, Trend, fit_trend

__all__ = [
    "GapTrend",
    "LevelShifts",
    "Step",
    "TargetChance",
    "Trend",
    "chance_of_target",
    "find_level_shifts",
    "fit_gap",
    "fit_trend",
    "reduction_target",
]
