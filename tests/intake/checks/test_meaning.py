"""The kind of period that an observation covers."""

import pandas as pd
import pytest

from publishing.intake.checks.described import count_decimals, select_spans, start_of_span


@pytest.mark.parametrize(
    ("start", "end", "span"),
    [
        ("2014-03-31", "2014-03-31", "day"),
        ("2014-02-01", "2014-02-28", "month"),
        ("2014-01-01", "2014-03-31", "quarter"),
        ("2014-02-01", "2014-04-30", "other"),
        ("2013-04-01", "2014-03-31", "financial year"),
        ("2013-01-01", "2013-12-31", "calendar year"),
        ("2013-09-01", "2014-08-31", "other"),
        ("2014-01-01", "2016-12-31", "other"),
    ],
)
def test_a_span_is_told_by_its_first_and_last_day(start, end, span):
    rows = pd.DataFrame({"start": pd.to_datetime([start]), "end": pd.to_datetime([end])})
    assert select_spans(rows).tolist() == [span]


@pytest.mark.parametrize(
    ("span", "first"),
    [("quarter", "2014-01-01"), ("financial year", "2013-04-01"), ("calendar year", "2014-01-01")],
)
def test_a_day_lies_in_the_span_that_starts_before_it(span, first):
    days = pd.Series(pd.to_datetime(["2014-03-31"]))
    assert start_of_span(days, span).tolist() == [pd.Timestamp(first)]


@pytest.mark.parametrize(("value", "decimals"), [(32.1, 1), (32.0, 0), (0.25, 2), (731.4, 1)])
def test_decimals_are_those_a_figure_is_written_with(value, decimals):
    assert count_decimals(value) == decimals
