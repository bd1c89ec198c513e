"""What is typed on the command line comes to one form, so that the same thing is not made twice."""

import subprocess
import sys

import pytest

from analysis.project import find_project
from analysis.refusals import ParametersRefused
from publishing.running.typed_words import name_areas, name_quarter, name_reports

PROJECT = find_project()


@pytest.mark.parametrize(
    "words",
    [
        None,
        *("2013-14 Q4", "2013/14 Q4", "Q4 2013-14", "Quarter 4 2013/14", "2013-14Q4", "2013-14 q4", "13/14 Q4"),
        *("Q4 2013/2014", "2013–14 Q4", "2013_14_Q4", "Q4, 2013-14", "201314 Q4", "4th quarter 2013-14"),
        *("Jan-Mar 2014", "January to March 2014", "quarter to March 2014"),
    ],
)
def test_every_way_to_write_a_quarter_means_the_same(words):
    assert name_quarter(PROJECT, words) == "2013-14 Q4"


@pytest.mark.parametrize("words", ["2013-14 Q5", "2013-15 Q4", "Q4", "2013-14", "March 2014"])
def test_a_quarter_that_is_none_is_not_accepted(words):
    with pytest.raises(ParametersRefused, match="Write one as 2013-14 Q4"):
        name_quarter(PROJECT, words)


@pytest.mark.parametrize("words", ["2024 Q2", "Q2 2024", "2024Q2"])
def test_a_quarter_that_may_be_numbered_from_january_or_april_is_asked_for_again_by_both_labels(words):
    with pytest.raises(ParametersRefused, match=r"April to June 2024 or July to September 2024\. Write 2024-25 Q1 or"):
        name_quarter(PROJECT, words)


def test_latest_may_be_typed_in_capitals():
    assert name_quarter(PROJECT, "Latest") == "latest"


@pytest.mark.parametrize("given", [None, ["Southampton"], ["southampton"], ["E06000045"]])
def test_an_area_is_its_code_however_it_was_named(given):
    assert name_areas(PROJECT, given) == ("E06000045",)


def test_several_codes_may_stand_in_one_text_and_a_name_may_have_spaces():
    assert name_areas(PROJECT, ["E06000045, E06000044"]) == ("E06000045", "E06000044")
    assert name_areas(PROJECT, ["Isle of Wight"]) == ("E06000046",)


def test_all_areas_and_regions_are_left_as_they_are():
    assert name_areas(PROJECT, ["all", "region:South East"]) == ("all", "region:South East")


def test_an_area_that_is_not_known_is_not_accepted_and_the_nearest_is_named():
    with pytest.raises(ParametersRefused, match=r"Did you mean Southampton \(E06000045\)\?"):
        name_areas(PROJECT, ["Southamton"])


@pytest.mark.parametrize("given", [["missing"], ["Missing children"], ["missing children"]])
def test_a_report_may_be_named_by_its_title(given):
    assert name_reports(PROJECT, given) == ("missing",)


def test_a_report_that_is_not_known_is_not_accepted_and_the_nearest_is_named():
    with pytest.raises(ParametersRefused, match="Did you mean 'missing'"):
        name_reports(PROJECT, ["mising"])


@pytest.mark.parametrize("name", [name_areas, name_reports])
def test_an_option_without_a_word_stands_for_nothing(name):
    with pytest.raises(ParametersRefused, match=r"No (area|report) ''"):
        name(PROJECT, [""])


def test_an_area_is_named_without_the_libraries_that_only_a_run_needs():
    code = (
        "import sys; from analysis.project import find_project; from publishing.running.typed_words import name_areas;"
        "print(*name_areas(find_project(), ['Southampton']), 'pandas' in sys.modules, 'numpy' in sys.modules)"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.split() == ["E06000045", "False", "False"]
