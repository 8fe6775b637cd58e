"""The whole, on a simulator that is known on paper."""

import numpy as np
import pytest

from sim.calibration.emulator import Emulator
from sim.calibration.goals import Goals
from sim.calibration.steps import QUICK, Plan, calibrate
from sim.errors import ResultError
from tests.calibration.synthetic import INPUTS, NAMES, NOISE, Simulator, goals, line

PLAN = Plan(trajectories=2, points=90, waves=2, checks=30, truths=10)
TRUTH = np.array([0.7, 0.3, 0.6, 0.2, 0.5, 0.5, 0.5, 0.5])


@pytest.fixture(scope="module")
def found():
    return calibrate(Simulator(), INPUTS, goals(TRUTH, 0.05), PLAN)


def test_only_what_moves_an_output_is_screened(found):
    assert found.active.tolist() == [0, 1, 2, 3]


def test_known_figures_narrow_what_they_depend_on(found):
    assert np.all(found.narrowing[:2] < 0.3)
    assert found.narrowing[3] < 0.7
    assert found.narrowing[4:].tolist() == [1.0] * 4
    assert np.abs(found.draws[:, 4:].mean(axis=0) - 0.5).max() < 0.02


def test_draws_reproduce_the_figures(found):
    said = line(found.draws).mean(axis=0)
    assert np.abs(said - line(TRUTH[None, :])[0]).max() < 0.06
    assert all(abs(one.z) < 1.0 and one.within > 0.8 for one in found.checked)
    assert len(found.checked) == len(NAMES)


def test_a_second_wave_is_run_where_the_first_ruled_much_out(found):
    assert [n for n, _ in found.waves] == [90, 180]
    assert 0.0 < found.waves[0][1] < 0.3


def test_vague_figures_are_worth_one_wave_and_narrow_little():
    vague = calibrate(Simulator(), INPUTS, goals(TRUTH, 3.0), PLAN)
    assert [n for n, _ in vague.waves] == [90]
    assert np.all(vague.narrowing[:4] > 0.85)
    assert vague.flagged == []


def test_a_weak_emulator_is_told_of(found):
    assert found.flagged == list(NAMES)  # the noise alone is as large as the tolerance
    assert all(isinstance(one, Emulator) and one.error > 0.8 * NOISE for one in found.emulators.values())


def test_the_same_seed_gives_the_same_bits(found):
    again = calibrate(Simulator(), INPUTS, goals(TRUTH, 0.05), PLAN)
    assert np.array_equal(again.draws, found.draws)
    assert again.waves == found.waves
    assert np.array_equal(again.test.ranks, found.test.ranks)


def test_a_goal_without_a_figure_is_left_out_with_its_name():
    class Lacking(Simulator):
        def __call__(self, points, fates, step):
            return {**super().__call__(points, fates, step), "b": np.full(len(points), np.nan)}

    lacking = calibrate(Lacking(), INPUTS, goals(TRUTH, 0.5), PLAN)
    assert lacking.skipped == ["b"]
    assert lacking.goals.names == ("a", "c")


def test_nothing_moves_and_nothing_measured_are_told():
    def still(points, fates, step):
        return {name: np.zeros(len(points)) for name in NAMES}

    def silent(points, fates, step):
        said = Simulator()(points, fates, step)
        return {name: said[name] if step == "screen" else np.full(len(points), np.nan) for name in NAMES}

    with pytest.raises(ResultError, match="no input moves"):
        calibrate(still, INPUTS, goals(TRUTH, 0.5), PLAN)
    with pytest.raises(ResultError, match="no target was measured"):
        calibrate(silent, INPUTS, goals(TRUTH, 0.5), PLAN)


def test_runs_are_as_many_as_planned():
    simulator = Simulator()
    calibrate(simulator, INPUTS, goals(TRUTH, 3.0), PLAN)
    assert simulator.runs == {"screen": 2 * (INPUTS + 1), "wave": 90, "check": 30}
    assert QUICK.waves == 1


def test_goals_keep_their_order_when_some_are_taken():
    some = Goals(("a", "b", "c"), np.array([1.0, 2.0, 3.0]), np.array([4.0, 5.0, 6.0])).only(["c", "a"])
    assert some.values.tolist() == [3.0, 1.0]
    assert some.sds.tolist() == [6.0, 4.0]
