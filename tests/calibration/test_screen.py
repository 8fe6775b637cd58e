"""Screening, against effects known on paper."""

import numpy as np

from sim.calibration.screen import EDGE, active, strengths, trajectories


def test_a_line_has_the_effects_of_its_weights():
    plan = trajectories(4, 3, seed=1)
    weights = np.array([3.0, -1.0, 0.0, 0.15])
    found = strengths(plan, {"y": plan.points @ weights})["y"]
    assert np.allclose(found, [1.0, 1.0 / 3.0, 0.0, 0.05])


def test_each_step_moves_one_input_and_each_input_once():
    plan = trajectories(5, 4, seed=1)
    points = plan.points.reshape(4, 6, 5)
    moved = np.diff(points, axis=1) != 0.0
    assert np.all(moved.sum(axis=2) == 1)
    assert np.all(moved.sum(axis=1) == 1)
    assert plan.points.min() >= EDGE - 1e-12
    assert plan.points.max() <= 1.0 - EDGE + 1e-12


def test_all_points_of_a_trajectory_have_one_fate():
    assert trajectories(2, 3, seed=1).fates.tolist() == [0, 0, 0, 1, 1, 1, 2, 2, 2]


def test_points_without_a_value_are_left_out():
    plan = trajectories(2, 4, seed=1)
    y = plan.points @ np.array([2.0, 1.0])
    y[0] = np.nan
    assert np.allclose(strengths(plan, {"y": y})["y"], [1.0, 0.5])


def test_an_output_that_nothing_moves_has_no_strengths():
    plan = trajectories(2, 2, seed=1)
    assert strengths(plan, {"y": np.ones(len(plan.points))})["y"].tolist() == [0.0, 0.0]


def test_an_input_is_active_if_it_reaches_a_tenth_on_any_output():
    strength = {"a": np.array([1.0, 0.05, 0.0, 0.09]), "b": np.array([0.0, 0.2, 1.0, 0.09])}
    assert active(strength).tolist() == [0, 1, 2]
    assert active(strength, most=2).tolist() == [0, 2]
