"""One event, dated twice."""

import pytest


@pytest.mark.parametrize(
    ("dates", "differ"),
    [
        (("March 2014", "March 2013"), True),
        (("March 2014", "March 2014"), False),
        (("2013", "March 2013"), False),
        (("late October 2013", "September 2013"), True),
        (("March 2014", "in due course"), False),
    ],
)
def test_dates_that_exclude_each_other_are_a_warning(tools, dates, differ):
    rows = [
        tools.observation("launch", "2013-14", text=text, cell=f"E{row}") for row, text in enumerate(dates, start=2)
    ]
    found = tools.findings_of("date_stated_twice", rows)
    assert [(finding["severity"], finding["cell"]) for finding in found] == [("warning", "E2:E3")] * differ


def test_the_period_is_the_date_where_no_words_give_it(tools):
    rows = [tools.observation("launch", period, text="") for period in ("2013-03", "2014-03")]
    (warning,) = tools.findings_of("date_stated_twice", rows)
    assert "March 2013" in warning["detail"]
    assert "March 2014" in warning["detail"]
