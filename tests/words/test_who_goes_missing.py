"""Children of a year, each once, and which groups of them go missing again, in sentences."""

import pandas as pd

from analysis.words.statement import Status
from analysis.words.who_goes_missing import say_distinct, say_repeats, say_who_stands_out

WHOLE = pd.Series({"numerator": 32, "denominator": 127, "value": 32 / 127, "lower": 0.18, "upper": 0.33})


def test_the_months_stand_beside_the_children_of_the_year_where_they_add_up(subject_of):
    subject = subject_of("missing_children", period="2024-25")

    assert say_distinct(subject, 152.0, 214.0).sentence == (
        "152 children went missing in 2024-25, each counted once. The months add up to 214."
    )
    assert say_distinct(subject, 152.0).sentence == "152 children went missing in 2024-25, each counted once."


def test_a_year_without_a_count_is_not_known(subject_of):
    assert say_distinct(subject_of("missing_children", period="2024-25"), float("nan")).status is Status.CANNOT_SAY


def test_the_share_missing_again_has_its_base_and_limits(subject_of):
    sentence = say_repeats(subject_of("missing_children", period="2024-25"), WHOLE).sentence

    assert sentence.startswith("32 of 127 of them went missing more than once: 25%")


def test_a_group_stands_out_only_where_it_does_with_all_groups_judged_together(subject_of):
    subject = subject_of("missing_children", period="2024-25")
    rows = pd.DataFrame(
        {
            "characteristic": ["age 12 to 14", "age 15 to 17"],
            "denominator": [28, 32],
            "value": [0.5, 0.3],
            "apart": [True, False],
        }
    )

    assert say_who_stands_out(subject, rows, WHOLE).sentence == (
        "Age 12 to 14: 50% of 28 children went missing again, against 25% of all. That is more than chance explains, "
        "with 2 groups judged together."
    )
    assert say_who_stands_out(subject, rows.iloc[1:], WHOLE).status is Status.SIMILAR


def test_a_group_that_stands_apart_below_all_is_not_the_one_that_goes_missing_again_most(subject_of):
    rows = pd.DataFrame({"characteristic": ["age 15 to 17"], "denominator": [90], "value": [0.1], "apart": [True]})

    said = say_who_stands_out(subject_of("missing_children", period="2024-25"), rows, WHOLE)
    assert said.sentence.startswith("Of 1 group that can be shown, none has clearly more")
