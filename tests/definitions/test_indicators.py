"""What each figure means, and what an entry must say."""

from datetime import date
from pathlib import Path

import pytest

from analysis.definitions.indicators import Indicator, read_indicators
from analysis.definitions.reports import read_reports
from analysis.project import find_project
from analysis.refusals import ParametersRefused
from publishing.intake.layouts import read_sources

PARAMS = find_project(Path(__file__).parent).params
ENTRY = """
referrals:
  title: Referrals
  kind: count
  counts: events
  unit: referrals
  additive: true
  topic: referrals
  meaning:
    - {since: 2013-04-01, definition: Requests for services., reference: A guide}
    - {since: 2020-04-01, definition: Requests for services or advice., reference: A later guide}
"""


@pytest.fixture
def read(tmp_path):
    def read_text(text: str):
        (tmp_path / "indicators.yaml").write_text(text, encoding="utf-8")
        return read_indicators(tmp_path / "indicators.yaml")

    return read_text


@pytest.fixture(scope="module")
def indicators():
    return read_indicators(PARAMS / "indicators.yaml")


@pytest.mark.parametrize(
    ("day", "definition"),
    [
        (date(2012, 4, 1), "Requests for services."),
        (date(2013, 4, 1), "Requests for services."),
        (date(2020, 3, 31), "Requests for services."),
        (date(2020, 4, 1), "Requests for services or advice."),
    ],
)
def test_the_meaning_is_the_one_in_force_on_the_day(day, definition, read):
    assert read(ENTRY)["referrals"].meaning_on(day).definition == definition


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("kind: count", "kind: number", "kind: "),
        ("kind: count", "kind: rate", "a rate, and only a rate, says per what"),
        ("kind: count", "kind: count\n  per: 10000", "a rate, and only a rate, says per what"),
        ("kind: count", "kind: count\n  polarity: good", "polarity: "),
        ("kind: count", "kind: count\n  denominator: population", "no indicator 'population'"),
        ("counts: events", "counts: cases", "counts: "),
        ("additive: true", "additive: yes", "additive: "),
        ("unit: referrals", "units: referrals", "units: not a known key; did you mean 'unit'"),
    ],
)
def test_an_entry_with_a_mistake_is_refused_with_its_place(old, new, expected, read):
    with pytest.raises(ParametersRefused, match=expected) as refused:
        read(ENTRY.replace(old, new))
    assert "indicator referrals" in str(refused.value)


def test_every_indicator_is_one_that_a_source_supplies_or_others_are_made_of(indicators):
    sources = read_sources(PARAMS / "sources").values()
    supplied = {name for source in sources for name in source.indicators()}
    stated = (PARAMS.parent / "data" / "raw" / "published" / "stated_figures_2013-14.csv").read_text(encoding="utf-8")
    endings = ("_target", "_comparison")
    supplied |= {name for line in stated.splitlines() for name in [line.split(",")[0]]}
    supplied |= {name.removesuffix(ending) for name in supplied for ending in endings}
    parts = {part for each in indicators.values() for part in (each.numerator, each.denominator) if part}

    caveats = [caveat for report in read_reports(PARAMS / "reports").values() for caveat in report.caveats]
    awaited = {name for caveat in caveats for name in caveat.until}

    assert set(indicators) <= supplied | parts | awaited | {
        "custodial_sentences",
        "business_plan_amber_from",
        "reoffences",
        "initial_conferences_in_15_days_share",
    }


def test_counts_of_people_and_their_events_are_never_called_things(indicators):
    protected = {name for name, each in indicators.items() if each.counts in ("people", "events")}

    for topic in ("missing", "child_protection", "sexual_offences"):
        counted = {name for name, each in indicators.items() if each.topic == topic and each.kind == "count"}
        assert counted <= protected


@pytest.mark.parametrize(
    ("name", "polarity"),
    [
        ("referrals", None),
        ("child_protection_plans", None),
        ("looked_after_children", None),
        ("children_in_need", None),
        ("rereferral_share", "low"),
        ("assessments_in_45_days_share", "high"),
        ("first_time_entrant_rate", "low"),
        ("reoffending_share", "low"),
        ("custody_rate", "low"),
    ],
)
def test_a_figure_is_good_in_the_direction_that_its_statistics_give_it(name, polarity, indicators):
    assert indicators[name].polarity == polarity


def test_a_child_missing_in_two_months_does_not_make_months_add_up(indicators):
    assert not indicators["missing_children"].additive
    assert not indicators["missing_repeat_children"].additive
    assert indicators["missing_episodes"].additive


def test_the_targets_are_those_of_the_annual_report(indicators):
    # Southampton LSCB, Annual Report 2013-14, Youth offending: below 1.00 per 1,000; first-time entrants down 10 %
    [custody] = indicators["custody_rate"].targets
    [entrants] = indicators["first_time_entrants_change"].targets

    assert (custody.comparison, custody.value, custody.period) == ("<", 1.0, "2013-14")
    assert (entrants.comparison, entrants.value) == ("<=", -0.1)


def test_a_rate_says_what_it_is_made_of(indicators):
    rate = indicators["referral_rate"]

    assert (rate.numerator, rate.denominator, rate.per) == ("referrals", "population_0_17", 10_000)


@pytest.mark.parametrize(
    ("title", "inside"),
    [
        ("Referrals", "referrals"),
        ("GCSEs at A* to C", "GCSEs at A* to C"),
        ("Re-referrals, share of referrals", "share of re-referrals"),
        ("Deprivation, rank", "rank of deprivation"),
        ("Troubled Families turned around, number", "number of Troubled Families turned around"),
        ("Hospital admissions for injuries, 0 to 14", "hospital admissions for injuries at ages 0 to 14"),
        ("Statistical neighbours, closeness", "statistical neighbours, closeness"),
        ("The Board's income", "the Board's income"),
    ],
)
def test_a_title_stands_inside_a_sentence_without_the_comma_of_its_form_or_ages(title, inside):
    assert titled(title, denominator="referrals").inside == inside


def test_a_share_of_what_no_indicator_counts_says_of_what_it_is():
    share = titled("People under 20, share of the population")

    assert share.inside == "share of people under 20 in the population"


def titled(title, denominator=None):
    meaning = [{"since": date(2013, 4, 1), "definition": "As named.", "reference": "Invented"}]
    numbers = {"kind": "count", "counts": "events", "unit": "", "denominator": denominator}
    return Indicator(title=title, topic="one", meaning=meaning, **numbers)
