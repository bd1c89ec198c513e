"""Funnel limits against published tables, brute force and simulation."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from analysis.model.comparison import overdispersion, proportion_funnel, rate_funnel, ratio_funnel
from analysis.model.rates import proportion_limits


@pytest.mark.parametrize(
    ("denominator", "lower_95", "upper_95", "lower_998", "upper_998"),
    [
        # OHID, PHEindicatormethods and PHStatsMethods, testdata_funnel_prop_outputs, benchmark 80.642448%
        (1, 3.204264, 100, 0, 100),
        (10, 56.154344, 100, 42.03259, 100),
        (24, 64.835445, 96.449451, 55.719892, 100),
        (102, 72.974925, 88.309971, 68.553233, 92.731663),
        (110000, 80.408963, 80.875933, 80.274317, 81.010578),
    ],
)
def test_proportion_limits_are_those_published(denominator, lower_95, upper_95, lower_998, upper_998):
    at_95 = proportion_funnel(0.80642448, [denominator])
    at_998 = proportion_funnel(0.80642448, [denominator], 0.998)

    assert (100 * at_95[["lower", "upper"]]).iloc[0].tolist() == pytest.approx([lower_95, upper_95], abs=2e-6)
    assert (100 * at_998[["lower", "upper"]]).iloc[0].tolist() == pytest.approx([lower_998, upper_998], abs=2e-6)


def test_a_proportion_is_outside_exactly_where_its_wilson_interval_leaves_out_the_benchmark():
    for denominator in (7, 40, 263):
        limits = proportion_funnel(0.3, [denominator]).iloc[0]
        counts = np.arange(denominator + 1)
        share = counts / denominator
        lower, upper = proportion_limits(counts, np.full(denominator + 1, denominator))

        assert (((share < limits["lower"]) | (share > limits["upper"])) == ((lower > 0.3) | (upper < 0.3))).all()


@pytest.mark.parametrize(
    ("observed", "expected_above", "expected_below", "confidence"),
    [
        # OHID, PHStatsMethods, testdata_funnel_ratio_outputs: the expected numbers whose limit is so many
        (1, 5.571644585, 0.025317898, 0.95),
        (9, 17.08479966, 4.11537405, 0.95),
        (100, 121.6268111, 81.36400699, 0.95),
        (5, 16.45474478, 0.739371928, 0.998),
        (100, 134.9243187, 71.92139974, 0.998),
    ],
)
def test_ratio_limits_are_those_published(observed, expected_above, expected_below, confidence):
    limits = ratio_funnel([expected_above, expected_below], confidence)

    # the publication uses exact limits below the observed number and, from 10, Byar's above it
    assert limits["lower"].iloc[0] * expected_above == pytest.approx(observed, rel=1e-5)
    assert limits["upper"].iloc[1] * expected_below == pytest.approx(observed, rel=1e-4)


@pytest.mark.parametrize("confidence", [0.95, 0.998])
def test_a_ratio_is_outside_exactly_where_the_poisson_test_says_so(confidence):
    tail = (1 - confidence) / 2
    for expected in [*np.linspace(0.05, 40, 60), 123.4, 900, 5000]:
        limits = ratio_funnel([expected], confidence).iloc[0]
        counts = np.arange(int(expected + 9 * np.sqrt(expected) + 20))
        outside = (counts / expected < limits["lower"]) | (counts / expected > limits["upper"])
        by_test = (stats.poisson.cdf(counts, expected) < tail) | (stats.poisson.sf(counts - 1, expected) < tail)

        assert (outside == by_test).all()


def test_a_rate_funnel_is_the_ratio_funnel_of_the_events_expected():
    rates = rate_funnel(50, [47_458], per=10_000).iloc[0]
    ratios = ratio_funnel([50 * 47_458 / 10_000]).iloc[0]

    assert rates[["lower", "upper"]].tolist() == pytest.approx([50 * ratios["lower"], 50 * ratios["upper"]])


@pytest.mark.parametrize("funnel", [lambda sizes: proportion_funnel(0.3, sizes), ratio_funnel])
def test_an_area_without_a_size_has_no_limits_but_the_reason(funnel):
    limits = funnel(pd.Series([np.nan, 0, 50], index=["a", "b", "c"]))

    assert limits["lower"].isna().tolist() == [True, True, False]
    assert [reason and reason.split()[-1] for reason in limits["reason"]] == ["missing.", "zero.", None]
    assert limits.index.tolist() == ["a", "b", "c"]


def test_a_funnel_of_no_areas_is_empty():
    assert ratio_funnel([]).empty
    assert rate_funnel(50, [], per=10_000).empty


@pytest.mark.parametrize("benchmark", [-0.1, 30, float("nan")])
def test_a_benchmark_that_is_no_share_is_refused(benchmark):
    with pytest.raises(ValueError, match="between 0 and 1"):
        proportion_funnel(benchmark, [10])


def test_overdispersion_follows_spiegelhalters_formula():
    # by hand: distances winsorised at their tenth and ninetieth percentile, then moments
    denominators = np.array([100, 150, 200, 250, 300, 350, 400, 450, 500, 550, 600])
    shares = np.array([0.1, 0.3, 0.25, 0.35, 0.18, 0.4, 0.22, 0.28, 0.12, 0.31, 0.27])
    error = np.sqrt(0.25 * 0.75 / denominators)
    distance = (shares - 0.25) / error
    distance = np.clip(distance, *np.percentile(distance, [10, 90]))
    weight = 1 / error**2
    between = ((distance**2).sum() - 10) / (weight.sum() - (weight**2).sum() / weight.sum())

    result = overdispersion(shares, 0.25, denominators, "proportion")

    assert result.ratio == pytest.approx((distance**2).mean())
    assert result.between_areas == pytest.approx(between)


def test_areas_that_differ_by_chance_leave_the_funnel_as_it_is():
    rng = np.random.default_rng(3)
    sizes = rng.integers(200, 3000, 150)
    spread = overdispersion(rng.binomial(sizes, 0.2) / sizes, 0.2, sizes, "proportion")

    assert spread.between_areas < 1e-5
    assert proportion_funnel(0.2, sizes, spread=spread)["upper"].to_numpy() == pytest.approx(
        proportion_funnel(0.2, sizes)["upper"], rel=0.02
    )


@pytest.mark.parametrize("kind", ["proportion", "ratio"])
def test_a_widened_funnel_holds_most_areas_that_truly_differ(kind):
    rng = np.random.default_rng(5)
    sizes = rng.integers(300, 4000, 300)
    if kind == "proportion":
        values = rng.binomial(sizes, np.clip(rng.normal(0.3, 0.06, 300), 0, 1)) / sizes
        plain, benchmark = proportion_funnel(0.3, sizes), 0.3
        widened = proportion_funnel(0.3, sizes, spread=overdispersion(values, benchmark, sizes, kind))
    else:
        values = rng.poisson(sizes * rng.gamma(25, 1 / 25, 300)) / sizes
        plain, benchmark = ratio_funnel(sizes), 1.0
        widened = ratio_funnel(sizes, spread=overdispersion(values, benchmark, sizes, kind))

    inside = lambda limits: ((values >= limits["lower"]) & (values <= limits["upper"])).mean()  # noqa: E731
    assert inside(plain) < 0.5
    assert 0.85 < inside(widened) < 0.98
    assert "overdispersion" in widened["method"].iloc[0]


def test_too_few_areas_give_no_overdispersion_and_the_funnel_stays_as_it_is():
    spread = overdispersion([0.1, 0.5], 0.3, [100, 100], "proportion")

    assert "too few" in spread.reason
    assert proportion_funnel(0.3, [100], spread=spread)["method"].item() == "score limits of the benchmark"
