"""`from analysis import read`: tidy figures by name, only what may be published, and no silent empty table."""

import pandas as pd
import pytest

from analysis import areas, neighbours, read
from analysis.reading import COLUMNS
from analysis.refusals import ParametersRefused


@pytest.fixture(autouse=True)
def in_notebooks(real_project, monkeypatch):
    monkeypatch.chdir(real_project.notebooks)


@pytest.fixture
def data(real_project):
    return real_project.data


def test_figures_come_with_the_names_of_their_area_indicator_and_unit(data):
    found = read("referrals", areas=["Southampton", "Portsmouth"], kind="month", data=data)

    assert list(found.columns) == COLUMNS
    assert set(found["area_name"]) == {"Southampton", "Portsmouth"}
    assert set(found["kind"]) == {"month"}
    assert set(found["indicator_title"]) == {"Referrals"}


def test_an_area_may_be_named_or_given_by_its_code(data):
    by_name, by_code = (read("referrals", areas=area, kind="year", data=data) for area in ("Southampton", "E06000045"))

    pd.testing.assert_frame_equal(by_name, by_code)


def test_a_count_is_its_number_and_a_share_a_fraction_of_one(data):
    assert read("referrals", areas="Southampton", kind="year", data=data)["figure"].max() > 1000
    assert read("rereferral_share", areas="Southampton", kind="year", data=data)["figure"].max() < 1


def test_a_figure_that_was_not_supplied_is_a_row_with_its_status(data):
    found = read("missing_children", areas="Southampton", kind="month", data=data)
    december = found[found["start"] == "2013-12-01"]

    assert list(december["status"]) == ["not_supplied"]
    assert december["figure"].isna().all()


def test_nothing_is_read_after_the_quarter_named(data):
    found = read("referrals", areas="Southampton", kind="year", until="2012-13 Q4", data=data)

    assert found["end"].max() == pd.Timestamp("2013-03-31")


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ({"indicators": ["referals"]}, "Did you mean 'referrals'?"),
        ({"areas": "Southhampton"}, "Did you mean Southampton (E06000045)?"),
        ({"kind": "months"}, "Did you mean 'month'?"),
        ({"until": "2013"}, "Write one as 2013-14 Q4."),
        ({"breakdown": "under 5"}, "No figure has the breakdown 'under 5'."),
    ],
)
def test_what_is_not_known_is_not_accepted_and_the_nearest_is_named(data, asked, answer):
    names = asked.pop("indicators", ["referrals"])

    with pytest.raises(ParametersRefused) as refused:
        read(*names, data=data, **asked)
    assert answer in str(refused.value)


def test_an_area_without_figures_says_so(data):
    with pytest.raises(ParametersRefused, match="No figures of children missing for Portsmouth"):
        read("missing_children", areas="Portsmouth", data=data)


def test_neighbours_are_named_nearest_first(data):
    assert len(neighbours("Southampton", data=data)) == 10
    with pytest.raises(ParametersRefused, match="no set of neighbours"):
        neighbours("England", data=data)


def test_areas_are_listed_with_their_region(data):
    assert "Portsmouth" in set(areas(region="South East", data=data)["name"])
    with pytest.raises(ParametersRefused, match="Did you mean 'South East'"):
        areas(region="South Est", data=data)
