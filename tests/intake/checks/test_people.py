"""People summed over months."""

import pytest

# the police table of Southampton LSCB's annual report 2013-14, December as printed
CHILDREN = [91, 128, 121, 114, 102, 110, 116, 85, 0, 95, 93, 124]


@pytest.mark.parametrize(("year", "summed"), [(1179, True), (878, False)])
def test_a_year_of_children_that_is_the_sum_of_its_months_is_a_warning(tools, year, summed):
    rows = tools.series("children", [*tools.months, "2013-14"], [*CHILDREN, year])
    found = tools.findings_of("people_summed", rows)
    assert [finding["cell"] for finding in found] == ["Sheet!N2"] * summed
    assert all("not used as the number of people in the year" in finding["treatment"] for finding in found)


def test_another_source_that_states_the_sum_is_named_too(tools):
    rows = tools.series("children", [*tools.months, "2013-14"], [*CHILDREN, 1179])
    rows.append(tools.observation("children", "2013-14", 1179, source="report"))
    (warning,) = tools.findings_of("people_summed", rows)
    assert warning["source"] == "police report"


def test_the_figure_stays_as_supplied(tools):
    rows = tools.series("children", [*tools.months, "2013-14"], [*CHILDREN, 1179])
    observations, _ = tools.check(rows)
    assert observations.iloc[-1]["value"] == 1179
    assert observations.iloc[-1]["status"] == "reported"


def test_events_may_be_summed(tools):
    rows = tools.series("episodes", [*tools.months, "2013-14"], [*CHILDREN, 1179])
    assert not tools.findings_of("people_summed", rows)


def test_people_who_may_be_summed_are_not_called_summed(tools):
    rows = tools.series("attendances", [*tools.months, "2013-14"], [*CHILDREN, 1179])
    assert not tools.findings_of("people_summed", rows)


def test_a_year_with_a_month_unknown_is_not_called_a_sum(tools):
    rows = tools.series("children", [*tools.months, "2013-14"], [*CHILDREN[:-1], None, 1055])
    assert not tools.findings_of("people_summed", rows)
