"""An area among its neighbours: median, spread, how many are known; a verdict only outside what they predict."""

import numpy as np
import pandas as pd
import pytest

from analysis.model.among_neighbours import place_among_neighbours
from analysis.words.comparisons import caption_years, say_england, say_neighbours
from analysis.words.statement import Status

# Department for Education, table D1: children with a plan on 31 March 2014, Southampton and its neighbours
NEIGHBOURS = [44.5, 51.9, 55.6, 50.0, 73.4, 51.3, 55.4, 53.2, 39.8, 106.0]


def own(value: float) -> pd.Series:
    day = pd.Timestamp("2014-03-31")
    return pd.Series({"start": day, "end": day, "period": "", "value": value, "england": 42.1})


def placed(value: float, neighbours: list[float] = NEIGHBOURS):
    return place_among_neighbours(own(value), pd.DataFrame({"value": neighbours}), asked=len(neighbours))


@pytest.fixture
def plans(subject_of):
    return subject_of("child_protection_plan_rate")


def test_an_ordinary_place_gives_median_spread_and_rank_and_no_verdict(plans):
    statement = say_neighbours(plans, placed(49.7), own(49.7))

    assert statement.status is Status.SIMILAR
    assert "49.7, against a median of 52.5 for its neighbours. That is within their" in statement.sentence
    assert "The neighbours’ figures go from 40 to 106; 8 of 10 neighbours were higher." in statement.sentence
    assert "ordinary spread: 95% of areas like them would have" in statement.sentence


def test_its_headline_gives_the_figure_the_median_and_the_verdict(plans):
    statement = say_neighbours(plans, placed(160.0), own(160.0))
    headline = statement.facts["headline"]

    assert statement.sentence.startswith(headline)
    assert "160, against a median of 52.5 for its neighbours. That is unusually high among them: 95%" in headline


def test_a_figure_that_the_spread_does_not_predict_is_unusual_and_asks_why(plans):
    statement = say_neighbours(plans, placed(300.0), own(300.0))

    assert statement.status is Status.HIGHER
    assert "unusually high" in statement.sentence
    assert statement.question


def test_a_verdict_on_a_figure_without_its_cases_has_the_one_before_beside_it(plans):
    before = own(52.0).replace({pd.Timestamp("2014-03-31"): pd.Timestamp("2013-03-31")})
    alone, both = (say_neighbours(plans, placed(300.0), own(300.0), previous=one) for one in (None, before))

    assert "How many cases it rests on was not published. The neighbours" in alone.sentence
    assert both.facts["headline"].endswith("How many cases it rests on was not published; on 31 March 2013 it was 52.")


def test_fewer_than_five_neighbours_give_no_median(plans):
    few = [44.5, 51.9, 55.6, np.nan, np.nan]
    statement = say_neighbours(plans, placed(49.7, few), own(49.7))

    assert statement.status is Status.CANNOT_SAY
    assert "3 of 5 have a figure, and five are needed" in statement.sentence
    assert "median" not in statement.sentence


def test_an_area_without_neighbours_has_none_to_be_counted(plans):
    sentence = say_neighbours(plans, placed(49.7, []), own(49.7)).sentence

    assert "no statistical neighbours of Southampton are known" in sentence
    assert "0 of 0" not in sentence


def test_neighbours_without_a_figure_are_counted(plans):
    assert (
        "(2 more not known)" in say_neighbours(plans, placed(49.7, [*NEIGHBOURS, np.nan, np.nan]), own(49.7)).sentence
    )


def test_an_area_whose_figure_is_suppressed_is_not_placed(plans):
    hidden = own(np.nan)
    hidden["value_status"] = "withheld"

    assert "is suppressed" in say_neighbours(plans, placed(np.nan), hidden).sentence


def test_england_is_told_for_the_same_period_or_with_its_age(plans):
    years = pd.DataFrame([own(49.7)])
    older = years.assign(start=pd.Timestamp("2013-03-31"), end=pd.Timestamp("2013-03-31"), england=37.9)

    assert say_england(plans, years, own(49.7)) == "England had 42.1."
    assert say_england(plans, older, own(49.7)) == "England had 37.9 on 31 March 2013, its last figure before."
    assert say_england(plans, years.assign(england=np.nan), own(49.7)) == "England has no figure to compare with."


def test_the_caption_of_the_years_names_what_is_known(plans):
    row = own(49.7)
    row["neighbours_median"] = np.nan

    assert caption_years(plans, row).endswith("Southampton 49.7 and England 42.1 on 31 March 2014")
    assert caption_years(plans, own(np.nan)).endswith("no figure for Southampton")


def test_a_rate_of_few_cases_is_read_together_with_its_neighbours(plans):
    # Department for Education, table D1: Rutland's 6 plans of 31 March 2022 among larger areas
    neighbours = pd.DataFrame({"numerator": [420, 510, 380, 450, 600, 350], "denominator": [100_000.0] * 6})
    neighbours["value"] = neighbours["numerator"] / neighbours["denominator"] * 10_000
    few = pd.concat([own(7.5), pd.Series({"numerator": 6, "denominator": 8_000.0})])
    many = pd.concat([own(41.0), pd.Series({"numerator": 410, "denominator": 100_000.0})])
    said = [str(say_neighbours(plans, place_among_neighbours(each, neighbours), each)) for each in (few, many)]

    assert "It rests on few cases: read together with its neighbours’ it is about" in said[0]
    assert "few cases" not in said[1]


def test_an_unusual_figure_without_its_counts_says_that_these_were_not_published(plans):
    assert "How many cases it rests on was not published." in str(say_neighbours(plans, placed(300.0), own(300.0)))


def test_an_unusual_figure_with_its_counts_is_not_said_to_be_without(plans):
    counted = pd.concat([own(300.0), pd.Series({"numerator": 1500, "denominator": 50_000.0})])
    said = say_neighbours(plans, placed(300.0), counted)

    assert said.unusual
    assert "not published" not in said.sentence
