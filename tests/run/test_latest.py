"""The latest quarter is the one in which the newest supplied figure of the area ends."""

from datetime import date

import pandas as pd
import pytest

from analysis.refusals import ParametersRefused
from analysis.run.latest import find_latest_quarter

HERE, ELSEWHERE = "E06000045", "E06000044"


def observations(*rows: tuple[str, str, str]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["area", "end", "status"])
    return table.assign(end=pd.to_datetime(table["end"]))


def test_it_is_the_quarter_that_the_newest_figure_ends_in():
    table = observations((HERE, "2013-06-30", "reported"), (HERE, "2014-02-28", "provisional"))

    assert find_latest_quarter(table, HERE, date(2020, 1, 1)) == "2013-14 Q4"


@pytest.mark.parametrize("status", ["not_supplied", "not_available", "not_applicable", "suppressed_at_source"])
def test_a_missing_figure_does_not_count(status):
    table = observations((HERE, "2013-06-30", "reported"), (HERE, "2014-02-28", status))

    assert find_latest_quarter(table, HERE, date(2020, 1, 1)) == "2013-14 Q1"


def test_another_areas_figure_does_not_count():
    table = observations((HERE, "2013-06-30", "reported"), (ELSEWHERE, "2014-02-28", "reported"))

    assert find_latest_quarter(table, HERE, date(2020, 1, 1)) == "2013-14 Q1"


def test_a_figure_for_a_time_to_come_does_not_count():
    table = observations((HERE, "2013-06-30", "reported"), (HERE, "2014-02-28", "reported"))

    assert find_latest_quarter(table, HERE, date(2014, 2, 28)) == "2013-14 Q4"
    assert find_latest_quarter(table, HERE, date(2014, 2, 27)) == "2013-14 Q1"


def test_an_area_without_figures_must_have_its_quarter_named():
    with pytest.raises(ParametersRefused, match="Name a quarter"):
        find_latest_quarter(observations((ELSEWHERE, "2013-06-30", "reported")), HERE, date(2020, 1, 1))
