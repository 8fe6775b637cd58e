"""The model as a simulator: what is there is not run again, and what fails is told."""

import threading

import numpy as np
import pytest

from sim.calibration.points import Points
from sim.calibration.runs import ModelRuns
from sim.config.run import load
from sim.errors import Interrupted, SomeFailed
from sim.measures import HEADLINE, MEASURES
from sim.observations.table import Observation
from sim.studies.engines.base import Closing, Done, Failed, Row
from sim.studies.priors import inputs

ROW = Observation("A", "on_time", 80.0, "%", 0.5, transform="logit", disc_sd=0.5, role="fit")
POINTS = np.array([[0.2, 0.5], [0.8, 0.5], [0.2, 0.5]])


class Engine(Closing):
    """Says of each run on time = 10 times its fate; runs of some fates fail."""

    jobs = 1

    def __init__(self, failing=(), stop_after=99):
        self.lived, self.failing, self.stop_after = [], failing, stop_after

    def run(self, batches, stop):
        for batch in batches:
            if len(self.lived) >= self.stop_after:
                stop.set()
                return
            (fate,) = batch.replications
            assert batch.observations == (ROW,)
            if fate in self.failing:
                yield Failed(batch, fate, "it broke")
                continue
            self.lived.append(fate)
            measures = dict.fromkeys(MEASURES, 1.0)
            yield Done(batch, [Row(fate, measures, {}, {}, 0.1, "here", 1.0, figures={"A": 10.0 * fate})])


@pytest.fixture(scope="module")
def config():
    return load("demo", days=20, warmup_days=5)


def runs(config, folder, engine):
    return ModelRuns(config, inputs(config)[:2], [ROW], engine, Points(folder), threading.Event())


def test_figures_come_on_their_scale_and_measures_as_they_are(config, tmp_path):
    found = runs(config, tmp_path, Engine())(POINTS, np.array([5, 5, 7]), "wave")
    assert found["A"] == pytest.approx([0.0, 0.0, np.log(7 / 3)])
    assert all(found[name].tolist() == [1.0] * 3 for name in HEADLINE)


def test_a_point_with_the_same_fate_is_run_once_and_never_again(config, tmp_path):
    engine = Engine()
    simulate = runs(config, tmp_path, engine)
    first = simulate(POINTS, np.array([5, 5, 5]), "wave")
    assert engine.lived == [5, 5]  # the third is the first
    again = Engine()
    assert np.array_equal(runs(config, tmp_path, again)(POINTS, np.array([5, 5, 5]), "wave")["A"], first["A"])
    assert again.lived == []


def test_after_a_stop_what_had_finished_is_there(config, tmp_path):
    with pytest.raises(Interrupted, match="the same command goes on"):
        runs(config, tmp_path, Engine(stop_after=1))(POINTS, np.array([4, 5, 6]), "wave")
    engine = Engine()
    runs(config, tmp_path, engine)(POINTS, np.array([4, 5, 6]), "wave")
    assert engine.lived == [5, 6]


def test_many_failures_are_told_and_a_few_are_missing_values(config, tmp_path, monkeypatch):
    with pytest.raises(SomeFailed, match="it broke"):
        runs(config, tmp_path, Engine(failing=(4,)))(POINTS, np.array([4, 5, 6]), "wave")
    monkeypatch.setattr("sim.calibration.runs.MOST_FAILED", 0.5)
    simulate = runs(config, tmp_path / "other", Engine(failing=(4,)))
    found = simulate(POINTS, np.array([4, 5, 6]), "wave")
    assert np.isnan(found["A"]).tolist() == [True, False, False]
    assert simulate.failed == 1


def test_progress_counts_what_was_there(config, tmp_path):
    said = []
    simulate = runs(config, tmp_path, Engine())
    simulate(POINTS[:1], np.array([5]), "wave")
    simulate.told = lambda step, done, total: said.append((step, done, total))
    simulate(POINTS[:2], np.array([5, 5]), "check")
    assert said == [("check", 1, 2), ("check", 2, 2)]
