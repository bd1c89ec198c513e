"""Children of a year, each once, and which groups of them go missing again, in sentences."""

import pandas as pd
import pytest

from analysis.words.statement import Status
from analysis.words.who_goes_missing import say_distinct, say_repeats, say_who_stands_out

NONE = float("nan")
WHOLE = pd.Series({"numerator": 32, "denominator": 127, "value": 32 / 127, "lower": 0.18, "upper": 0.33})


def test_the_months_stand_beside_the_children_of_the_year_where_they_add_up(subject_of):
    subject = subject_of("missing_children", period="2024-25")

    assert say_distinct(subject, 152.0, "reported", 214.0).sentence == (
        "152 children went missing in 2024-25, each counted once. The months add up to 214."
    )
    assert (
        say_distinct(subject, 152.0, "reported", NONE).sentence
        == "152 children went missing in 2024-25, each counted once."
    )


@pytest.mark.parametrize(
    ("status", "why"), [("not_supplied", "was not supplied"), ("withheld", "is suppressed"), ("", "is not known")]
)
def test_a_year_without_a_count_says_why(subject_of, status, why):
    said = say_distinct(subject_of("missing_children", period="2024-25"), NONE, status, NONE)

    assert said.sentence.startswith(f"How many children went missing in 2024-25, each counted once, {why}")
    assert said.status is Status.CANNOT_SAY


@pytest.mark.parametrize(
    ("children", "again", "status", "why"),
    [
        (127.0, NONE, "withheld", "is suppressed, so that no small number can be worked out."),
        (NONE, 32.0, "not_supplied", "was not supplied."),
        (0.0, 0.0, "reported", "is none, since no child went missing."),
    ],
)
def test_a_share_missing_again_that_is_not_there_says_why(subject_of, children, again, status, why):
    counts = {"missing_children": children, "missing_repeat_children": again}
    whole = pd.Series({"value": NONE, **counts, **{f"{name}_status": status for name in counts}})
    said = say_repeats(subject_of("missing_children", period="2024-25"), whole)

    assert said.sentence == f"The share of children who went missing again in 2024-25 {why}"


def test_the_share_missing_again_has_its_base_and_limits(subject_of):
    sentence = say_repeats(subject_of("missing_children", period="2024-25"), WHOLE).sentence

    assert sentence.startswith("32 of 127 of them went missing more than once: 25%")


def test_a_group_stands_out_only_where_its_limits_leave_out_the_share_of_all(subject_of):
    subject = subject_of("missing_children", period="2024-25")
    rows = pd.DataFrame(
        {
            "characteristic": ["age 12 to 14", "age 15 to 17"],
            "denominator": [28, 32],
            "value": [0.5, 0.3],
            "lower": [0.32, 0.16],
            "upper": [0.67, 0.48],
        }
    )

    assert say_who_stands_out(subject, rows, WHOLE).sentence.startswith("Age 12 to 14: 50% of 28 children")
    assert say_who_stands_out(subject, rows.iloc[1:], WHOLE).status is Status.SIMILAR
