"""Every chart that a notebook can hand to its page."""

from analysis.charts.count_bars import plot_counts
from analysis.charts.drawing import Chart, Frame, Note
from analysis.charts.month_lines import plot_months, plot_months_pair
from analysis.charts.rows_of_dots import plot_areas, plot_shares
from analysis.charts.season_chart import plot_forecast, plot_season
from analysis.charts.spine_chart import plot_spine
from analysis.charts.stacked_bars import plot_income, plot_states
from analysis.charts.waiting_curve import plot_waiting
from analysis.charts.year_lines import plot_rate, plot_years

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
    "plot_rate",
    "plot_season",
    "plot_shares",
    "plot_spine",
    "plot_states",
    "plot_waiting",
    "plot_years",
]
