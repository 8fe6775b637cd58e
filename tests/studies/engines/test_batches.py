"""Tasks cut into batches: each once, one cell each, cells in turn, a few seconds each."""

from __future__ import annotations

import time

import pytest

from sim.config.run import load
from sim.studies.engines.batches import BATCH_S, batched, guess_cpu_s
from sim.studies.replication import live


def test_each_task_comes_once_and_cells_take_turns() -> None:
    wanted = {"a": range(100), "b": range(40, 100), "c": ()}
    made = list(batched(wanted, "code", lambda tree: 0.5, jobs=2, tables=("daily",), case_rows=7))
    for tree, numbers in wanted.items():
        assert [k for batch in made if batch.tree == tree for k in batch.replications] == list(numbers)
    assert [batch.tree for batch in made[:4]] == ["a", "b", "a", "b"]
    assert {(batch.code, batch.tables, batch.case_rows) for batch in made} == {("code", ("daily",), 7)}


def test_a_batch_is_some_seconds_of_work() -> None:
    cost = {"quick": 0.1, "slow": 2.0, "huge": 60.0}
    made = list(batched(dict.fromkeys(cost, range(1000)), "", cost.__getitem__))
    assert {tree: len(next(b for b in made if b.tree == tree).replications) for tree in cost} == {
        "quick": BATCH_S / 0.1, "slow": 2, "huge": 1,
    }  # fmt: skip


def test_few_tasks_are_still_shared_by_all_workers() -> None:
    assert [batch.replications for batch in batched({"a": range(8)}, "", lambda tree: 0.001, jobs=4)] == [
        (k,) for k in range(8)
    ]


def test_what_is_learnt_meanwhile_counts() -> None:
    cost = {"a": 5.0}
    batches = batched({"a": range(100)}, "", cost.__getitem__)
    assert len(next(batches).replications) == 1
    cost["a"] = 0.5
    assert len(next(batches).replications) == 10
    assert not list(batched({}, "", cost.__getitem__))


@pytest.mark.slow
@pytest.mark.parametrize(("place", "days"), [("demo", 60), ("xialu", 30)])
def test_the_guess_is_of_the_right_size(place: str, days: int) -> None:
    config = load(place, days=days)
    live(config, 0, 0, tables=False)
    began = time.thread_time()
    live(config, 1, 0, tables=False)
    assert 0.1 < guess_cpu_s(config) / (time.thread_time() - began) < 10.0
