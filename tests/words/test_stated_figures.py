"""Stated figures in words: each is said as what it is, and judged only where numbers allow."""

from types import SimpleNamespace

import pandas as pd
import pytest

from analysis.measures.stated_figures import (
    COUNTS,
    FIGURES,
    MADE,
    STATUSES,
    UNCOUNTED,
    as_shown,
    parse_parts,
    read_statements,
    select_charted,
)
from analysis.model.stated_limits import (
    add_stated_limits,
    compare_with_before,
    compare_with_england,
    gaps_to_everyone,
    suppose_bases,
)
from analysis.words.chance import BEYOND, say_stated_counts
from analysis.words.comparisons import caption_clear, say_benchmark, say_group_gap
from analysis.words.order import headline_order
from analysis.words.stated_cells import tabulate_stated
from analysis.words.statement import Statement, Status
from analysis.words.unjudged_figures import (
    say_alone,
    say_awaited,
    say_in_words,
    say_nothing_found,
    say_ranks,
    say_suppressed,
    say_without_numbers,
)

HERE, ENGLAND = "E06000045", "E92000001"
# As stated in Southampton LSCB's annual report 2013-14
FAMILIES = [
    ("troubled_families_turned_around", HERE, "", "31 March 2014", 0.59),
    ("troubled_families_turned_around", HERE, "", "30 November 2013", 0.413),
    ("troubled_families_turned_around", ENGLAND, "", "31 March 2014", 0.334),
    ("troubled_families_turned_around", HERE, "comparison", "31 March 2014", "almost twice"),
    ("troubled_families_turned_around_number", HERE, "", "31 March 2014", 404),
    ("troubled_families", HERE, "target", "31 March 2014", 685),
    ("troubled_families_turned_around_rank", HERE, "", "31 March 2014", 7),
    ("troubled_families_turned_around_rank", HERE, "", "30 November 2013", 5),
    ("common_assessments", HERE, "", "2013-14 Q3", 56),
    ("common_assessments", HERE, "", "2013-14 Q4", 29),
]
PARTS = "troubled_families_turned_around=troubled_families_turned_around_number/troubled_families"
PLANS = "protection_plans_with_domestic_violence"
NEET = "not_in_education_employment_or_training"


def look(page, figures: str, parts: str = "") -> SimpleNamespace:
    """The rows as the notebook shows them, what they are about, and their table in words."""
    limited = add_stated_limits(read_statements(page, figures.split(), parse_parts(parts)))
    shown = page.protect(
        limited[["indicator", "breakdown", *FIGURES, *STATUSES]], counts=COUNTS, derived=MADE, uncounted=UNCOUNTED
    )
    rows = as_shown(limited, shown)
    subjects = [page.subject(row.indicator, breakdown=row.breakdown, period=row.period) for row in rows.itertuples()]
    supposed = suppose_bases(rows, (20, 100))
    table = tabulate_stated(subjects, rows, supposed)
    return SimpleNamespace(page=page, rows=rows, subjects=subjects, supposed=supposed, table=table)


def say_before(look: SimpleNamespace) -> list[Statement]:
    rows = look.rows
    return [
        say_stated_counts(look.page.subject(rows.loc[row, "compared"]), rows.loc[row], ratio)
        for row, ratio in compare_with_before(rows).items()
    ]


def say_gaps(look: SimpleNamespace) -> list[str]:
    rows = look.rows
    gaps = gaps_to_everyone(rows, 20)
    return [str(say_group_gap(look.subjects[gap["row"]], rows.loc[gap["row"]], gap, 20)) for _, gap in gaps.iterrows()]


@pytest.fixture
def families(page_of):
    figures = "troubled_families_turned_around troubled_families_turned_around_rank common_assessments"
    return look(page_of("early_help", FAMILIES), figures, PARTS)


def test_a_share_with_its_numbers_is_judged_against_england(families):
    rows = families.rows
    ((row, verdict),) = compare_with_england(
        rows, {rows["indicator"].iloc[0]: "high"} | dict.fromkeys(rows["indicator"], "high")
    ).items()
    said = say_benchmark(families.subjects[row], "The figure", rows.loc[row, "value"], verdict, 0.334, "England")

    assert "59%" in said.sentence
    assert "higher than England (33%); higher is better" in said.sentence
    assert said.status == "better"
    assert "Further from England’s than chance explains" in caption_clear(*select_charted(rows))


@pytest.mark.parametrize(
    ("form", "lower", "caption"),
    [
        ("share", 0.2, "Shares as stated, with their limits"),
        ("share", float("nan"), "Shares as stated"),
        ("change", -0.1, "No change shown is more than chance explains"),
        ("change", float("nan"), "Changes as stated, none of which can be tested"),
    ],
)
def test_a_caption_speaks_of_limits_and_chance_only_where_there_are_limits(form, lower, caption):
    rows = pd.DataFrame({"what": ["a"], "lower": [lower], "upper": [lower + 0.4], "england": [float("nan")]})

    assert caption_clear(rows, form) == caption


def test_a_comparison_in_words_stands_beside_the_figures_that_check_it(families):
    claim = families.table[families.table["kind"] == "claim in words"].iloc[0]

    assert claim["beside"] == "59% is 1.8 times England’s 33.4%"
    assert say_in_words(families.subjects, families.rows) is None


def test_a_place_in_a_rank_stands_with_the_place_before_and_no_certainty(families):
    said = " ".join(map(str, say_ranks(families.subjects, families.rows)))

    assert "7th of 152 authorities" in said
    assert "before: 5th (30 November 2013)" in said
    assert "We cannot say how sure a rank is: authorities" in said


def test_a_count_beside_the_quarter_before_is_told_with_what_chance_does_not_explain(families):
    assert "went from 56 in 2013-14 Q3 to 29 in 2013-14 Q4, a fall of 48% (95% limits" in str(say_before(families)[0])
    assert str(say_before(families)[0]).endswith(BEYOND)


def test_a_small_number_behind_a_share_withholds_the_share_and_its_judgement(page_of):
    rows = [(*row[:4], 4) if row[0].endswith("number") else row for row in FAMILIES]
    found = look(page_of("early_help", rows), "troubled_families_turned_around", PARTS)

    assert found.table["figure"].iloc[0] == "[c]"
    assert "59" not in " ".join(found.table.astype(str).to_numpy().ravel())
    assert compare_with_england(found.rows, dict.fromkeys(found.rows["indicator"], "high")) == {}
    assert [said.status for said in say_suppressed(found.subjects, found.rows)] == ["cannot say"]


def test_a_share_without_its_number_is_said_with_what_it_might_mean(page_of):
    found = look(page_of("domestic_abuse", [(PLANS, HERE, "", "2013-14", 0.8)]), PLANS)
    said = say_without_numbers(found.subjects, found.rows, found.supposed, 20)

    assert found.table["limits"].iloc[0] == "if of 20: 58% to 92%; if of 100: 71% to 87%"
    assert "of how many" in found.table["ask"].iloc[0]
    assert "is of 20, its limits are 58% to 92%" in said.sentence
    assert select_charted(found.rows)[1] == ""
    assert "Nothing here has both its numbers" in str(say_nothing_found(found.subjects[0], found.rows))


def test_a_share_whose_numbers_are_supplied_is_no_longer_said_to_have_none(families):
    assert say_without_numbers(families.subjects, families.rows, families.supposed, 20) is None


def test_that_nothing_is_judged_is_said_unless_a_statement_judges_something(families):
    judged = [Statement("comparison", families.subjects[0], None, "")]

    assert say_nothing_found(families.subjects[0], families.rows, judged) is None


def test_a_claim_in_words_is_asked_for_its_figure(page_of):
    found = look(
        page_of("domestic_abuse", [("marac_cases", HERE, "", "2013-14", "double the national average")]), "marac_cases"
    )

    assert found.table["figure"].iloc[0] == "“double the national average”"
    assert "What is the figure" in found.table["ask"].iloc[0]
    assert "double the national average" in say_in_words(found.subjects, found.rows).sentence


@pytest.mark.parametrize(("supplied", "claimed"), [("more than ever", True), (117, False)])
def test_a_claim_is_made_in_words_only_until_its_figure_is_supplied(page_of, supplied, claimed):
    found = look(page_of("domestic_abuse", [("iris_gp_referrals", HERE, "", "2013-14", supplied)]), "iris_gp_referrals")

    assert (say_in_words(found.subjects, found.rows) is not None) == claimed


def test_a_national_change_is_said_with_the_count_before_that_it_implies(page_of):
    stated = [
        ("care_applications", ENGLAND, "", "2013-14", 9680),
        ("care_applications_change", ENGLAND, "", "2013-14", -0.12),
    ]
    (said,) = say_before(look(page_of("family_justice", stated), "care_applications care_applications_change"))

    assert "in England went from 11,000 in 2012-13 (as the change implies) to 9,680 in 2013-14, a fall of 12%" in str(
        said
    )
    assert not said.question  # no partner can answer for England


def test_a_change_of_england_stands_on_the_front_page_below_every_change_of_the_area(page_of):
    stated = [
        ("care_applications", ENGLAND, "", "2013-14", 9680),
        ("care_applications_change", ENGLAND, "", "2013-14", -0.12),
    ]
    (said,) = say_before(look(page_of("family_justice", stated), "care_applications care_applications_change"))
    ordinary = said.describe() | {"elsewhere": False, "status": Status.NO_CLEAR_CHANGE, "beyond_chance": False}

    assert headline_order(said.describe()) > headline_order(ordinary)


@pytest.mark.parametrize(
    ("everyone", "words"), [(0.58, "more than chance explains"), (0.30, "chance alone could make")]
)
def test_a_gap_is_more_than_chance_only_where_it_outlasts_a_small_number(page_of, everyone, words):
    stated = [
        ("gcse_five_good_grades", HERE, "", "2013", everyone),
        ("gcse_five_good_grades", HERE, "looked after children", "2013", 0.13),
    ]
    (said,) = say_gaps(look(page_of("education", stated), "gcse_five_good_grades"))

    assert f"a gap of {(everyone - 0.13) * 100:.0f} percentage points" in said
    assert words in said


@pytest.mark.parametrize(
    ("behind", "words"),
    [(200, "With 200 behind it, its limits are 9% to 18%: more than chance explains."), (20, "chance could explain")],
)
def test_that_the_number_behind_a_group_is_not_given_goes_when_it_is(families, behind, words):
    row = pd.Series({"breakdown": "looked after children", "value": 0.13, "period": "2013", "base": behind})
    both = pd.DataFrame([{**row, "breakdown": "", "value": 0.3, "base": None}, row]).assign(
        kind="share without its numbers", indicator="gcse_five_good_grades"
    )
    gap = gaps_to_everyone(both, 20).iloc[0]

    said = str(say_group_gap(families.page.subject("gcse_five_good_grades"), row, gap, 20))

    assert words in said
    assert "is not given" not in said


def test_what_was_announced_and_not_supplied_is_awaited_until_it_is_supplied(page_of):
    found = look(page_of("education", [(NEET, HERE, "", "2013-14", None)]), NEET)

    assert "Awaited: not in education" in say_awaited(found.subjects[0], found.rows).sentence


def test_what_was_supplied_is_not_awaited(page_of):
    found = look(page_of("education", [(NEET, HERE, "", "2013-14", 0.061)]), NEET)

    assert say_awaited(found.subjects[0], found.rows) is None


def test_a_figure_with_nothing_to_compare_it_with_is_said_alone_until_it_has(page_of):
    stated = [("iris_gp_referrals", HERE, "", "2013-14", 117)]
    found = look(page_of("domestic_abuse", stated), "iris_gp_referrals")

    assert "117" in say_alone(found.subjects, found.rows).sentence


def test_a_figure_with_the_one_before_is_not_said_to_stand_alone(page_of):
    stated = [("iris_gp_referrals", HERE, "", "2012-13", 96), ("iris_gp_referrals", HERE, "", "2013-14", 117)]
    found = look(page_of("domestic_abuse", stated), "iris_gp_referrals")

    assert say_alone(found.subjects, found.rows) is None


def test_a_group_beside_everyone_of_its_year_is_not_said_to_have_nothing_to_compare_it_with(page_of):
    everyone, group = (("gcse_five_good_grades", HERE, each, "2013", 0.58) for each in ("", "looked after children"))
    found = look(page_of("education", [everyone, group]), "gcse_five_good_grades")

    assert say_alone(found.subjects, found.rows) is None


def test_a_share_that_is_alone_but_for_a_claim_in_words_is_not_drawn(page_of):
    stated = [("school_absence", HERE, "", "2012-13", 0.059), ("schools_good_or_better", HERE, "", "2014", 0.78)]
    stated += [("schools_good_or_better", ENGLAND, "", "2014", 0.76)]
    stated += [("school_absence", HERE, "comparison", "2013-14", "improved significantly")]
    found = look(page_of("education", stated), "school_absence schools_good_or_better")

    assert list(select_charted(found.rows)[0]["what"]) == ["Schools good or better"]


def test_a_rank_is_within_a_share_that_holds_it(page_of):
    found = look(page_of("context", [("deprivation_rank", HERE, "", "2010", 40)]), "deprivation_rank")

    assert ", within the first 13%" in str(say_ranks(found.subjects, found.rows)[0])  # 12.3%: not within the first 12%


def test_a_share_becomes_a_number_where_its_base_is_known(page_of):
    stated = [("population", HERE, "", "2013-14", 242_141), ("population_under_20", HERE, "under 20", "2013-14", 0.239)]
    found = look(page_of("context", stated), "population population_under_20", "population_under_20=/population")

    assert found.table["beside"].iloc[1] == "about 57,900 of 242,141"


def test_a_share_beside_englands_without_its_number_is_said_to_be_unjudged(page_of):
    stated = [("schools_good_or_better", HERE, "", "2014", 0.78), ("schools_good_or_better", ENGLAND, "", "2014", 0.76)]
    found = look(page_of("education", stated), "schools_good_or_better")

    assert (found.table["figure"].iloc[0], found.table["beside"].iloc[0]) == ("78%", "England 76%")
    assert "Not tested, as no numbers were given" in caption_clear(*select_charted(found.rows))


def test_an_area_without_any_of_the_figures_gets_a_sentence(page_of):
    page = page_of("domestic_abuse", [("iris_gp_referrals", HERE, "", "2013-14", 117)], area="E06000044")
    rows = look(page, "iris_gp_referrals").rows

    said = say_nothing_found(page.subject("iris_gp_referrals"), rows)
    assert str(said) == "No figure of these is known for Portsmouth."


def test_an_area_with_a_figure_that_nothing_is_said_of_is_not_said_to_have_none(page_of):
    page = page_of("domestic_abuse", [("iris_gp_referrals", HERE, "", "2013-14", 117)])
    rows = look(page, "iris_gp_referrals").rows

    assert "is known for" not in str(say_nothing_found(page.subject("iris_gp_referrals"), rows))


@pytest.mark.parametrize(
    ("form", "row", "told", "gone"),
    [
        ("share", {"lower": 0.5, "upper": 0.6, "england": 0.7}, "Further from England’s", "Not tested"),
        ("share", {"lower": 0.5, "upper": 0.8, "england": 0.7}, "Shares as stated, with", "Not tested"),
        ("change", {"lower": -0.3, "upper": -0.1, "england": None}, "Every change shown is", "No change"),
    ],
)
def test_a_caption_says_that_nothing_is_tested_or_clear_only_while_nothing_is(form, row, told, gone):
    caption = caption_clear(pd.DataFrame([{"what": "a", **row}]).astype({"england": float}), form)

    assert told in caption
    assert gone not in caption


@pytest.mark.parametrize(
    ("count", "limits"),
    [([], "none: its number is not given"), ([("custodial_sentences", HERE, "", "2013-14", 35)], "1 to 2")],
)
def test_that_the_number_of_a_rate_is_not_given_goes_when_it_is(page_of, count, limits):
    """Byar's limits of 35 are 24.4 to 48.7."""
    found = look(page_of("custody", [("custody_rate", HERE, "", "2013-14", 1.5), *count]), "custody_rate")

    assert found.table["limits"].iloc[0].startswith(limits)
