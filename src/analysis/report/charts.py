"""Every chart that a notebook can hand to its page."""

from analysis.report.charts_areas import plot_areas
from analysis.report.charts_counts import plot_counts
from analysis.report.charts_income import plot_income
from analysis.report.charts_months import plot_months, plot_months_pair
from analysis.report.charts_plan import plot_states
from analysis.report.charts_season import plot_forecast, plot_season
from analysis.report.charts_shares import plot_shares
from analysis.report.charts_spine import plot_spine
from analysis.report.charts_years import plot_years
from analysis.report.drawing import Chart, Frame, Note

__all__ = [
    "Chart",
    "Frame",
    "Note",
    "plot_areas",
    "plot_counts",
    "plot_forecast",
    "plot_income",
    "plot_months",
    "plot_months_pair",
    "plot_season",
    "plot_shares",
    "plot_spine",
    "plot_states",
    "plot_years",
]
