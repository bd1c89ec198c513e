"""One period is written in many ways; by its declared kind each of them means the same, or it is refused."""

import pytest

from publishing.intake.written_dates import read_dated_periods
from publishing.intake.written_periods import find_period_in_text, parse_written

SAME = {
    ("month", "2014-04"): "APR-14|Apr '14|apr14|04/2014|2014M04|Apr.2014|April, 2014|2014 Apr|Apr_14|Apr (2014)",
    (
        "quarter",
        "2023-24 Q1",
    ): "Q1 23/24|2023/24Q1|Q1 (Apr-Jun) 2023/24|Apr 23 - Jun 23|Quarter ending June 2023|Quarter One 23/24",
    (
        "calendar quarter",
        "2023-24 Q4",
    ): "2024 Q1|Q1 '24|2024-Q1|Jan – Mar 2024|Q1 (Jan-Mar) 2024",
    ("financial year", "2023-24"): "FY 23/24|2023_24|1 April 2023 to 31 March 2024|y/e March 2024|202324|Apr 23-Mar 24",
    (
        "financial year",
        "2022-23",
    ): "2022-23 (Apr-Mar)|Year ended 31st March 2023|Financial year ending March 2023",
    ("reporting year", "2023-24"): "2024|Year ending 31 March 2024|2024 Reporting year",
    ("academic year", "academic year 2023/24"): "202324|2023/24 (academic year)|Sept 2023 to Aug 2024|AY 2023/24",
    ("academic year", "autumn term 2023"): "Autumn 23|Autumn term 2023/24|202324 Autumn term|2023/24 Autumn",
    ("academic year", "autumn and spring terms 2023/24"): "202324 Autumn and spring term|Autumn & spring terms 2023/24",
    ("calendar year", "2013"): "CY 2013|Calendar year 2013|Jan to Dec 2013|Year ending December 2013",
    ("year ending", "year to June 2023"): "Y/E Jun 23|Rolling year to June 2023|Jul-22 to Jun-23|12m to Jun 2023",
    ("financial years", "2020-21 to 2022-23"): "2020/21 - 22/23|Apr 2020 to Mar 2023|2020/21–2022/23",
    ("mid-year", "30 June 2023"): "2023|mid-2023|30 June 2023|2023-06-30",
    (
        "day",
        "31 March 2024",
    ): "31st March 2024|31-Mar-24|March 31, 2024|as at 31 March 2024|20240331",
}
WRITTEN = [(text, kind, label) for (kind, label), texts in SAME.items() for text in texts.split("|")]


@pytest.mark.parametrize(("text", "kind", "label"), WRITTEN)
def test_a_period_is_read_however_it_is_written(text, kind, label):
    assert parse_written(text, kind).label == label


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("04-14", "month"),  # or 2004, if there were a fourteenth month
        ("2014.1", "month"),  # October, as a spreadsheet keeps it
        ("2024 Q1", "quarter"),  # of the calendar year, or of the financial year 2024-25
        ("Q2 (Apr-Jun) 2023/24", "quarter"),
        ("May - Jul 2023", "quarter"),
        ("Jan to Dec 2013", "financial year"),
        ("Academic year ending August 2014", "financial year"),
        ("2013-14 (Apr-Dec)", "financial year"),
        ("2023/25", "financial year"),
        ("1 April 2023 to 30 March 2024", "financial year"),
        ("Apr 2023 to Mar 2024", "financial years"),
        ("31 June 2023", "day"),
        ("29 June 2023", "mid-year"),
        ("Autumn and autumn term 2023/24", "academic year"),
    ],
)
def test_a_period_that_is_not_of_its_kind_or_can_mean_two_is_refused(text, kind):
    with pytest.raises(ValueError, match="expected"):
        parse_written(text, kind)


def test_a_first_month_without_a_year_after_the_last_is_of_the_year_before():
    assert parse_written("Apr - Mar 2024", "financial year").label == "2023-24"


@pytest.mark.parametrize(
    ("texts", "kind", "labels"),
    [
        (["01/04/2014", "01/05/2014"], "month", ["2014-04", "2014-05"]),
        (["30/04/2014", "31/05/2014"], "month", ["2014-04", "2014-05"]),
        (["2014-04-01", "2014-05-01"], "month", ["2014-04", "2014-05"]),
        (["2024-06-30", "2024-09-30"], "quarter", ["2024-25 Q1", "2024-25 Q2"]),
        (["31.03.24"], "financial year", ["2023-24"]),
        (["31 August 2024"], "academic year", ["academic year 2023/24"]),
    ],
)
def test_dates_of_first_or_last_days_are_the_periods_that_they_begin_or_end(texts, kind, labels):
    assert [each.label for each in read_dated_periods(texts, kind, None)] == labels


@pytest.mark.parametrize("texts", [["02/04/2014"], ["01/04/2014", "31/05/2014"], ["April 2014"], []])
def test_dates_of_other_days_are_no_months(texts):
    assert read_dated_periods(texts, "month", None) is None


@pytest.mark.parametrize("title", ["Pupils, academic year 2023/24", "Pupils, 2023/24 academic year"])
def test_a_title_that_names_another_kind_of_year_holds_no_period_of_the_declared_kind(title):
    with pytest.raises(ValueError, match="expected a financial year"):
        find_period_in_text(title, "financial year")


def test_a_year_with_another_kind_behind_it_is_not_of_the_declared_kind():
    with pytest.raises(ValueError, match="expected a financial year"):
        parse_written("202324 Academic year", "financial year")
