"""Columns that follow from the stamps of a case, by hand."""

from __future__ import annotations

import math
from types import SimpleNamespace
from typing import Any

from sim.measures import View
from sim.state.cases import Status
from tests.places import hamlet


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
    evenings: Any = SimpleNamespace()
    seen = View(world, evenings, 0)
    assert seen.of("closed").tolist() == [True, False, False]
    assert seen.of("open").tolist() == [False, True, False]
    assert seen.of("contacted").tolist() == [True, True, False]
    assert seen.of("response_h").tolist() == [3.0, 220.0, 210.1]
    assert seen.waits_h.values.tolist() == [3.0, 220.0]
    assert seen.of("closing_d")[:2].tolist() == [1.25, 1.25]
    assert seen.of("due").tolist() == [12.0, 49.0, 390.0]
    assert seen.of("away_h").tolist() == [5.0, 6.0, 7.0]
    assert seen.of("kept_h").tolist() == [1.0, 3.0, 6.0]
    assert seen.of("old").all()
    assert seen.of("age").tolist() == [0, 1, 2]
