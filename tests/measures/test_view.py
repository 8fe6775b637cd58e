"""What a measure may see: the window, its edges, and what grew in it."""

from __future__ import annotations

import math
from types import SimpleNamespace
from typing import Any

import numpy as np

from sim.measures import View, recent_response_h
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


def test_what_follows_from_the_stamps() -> None:
    world = hamlet()
    world.day = 10
    world.cases.add(
        3,
        t_occur=1.0,
        t_accept=[10.0, 20.0, 30.0],
        t_contact=[13.0, 240.0, 240.1],
        t_close=[40.0, 50.0, math.nan],
        status=[Status.CLOSED, Status.AT_WORK, Status.EXPIRED],
        limit_class=[0, 1, 3],
        t_open=[10.0, 25.0, 30.0],
        cell=0,
        resident=[4, 5, 6],
        t_first_close=30.0,
        t_first_back=[35.0, 36.0, 37.0],
        t_agreed=30.0,
        t_broken=[31.0, 33.0, 36.0],
    )
    world.map.old[0] = True
    world.residents.age[[4, 5, 6]] = 0, 1, 2
    seen = view(world, 0)
    assert seen.of("closed").tolist() == [True, False, False]
    assert seen.of("open").tolist() == [False, True, False]
    assert seen.of("contacted").tolist() == [True, True, False]
    assert seen.of("response_h").tolist() == [3.0, 220.0, 210.1]
    assert seen.waits_h.tolist() == [3.0, 220.0]
    assert seen.of("closing_h")[:2].tolist() == [30.0, 30.0]
    assert seen.of("due").tolist() == [12.0, 49.0, 390.0]
    assert seen.of("away_h").tolist() == [5.0, 6.0, 7.0]
    assert seen.of("kept_h").tolist() == [1.0, 3.0, 6.0]
    assert seen.of("old").all()
    assert seen.of("age").tolist() == [0, 1, 2]


def test_live_response_is_of_the_last_days_without_duplicates() -> None:
    world = hamlet()
    world.day = 40
    now = 960.0
    world.cases.add(
        6,
        born=[9, 20, 20, 20, 20, 39],
        t_accept=[230.0, 700.0, 700.0, 700.0, 950.0, 955.0],
        parent=[-1] * 3 + [0, -1, -1],
        t_contact=[240.0, 702.0, 704.0, 790.0, now + 0.1, now],
    )
    # 10, 2, 4 and 5 h; the fourth is a duplicate, the fifth is only planned
    assert recent_response_h(world) == (10.0 + 2.0 + 4.0 + 5.0) / 4.0
    world.cases.t_contact[0] = 239.9  # thirty days and a little ago
    assert recent_response_h(world) == (2.0 + 4.0 + 5.0) / 3.0
    assert recent_response_h(world, 5) == 5.0
