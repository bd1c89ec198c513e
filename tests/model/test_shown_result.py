"""A notebook shows a result with its table, which is a DataFrame to take further."""

import pandas as pd

from analysis.model.seasonality import fit_seasonality

MONTHS = pd.date_range("2012-04-01", periods=36, freq="MS")
SERIES = pd.Series([100 + 30 * (day.month == 6) + number % 3 for number, day in enumerate(MONTHS)], MONTHS)


def test_a_fitted_season_shows_its_indices_and_its_figures_and_its_table_is_a_frame():
    season = fit_seasonality(SERIES)
    html = season._repr_html_()

    assert html.startswith("<p><strong>Seasonality</strong>. months: ")
    assert "months: 36" in html
    assert "June" in html
    assert isinstance(season.table, pd.DataFrame)
