"""Whether a quoted figure is the one of a table or statistic.

Expected: annual report 2013-14 (3,495 contacts, 31%, 49 per 10,000) and Department for Education (3,471, 32.1%, 49.7).
"""

import numpy as np
import pytest

from analysis.words.stated_cells import judge_agreement, say_agreement, say_agreements
from analysis.words.statement import Status


@pytest.mark.parametrize(
    ("said", "used", "scale", "words"),
    [
        (3495, 3495, 1, "agrees"),
        (3495, 3471, 1, "differs"),
        (0.31, 0.3096, 100, "agrees when rounded"),
        (0.31, 0.321, 100, "differs"),
        (0.059, 0.0588, 100, "agrees when rounded"),
        (49, 49.7, 1, "differs"),
    ],
)
def test_figures_agree_at_the_decimals_that_they_were_quoted_with(said, used, scale, words):
    assert judge_agreement(said, used, scale) == words


@pytest.mark.parametrize(
    ("stated", "used", "suppressed", "words"),
    [
        (np.nan, 3471.0, False, "words, no figure to check"),
        (3495.0, np.nan, False, "no other source"),
        (3495.0, 3495.0, True, "not shown"),
        (3495.0, 3471.0, False, "differs"),
    ],
)
def test_each_state_of_a_quoted_figure_has_its_words(subject_of, stated, used, suppressed, words):
    indicator = subject_of("referrals").indicator

    assert say_agreement(stated, used, indicator, suppressed=suppressed, summed=False) == words


def test_a_sum_of_months_is_no_number_of_children(subject_of):
    told = say_agreement(1179, 1179, subject_of("missing_children").indicator, suppressed=False, summed=True)

    assert told == "agrees, but counts a child again in each month"


def test_the_sentence_counts_those_that_agree_differ_and_cannot_be_checked(subject_of):
    statement = say_agreements(subject_of("referrals"), ["agrees", "agrees when rounded", "differs", "no other source"])

    assert statement.sentence.endswith("2 agree with a table or statistic, 1 differs and 1 cannot be checked.")
    assert statement.status is Status.CANNOT_SAY
