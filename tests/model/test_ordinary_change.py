"""Whether a change is unusual, against how much authorities ordinarily change."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from analysis.definitions.learned_changes import IndicatorChanges, OrdinaryChange
from analysis.model.judged_change import judge_change, judge_changes
from analysis.model.ordinary_change import TooFewChanges, find_ordinary_change, learn_ordinary_change, pair_changes

ORDINARY = OrdinaryChange(
    kind="rate",
    every="year",
    first=date(2015, 3, 31),
    last=date(2017, 3, 31),
    areas=150,
    changes=450,
    spread=0.15,
    dispersion=4.0,
    degrees=5.0,
)
TABLE_D5 = 0.17  # plans of a year and longer at 31 March over all plans a year before, England, DfE table D5


def year(numerator, last, denominator=1.0, area="own"):
    end = pd.Timestamp(f"{last}-03-31")
    start = end - pd.DateOffset(years=1) + pd.Timedelta(days=1)
    return pd.Series({"area": area, "start": start, "end": end, "numerator": numerator, "denominator": denominator})


def simulate(areas=150, years=4, spread=0.12, dispersion=3.0, mean=(50, 3000), seed=1, wild=0.0):
    """Rates that change from year to year by Student's t with 5 degrees, seen through overdispersed counts."""
    rng = np.random.default_rng(seed)
    steps = spread * rng.standard_t(5, (areas, years))
    steps = np.where(rng.random(steps.shape) < wild, 2.0, steps)
    expected = np.exp(rng.uniform(*np.log(mean), (areas, 1)) + steps.cumsum(axis=1))
    counts = rng.negative_binomial(expected / (dispersion - 1), 1 / dispersion)
    end = np.tile(pd.to_datetime([f"{2014 + at}-03-31" for at in range(years)]), areas)
    start = pd.to_datetime(end) - pd.DateOffset(years=1) + pd.Timedelta(days=1)
    area = np.repeat(np.arange(areas).astype(str), years)
    return pd.DataFrame({"area": area, "start": start, "end": end, "numerator": counts.ravel(), "denominator": 1.0})


def test_spread_and_dispersion_are_learned_from_areas_of_many_sizes():
    learned = [learn_ordinary_change(simulate(seed=seed), "rate") for seed in range(6)]

    assert np.median([each.spread for each in learned]) == pytest.approx(0.12, rel=0.15)
    assert np.median([each.dispersion for each in learned]) == pytest.approx(3.0, rel=0.35)
    assert (learned[0].areas, learned[0].changes) == (150, 450)


def test_about_one_change_in_twenty_is_unusual_in_a_year_that_taught_nothing():
    share = []
    for seed in range(8):
        panel = simulate(years=5, seed=seed)
        learned = learn_ordinary_change(panel, "rate", before=date(2018, 3, 31))
        changes = pair_changes(panel, "rate", "year")
        share.append(judge_changes(changes[changes["end"] == "2018-03-31"], learned)["unusual"].mean())

    assert learned.last == date(2017, 3, 31)
    assert 0.03 < np.mean(share) < 0.08


def test_nothing_after_the_day_is_looked_at():
    panel = simulate(years=5)
    later = panel.assign(numerator=panel["numerator"].where(panel["end"] < "2018-01-01", 1))

    assert learn_ordinary_change(panel, "rate", before=date(2018, 3, 31)) == learn_ordinary_change(
        later, "rate", before=date(2018, 3, 31)
    )


def test_a_few_wild_areas_hardly_widen_what_is_ordinary():
    plain, wild = (learn_ordinary_change(simulate(seed=2, wild=share), "rate") for share in (0.0, 0.02))

    assert wild.spread == pytest.approx(plain.spread, rel=0.35)
    assert wild.degrees < plain.degrees


def test_a_small_authority_may_change_more_before_it_is_unusual():
    small, large = (judge_change(year(n, 2017), year(n * 1.6, 2018), ORDINARY) for n in (20, 2000))

    assert small.ordinary_upper > large.ordinary_upper
    assert (small.unusual, large.unusual) == (False, True)


def test_a_change_that_beats_poisson_chance_need_not_be_unusual():
    # Southampton's referrals, DfE table C1: 3,640 in 2021-22 and 3,094 in 2023-24 stand for a fall of 15%
    change = judge_change(year(3640, 2017), year(3094, 2018), ORDINARY)

    assert change.value == pytest.approx(0.85)
    assert change.unusual is False
    assert change.ordinary_lower < 0.85


def test_children_counted_on_both_days_take_their_part_of_the_chance_away():
    # plans, DfE tables D1 and D5: Rutland's 23 and 26 of 2023 and 2024
    stock, alone = (ORDINARY.model_copy(update={"overlap": overlap}) for overlap in (TABLE_D5, 0.0))

    narrow, wide = (judge_change(year(23, 2023), year(26, 2024), each) for each in (stock, alone))

    assert wide.ordinary_lower < narrow.ordinary_lower < narrow.ordinary_upper < wide.ordinary_upper


def test_a_share_changes_by_points_and_its_ordinary_range_too():
    shares = ORDINARY.model_copy(update={"kind": "proportion", "spread": 0.2})

    change = judge_change(year(300, 2017, 1000), year(330, 2018, 1000), shares, kind="proportion")

    assert change.value == pytest.approx(0.03)
    assert change.ordinary_lower < 0.03 < change.ordinary_upper
    assert change.unusual is False


def test_a_published_value_has_a_verdict():
    values = ORDINARY.model_copy(update={"kind": "value", "dispersion": 1.0})
    before, after = (year(np.nan, last).rename({"numerator": "value"}) for last in (2017, 2018))
    before["value"], after["value"] = 500.0, 200.0

    change = judge_change(before, after, values, kind="value")

    assert change.unusual is True
    assert change.value == pytest.approx(0.4)


def test_the_share_of_areas_that_changed_more_is_counted_without_the_area_itself():
    figures = {"own": (100, 110), "a": (100, 120), "b": (100, 85), "c": (100, 101), "d": (100, np.nan)}
    panel = pd.DataFrame([year(n, 2017 + at, area=area) for area, both in figures.items() for at, n in enumerate(both)])

    change = judge_change(year(100, 2017), year(110, 2018), ORDINARY, panel)

    assert change.compared == 3
    assert change.changed_more == pytest.approx(2 / 3)


def test_a_larger_area_changed_more_for_its_size_by_a_smaller_change():
    # 5 of 20 and 60 of 400 more: the one is chance in so small an area, the other is not in so large a one
    panel = pd.DataFrame([year(n, 2017 + at, area="large") for at, n in enumerate((400, 460))])
    steady = ORDINARY.model_copy(update={"spread": 0.01, "dispersion": 1.0})

    change = judge_change(year(20, 2017), year(25, 2018), steady, panel)

    assert change.value > 460 / 400
    assert (change.changed_more, change.compared) == (1.0, 1)


def test_without_ordinary_changes_none_is_said_to_have_changed_more():
    panel = pd.DataFrame([year(n, 2017 + at, area="a") for at, n in enumerate((50, 53))])

    assert judge_change(year(5, 2017), year(7, 2018), None, panel).compared == 0


def test_the_fall_of_every_summer_is_no_unusual_change():
    starts = pd.date_range("2014-04-01", periods=16, freq="QS")
    rng = np.random.default_rng(3)
    season = np.tile([1.0, 0.7, 1.0, 1.0], 4)
    rows = [
        {
            "area": str(area),
            "start": start,
            "end": start + pd.DateOffset(months=3) - pd.Timedelta(days=1),
            "numerator": rng.poisson(1000 * season[at]),
            "denominator": 1.0,
        }
        for area in range(60)
        for at, start in enumerate(starts)
    ]
    panel = pd.DataFrame(rows)
    learned = learn_ordinary_change(panel, "rate", "quarter", before=date(2017, 4, 1))
    changes = pair_changes(panel, "rate", "quarter")
    summer = judge_changes(changes[changes["end"] == "2017-09-30"], learned)

    assert learned.centres[1] == pytest.approx(np.log(0.7), abs=0.02)
    assert summer["unusual"].mean() < 0.15


def test_where_nothing_is_known_of_ordinary_changes_there_is_no_verdict_and_the_reason():
    change = judge_change(year(100, 2017), year(50, 2018), None)

    assert change.unusual is None
    assert "is not known for this figure" in change.why
    assert change.value == pytest.approx(0.5)


def test_a_missing_figure_gives_no_verdict_and_the_reason():
    change = judge_change(year(np.nan, 2017), year(50, 2018), ORDINARY)

    assert change.unusual is None
    assert change.why == "One of the two figures is missing."


def test_a_rise_from_none_has_no_size_and_is_a_rise():
    assert judge_change(year(0, 2017), year(5, 2018), ORDINARY).value == np.inf


def test_what_was_learned_from_shares_judges_no_rates():
    with pytest.raises(ValueError, match="learned from a rate every year, not from a proportion"):
        judge_change(year(1, 2017, 10), year(2, 2018, 10), ORDINARY, kind="proportion")


def test_too_few_areas_teach_nothing():
    panel = simulate(areas=11)

    with pytest.raises(TooFewChanges, match="of 11 areas"):
        learn_ordinary_change(panel, "rate")
    assert find_ordinary_change(panel, None, "rate", "year", before=date(2018, 1, 1)) is None


def test_what_is_kept_of_the_country_judges_on_every_page_and_the_panel_only_what_is_not_kept():
    kept = IndicatorChanges(source="DfE", windows=[ORDINARY])
    panel = simulate(areas=150)

    assert find_ordinary_change(panel, kept, "rate", "year", before=date(2018, 1, 1)) == ORDINARY
    assert find_ordinary_change(panel, None, "rate", "year", before=date(2018, 1, 1)).areas == 150
    values = IndicatorChanges(source="DfE", windows=[ORDINARY.model_copy(update={"kind": "value"})])
    assert find_ordinary_change(panel, values, "rate", "year", before=date(2018, 1, 1)).areas == 150


def test_none_in_both_years_without_counts_is_not_called_missing():
    none = pd.Series({"start": pd.Timestamp("2013-04-01"), "end": pd.Timestamp("2014-03-31"), "value": 0.0})

    assert "can be judged only by the counts" in str(judge_change(none, none, None, kind="value").why)
    assert judge_change(none, none.replace(0.0, np.nan), None, kind="value").why == "One of the two figures is missing."
