"""Missing children: not more of them, but the same number more often; and what is not known.

Figures: annual report 2013-14, police table, April 2013 to March 2014; December was not supplied.
"""

import numpy as np
import pandas as pd
import pytest

from analysis.model.missing import describe_year, trend_of_missing
from analysis.words.missing_children import (
    say_different_children,
    say_distinct,
    say_missing_year,
    say_no_groups,
    say_repeat_trend,
    say_repeats,
    say_repeats_of_year,
    say_who_stands_out,
)
from analysis.words.statement import Status

MONTHS = pd.DataFrame(
    {
        "start": pd.date_range("2013-04-01", periods=12, freq="MS"),
        "children": [91, 128, 121, 114, 102, 110, 116, 85, np.nan, 95, 93, 124],
        "episodes": [130, 182, 192, 190, 169, 180, 204, 140, np.nan, 157, 156, 221],
        "repeat_children": [22, 27, 24, 32, 19, 25, 38, 22, np.nan, 29, 30, 33],
        "repeat_episodes": [61, 81, 95, 108, 86, 95, 126, 77, np.nan, 91, 93, 130],
    }
)
MONTHS["period"] = [f"{start:%B %Y}" for start in MONTHS["start"]]


@pytest.fixture
def children(subject_of):
    return subject_of("missing_children")


def test_the_rise_is_told_with_the_child_as_the_unit(children):
    statement = say_repeat_trend(children, trend_of_missing(MONTHS), MONTHS)

    assert statement.status is Status.WORSE
    assert statement.sentence == (
        "The number of missing children did not clearly change, but they went missing more often. Each missing child "
        "had 1.43 episodes in April 2013 and 1.78 in March 2014. Repeats went from 47% to 59% of episodes. From the "
        "first half of the months to the second, repeats went from 50% to 59% of episodes (95% limits of the "
        "difference: +1 to +16 points). This rests on 11 months."
    )
    assert statement.question


def test_months_alike_show_no_clear_change(children):
    alike = MONTHS.assign(
        **{name: MONTHS[name].iloc[0] for name in ("children", "episodes", "repeat_children", "repeat_episodes")}
    )
    statement = say_repeat_trend(children, trend_of_missing(alike), alike)

    assert statement.status is Status.NO_CLEAR_CHANGE
    assert "did not clearly change" in statement.sentence


def test_too_few_months_have_the_reason(children):
    few = MONTHS.iloc[:3]

    assert say_repeat_trend(children, trend_of_missing(few), few).status is Status.CANNOT_SAY


def test_the_year_gives_its_episodes_and_the_range_of_its_months(children):
    sentence = say_missing_year(children, describe_year(MONTHS), MONTHS, "December 2013 was not supplied.").sentence

    assert sentence == (
        "There were 1,921 missing episodes in 11 months; between 85 and 128 children went missing in a month. December "
        "2013 was not supplied."
    )


def test_episodes_and_children_are_told_of_their_own_months(children):
    """Nine months' children are suppressed, and the episodes of all twelve are known."""
    months = MONTHS.assign(episodes=10, children=[14, *[np.nan] * 9, 20, 17])
    said = say_missing_year(children, describe_year(months), months, "")

    assert said.sentence == (
        "There were 120 missing episodes in 12 months; between 14 and 20 children went missing in a month, by the 3 "
        "months with a figure of children."
    )
    assert said.caption.endswith("between 14 and 20 children in the last 12 months")


def test_a_year_without_figures_says_so(children):
    empty = MONTHS.assign(children=np.nan, episodes=np.nan)

    assert say_missing_year(children, describe_year(empty), empty, "").status is Status.CANNOT_SAY


def test_the_different_children_of_a_year_are_not_known(children):
    (said,) = say_different_children(children, describe_year(MONTHS), [])

    assert said.sentence.endswith("There were at least 128.")


def test_repeats_are_told_from_the_months_with_all_totals(children):
    # October, November and January: 89 of 296 children, 294 of 501 episodes
    some = MONTHS.iloc[[6, 7, 8, 9]]

    assert "30% of the children who went missing did so more than once, and 59%" in say_repeats(children, some).sentence
    assert say_repeats(children, some.iloc[2:3]).status is Status.CANNOT_SAY


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
    said = say_repeats_of_year(subject_of("missing_children", period="2024-25"), whole)

    assert said.sentence == f"The share of children who went missing again in 2024-25 {why}"


def test_the_share_missing_again_has_its_base_and_limits(subject_of):
    sentence = say_repeats_of_year(subject_of("missing_children", period="2024-25"), WHOLE).sentence

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


def test_figures_by_age_are_not_said_to_be_missing_where_only_the_total_is():
    assert say_no_groups(0).startswith("No figures by age or sex were supplied")
    assert say_no_groups(4).startswith("No figures of all children together were supplied")


@pytest.mark.parametrize(("unknown", "known"), [("children", "episodes"), ("episodes", "children")])
def test_a_year_of_episodes_alone_is_not_said_to_have_no_figures(children, unknown, known):
    some = MONTHS.assign(**{unknown: np.nan})
    said = say_missing_year(children, describe_year(some), some, "").sentence

    assert said == f"No month of the year has a figure of {unknown}."


def test_that_different_children_are_not_known_goes_when_they_were_counted(children):
    counted = [say_distinct(children, 152, "reported", NONE)]

    assert say_different_children(children, describe_year(MONTHS), counted) == counted


def test_a_year_without_a_month_has_no_bounds_of_its_children(children):
    empty = MONTHS.assign(children=np.nan, episodes=np.nan)
    (said,) = say_different_children(children, describe_year(empty), [])

    assert said.sentence.endswith("no month has a figure.")
