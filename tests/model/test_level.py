"""The wandering level, against the textbook formula and by simulation."""

import numpy as np
import pytest

from analysis.model.level import MEAN_VARIANCE, level_covariance, month_noise, project_level

NOISE = np.array([2.0])


def drawn(months, columns, seed=1):
    """Series of mean about one from the level's own covariance, noise of one unit 0.05."""
    rng = np.random.default_rng(seed)
    covariance = level_covariance(months, mean_variance=0.0) + 2.0 * np.eye(months)
    return 1 + 0.05 * np.linalg.cholesky(covariance) @ rng.normal(size=(months, columns))


def test_the_projection_is_the_conditional_mean_and_variance_given_the_months_observed():
    values = drawn(30, 1)
    values[[4, 5, 20]] = np.nan
    seen, ahead = np.flatnonzero(~np.isnan(values[:, 0])), np.arange(30, 42)
    joint = level_covariance(42, mean_variance=MEAN_VARIANCE)
    past = joint[np.ix_(seen, seen)] + 2.0 * np.eye(len(seen))
    gain = joint[np.ix_(ahead, seen)] @ np.linalg.inv(past)
    mean = values[seen, 0].mean()

    found = project_level(values, NOISE, 12)

    np.testing.assert_allclose(found.level[:, 0], mean + gain @ (values[seen, 0] - mean))
    np.testing.assert_allclose(
        np.diag(found.covariance[0]), np.diag(joint)[ahead] + 2.0 - np.diag(gain @ joint[np.ix_(seen, ahead)])
    )


def test_columns_with_different_gaps_and_noise_are_projected_as_if_alone():
    values, noise = drawn(40, 4), np.array([2.0, 2.0, 3.0, 2.0])
    values[10, 1] = np.nan
    together = project_level(values, noise, 6)

    for column in range(4):
        alone = project_level(values[:, [column]], noise[[column]], 6)
        np.testing.assert_allclose(together.level[:, column], alone.level[:, 0])
        np.testing.assert_allclose(np.diag(together.covariance[column]), np.diag(alone.covariance[0]))


def test_surprises_have_the_variance_of_the_noise_unit_and_do_not_follow_each_other():
    surprises = project_level(drawn(60, 400), np.full(400, 2.0), 1).surprises[5:] / 0.05

    assert surprises.var() == pytest.approx(1, abs=0.05)
    assert abs(np.mean(surprises[1:] * surprises[:-1])) < 0.03


def test_a_known_step_moves_the_level_to_what_came_after_it():
    values = np.concatenate([np.full(40, 0.8), np.full(6, 1.6)])[:, None]

    assert project_level(values, NOISE, 1, steps=(40,)).level[0, 0] == pytest.approx(1.6, abs=0.02)
    assert project_level(values, NOISE, 1).level[0, 0] < 1.55


def test_smaller_counts_have_more_noise():
    assert month_noise(np.full((60, 1), 100.0))[0] == pytest.approx(2.0, rel=0.11)  # chance as large as the rest
    assert np.all(np.diff(month_noise(np.tile([0.0, 1.0, 10.0, 1000.0], (60, 1)))) < 0)


def test_months_before_the_last_sixty_do_not_count():
    values = drawn(90, 1)
    changed = values.copy()
    changed[:30] *= 3

    np.testing.assert_array_equal(project_level(values, NOISE, 3).level, project_level(changed, NOISE, 3).level)
