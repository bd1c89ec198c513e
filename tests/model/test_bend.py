"""Where a line through a series bends, once.

Down syndrome by age of mother, British Columbia: Geyer (1991), JASA 86, 717-724, as `down` of the R package segmented,
whose estimates are published in Muggeo (2008), R News 8/1, 20-25: bend at 31.08 (error 0.724), slope -0.01341 (0.01795)
before it and 0.27422 (0.02324) more after it.
"""

import numpy as np
import pandas as pd
import pytest
from statsmodels.genmod import families

from analysis.model.bend import estimate_bend, fit_bend
from analysis.model.level_shift import wander

AGE = [
    17,
    18.5,
    19.5,
    20.5,
    21.5,
    22.5,
    23.5,
    24.5,
    25.5,
    26.5,
    27.5,
    28.5,
    29.5,
    30.5,
    31.5,
    32.5,
    33.5,
    34.5,
    35.5,
    36.5,
    37.5,
    38.5,
    39.5,
    40.5,
    41.5,
    42.4,
    43.5,
    44.5,
    45.5,
    47,
]
BIRTHS = [
    13555,
    13675,
    18752,
    22005,
    23896,
    24667,
    24807,
    23986,
    22860,
    21450,
    19202,
    17450,
    15685,
    13954,
    11987,
    10983,
    9825,
    8483,
    7448,
    6628,
    5780,
    4834,
    3961,
    2952,
    2276,
    1589,
    1018,
    596,
    327,
    249,
]
CASES = [
    16,
    15,
    16,
    22,
    16,
    12,
    17,
    22,
    15,
    14,
    27,
    14,
    9,
    12,
    12,
    18,
    13,
    11,
    23,
    13,
    17,
    15,
    30,
    31,
    33,
    20,
    16,
    22,
    11,
    7,
]


def yearly(counts):
    starts = pd.date_range("2008-04-01", periods=len(counts), freq="YS-APR")
    labels = [f"{start.year}-{(start.year + 1) % 100:02d}" for start in starts]
    return pd.DataFrame({"start": starts, "period": labels, "numerator": counts, "denominator": 50_000.0})


def test_the_bend_of_down_syndrome_by_age_is_the_published_one():
    cases, births = np.array(CASES), np.array(BIRTHS)

    broken = estimate_bend(
        np.column_stack([cases, births - cases]), families.Binomial(), None, np.array(AGE, dtype=float), start=25.0
    )

    assert broken.at == pytest.approx(31.08, abs=0.02)
    assert broken.before == pytest.approx(-0.01341, abs=0.0001)
    assert broken.after - broken.before == pytest.approx(0.27422, abs=0.001)


def test_a_peak_is_found_where_it_is_with_the_slopes_on_either_side():
    level = 3000 * np.exp(np.where(np.arange(12) < 6, 0.12 * np.arange(12), 0.72 - 0.08 * (np.arange(12) - 6)))
    counts = np.random.default_rng(5).poisson(level)

    bend = fit_bend(yearly(counts))

    assert bend.found
    assert bend.label == "2014-15"
    assert bend.before == pytest.approx(np.exp(0.12), rel=0.02)
    assert bend.after == pytest.approx(np.exp(-0.08), rel=0.02)


@pytest.mark.nightly
def test_series_that_wander_without_a_bend_seldom_have_one():
    rng = np.random.default_rng(6)
    series = [rng.poisson(3500 * np.exp(0.1 * wander(rng, 1, 12)[0])) for _ in range(60)]

    assert np.mean([fit_bend(yearly(counts)).found for counts in series]) <= 0.1


def test_a_straight_line_has_no_bend():
    bend = fit_bend(yearly(np.random.default_rng(7).poisson(2000 * 1.08 ** np.arange(12))))

    assert bend.found is False
    assert bend.p > 0.1
    assert bend.label is None


@pytest.mark.filterwarnings("error")
def test_a_series_without_scatter_has_no_bend_and_no_warning():
    assert fit_bend(yearly([100] * 10)).found is False


def test_seven_points_give_the_reason():
    bend = fit_bend(yearly([100] * 7))

    assert bend.found is None
    assert bend.why == "A search for a bend needs 8 points and has 7."
