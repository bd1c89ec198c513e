"""All checks together."""

import pandas as pd

from analysis.schemas import FINDINGS, OBSERVATIONS


def test_no_row_is_added_removed_or_moved(tools):
    rows = [
        *tools.series("children", tools.months, [90] * 8 + [0] + [90] * 3),
        *tools.series("episodes", tools.months, [150] * 8 + [0] + [150] * 3),
        tools.observation("launch", "2013-14", text="March 2014"),
    ]
    observations, findings = tools.check(rows)
    keys = ["indicator", "period", "cell"]
    pd.testing.assert_frame_equal(observations[keys], OBSERVATIONS.validate(pd.DataFrame(rows))[keys])
    FINDINGS.validate(findings)


def test_nothing_observed_gives_nothing_found(tools):
    observations, findings = tools.check([])
    assert observations.empty
    assert findings.empty


def test_errors_come_before_warnings_and_notes(tools):
    rows = [
        tools.observation("share", "2013-14", 1.2),
        tools.observation("custody", "2013-14", 1, text=">1", breakdown="target"),
        tools.observation("custody", "2013-14", text="higher"),
    ]
    assert tools.check(rows)[1]["severity"].tolist() == ["error", "warning", "note"]


def test_the_question_about_a_figure_of_another_size_names_the_series_as_it_may_stand_alone(tools):
    findings = tools.check(tools.series("children", tools.months, [900] * 11 + [9]))[1]
    (asked,) = findings.loc[findings["rule"] == "another_size", "question"]

    assert asked.startswith("Missing children, Southampton: is the figure for March 2014 ")
