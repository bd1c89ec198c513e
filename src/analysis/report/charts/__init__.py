"""Every chart that a notebook can hand to its page."""

from analysis.report.charts.areas import plot_areas
from analysis.report.charts.counts import plot_counts
from analysis.report.charts.drawing import Chart, Frame, Note
from analysis.report.charts.income import plot_income
from analysis.report.charts.months import plot_months, plot_months_pair
from analysis.report.charts.plan import plot_states
from analysis.report.charts.season import plot_forecast, plot_season
from analysis.report.charts.shares import plot_shares
from analysis.report.charts.spine import plot_spine
from analysis.report.charts.years import plot_years

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
