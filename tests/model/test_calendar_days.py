"""Working days of England and Wales, against the lists on gov.uk/bank-holidays."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from analysis.model.timeline import bank_holidays, count_days, count_working_days

PUBLISHED = {
    2011: "0103 0422 0425 0429 0502 0530 0829 1226 1227",
    2012: "0102 0406 0409 0507 0604 0605 0827 1225 1226",
    2020: "0101 0410 0413 0508 0525 0831 1225 1228",
    2021: "0101 0402 0405 0503 0531 0830 1227 1228",
    2022: "0103 0415 0418 0502 0602 0603 0829 0919 1226 1227",
    2023: "0102 0407 0410 0501 0508 0529 0828 1225 1226",
    2024: "0101 0329 0401 0506 0527 0826 1225 1226",
}


@pytest.mark.parametrize(("year", "days"), PUBLISHED.items())
def test_bank_holidays_are_those_published(year, days):
    assert bank_holidays(year) == {date(year, int(day[:2]), int(day[2:])) for day in days.split()}


def test_working_days_leave_out_weekends_and_bank_holidays():
    months = pd.PeriodIndex(["2022-06", "2013-03", "2013-04", "2014-04"], freq="M")

    # 2013: Good Friday in March, Easter Monday in April; 2014: both in April
    np.testing.assert_array_equal(count_working_days(months), [20, 20, 21, 20])


def test_days_know_leap_years():
    np.testing.assert_array_equal(count_days(pd.PeriodIndex(["2023-02", "2024-02"], freq="M")), [28, 29])
