"""What a known change did to a series: against published results, and how often it is called where nothing was."""

import numpy as np
import pandas as pd
import pytest

from analysis.model.interrupted import fit_interrupted
from tests.nightly import sample

# Lopez Bernal J, Cummins S, Gasparrini A (2017), International Journal of Epidemiology 46: 348-355: acute coronary
# episodes in Sicily by month from January 2002, and the age-standardised population; smoking was banned in January 2005
EPISODES = [
    728,
    659,
    791,
    734,
    757,
    726,
    760,
    740,
    720,
    814,
    795,
    858,
    887,
    766,
    851,
    769,
    781,
    756,
    766,
    752,
    765,
    831,
    879,
    928,
    914,
    808,
    937,
    840,
    916,
    828,
    845,
    818,
    860,
    839,
    887,
    886,
    831,
    796,
    833,
    820,
    877,
    758,
    767,
    738,
    781,
    843,
    850,
    908,
    1021,
    859,
    976,
    888,
    962,
    838,
    810,
    876,
    843,
    936,
    912,
]
POPULATION = [
    379875.3,
    376495.5,
    377040.8,
    377116.4,
    377383.4,
    374113.1,
    379513.3,
    376295.5,
    374653.2,
    378485.6,
    375955.5,
    378349.7,
    376762.4,
    379032.3,
    379360.4,
    376162,
    377972.4,
    381830.7,
    379888.6,
    380872.2,
    380966.9,
    381240.4,
    382104.9,
    381802.7,
    381656.3,
    383680,
    383504.2,
    386462.9,
    383783.1,
    380836.8,
    383483,
    380906.2,
    382926.8,
    384052.4,
    384449.6,
    383428.4,
    388153.2,
    388373.2,
    386470.1,
    386033.2,
    383686.4,
    385509.3,
    385901.9,
    386516.6,
    388436.5,
    383255.2,
    390148.7,
    385874.9,
    391613.6,
    391750.4,
    394005.6,
    391364.9,
    391664.6,
    389022.3,
    391878.5,
    388575.3,
    392989,
    390018.8,
    390712.3,
]
SICILY = pd.DataFrame(
    {"start": pd.date_range("2002-01-01", periods=59, freq="MS"), "numerator": EPISODES, "denominator": POPULATION}
)

# Harvey A (1989): drivers of light goods vehicles killed in Great Britain from January 1969 (R's Seatbelts, VanKilled);
# seat belts became compulsory on 31 January 1983
VANS = [
    12,
    6,
    12,
    8,
    10,
    13,
    11,
    6,
    10,
    16,
    13,
    14,
    14,
    6,
    8,
    11,
    7,
    13,
    13,
    11,
    11,
    14,
    16,
    14,
    17,
    16,
    15,
    13,
    13,
    15,
    12,
    6,
    9,
    13,
    14,
    15,
    14,
    3,
    12,
    13,
    12,
    8,
    8,
    15,
    8,
    5,
    17,
    14,
    13,
    5,
    8,
    5,
    12,
    11,
    13,
    15,
    11,
    11,
    10,
    13,
    8,
    6,
    8,
    14,
    12,
    14,
    13,
    9,
    4,
    13,
    6,
    15,
    12,
    16,
    7,
    12,
    10,
    9,
    9,
    6,
    7,
    13,
    14,
    13,
    14,
    11,
    11,
    10,
    4,
    8,
    9,
    10,
    10,
    5,
    13,
    12,
    10,
    9,
    7,
    5,
    10,
    5,
    6,
    8,
    6,
    12,
    15,
    7,
    14,
    4,
    10,
    8,
    7,
    11,
    3,
    5,
    11,
    10,
    10,
    7,
    10,
    11,
    9,
    7,
    8,
    13,
    8,
    5,
    8,
    7,
    12,
    10,
    7,
    4,
    10,
    4,
    8,
    8,
    7,
    10,
    8,
    14,
    8,
    9,
    8,
    6,
    7,
    6,
    5,
    4,
    5,
    10,
    7,
    10,
    12,
    7,
    4,
    5,
    6,
    4,
    4,
    8,
    8,
    3,
    7,
    12,
    2,
    7,
    8,
    3,
    2,
    6,
    3,
    7,
    6,
    8,
    8,
    4,
    3,
    5,
    5,
    3,
    4,
    3,
    6,
    6,
    7,
    5,
    7,
    7,
    4,
    7,
]
SEATBELTS = pd.DataFrame({"start": pd.date_range("1969-01-01", periods=192, freq="MS"), "numerator": VANS})


def draw(seed, months, *, step_at=None, step=1.0, kept=0.0, spread=0.0, mean=300):
    rng = np.random.default_rng(seed)
    level = np.zeros(months)
    for month in range(1, months):
        level[month] = kept * level[month - 1] + rng.normal(scale=spread * np.sqrt(1 - kept**2))
    level += np.log(step) * (np.arange(months) >= (step_at if step_at is not None else months))
    starts = pd.date_range("2018-04-01", periods=months, freq="MS")
    return pd.DataFrame({"start": starts, "numerator": rng.poisson(mean * np.exp(level))})


def test_the_step_of_the_smoking_ban_is_the_tutorials():
    # table in the tutorial, Poisson with two pairs of harmonics and overdispersion: 0.885 (0.839 to 0.933)
    found = fit_interrupted(SICILY, "2005-01-10", slope=False, wandering=False)

    assert [found.step, found.lower, found.upper] == pytest.approx([0.885, 0.839, 0.933], abs=0.002)
    assert found.unusual
    assert (found.before, found.after) == (36, 23)


def test_the_step_of_the_seat_belt_law_lies_within_one_standard_error_of_the_published_one():
    # tscount's vignette: -0.217 (times 0.805) given the months before, by a log-linear autoregression; a step of the
    # level itself, as here, is larger than a step given the months before
    found = fit_interrupted(SEATBELTS, "1983-02-01", slope=False, wandering=False)
    error = np.log(found.upper / found.lower) / 2 / 1.96

    assert np.log(found.step) == pytest.approx(-0.217, abs=error)
    assert np.log(found.step) < -0.217


def test_a_level_that_may_wander_makes_the_limits_wider():
    plain = fit_interrupted(SICILY, "2005-01-10", slope=False, wandering=False)
    found = fit_interrupted(SICILY, "2005-01-10", slope=False)

    assert found.upper / found.lower > plain.upper / plain.lower
    assert found.step == pytest.approx(plain.step, rel=0.06)


@pytest.mark.parametrize(("kept", "spread"), sample([(0.0, 0.0), (0.5, 0.1), (0.8, 0.06), (0.95, 0.05)], tried=[]))
def test_no_change_is_seldom_called_one(kept, spread):
    found = [fit_interrupted(draw(seed, 60, kept=kept, spread=spread), "2022-04-01") for seed in range(40)]

    assert np.mean([one.unusual for one in found]) <= 0.125


def test_a_doubling_is_found_with_its_size():
    found = fit_interrupted(draw(3, 60, step_at=40, step=2.0, kept=0.8, spread=0.06), "2021-08-01")

    assert found.lower < 2 < found.upper
    assert found.p_value < 0.001


def test_months_of_bedding_in_are_left_out():
    counts = draw(4, 60, step_at=40, step=1.5)
    counts.loc[40:42, "numerator"] = 900
    disturbed, found = (fit_interrupted(counts, "2021-08-01", bedding_in=months) for months in (0, 3))

    assert found.step == pytest.approx(1.5, abs=0.15)
    assert found.after == 17
    assert found.table["bedding_in"].sum() == 3
    assert disturbed.step > found.step


def test_what_happened_everywhere_is_not_the_changes_doing():
    everywhere = draw(5, 60, step_at=40, step=1.4)
    neighbours = draw(6, 60, step_at=40, step=1.4, mean=3000)
    found = fit_interrupted(everywhere, "2021-08-01", control=neighbours)

    assert fit_interrupted(everywhere, "2021-08-01").unusual
    assert not found.unusual
    assert found.control_step == pytest.approx(1.4, abs=0.1)
    assert "control" in found.method


def test_the_line_without_the_change_is_what_the_months_before_lead_to():
    found = fit_interrupted(draw(7, 60, step_at=40, step=2.0), "2021-08-01", slope=False).table

    np.testing.assert_allclose(found["fitted"][:40], found["without"][:40])
    assert (found["fitted"][40:] / found["without"][40:]).to_numpy() == pytest.approx(2, abs=0.2)


def test_under_a_year_after_there_is_a_step_and_no_slope():
    found = fit_interrupted(draw(8, 50), "2021-08-01")

    assert np.isnan(found.slope)
    assert np.isfinite(found.step)


def test_too_few_months_on_a_side_give_the_reason():
    found = fit_interrupted(draw(9, 41), "2021-08-01")

    assert found.reason == "40 months before August 2021 and 1 after are known; to measure a step takes 24 and 6."
    assert found.unusual is None
    assert np.isnan(found.step)


def test_months_left_out_for_bedding_in_are_named_where_too_few_follow():
    found = fit_interrupted(draw(9, 44), "2021-08-01", bedding_in=3)

    assert found.reason.startswith("40 months before August 2021 and 1 after (the first 3 are left out) are")


def test_a_control_that_is_too_short_gives_its_reason():
    found = fit_interrupted(draw(9, 60), "2021-08-01", control=draw(9, 60).iloc[30:])

    assert found.reason.startswith("Of the control: 10 months before")


def test_gaps_are_left_out():
    counts = draw(10, 60, step_at=40, step=1.5).astype({"numerator": float})
    counts.loc[[5, 45], "numerator"] = np.nan
    found = fit_interrupted(counts, "2021-08-01")

    assert (found.before, found.after) == (39, 19)
    assert found.step == pytest.approx(1.5, abs=0.25)


def test_months_without_events_give_the_reason():
    assert fit_interrupted(draw(1, 60).assign(numerator=0), "2021-08-01").reason == "No event was counted in any month."
