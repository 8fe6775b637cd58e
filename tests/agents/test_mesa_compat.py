"""What Mesa does not say: which iteration a model is for, and which seed an ``rng`` stands for."""

from __future__ import annotations

import pickle
from typing import Any

import numpy as np
import pytest

from sim.agents.mesa_compat import iteration_of_batch_run, seed_of
from sim.errors import ConfigError, Problem


def asked_by(batch_run: Any, **known: Any) -> int:
    """Ask from within a function of Mesa's batch runner that has these variables."""
    source = f"def run({', '.join(known) or '*_'}):\n    return ask()"
    module: dict[str, Any] = {"__name__": "mesa.batchrunner", "ask": iteration_of_batch_run, "batch_run": batch_run}
    exec(source, module)
    return int(module["run"](**known))


def of_3_3(iterations: int) -> None: ...


def of_3_5(iterations: int, rng: Any) -> None: ...


def by_rng(rng: Any = None) -> None: ...


def by_seed(seed: Any = None) -> None: ...


@pytest.mark.parametrize(
    ("batch_run", "model_cls", "kwargs", "number"),
    [
        (of_3_3, by_rng, {}, 3),
        (of_3_3, by_rng, {"rng": 7}, 3),  # a parameter like any other: every iteration has it
        (of_3_5, by_rng, {"rng": None}, 3),
        (of_3_5, by_rng, {"seed": 7, "rng": None}, 3),
        (of_3_5, by_rng, {"rng": 7}, 0),  # this iteration's own
        (of_3_5, by_seed, {"seed": 7}, 0),
    ],
)
def test_the_iteration_is_the_number_of_the_fate(batch_run: Any, model_cls: Any, kwargs: Any, number: int) -> None:
    assert asked_by(batch_run, iteration=3, kwargs=kwargs, model_cls=model_cls) == number


def test_outside_of_batch_run_there_is_no_iteration() -> None:
    iteration = 3  # of somebody else
    assert iteration_of_batch_run() == 0 != iteration


def test_a_batch_run_that_hides_its_iteration_is_refused() -> None:
    with pytest.raises(ConfigError, match=r'say \{"replication": range\(4\)\}'):
        asked_by(of_3_3)


def test_whatever_mesa_takes_as_rng_is_a_seed() -> None:
    assert [seed_of(number) for number in (0, np.int64(5), 2**32 - 1)] == [0, 5, 2**32 - 1]
    many = [seed_of(rng) for rng in (2**32, 2**63 - 1, [1, 2], [2, 1], np.random.SeedSequence(5))]
    assert len(set(many)) == len(many)
    assert all(0 <= seed < 2**32 for seed in many)
    assert many == [seed_of(rng) for rng in (2**32, 2**63 - 1, (1, 2), np.array([2, 1]), np.random.SeedSequence(5))]


@pytest.mark.parametrize("rng", [-1, 1.5, "one", np.random.default_rng(1)])
def test_what_is_no_seed_is_refused(rng: Any) -> None:
    with pytest.raises(ConfigError, match="rng: found"):
        seed_of(rng)


def test_an_error_comes_out_of_a_worker_process_as_it_went_in() -> None:
    error = ConfigError([Problem("days", "found 0 days", "1 to 36500 days")])
    assert str(pickle.loads(pickle.dumps(error))) == str(error)
