"""params/ordinary_change.yaml: what is kept of how much authorities ordinarily change."""

from datetime import date
from pathlib import Path

import pytest

from analysis.definitions.indicators import read_indicators
from analysis.definitions.learned_changes import IndicatorChanges, OrdinaryChange, read_ordinary_changes
from analysis.refusals import ParametersRefused

KEPT = Path(__file__).parents[2] / "params" / "ordinary_change.yaml"


def window(last, every="year"):
    centres = [0.0] * (4 if every == "quarter" else 1)
    return OrdinaryChange(
        kind="rate",
        every=every,
        first=date(last - 2, 3, 31),
        last=date(last, 3, 31),
        areas=150,
        changes=450,
        spread=0.1,
        dispersion=2.0,
        degrees=5.0,
        centres=centres,
    )


def test_the_latest_window_that_ends_before_the_judged_period_is_taken():
    kept = IndicatorChanges(source="DfE", windows=[window(2016), window(2018), window(2017)])

    assert kept.before(date(2017, 4, 1), "year", "rate").last == date(2017, 3, 31)


def test_where_every_window_is_later_the_earliest_is_taken():
    kept = IndicatorChanges(source="DfE", windows=[window(2018), window(2016)])

    assert kept.before(date(2010, 4, 1), "year", "rate").last == date(2016, 3, 31)


def test_a_window_of_years_judges_no_quarter():
    assert IndicatorChanges(source="DfE", windows=[window(2016)]).before(date(2017, 4, 1), "quarter", "rate") is None


def test_the_kept_file_names_its_source_and_learned_from_the_whole_country():
    kept = read_ordinary_changes(KEPT)

    assert {"referrals", "rereferral_share", "child_protection_plans", "looked_after_children"} <= set(kept)
    for name, entry in kept.items():
        assert "Department for Education" in entry.source, name
        assert all(each.areas > 130 for each in entry.windows), name


def test_plans_were_learned_with_the_share_counted_again_that_their_indicator_states():
    plans = read_ordinary_changes(KEPT)["child_protection_plans"]
    again = read_indicators(KEPT.parent / "indicators.yaml")["child_protection_plans"].counted_again

    assert {window.overlap for window in plans.windows} == {again.share}
    assert "table D5" in again.source


def test_a_checkout_without_the_file_keeps_none(tmp_path):
    assert read_ordinary_changes(tmp_path / "ordinary_change.yaml") == {}


def test_a_file_with_faults_is_refused_with_each_fault_and_its_place(tmp_path):
    path = tmp_path / "ordinary_change.yaml"
    path.write_text(
        "referrals:\n  source: DfE\n  windows:\n  - {kind: rate, every: quarter, first: 2014-03-31, last: 2014-03-31,"
        " areas: 150, changes: 150, spread: 0.1, dispersion: 0.5, degrees: 4.1}\n"
    )

    with pytest.raises(ParametersRefused, match=r"indicator referrals:(.|\n)*dispersion"):
        read_ordinary_changes(path)
