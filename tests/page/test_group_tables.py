"""An area beside groups of its own choice: lowest, middle and highest of the others, and its place."""

from dataclasses import replace

import pandas as pd
import pytest

from analysis.measures.rate_readings import read_rate
from analysis.model.yearly_rates import work_out_rates
from analysis.page.group_tables import protect_groups, show_groups
from analysis.page.rate_tables import protect_latest

THREE = ["E06000026", "E06000044", "E08000019"]


@pytest.fixture
def page(open_real):
    return open_real("referrals")


@pytest.fixture
def rates(page):
    return work_out_rates(read_rate(page, "rereferral_share"))


def compared(rates, groups):
    return replace(rates, readings=replace(rates.readings, groups=groups))


def test_a_group_has_the_figures_of_its_other_areas_and_the_place_of_the_pages_area(page, rates):
    others = rates.figures_of(THREE)
    shown = protect_groups(page, compared(rates, {"Ports": THREE, "Nobody": ["E06000001"]})).table

    assert list(shown["group"]) == ["Ports"]
    assert shown.loc[0, "known"] == "3 of 3"
    assert shown.loc[0, "middle"] == pytest.approx(others["value"].median())
    assert shown.loc[0, "place"] == "4 of 4, fourth quartile"  # none of its neighbours had more re-referrals


def test_a_group_of_which_one_other_area_is_known_has_no_table(page, rates):
    show_groups(page, compared(rates, {"Pair": THREE[:1]}))

    assert [part.kind for part in page.outputs.parts] == ["opening"]


def test_the_groups_of_the_parameters_are_read_with_the_neighbours(page):
    readings = read_rate(page, "rereferral_share")

    assert list(readings.groups) == ["Hampshire and Isle of Wight police and health"]
    assert "E06000046" in readings.groups["Hampshire and Isle of Wight police and health"]


def test_a_table_of_areas_has_each_ones_place_where_one_way_is_better(page, rates):
    table = protect_latest(page, rates).table.set_index("area")["place"]

    assert table["Southampton"] == "11 of 11, fourth quartile"
    assert table["England"] == ""
    assert pd.Series(table).str.startswith("1 of 11").sum() == 1


def test_there_is_no_place_where_neither_way_is_better(page):
    rates = work_out_rates(read_rate(page, "referral_rate"))

    assert "place" not in protect_latest(page, rates).table
    assert "place" not in protect_groups(page, compared(rates, {"Ports": THREE})).table
