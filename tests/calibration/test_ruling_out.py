"""Ruling out, by hand."""

import numpy as np

from sim.calibration.goals import Goals, log_likelihood
from sim.calibration.ruling_out import implausibility, possible

GOALS = Goals(("a", "b"), np.array([0.0, 10.0]), np.array([3.0, 0.0]))
ERRORS = np.array([4.0, 1.0])


def test_distance_is_in_all_that_is_uncertain():
    found = implausibility(np.array([[10.0, 10.0], [0.0, 7.0]]), ERRORS, GOALS)
    assert found.tolist() == [[2.0, 0.0], [0.0, 3.0]]


def test_out_is_who_is_beyond_three_of_one_or_two_and_a_half_of_two():
    distance = np.array([[3.0, 2.5], [3.1, 0.0], [2.6, 2.6], [0.0, 0.0]])
    assert possible(distance).tolist() == [True, False, False, True]
    assert possible(np.array([[2.9], [3.1]])).tolist() == [True, False]


def test_the_likelihood_is_that_of_normal_errors():
    found = log_likelihood(np.array([[5.0, 11.0], [0.0, 10.0]]), ERRORS, GOALS)
    assert np.allclose(found, [-1.0, 0.0])
    assert np.allclose(log_likelihood(np.array([[5.0, 11.0]]), ERRORS, GOALS, np.array([5.0, 11.0])), 0.0)
