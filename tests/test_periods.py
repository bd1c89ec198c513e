"""Months, quarters and years as children's services count them."""

import itertools
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.numbers import period_from
from analysis.periods import (
    calendar_year,
    calendar_years,
    day,
    financial_year,
    financial_year_of,
    month,
    parse_period,
    quarter,
    quarter_of,
    unstated,
)

DAYS = st.dates(date(1950, 1, 1), date(2090, 12, 31))


@pytest.mark.parametrize(
    ("text", "kind", "label", "start", "end"),
    [
        ("Apr-13", "month", "2013-04", "2013-04-01", "2013-04-30"),
        ("April 2013", "month", "2013-04", "2013-04-01", "2013-04-30"),
        ("Sept-13", "month", "2013-09", "2013-09-01", "2013-09-30"),
        ("2006-07", "month", "2006-07", "2006-07-01", "2006-07-31"),
        ("2006-07", "financial year", "2006-07", "2006-04-01", "2007-03-31"),
        ("2013/14", "financial year", "2013-14", "2013-04-01", "2014-03-31"),
        ("2013/2014", "financial year", "2013-14", "2013-04-01", "2014-03-31"),
        ("1999-00", "financial year", "1999-00", "1999-04-01", "2000-03-31"),
        ("Quarter 4 2013/14", "quarter", "2013-14 Q4", "2014-01-01", "2014-03-31"),
        ("2013-14 Q1", "quarter", "2013-14 Q1", "2013-04-01", "2013-06-30"),
        ("Q3 2013-14", "quarter", "2013-14 Q3", "2013-10-01", "2013-12-31"),
        ("2011", "calendar year", "2011", "2011-01-01", "2011-12-31"),
        ("2014-16", "calendar years", "2014 to 2016", "2014-01-01", "2016-12-31"),
        ("31 March 2014", "day", "31 March 2014", "2014-03-31", "2014-03-31"),
        ("29 February 2012", "day", "29 February 2012", "2012-02-29", "2012-02-29"),
    ],
)
def test_a_period_is_read_by_its_declared_kind(text, kind, label, start, end):
    period = parse_period(text, [kind])

    assert (period.kind, period.label) == (kind, label)
    assert (period.start.isoformat(), period.end.isoformat()) == (start, end)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("13-Apr", "month"),
        ("2013-13", "month"),
        ("2013-4", "month"),
        ("2013-15", "financial year"),
        ("2013-13", "financial year"),
        ("2013", "financial year"),
        ("2013-14 Q5", "quarter"),
        ("2013-15 Q1", "quarter"),
        ("31 February 2014", "day"),
        ("31/03/2014", "day"),
        ("2014-03-31", "day"),
        ("2016-14", "calendar years"),
        ("0000", "calendar year"),
        ("", "calendar year"),
    ],
)
def test_nothing_is_guessed(text, kind):
    with pytest.raises(ValueError, match=f"expected a {kind}"):
        parse_period(text, [kind])


def test_the_first_kind_that_fits_is_taken():
    assert parse_period("2006-07", ["financial year", "month"]).kind == "financial year"
    assert parse_period("2006-07", ["month", "financial year"]).kind == "month"


@pytest.mark.parametrize(
    ("period", "words"),
    [
        (month(2013, 4), "April 2013"),
        (quarter(2013, 4), "January to March 2014"),
        (financial_year(2013), "the year to March 2014"),
        (calendar_year(2011), "2011"),
        (calendar_years(2014, 2016), "2014 to 2016"),
        (day(date(2014, 3, 31)), "31 March 2014"),
    ],
)
def test_a_period_is_said_in_words(period, words):
    assert period.words == words


@pytest.mark.parametrize(
    ("period", "steps", "label"),
    [
        (month(2014, 1), 1, "2013-12"),
        (month(2014, 3), 12, "2013-03"),
        (quarter(2013, 1), 1, "2012-13 Q4"),
        (quarter(2013, 4), 4, "2012-13 Q4"),
        (financial_year(2013), 1, "2012-13"),
        (calendar_year(2011), 2, "2009"),
        (day(date(2012, 2, 29)), 1, "28 February 2011"),
    ],
)
def test_an_earlier_period_is_of_the_same_kind(period, steps, label):
    earlier = period.earlier(steps)

    assert (earlier.label, earlier.kind) == (label, period.kind)


def test_no_period_lies_a_step_before_years_taken_together():
    with pytest.raises(ValueError, match="calendar years"):
        calendar_years(2014, 2016).earlier()

    assert calendar_years(2014, 2016).before is None
    assert calendar_year(2014).before == calendar_year(2013)


def test_a_quarter_has_its_three_months_and_a_year_its_twelve():
    assert [each.label for each in quarter(2013, 4).months()] == ["2014-01", "2014-02", "2014-03"]
    assert [each.label for each in financial_year(2013).months()][::11] == ["2013-04", "2014-03"]


@given(DAYS)
def test_a_day_lies_in_its_quarter_and_its_financial_year(moment):
    year, number = quarter_of(moment)

    assert quarter(year, number).contains(day(moment))
    assert financial_year_of(moment).contains(quarter(year, number))


@given(st.integers(1950, 2090))
def test_four_quarters_make_a_financial_year_without_gap_or_overlap(year):
    quarters = [quarter(year, number) for number in (1, 2, 3, 4)]

    assert sum(each.days for each in quarters) == financial_year(year).days
    assert quarters[0].start == financial_year(year).start
    assert all((later.start - earlier.end).days == 1 for earlier, later in itertools.pairwise(quarters))


@given(DAYS)
def test_every_label_reads_back_as_its_period(moment):
    year, number = quarter_of(moment)
    for period in (month(moment.year, moment.month), quarter(year, number), financial_year(year), day(moment)):
        assert parse_period(period.label, [period.kind]) == period


def test_periods_are_ordered_by_their_days():
    assert sorted([month(2014, 1), month(2013, 12), financial_year(2013)])[0] == financial_year(2013)


def test_a_report_that_does_not_say_of_when_a_figure_is_gives_no_period_to_it():
    label = unstated(financial_year(2013)).label
    period = period_from("2013-04-01", "2014-03-31", label)

    assert str(period) == period.words == "report of 2013-14, period not stated"
