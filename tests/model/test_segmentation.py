"""Cutting series into level pieces, and how well cuts of a series that only wanders do."""

from itertools import combinations

import numpy as np
import pytest

from analysis.model.level_shift import cut_statistics, least_squares, read_cuts, wander, wandering_statistics


def squares_of(levels, cuts):
    pieces = np.split(levels, cuts)
    return sum(((piece - piece.mean()) ** 2).sum() for piece in pieces)


def test_the_cuts_are_the_best_of_all_that_leave_pieces_long_enough():
    levels = np.random.default_rng(1).normal(size=10)
    squares, begins = least_squares(levels[None], np.ones((1, 10)), 2, 2)
    choices = [cuts for cuts in combinations(range(2, 9), 2) if cuts[1] - cuts[0] >= 2]
    best = min(choices, key=lambda cuts: squares_of(levels, cuts))

    assert tuple(read_cuts(begins, 2)) == best
    assert squares[2, 0] == pytest.approx(squares_of(levels, best))


def test_many_series_are_cut_as_each_alone():
    levels = np.random.default_rng(2).normal(size=(5, 12))
    together, _ = least_squares(levels, np.ones_like(levels), 3, 2)
    alone = [least_squares(each[None], np.ones((1, 12)), 3, 2)[0][:, 0] for each in levels]

    assert together == pytest.approx(np.array(alone).T)


def test_an_exact_step_is_cut_as_clearly_as_can_be():
    levels = np.repeat([1.0, 2.0], 4)
    squares, begins = least_squares(levels[None], np.ones((1, 8)), 1, 2)

    assert read_cuts(begins, 1) == [4]
    assert cut_statistics(squares, 8)[0, 0] > 1000


def test_series_that_wander_are_cut_beyond_the_limits_once_in_twenty():
    levels = wander(np.random.default_rng(3), 2000, 10)
    critical, maxima = wandering_statistics(10, 2, 2)
    squares, _ = least_squares(levels, np.ones_like(levels), 2, 2)
    beyond = (cut_statistics(squares, 10) / critical[:, None]).max(axis=0) > np.quantile(maxima, 0.95)

    assert 0.03 < beyond.mean() < 0.07


def test_series_wander_with_the_autocorrelation_asked_for():
    levels = wander(np.random.default_rng(4), 500, 100, 0.5)
    correlation = np.mean([np.corrcoef(each[1:], each[:-1])[0, 1] for each in levels])

    assert correlation == pytest.approx(0.5, abs=0.05)
