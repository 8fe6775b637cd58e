"""What a measure may see: the window, its edges, and what grew in it."""

from __future__ import annotations

import math
from types import SimpleNamespace
from typing import Any

import numpy as np

from sim.measures import View
from sim.state.cases import Status
from sim.state.world import World
from tests.places import hamlet


def view(world: World, first_day: int) -> View:
    evenings: Any = SimpleNamespace()
    return View(world, evenings, first_day)


def test_the_window_begins_at_its_first_midnight() -> None:
    world = hamlet()
    world.day = 10
    world.cases.add(5, t_occur=[47.9, 48.0, 100.0, 10.0, 60.0], t_accept=[50.0, 60.0, math.nan, 47.9, 48.0],
                    parent=[-1, -1, -1, -1, 0], status=[Status.CLOSED] * 3 + [Status.QUEUED] * 2)  # fmt: skip
    sets = view(world, 2).sets
    assert sets.known["row"].tolist() == [0, 1]
    assert sets.born["row"].tolist() == [1, 2]
    assert sets.reports["row"].tolist() == [0, 1, 4]
    assert sets.pending["row"].tolist() == [3]
    assert sets.people.n == world.residents.n


def test_days_and_totals_of_the_window() -> None:
    world = hamlet()
    world.day = 10
    total = np.cumsum(np.arange(10.0))
    assert (view(world, 0).days, view(world, 4).days, view(world, 4).end_h) == (10, 6, 240.0)
    assert view(world, 0).gained(total) == 45.0
    assert view(world, 4).gained(total) == 4 + 5 + 6 + 7 + 8 + 9
    assert view(world, 1).gained(total) == 45.0
    assert view(world, 99).first_day == 9  # never without a day


def test_a_part_has_its_own_cases_and_residents_and_no_others() -> None:
    world = hamlet()
    world.day = 10
    world.cases.add(4, t_occur=[50.0, 60.0, 70.0, 10.0], t_accept=[51.0, 61.0, 71.0, 11.0], parent=[-1] * 4)
    part = view(world, 2).part(np.array([0, 2, 3]), np.array([5, 1]))
    assert part.sets.known["row"].tolist() == [0, 2]
    assert part.sets.people["row"].tolist() == [1, 5]
    assert view(world, 2).part(np.array([3])).sets.known.n == 0
