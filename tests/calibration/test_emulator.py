"""Emulators, against functions that are known."""

import numpy as np

from sim.calibration.emulator import FEWEST, STRONGEST, emulate, emulate_all, means, one_thread, terms
from sim.studies.designs import cube


def points(n=120, d=10):
    return cube("lhs", n, d, 3)


def test_terms_have_mean_zero_and_size_one():
    made = terms(cube("lhs", 4096, 3, 1))
    assert np.abs(made.mean(axis=0)).max() < 0.01
    assert np.abs(made.std(axis=0) - 1.0).max() < 0.01


def test_a_curve_is_told_to_its_noise():
    u = points()
    noise = 0.1 * np.random.default_rng(1).normal(size=len(u))
    made = emulate(u, "y", 2.0 * u[:, 0] - (2.0 * u[:, 1] - 1.0) ** 2 + noise)
    assert 0.08 < made.error < 0.14
    assert made.explained > 0.95
    assert 0.88 <= made.within <= 1.0


def test_a_wave_that_no_square_follows_is_told_by_the_process():
    u = points(200, 3)
    made = emulate(u, "y", np.sin(9.0 * u[:, 0]))
    assert made.explained > 0.98


def test_noise_alone_is_not_told():
    made = emulate(points(), "y", np.random.default_rng(1).normal(size=120))
    assert made.explained < 0.1
    assert 0.8 < made.error < 1.25


def test_the_own_prediction_is_that_of_the_library():
    u = points()
    fit = emulate(u, "y", np.sin(5.0 * u[:, 0]) + u[:, 1]).whole
    at = cube("lhs", 50, 10, 8)
    own = fit.middle + fit.spread * (fit.intercept + terms(at) @ fit.weights + fit.process.predict(at[:, fit.near]))
    assert np.abs(fit.mean(at) - own).max() < 1e-3 * np.ptp(own)  # ours is in single precision
    assert len(fit.near) == STRONGEST


def test_points_without_a_value_are_left_out_and_few_are_refused():
    u = points()
    y = u[:, 0].copy()
    y[5:] = np.nan
    assert emulate(u, "y", y) is None
    y = u[:, 0].copy()
    y[FEWEST + 20 :] = np.nan
    assert emulate(u, "y", y).error < 0.02
    assert emulate(u, "y", np.ones(len(u))) is None
    assert list(emulate_all(u, {"flat": np.ones(len(u)), "y": u[:, 0]})) == ["y"]


def test_the_same_points_give_the_same_bits():
    u = points()
    with one_thread():
        first, second = (emulate(u, "y", np.sin(5.0 * u[:, 0])) for _ in range(2))
    assert np.array_equal(means([first.whole], u), means([second.whole], u))
    assert first.error == second.error
