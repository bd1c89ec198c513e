"""Where a line through a series bends, once."""

import numpy as np
import pandas as pd

from analysis.model.bend import find_bend
from analysis.model.segmentation import wander
from analysis.model.timeline import select_points


def yearly(counts):
    starts = pd.date_range("2008-04-01", periods=len(counts), freq="YS-APR")
    labels = [f"{start.year}-{(start.year + 1) % 100:02d}" for start in starts]
    return pd.DataFrame({"start": starts, "period": labels, "numerator": counts, "denominator": 50_000.0})


def bend_of(counts):
    return find_bend(select_points(yearly(counts), "rate"), "rate")


def test_a_peak_is_found_where_it_is():
    level = 3000 * np.exp(np.where(np.arange(12) < 6, 0.12 * np.arange(12), 0.72 - 0.08 * (np.arange(12) - 6)))
    counts = np.random.default_rng(5).poisson(level)

    assert bend_of(counts) == "2014-15"


def test_series_that_wander_without_a_bend_seldom_have_one():
    rng = np.random.default_rng(6)
    series = [rng.poisson(3500 * np.exp(0.1 * wander(rng, 1, 12)[0])) for _ in range(60)]

    assert np.mean([bend_of(counts) is not None for counts in series]) <= 0.1


def test_a_straight_line_has_no_bend():
    assert bend_of(np.random.default_rng(7).poisson(2000 * 1.08 ** np.arange(12))) is None


def test_seven_points_are_too_few_for_a_bend():
    assert bend_of([100, 200, 400, 800, 400, 200, 100]) is None
