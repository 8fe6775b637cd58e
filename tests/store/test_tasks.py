"""Tasks: what moves numbers makes another cell, how it is run does not."""

from __future__ import annotations

import math
import pickle
from dataclasses import replace

import pytest

from sim.config.run import load
from sim.measures import MEASURES
from sim.store.tasks import Task, bits_of, cell_of, config_of


@pytest.mark.parametrize(
    "said",
    [{"replications": 9}, {"jobs": 2}, {"case_rows": 7}, {"results_dir": "elsewhere"}],
    ids=lambda s: next(iter(s)),
)
def test_how_often_and_where_to_is_no_part_of_the_cell(said: dict[str, object]) -> None:
    assert load("demo", **said).digest() == load("demo").digest()


@pytest.mark.parametrize(
    "said",
    [{"days": 300}, {"seed": 2}, {"warmup_days": 5}, {"voice.p_report": 0.31}, {"place.workers": 13}],
    ids=lambda s: next(iter(s)),
)
def test_what_moves_numbers_is(said: dict[str, object]) -> None:
    assert load("demo", **said).digest() != load("demo").digest()


def test_a_lever_and_its_dose_are_other_cells() -> None:
    doses = [{}, {"policies": {"dual_report": {"active_share": 0.4}}}]
    cells = {load("demo", ["dual_report"], **said).digest() for said in doses} | {load("demo").digest()}
    assert len(cells) == 3


def test_a_configuration_comes_back_from_its_tree() -> None:
    config = load("xialu", ["dual_report", "grid_redivision"], days=30, **{"voice.p_report": 0.4})
    again = config_of(config.canonical())
    assert again.canonical() == config.canonical()
    assert again.settings == config.settings
    assert again.policies == config.policies
    assert replace(again.place, sources=config.place.sources) == config.place


def test_ids_are_of_tree_replication_and_code() -> None:
    tree = load("demo").canonical()
    task = Task(tree, 3, "abc")
    assert task.cell == cell_of(tree) == load("demo").digest()
    others = [Task(tree, 4, "abc"), Task(tree, 3, "abd"), Task(tree + " ", 3, "abc")]
    assert len({task.id, *(t.id for t in others)}) == 4
    assert Task(tree, 3, "abc").id == task.id


def test_a_task_is_small_on_the_wire() -> None:
    assert len(pickle.dumps(Task(load("xialu").canonical(), 0, "abc"))) < 20_000


def test_bits_know_the_last_one_and_every_nan_alike() -> None:
    values = dict.fromkeys(MEASURES, 0.1)
    name = next(iter(MEASURES))
    assert bits_of(values) != bits_of(values | {name: math.nextafter(0.1, 1.0)})
    assert bits_of(values | {name: math.nan}) == bits_of(values | {name: -math.nan})
