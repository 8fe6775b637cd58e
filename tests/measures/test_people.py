"""Measures of people on two evenings by hand."""

from __future__ import annotations

import math
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from sim.measures import MEASURES, View
from sim.mechanisms.satisfaction import say_satisfied
from sim.state.world import World
from tests.places import small

HEARD = math.nan


@pytest.fixture
def world() -> World:
    """Five communities; ten days have passed and nothing happened in them."""
    world = small(population=400).world
    world.day = 10
    return world


def seen(world: World, first_day: int = 0, **evenings: Any) -> View:
    made: Any = SimpleNamespace(**evenings)
    return View(world, made, first_day)


def test_satisfaction_is_weighed_by_residents_and_counted_from_the_first_day(world: World) -> None:
    mood = np.full((10, 5), 0.2)
    mood[4:] = [0.9, 0.5, 0.5, 0.5, 0.1]
    size = world.map.by_community(world.map.residents)
    expected = 100.0 * float(mood[4] @ size) / size.sum()
    assert MEASURES["satisfaction"](seen(world, 4, satisfaction=mood)) == pytest.approx(expected)


def test_satisfaction_and_trust_at_the_end_are_means_of_residents(world: World) -> None:
    world.people.opinion["ambient"][:] = 0.0
    say_satisfied(world, np.arange(100), 0.8)
    world.residents.trust[:] = 0.4
    world.residents.trust[:40] = 0.9
    assert MEASURES["satisfaction_end"](seen(world)) == pytest.approx(20.0)
    assert MEASURES["trust"](seen(world)) == pytest.approx(45.0)


def test_the_gap_is_the_best_tenth_less_the_worst_on_the_last_evening(world: World) -> None:
    mood = np.full((10, 5), 0.5)
    mood[-1] = [0.4, 0.9, 0.5, 0.7, 0.6]
    # of five values the 90th percentile lies 0.6 of the way from 0.7 to 0.9, the 10th 0.4 of that from 0.4 to 0.5
    assert MEASURES["satisfaction_gap"](seen(world, satisfaction=mood)) == pytest.approx(82.0 - 44.0)


def test_the_vulnerable_are_heard_if_it_becomes_known(world: World) -> None:
    world.cases.add(5, t_occur=10.0, vulnerable=[1, 1, 2, 3, 0], t_accept=[20.0, math.nan, 30.0, math.nan, math.nan])
    assert MEASURES["vulnerable_heard"](seen(world)) == 50.0
    world.cases.t_accept[4] = 40.0
    assert MEASURES["vulnerable_heard"](seen(world)) == 50.0


def test_the_vulnerable_are_reached_if_visited(world: World) -> None:
    world.rota.residents = np.arange(8, dtype=np.int32)
    reached = np.array([8.0] * 5 + [2.0, 2.0, 2.0, 2.0, 4.0])
    assert MEASURES["vulnerable_reached"](seen(world, 5, reached=reached)) == pytest.approx(100.0 * 2.4 / 8.0)
    world.rota.residents = world.rota.residents[:0]
    assert math.isnan(MEASURES["vulnerable_reached"](seen(world, reached=reached)))


def test_hours_of_volunteers_are_per_thousand_and_year_and_partly_paper(world: World) -> None:
    offered, given = np.arange(1.0, 11.0) * 4.0, np.arange(1.0, 11.0) * 3.0
    late = {"offered_h": offered, "given_h": given}
    # 4 h a day for 400 residents; the five days before do not count
    assert MEASURES["volunteer_hours"](seen(world, 5, **late)) == pytest.approx(4.0 * 365.0 * 1000.0 / 400.0)
    assert MEASURES["volunteer_paper"](seen(world, 5, **late)) == pytest.approx(25.0)
    assert math.isnan(MEASURES["volunteer_paper"](seen(world, offered_h=0 * offered, given_h=0 * given)))


def test_volunteers_left_at_the_end(world: World) -> None:
    world.people.volunteers_at_start[:] = 10.0
    world.people.volunteers[:] = [10.0, 5.0, 0.0, 10.0, 10.0]
    assert MEASURES["volunteer_activity"](seen(world)) == pytest.approx(70.0)
    world.people.volunteers_at_start[:] = 0.0
    assert math.isnan(MEASURES["volunteer_activity"](seen(world)))
