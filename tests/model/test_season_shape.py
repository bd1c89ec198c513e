"""Month-of-year effects of many series, and how much of them to keep."""

import numpy as np
import pytest

from analysis.model.season_shape import (
    SeasonEffects,
    SharedSeason,
    area_effects,
    season_effects,
    share_season,
    shrink_to_flat,
)

SEASON = 0.2 * np.cos(np.arange(12) * np.pi / 6)


def counts_with(effects, months=72, level=10_000.0, first_month=1):
    month = (first_month - 1 + np.arange(months)) % 12
    return level * np.exp(effects[month])


def test_a_clean_pattern_is_found_whatever_the_first_month():
    counts = counts_with(SEASON, first_month=4)[:, None]

    found = season_effects(counts, np.ones(72), first_month=4)

    np.testing.assert_allclose(found.effects[:, 0], SEASON, atol=2e-3)


def test_a_drift_a_gap_and_a_known_step_are_not_read_as_season():
    counts = counts_with(SEASON) * np.exp(0.01 * np.arange(72))
    counts[40:] *= 2
    counts[[3, 50]] = np.nan

    found = season_effects(counts[:, None], np.ones(72), 1, steps=(40,))

    assert np.abs(found.effects[:, 0] - SEASON).max() < 0.012
    unaware = season_effects(counts[:, None], np.ones(72), 1)
    assert np.abs(unaware.effects[:, 0] - SEASON).max() > 0.04


def test_series_without_a_season_have_evidence_near_eleven():
    rng = np.random.default_rng(2)
    counts = 500 * np.exp(0.1 * rng.normal(size=(72, 400)))

    assert 9 < np.median(season_effects(counts, np.ones(72), 1).evidence) < 13


def test_evidence_of_nine_or_less_keeps_nothing_and_more_keeps_more():
    found = SeasonEffects(np.zeros((12, 4)), np.ones(4), np.ones(4), np.array([0.0, 9.0, 18.0, 90.0]))

    np.testing.assert_allclose(shrink_to_flat(found), [0, 0, 0.5, 0.9])


def test_a_year_or_less_has_no_effects_and_no_certainty():
    found = season_effects(np.arange(1.0, 13.0)[:, None], np.ones(12), 1)

    assert not found.effects.any()
    assert np.isinf(found.variance[0])


def test_the_shared_season_is_the_middle_areas_and_ignores_one_odd_area():
    counts = np.column_stack([counts_with(SEASON)] * 6 + [counts_with(-5 * SEASON)])

    shared, _ = share_season(counts, np.ones(72), 1)

    np.testing.assert_allclose(shared.effects, SEASON, atol=2e-3)


def test_an_area_keeps_its_own_pattern_by_spread_over_spread_and_variance():
    own = SeasonEffects(np.full((12, 2), 0.3), np.array([0.01, np.inf]), np.ones(2), np.ones(2))
    shared = SharedSeason(np.full(12, 0.1), spread=0.03)

    # 0.1 + 0.03 / (0.03 + 0.01) of the 0.2 between; nothing of a pattern without certainty
    np.testing.assert_allclose(area_effects(own, shared)[0], [0.25, 0.1])


def test_patterns_that_areas_do_share_have_little_spread_and_differing_ones_have_theirs():
    rng = np.random.default_rng(3)
    noise = np.exp(0.05 * rng.normal(size=(72, 200)))
    alike = np.column_stack([counts_with(SEASON)] * 200) * noise
    own = rng.normal(scale=0.1, size=(12, 200))
    own -= own.mean(axis=0)
    differing = np.column_stack([counts_with(SEASON + own[:, area]) for area in range(200)]) * noise

    assert share_season(alike, np.ones(72), 1)[0].spread < 1e-4
    assert share_season(differing, np.ones(72), 1)[0].spread == pytest.approx(0.01 * 11 / 12, rel=0.15)
