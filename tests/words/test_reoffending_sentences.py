"""Re-offending: what is said to be missing goes when it is supplied.

Annual report 2013-14 (49%, 46%); council notice, 2015 (48.6%, 33.8%, England 37.2%); the cohorts are invented.
"""

import numpy as np
import pandas as pd
import pytest

from analysis.model.differences import difference_of_proportions
from analysis.words.followed_cohorts import say_cohorts, say_stated_shares
from analysis.words.statement import Status

COLUMNS = ["source", "cohort", "value", "area"]
STATED = pd.DataFrame(
    [
        ("council notice", "2011", 0.486, "E06000045"),
        ("council notice", "2013", 0.338, "E06000045"),
        ("historic police data", "2013-14", 0.49, "E06000045"),
        ("council notice", "2013", 0.372, "E92000001"),
    ],
    columns=COLUMNS,
).assign(number=np.nan, whole=np.nan)
COHORTS = pd.DataFrame(
    {
        "period": ["2011", "2013"],
        "reoffending_cohort": [412.0, 398],
        "reoffending_children": [190.0, 150],
        "reoffences": [611.0, 455],
    }
)


@pytest.fixture
def share(subject_of):
    return subject_of("reoffending_share")


def test_nothing_supplied_is_told_as_what_to_ask_for(share):
    statement = say_cohorts(share, COHORTS.iloc[:0], None)

    assert statement.status is Status.CANNOT_SAY
    assert "We do not know how many children each cohort had, how many of them re-offended and" in statement.sentence
    assert statement.question.startswith("Can you tell us how many children each cohort had")


def test_cohorts_that_were_supplied_are_told_and_nothing_is_said_to_be_missing(share):
    change = difference_of_proportions(150, 398, 190, 412)
    statement = say_cohorts(share, COHORTS, change)

    assert (statement.status, statement.unusual) == (Status.LOWER, None)
    assert statement.sentence.startswith(
        "In 2013, 150 of 398 children re-offended (38%), with 455 re-offences: 3.03 each. Proven re-offending went from"
    )
    assert "We do not have" not in statement.sentence


def test_only_the_number_that_is_missing_is_said_to_be(share):
    statement = say_cohorts(share, COHORTS.assign(reoffences=np.nan), None)

    assert statement.sentence.endswith("We do not have how many offences they committed.")


def test_numbers_of_different_cohorts_are_not_said_to_be_unknown_each(share):
    apart = COHORTS.assign(reoffending_cohort=[412.0, np.nan], reoffending_children=[np.nan, 150], reoffences=np.nan)

    statement = say_cohorts(share, apart, None)

    assert statement.sentence == (
        "We do not know of any one cohort both how many children it had and how many of them re-offended. "
        "So we cannot test a change."
    )


def test_figures_of_one_source_are_not_said_to_be_of_different_ones(share):
    one_source = STATED[STATED["source"] == "council notice"]

    assert not any("different sources" in one.sentence for one in say_stated_shares(share, one_source))


def test_figures_of_different_sources_are_no_change(share):
    first = say_stated_shares(share, STATED)[0].sentence

    assert first.endswith("Figures of different sources are no change from one to the other.")


def test_two_cohorts_with_their_numbers_are_tested_and_not_said_to_lack_them(share):
    supplied = STATED.assign(number=[200.0, 135.0, np.nan, np.nan], whole=[412.0, 398.0, np.nan, np.nan])
    told = [statement.sentence for statement in say_stated_shares(share, supplied)]

    assert any("(council notice) went from 49% in 2011 to 34% in 2013, a fall of 15 perc" in words for words in told)
    assert not any("without numbers" in words for words in told)


def test_one_cohort_without_its_numbers_is_named(share):
    supplied = STATED.assign(number=[200.0, *[np.nan] * 3], whole=[412.0, *[np.nan] * 3])

    assert any("without numbers of children for 2013" in one.sentence for one in say_stated_shares(share, supplied))


def test_two_cohorts_of_one_source_are_told_with_how_many_children_it_would_take(share):
    told = [statement.sentence for statement in say_stated_shares(share, STATED)]

    assert any(words.startswith("Council notice: 49% for 2011 and 34% for 2013, without numbers") for words in told)
    assert any(words.startswith("Council notice: 34% against 37% in England for 2013.") for words in told)
    assert not any("fell" in words for words in told)


def test_an_area_of_which_no_source_speaks_is_told_so(share):
    (statement,) = say_stated_shares(share, STATED[STATED["area"] == "E92000001"])

    assert statement.sentence == "No source states a share of re-offending for Southampton."


def test_a_cohort_with_its_numbers_is_judged_beside_england(share):
    supplied = STATED.assign(number=[np.nan, 1340.0, np.nan, np.nan], whole=[np.nan, 4000.0, np.nan, np.nan])
    told = [one.sentence for one in say_stated_shares(share, supplied)]

    assert any("(council notice) for 2013 was 34%, lower than England (37%)" in sentence for sentence in told)
    assert not any("would tell the two apart" in sentence for sentence in told)
