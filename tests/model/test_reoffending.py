"""Cohorts of proven re-offending, by the Ministry of Justice's rules."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from analysis.model.reoffending import (
    ReoffendingFigure,
    count_reoffending,
    describe_change,
    select_cohort,
    select_reoffences,
)
from analysis.periods import financial_year, quarter

LATE = date(2020, 1, 1)


def outcomes(*rows):
    return pd.DataFrame(rows, columns=["child", "outcome_date"])


def offences(*rows):
    return pd.DataFrame(rows, columns=["child", "offence_date", "proven_date"])


def test_a_child_enters_a_cohort_once_with_the_first_outcome_of_its_period():
    cohort = select_cohort(
        outcomes(("a", "2012-03-31"), ("a", "2012-09-01"), ("a", "2012-05-01"), ("b", "2013-04-01")),
        financial_year(2012),
    )

    assert cohort.to_dict("records") == [{"child": "a", "index_date": pd.Timestamp("2012-05-01")}]


def test_outcomes_without_a_child_or_a_day_are_left_out():
    assert select_cohort(outcomes((None, "2012-05-01"), ("b", None)), financial_year(2012)).empty


@pytest.mark.parametrize(
    ("offence_date", "proven_date", "counts"),
    [
        ("2012-05-01", "2012-06-01", False),  # the index day itself
        ("2012-05-02", "2012-06-01", True),
        ("2013-05-01", "2013-06-01", True),  # the last day of twelve months
        ("2013-05-02", "2013-06-01", False),
        ("2013-04-01", "2013-11-01", True),  # the last day of the six months' waiting
        ("2013-04-01", "2013-11-02", False),
        ("2012-06-01", None, False),  # not proven
        ("2012-04-01", "2012-06-01", False),  # committed before the index day, proven after it
    ],
)
def test_a_reoffence_is_committed_in_twelve_months_and_proven_in_eighteen(offence_date, proven_date, counts):
    cohort = select_cohort(outcomes(("a", "2012-05-01")), financial_year(2012))

    assert len(select_reoffences(cohort, offences(("a", offence_date, proven_date)))) == int(counts)


def test_another_follow_up_can_be_asked_for():
    cohort = select_cohort(outcomes(("a", "2012-05-01")), financial_year(2012))
    late = offences(("a", "2012-09-01", "2012-10-01"))

    assert select_reoffences(cohort, late, follow_up_months=3).empty


def test_the_rate_counts_children_and_the_frequency_counts_their_offences():
    table = count_reoffending(
        outcomes(("a", "2012-05-01"), ("b", "2012-06-01"), ("c", "2012-07-01"), ("d", "2012-08-01")),
        offences(
            ("a", "2012-09-01", "2012-10-01"),
            ("a", "2012-09-02", "2012-10-01"),
            ("b", "2012-09-01", "2012-10-01"),
            ("stranger", "2012-09-01", "2012-10-01"),
        ),
        [financial_year(2012)],
        data_to=LATE,
    ).iloc[0]

    assert (table["numerator"], table["denominator"], table["value"]) == (2, 4, 0.5)
    assert (table["reoffences"], table["reoffences_per_reoffender"]) == (3, 1.5)
    assert table["lower"] < 0.5 < table["upper"]
    assert table["reason"] is None


@pytest.mark.parametrize(("data_to", "withheld"), [(date(2014, 9, 29), True), (date(2014, 9, 30), False)])
def test_a_cohort_whose_follow_up_is_not_over_has_no_result_but_the_reason(data_to, withheld):
    table = count_reoffending(
        outcomes(("a", "2013-03-31")),
        offences(("a", "2013-05-01", "2013-06-01")),
        [financial_year(2012)],
        data_to=data_to,
    )

    assert table["value"].isna().item() == withheld
    assert table["reoffences_per_reoffender"].isna().item() == withheld
    assert table["reason"].item() == (
        "The follow-up of this cohort ends on 30 September 2014; the figures reach 29 September 2014."
        if withheld
        else None
    )


def test_a_child_may_enter_the_cohort_of_each_quarter():
    table = count_reoffending(
        outcomes(("a", "2012-05-01"), ("a", "2012-08-01")),
        offences(),
        [quarter(2012, 1), quarter(2012, 2)],
        data_to=LATE,
    )

    assert table["denominator"].tolist() == [1, 1]


def test_an_empty_cohort_has_no_rate_but_the_reason():
    table = count_reoffending(outcomes(), offences(), [financial_year(2012)], data_to=LATE)

    assert table["reason"].item() == "No child entered the cohort."


def test_no_reoffender_has_a_rate_of_zero_and_no_frequency():
    table = count_reoffending(outcomes(("a", "2012-05-01")), offences(), [financial_year(2012)], data_to=LATE).iloc[0]

    assert (table["value"], table["lower"]) == (0, 0)
    assert np.isnan(table["reoffences_per_reoffender"])


def test_a_table_without_its_columns_is_refused():
    with pytest.raises(ValueError, match="offences needs the column proven_date"):
        count_reoffending(outcomes(), offences().drop(columns="proven_date"), [financial_year(2012)], data_to=LATE)


def test_49_per_cent_of_one_source_and_46_of_another_are_not_a_change():
    # Southampton LSCB annual report 2013-14: around 49% by historic police data; 46% by local analysis
    change = describe_change(
        ReoffendingFigure(0.49, "historic police data", "2011-12"),
        ReoffendingFigure(0.46, "local analysis", "2012-13"),
    )

    assert np.isnan(change.value)
    assert change.reason == (
        "49% and 46% come from different sources (historic police data; local analysis) and cohorts "
        "(2011-12; 2012-13), so their difference is not a change."
    )


def test_another_follow_up_is_not_a_change_either():
    change = describe_change(ReoffendingFigure(0.49, "PNC", "2011", 12), ReoffendingFigure(0.46, "PNC", "2012", 6))

    assert "lengths of follow-up (12 and 6 months)" in change.reason


def test_two_figures_of_one_cohort_are_a_revision():
    change = describe_change(ReoffendingFigure(0.49, "PNC", "2011"), ReoffendingFigure(0.46, "PNC", "2011"))

    assert "revision" in change.reason


def test_without_counts_chance_cannot_be_ruled_out():
    change = describe_change(ReoffendingFigure(0.49, "PNC", "2011"), ReoffendingFigure(0.46, "PNC", "2012"))

    assert change.reason == "The numbers of children are not given, so chance cannot be ruled out."


def test_cohorts_of_one_source_have_a_change_with_limits():
    change = describe_change(
        ReoffendingFigure(0.486, "PNC", "2011", children=200, reoffenders=97),
        ReoffendingFigure(0.338, "PNC", "2013", children=160, reoffenders=54),
    )

    assert change.value == pytest.approx(54 / 160 - 97 / 200)
    assert change.lower < change.value < change.upper < 0


def test_a_rate_in_per_cent_is_refused():
    with pytest.raises(ValueError, match=r"such as 0\.49"):
        ReoffendingFigure(49, "PNC", "2011")
