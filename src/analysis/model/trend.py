"""Everything that speaks of change over time: recent trend, yearly change, gaps, level shifts, targets."""

from analysis.model.gap import GapTrend, fit_gap
from analysis.model.level_shift import LevelShifts, find_level_shifts
from analysis.model.recent import RecentTrend, recent_trend, recent_trend_of_proportion
from analysis.model.target import TargetChance, chance_of_target, reduction_target
from analysis.model.yearly_change import Step, Trend, fit_trend

__all__ = [
    "GapTrend",
    "LevelShifts",
    "RecentTrend",
    "Step",
    "TargetChance",
    "Trend",
    "chance_of_target",
    "find_level_shifts",
    "fit_gap",
    "fit_trend",
    "recent_trend",
    "recent_trend_of_proportion",
    "reduction_target",
]
