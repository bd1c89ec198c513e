"""The chance of meeting a target next year: from a counted base only, and of no year whose count is known.

Southampton: 27 sentences in 2012-13 (council notice, 2015); 47,458 children of 0 to 17 (ONS, mid-2013).
"""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from analysis.definitions.indicators import Target
from analysis.measures.target_figures import TargetFigures
from analysis.model.target_chances import chance_of_target, chances_next_year

BELOW_ONE = Target(area="E06000045", period="2013-14", comparison="<", value=1.0, source="Annual report 2013-14")
A_TENTH_FEWER = Target(area="E06000045", period="2013-14", comparison="<=", value=-0.1, source="Annual report 2013-14")
END = date(2013, 3, 31)
CHILDREN = pd.DataFrame({"indicator": ["population_0_17"], "numerator": [47458.0]})
OF_10_TO_17 = pd.DataFrame({"indicator": ["population_0_17", "population_10_17"], "numerator": [47458.0, 20900.0]})


def figures(*years: tuple[int, float, str], target: Target | None = BELOW_ONE) -> TargetFigures:
    counts = pd.DataFrame(
        [
            {
                "period": f"{end - 1}-{end % 100:02}",
                "start": pd.Timestamp(f"{end - 1}-04-01"),
                "end": pd.Timestamp(f"{end}-03-31"),
                "count": count,
                "count_status": "reported",
                "made": made,
            }
            for end, count, made in years
        ],
        columns=["period", "start", "end", "count", "count_status", "made"],
    )
    return TargetFigures("custody_rate", "custodial_sentences", target, None, None, None, counts)


def chances(of: TargetFigures, population: pd.DataFrame = CHILDREN, *, per: int | None = 1000, quarter_end: date = END):
    return chances_next_year(of, population, per=per, quarter_end=quarter_end)


def test_a_target_below_a_whole_number_of_cases_allows_one_fewer():
    table = chances(figures((2013, 27.0, ""))).table

    assert list(table["population"]) == [19_000, 21_100, 23_200]
    assert list(table["most"]) == [18, 21, 23]
    assert table["chance"].is_monotonic_increasing


def test_the_number_of_children_that_was_supplied_is_taken_and_nothing_is_assumed():
    ahead = chances(figures((2013, 27.0, "")), OF_10_TO_17)

    assert list(ahead.table["population"]) == [20_900]
    assert not ahead.assumed


def test_a_target_on_a_change_needs_no_population():
    ahead = chances(figures((2013, 200.0, ""), target=A_TENTH_FEWER), CHILDREN.iloc[:0], per=None)

    assert list(ahead.table["most"]) == [180]


@pytest.mark.parametrize(
    ("of", "reason"),
    [
        (figures((2013, 27.0, ""), target=None), "no target"),
        (figures((2013, 27.0, ""), (2014, 19.0, "")), "The count of 2013-14 is known"),
        (figures((2012, 27.0, ""), (2013, 19.0, "−30% as stated")), "No count of the last year"),
        (figures((2011, 27.0, "")), "No count of the last year"),
        (figures(), "No count of the last year"),
    ],
)
def test_without_a_counted_base_or_with_the_year_known_there_is_no_chance(of, reason):
    ahead = chances(of)

    assert ahead.table.empty
    assert reason in ahead.reason


def test_without_any_number_of_children_there_is_no_chance_of_a_rate():
    assert "10 to 17 is not known" in chances(figures((2013, 27.0, "")), CHILDREN.iloc[:0]).reason


def test_the_count_that_follows_is_negative_binomial_around_its_level():
    # 13 custodial sentences, target below 1.00 per 1,000 of 20,000 aged 10 to 17: at most 19 the next year
    result = chance_of_target(13, 20, "<")

    assert result.chance == pytest.approx(stats.nbinom.cdf(19, 13.5, 0.5))
    assert result.expected == pytest.approx(13.5)


@pytest.mark.parametrize(
    ("target", "comparison", "chance"),
    [
        (20, "<", stats.nbinom.cdf(19, 13.5, 0.5)),
        (20, "<=", stats.nbinom.cdf(20, 13.5, 0.5)),
        (20, ">", stats.nbinom.sf(20, 13.5, 0.5)),
        (20, ">=", stats.nbinom.sf(19, 13.5, 0.5)),
        (20.4, "<", stats.nbinom.cdf(20, 13.5, 0.5)),
        (20.4, ">=", stats.nbinom.sf(20, 13.5, 0.5)),
        (0.001 * 20_000 + 1e-12, "<", stats.nbinom.cdf(19, 13.5, 0.5)),
    ],
)
def test_a_target_on_a_whole_count_is_met_or_not_as_its_comparison_says(target, comparison, chance):
    assert chance_of_target(13, target, comparison).chance == pytest.approx(chance)


@pytest.mark.nightly
def test_the_chance_is_met_as_often_as_it_says():
    before, after = np.random.default_rng(78).poisson(12, (2, 2000))
    chances = [chance_of_target(count, 12, "<=").chance for count in before]

    assert np.mean(chances) == pytest.approx(np.mean(after <= 12), abs=0.03)


@pytest.mark.parametrize("question", [(13, 20, "under"), (13, np.nan, "<"), (-1, 20, "<")])
def test_an_impossible_question_is_refused(question):
    with pytest.raises(ValueError, match=r"a target is|must not be negative"):
        chance_of_target(*question)
