"""The self-test: intervals that promise what they hold pass, intervals that are too narrow do not."""

import dataclasses

import numpy as np
import pytest

from sim.calibration.emulator import emulate_all, one_thread
from sim.calibration.goals import Goals
from sim.calibration.self_test import SelfTest, self_test
from sim.calibration.waves import first_wave
from tests.calibration.synthetic import NAMES, Simulator

TRUTHS = 40


@pytest.fixture(scope="module")
def made():
    """Emulators, their points and outputs."""
    points = first_wave(8, 120, 1)
    outputs = Simulator()(points, np.arange(120), "wave")
    with one_thread():
        found = emulate_all(points[:, :4], outputs)
    return [found[name] for name in NAMES], points[:, :4], outputs


def tried(emulators, points, outputs, sd, truths=TRUTHS):
    with one_thread():
        return self_test(points, outputs, emulators, Goals(NAMES, np.zeros(3), np.full(3, sd)), truths, 1)


def test_truths_lie_in_intervals_as_often_as_these_promise(made):
    found = tried(*made, 0.3)
    assert found.ranks.shape == (TRUTHS, 4)
    # 240 truths, those of one posterior hardly correlated: three standard errors
    assert found.coverage[0.5] == pytest.approx(0.5, abs=0.1)
    assert found.coverage[0.9] == pytest.approx(0.9, abs=0.06)
    assert np.all(found.narrowing < 0.95)
    assert found.effective.min() >= 200.0


def test_emulators_that_are_too_sure_are_found_out(made):
    emulators, points, outputs = made
    sure = [dataclasses.replace(one, error=0.2 * one.error) for one in emulators]
    wrong, found = tried(sure, points, outputs, 0.001, 12), tried(emulators, points, outputs, 0.02, 12)
    assert np.all(wrong.covered(0.9)[:2] < 0.7)
    assert np.all(found.covered(0.9)[:2] > 0.8)


def test_ranks_become_coverage_by_hand():
    ranks = np.array([[0.5, 0.01], [0.26, 0.96], [0.74, 0.94], [0.1, 0.5]])
    made = SelfTest(ranks, np.ones(2), np.ones(4))
    assert made.covered(0.5).tolist() == [0.75, 0.25]
    assert made.covered(0.9).tolist() == [1.0, 0.5]
    assert made.coverage == {0.5: 0.5, 0.9: 0.75}
