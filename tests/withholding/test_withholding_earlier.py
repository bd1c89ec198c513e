"""What is withheld where a figure is out already, and where sources differ."""

from datetime import date

import pytest

from analysis.definitions.partnership import Disclosure
from analysis.periods import Period
from analysis.refusals import DisclosureRefused
from publishing.withholding import withholding
from publishing.withholding.constraints_of_earlier_releases import read_earlier, read_earlier_counts
from publishing.withholding.withholding import decide_withheld

YEAR = "2013-14"
OVER_AREAS = [{"over": "area", "whole": "all"}]


def to(month, day, count):
    return ("offences", "here", "", Period(date(2013, 4, 1), date(2013, month, day), "other", f"to {month}"), count)


def in_places(counts, places=("a", "b", "c", "d", "all"), source="return"):
    return [
        {"indicator": "offences", "area": place, "breakdown": "", "period": YEAR, "figure": count, "source": source}
        for place, count in zip(places, counts, strict=True)
    ]


def test_the_later_of_two_years_to_date_goes_if_the_earlier_is_out(decide):
    now, before = [to(12, 31, 14)], [to(9, 30, 12)]
    assert decide(now).withheld() == set()
    assert len(decide(now, earlier=before).decision.withheld) == 1
    assert decide([*now, *before], earlier=before).withheld() == {"to 12"}


def test_a_figure_that_is_out_is_not_withheld_to_protect_another(decide):
    rows = in_places((22, 10, 1, 8, 41))
    assert decide(rows, totals=OVER_AREAS).withheld() == {"c", "d"}
    assert decide(rows, totals=OVER_AREAS, earlier=[rows[3]]).withheld() == {"b", "c"}


def test_a_figure_that_was_out_and_was_corrected_hides_nothing_either(decide):
    rows, before = in_places((22, 10, 1, 8, 41)), in_places((22, 10, 1, 9, 42))
    assert decide(rows, totals=OVER_AREAS, earlier=[before[3]]).withheld() == {"b", "c", "d"}


def test_an_earlier_figure_that_was_rounded_leaves_half_a_base_either_side(decide):
    rows = in_places((22, 10, 1, 8, 41))
    from_public = decide(rows).observations.iloc[[3]].assign(numerator=10.0, value=10.0, rounded_to=5.0)
    assert decide(rows, totals=OVER_AREAS, earlier=from_public).withheld() == {"b", "c", "d"}
    exact = from_public.assign(numerator=8.0, value=8.0, rounded_to=1.0)
    assert decide(rows, totals=OVER_AREAS, earlier=exact).withheld() == {"b", "c"}


def test_a_withheld_row_of_an_earlier_release_tells_nothing(decide):
    rows = in_places((22, 10, 1, 8, 41))
    gone = decide(rows).observations.iloc[[3]].assign(numerator=float("nan"), value=float("nan"), status="withheld")
    assert decide(rows, totals=OVER_AREAS, earlier=gone).withheld() == {"c", "d"}


def test_what_is_out_does_not_stop_the_release(decide):
    rows = in_places((22, 10, 1, 8, 41))
    assert decide(rows, totals=OVER_AREAS, earlier=[rows[2]]).withheld() == {"c"}


def test_earlier_figures_of_indicators_that_are_gone_are_passed_over(decide):
    rows = in_places((22, 10, 1, 8, 41))
    old = decide(rows).observations.assign(indicator="no_longer")
    assert decide(rows, earlier=old).withheld() == {"c"}


def test_several_tables_of_earlier_figures_are_taken_together(decide):
    rows = in_places((22, 10, 1, 8, 41))
    out = [decide(rows).observations.iloc[[place]] for place in (1, 3)]
    assert decide(rows, totals=OVER_AREAS, earlier=out).withheld() == {"a", "c"}


def test_a_figure_that_any_source_calls_small_is_small_for_all(decide):
    rows = in_places((22, 10, 7, 8), places=("a", "b", "c", "d")) + in_places((3,), places=("c",), source="other")
    tried = decide(rows)
    assert tried.withheld("small") == {("c", "return"), ("c", "other")} or len(tried.decision.withheld) == 1
    shown = tried.shown
    assert shown.loc[shown["area"] == "c", ["numerator", "value"]].isna().all(axis=None)


def test_a_total_of_another_source_that_tells_is_withheld_with_all_its_sources(decide):
    """The official total is less than the parts and tells nothing; the return's leaves 41 - 22 - 10 - 8 = 1."""
    rows = in_places((22, 10, 1, 8, 41))
    official = [dict(row, precedence=1) for row in in_places((30,), places=("all",), source="other")]
    described = decide([*rows, *official], totals=OVER_AREAS)
    assert set(described.decision.withheld["area"]) == {"c", "all"}
    assert described.shown.loc[described.shown["area"] == "all", "numerator"].isna().tolist() == [True, True]


def test_a_total_of_another_source_that_tells_nothing_stays(decide):
    rows = in_places((22, 10, 1, 8, 41))
    described = decide([*rows, *in_places((42,), places=("all",), source="other")], totals=OVER_AREAS)
    assert set(described.decision.withheld["area"]) == {"c", "d"}


def test_the_better_source_is_reckoned_with_first(decide):
    """By the official total of 27, b and c come to 5; so the total itself goes, of both sources."""
    rows = in_places((22, 1, 8, 31), places=("a", "b", "c", "all"))
    official = [dict(row, precedence=1) for row in in_places((27,), places=("all",), source="other")]
    assert set(decide(rows, totals=OVER_AREAS).decision.withheld["area"]) == {"b", "c"}
    assert set(decide([*rows, *official], totals=OVER_AREAS).decision.withheld["area"]) == {"b", "all"}


def test_where_a_total_that_differs_is_out_already_a_part_is_withheld_with_it(decide):
    """By the other source's total one case is of no kind; without a part, the total that was out does not tell so."""
    rows = in_places((22, 10, 8, 40), places=("a", "b", "c", "all"))
    other = in_places((41,), places=("all",), source="other")
    assert decide([*rows, *other], totals=OVER_AREAS).withheld() == {"all"}
    assert decide([*rows, *other], totals=OVER_AREAS, earlier=other).withheld() == {"c", "all"}


def test_where_withholding_does_not_help_a_dispute_its_sources_and_tables_are_named_and_no_value(decide, monkeypatch):
    monkeypatch.setattr(withholding, "_find_disproved", lambda network, *_: set(network.part_of))
    rows = in_places((22, 10, 3, 8, 43), places=("a", "b", "c", "d", "all"))
    with pytest.raises(DisclosureRefused, match=r"^return and other differ .*: offences in all\.") as refused:
        decide([*rows, *in_places((42,), places=("all",), source="other")], totals=OVER_AREAS)
    assert not any(str(count) in str(refused.value) for count in (22, 10, 43, 42))


def test_no_observations_need_no_decision(decide):
    tried = decide(in_places((22, 10), places=("a", "b")))
    empty = tried.observations.iloc[:0]
    assert decide_withheld(empty, tried.definitions, {}, empty).withheld.empty


def test_the_profile_of_the_policy_decides(decide):
    rows = in_places((22, 10, 7, 8, 47))
    assert decide(rows, totals=OVER_AREAS).withheld() == set()
    assert "c" in decide(rows, totals=OVER_AREAS, profile=Disclosure(withhold_up_to=7)).withheld()


def test_two_releases_narrow_a_figure_together_unless_it_was_corrected(decide):
    rows = in_places((22, 10, 1, 8, 41))
    shown = decide(rows, totals=OVER_AREAS).shown
    exact, rounded = shown[shown["area"] == "all"], shown[shown["area"] == "all"].assign(numerator=40.0, value=40.0)
    out = [exact.assign(rounded_to=1.0), rounded.assign(rounded_to=5.0)]
    later = rows[:4]
    assert decide(later, totals=OVER_AREAS, earlier=out).withheld() == {"c", "d"}


def test_a_total_that_a_release_added_up_from_rounded_parts_is_as_uncertain_as_these(decide):
    rows = in_places((12, 12, 12, 12, 48))
    public = Disclosure(withhold_up_to=7, round_to=5)
    first = decide(rows, totals=OVER_AREAS, profile=public).shown
    assert list(first["value"]) == [10, 10, 10, 10, 40]
    definitions = decide(rows).definitions
    out = read_earlier([first.assign(rounded_to=5.0)], definitions)
    counts = read_earlier_counts(out, definitions, decide(rows, totals=OVER_AREAS).sources)
    assert counts.set_index("area").loc["all", ["low", "high"]].tolist() == [32, 48]
    assert counts.set_index("area").loc["a", ["low", "high"]].tolist() == [8, 12]
