"""A monthly series on a page: its months, its season and the year ahead."""

import re

import pytest

from analysis.model.seasonality import fit_seasonality
from analysis.subjects import series


@pytest.fixture
def page(open_real):
    return open_real("referrals", quarter="2023-24 Q4")


@pytest.fixture
def months(page):
    return series.read_months(page, "referrals")


def kinds(page) -> list[str]:
    return [part.kind for part in page.handed.parts]


def test_the_last_sixty_months_up_to_the_quarter_are_read(months):
    assert len(months) == 60
    assert str(months["start"].max().date()) == "2024-03-01"


def test_the_forecast_borrows_its_season_from_all_authorities(page, months):
    ahead = series.forecast_months(page, months)

    assert ahead.reason is None
    assert len(ahead.table) == 12
    assert re.search(r"season pooled over \d+ areas", ahead.method)


def test_nothing_after_the_quarter_enters_the_forecast(open_real):
    page = open_real("referrals")
    months = series.read_months(page, "referrals")
    series.forecast_months(page, months)

    assert page.read_so_far["end"].max().date() <= page.quarter.end


def test_a_season_is_drawn_and_told(page, months):
    series.show_season(page, fit_seasonality(months), "referrals")

    assert kinds(page)[-2:] == ["chart", "text"]


def test_too_few_months_are_told_without_a_chart(page, months):
    series.show_season(page, fit_seasonality(months.iloc[:12]), "referrals")

    assert "chart" not in kinds(page)
    assert "24 are needed" in page.handed.parts[-1].words


def test_the_table_of_a_forecast_holds_the_months_ahead_alone(page, months):
    series.show_forecast(page, months, series.forecast_months(page, months))

    chart = [part for part in page.handed.parts if part.kind == "chart"][-1]
    assert chart.details["csv"].count("\n") == 13
