"""No sentence that denies a supply is a constant: each names the test that supplies what it denies and sees it go."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

import analysis
from analysis.words.order import Group
from tests.conftest import ROOT

DENIES = re.compile(
    r"not (supplied|published|given|known|held)|were not\b|[Nn]o (figures?|target|total|source|month|year|official"
    r"|business|numbers?|share)\b|[Nn]one (set|is red)|(do|does) not (know|have|say)|[Ww]ithout (a |an |the |numbers)"
    r"|[Nn]othing (has been|to compare|here has)|is missing|only the number|unknown number|came without|in words, with"
    r"|\(without |[Nn]o (earlier|other source)|none: its|needed to see|no change is known|with none for|one year was"
)
GOES = {
    "No business plan was supplied": "test_the_sentence_of_the_plan_counts_each_state",
    "None is red": "test_that_none_is_red_goes_with_a_red_action",
    "Without a date to finish": "test_that_amber_actions_have_no_date_goes_when_each_has_one",
    "{} without a status": "test_that_an_action_has_no_status_goes_when_each_has_one",
    "We do not know whether ": "test_that_an_action_has_no_status_goes_when_each_has_one",
    "does not say from when": "test_a_plan_that_says_from_when_actions_are_amber_is_quoted",
    "(without ": "test_no_month_is_said_to_be_left_out_where_each_has_a_figure",
    "The quarter before has no total": "test_months_are_added_up_where_each_has_a_figure",
    "whether it is unusual is not known": (
        "test_the_sum_of_months_is_judged_where_it_is_known_how_quarters_ordinarily_change"
    ),
    "rests on was not published": "test_an_unusual_figure_with_its_counts_is_not_said_to_be_without",
    "How many are behind it is not given": "test_that_the_number_behind_a_group_is_not_given_goes_when_it_is",
    "England has no figure": "test_england_is_told_for_the_same_period_or_with_its_age",
    ": no figure for ": "test_the_caption_of_the_years_names_what_is_known",
    "more not known": "test_an_ordinary_place_gives_median_spread_and_rank_and_no_verdict",
    "Not tested, as no numbers were given": "test_a_caption_says_that_nothing_is_tested_or_clear_only_while_nothing_is",
    "no month": "test_a_month_outside_the_limits_is_named_in_sentence_caption_and_question",
    "are needed to see": "test_a_season_names_the_months_above_and_below_the_usual",
    "No month has a figure": "test_the_year_ahead_has_a_total_with_limits_and_the_year_before",
    "No total is given for": "test_the_year_ahead_has_a_total_with_limits_and_the_year_before",
    "No source states": "test_figures_of_different_sources_are_no_change",
    "without numbers of children": "test_two_cohorts_with_their_numbers_are_tested_and_not_said_to_lack_them",
    "We do not know ": "test_cohorts_that_were_supplied_are_told_and_nothing_is_said_to_be_missing",
    "We do not have ": "test_cohorts_that_were_supplied_are_told_and_nothing_is_said_to_be_missing",
    "with none for the quarter before": "test_that_the_official_figure_has_no_quarter_before_goes_when_it_has",
    "no figure here is given for both": "test_a_change_that_chance_explains_is_told_as_none",
    "numbers behind the share was not supplied": "test_that_a_number_was_worked_out_goes_when_both_are_supplied",
    "No earlier figure": (
        "test_a_change_that_nobody_else_publishes_is_more_than_chance_or_no_clear_change_and_no_more_is_said"
    ),
    "There is no figure of these items": "test_the_summary_tells_what_is_unusual_the_gravest_first_and_counts_the_rest",
    " a figure and no earlier one to compare it with.": "test_that_an_item_has_no_figure_goes_when_it_has",
    "No figure of the last ": "test_that_an_item_has_no_figure_goes_when_it_has",
    "no share of both places is known": "test_only_kinds_that_were_judged_are_said_not_to_differ",
    "no figure that can be shown": (
        "test_where_one_can_have_several_kinds_the_most_common_are_named_with_their_share_of_the_whole"
    ),
    " were not supplied.": "test_only_kinds_that_were_judged_are_said_not_to_differ",
    "nothing to compare the categories": "test_only_kinds_that_were_judged_are_said_not_to_differ",
    "total is not known": "test_an_area_without_a_whole_around_it_has_the_change_of_each_of_its_kinds",
    "without an earlier count": "test_a_change_in_words_is_quoted_with_that_there_is_no_earlier_count_until_there_is",
    "No month of the year has ": "test_a_year_of_episodes_alone_is_not_said_to_have_no_figures",
    "different children went m": "test_that_different_children_are_not_known_goes_when_they_were_counted",
    "No month has all the figures": "test_repeats_are_told_from_the_months_with_all_totals",
    "No figures ": "test_figures_by_age_are_not_said_to_be_missing_where_only_the_total_is",
    "We have no official figure": "test_what_was_published_is_not_said_to_be_none",
    "There are no figures of ": "test_the_reports_without_figures_are_named_and_none_where_there_is_none",
    "Nothing has been supplied": "test_sentences_say_what_was_read_from_whom_and_when_it_came",
    "We suppress no figure": "test_that_we_suppress_nothing_goes_with_the_first_figure_that_we_suppress",
    "No total is given to check": "test_parts_that_make_the_total_are_said_to",
    "or of England is missing": "test_that_a_rate_has_no_england_goes_when_that_is_supplied",
    "Without the number behind it": "test_that_a_rate_has_no_number_goes_when_that_is_supplied",
    "Stated as shares of an unknown number": "test_a_share_that_comes_with_its_number_is_not_said_to_be_without",
    "Stated in words, without a figure": "test_a_figure_written_as_a_bound_keeps_its_word",
    "said that a figure is missing": "test_the_first_error_comes_first_and_that_there_is_none_goes",
    "no other source": "test_each_state_of_a_quoted_figure_has_its_words",
    "none: its number is not given": "test_that_the_number_of_a_rate_is_not_given_goes_when_it_is",
    "The shares came without the number": (
        "test_shares_without_their_numbers_are_said_to_be_until_the_numbers_are_supplied"
    ),
    "No figure of ": "test_parts_are_named_by_number_and_read_by_their_own_names",
    "No target on ": "test_a_target_says_what_it_is_for_and_what_came_of_it",
    "No figure is given for that year": "test_a_target_says_what_it_is_for_and_what_came_of_it",
    "none set": "test_that_an_item_has_no_comment_is_not_said_in_the_cards_of_a_phone",
    "only one year was": "test_the_change_between_counted_years_has_limits",
    "no year was": "test_the_change_between_counted_years_has_limits",
    "counted, so no change is known": "test_the_change_between_counted_years_has_limits",
    "only the number of 0 to 17 is known": "test_that_the_children_of_10_to_17_are_assumed_is_said_only_where_they_are",
    "target next year is not given": "test_that_the_children_of_10_to_17_are_assumed_is_said_only_where_they_are",
    "Said in words without a figure": "test_claims_in_words_are_quoted",
    "There is no figure": "test_one_line_that_describes_the_years_has_its_slope",
    " no figure)": "test_one_line_that_describes_the_years_has_its_slope",
    "No figure of these is known": "test_an_area_with_a_figure_that_nothing_is_said_of_is_not_said_to_have_none",
    "Nothing here has both its numbers": "test_that_nothing_is_judged_is_said_unless_a_statement_judges_something",
    "nothing to compare these figures with": "test_a_figure_with_the_one_before_is_not_said_to_stand_alone",
    "came without the number behind": "test_a_share_whose_numbers_are_supplied_is_no_longer_said_to_have_none",
    "with no figure to check": "test_a_claim_is_made_in_words_only_until_its_figure_is_supplied",
    "words, no figure to check": "test_each_state_of_a_quoted_figure_has_its_words",
}
"""A part of each sentence, and the test in which what it denies is there."""
KNOWN = {"is not known", "not_supplied", "not supplied", "was not supplied", Group.CHANGED.value}
"""What the status of a figure is called, and a group of headlines."""


def literals_of(module: Path) -> list[str]:
    """What a module writes: its strings without its docstrings."""
    tree = ast.parse(module.read_text(encoding="utf-8"))
    bare = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    texts = (node for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str))
    return [node.value for node in texts if id(node) not in bare]


@cache
def denials() -> list[str]:
    modules = sorted((Path(analysis.__file__).parent / "words").glob("*.py"))
    return [text for module in modules for text in literals_of(module) if DENIES.search(text)]


def test_every_denial_of_a_supply_names_the_test_that_sees_it_go():
    open_ = [text for text in denials() if not any(part in text for part in GOES) and text not in KNOWN]

    assert open_ == []


@pytest.fixture(scope="module")
def written() -> str:
    """All tests, as they are written."""
    return "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("test_*.py"))


@pytest.mark.parametrize("part", GOES)
def test_a_denial_that_names_a_test_is_written_and_the_test_is_there(part, written):
    assert any(part in text for text in denials())
    assert f"def {GOES[part]}(" in written
