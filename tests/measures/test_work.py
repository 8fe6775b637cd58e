"""Measures of work and money on running totals by hand: what grew in the window, per resident and year."""

from __future__ import annotations

import math
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from sim.measures import MEASURES, View
from sim.measures.work import gini
from sim.state.cases import Status
from sim.state.desks import Net
from sim.state.world import World
from tests.places import small

DAYS, FIRST = 10, 5


@pytest.fixture
def world() -> World:
    world = small(population=400).world
    world.day = DAYS
    return world


def seen(world: World, first_day: int = FIRST, **daily: tuple[float, float]) -> View:
    """Totals that grew by the first number a day before the window, by the second in it."""
    before, after = np.arange(DAYS) < FIRST, np.arange(DAYS) >= FIRST
    totals: Any = {name: np.cumsum(before * early + after * late) for name, (early, late) in daily.items()}
    return View(world, SimpleNamespace(**totals), first_day)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "daily", "value"),
    [
        ("utilisation", {"worked_h": (9.0, 3.0), "paid_h": (9.0, 12.0)}, 25.0),
        ("admin_share", {"forms_h": (9.0, 6.0), "paid_h": (9.0, 12.0)}, 50.0),
        # 2 of the 8 paid and the 2 cut
        ("given_up_hours", {"given_up_h": (7.0, 2.0), "paid_h": (9.0, 8.0), "cut_h": (1.0, 2.0)}, 20.0),
        ("lever_cost", {"levers_yuan": (99.0, 40.0)}, 40.0 * 365.0 / 400.0),
        ("lever_hours", {"asked_h": (99.0, 4.0)}, 4.0 * 365.0 / 400.0 * 1000.0),
        ("spending", {"spent_yuan": (99.0, 80.0)}, 80.0 * 365.0 / 400.0),
    ],
)
def test_what_grew_in_the_window(world: World, name: str, daily: dict[str, tuple[float, float]], value: float) -> None:
    assert MEASURES[name](seen(world, **daily)) == pytest.approx(value)


@pytest.mark.parametrize(
    ("name", "series"),
    [("utilisation", ("worked_h", "paid_h")), ("admin_share", ("forms_h", "paid_h")),
     ("given_up_hours", ("given_up_h", "paid_h", "cut_h"))],
)  # fmt: skip
def test_of_no_hours_there_is_no_share(world: World, name: str, series: tuple[str, ...]) -> None:
    assert math.isnan(MEASURES[name](seen(world, **dict.fromkeys(series, (5.0, 0.0)))))


def test_workers_are_the_mean_over_evenings(world: World) -> None:
    evenings: Any = SimpleNamespace(in_post=np.array([99] * 5 + [10, 11, 12, 13, 14]))
    assert MEASURES["workers"](View(world, evenings, FIRST)) == 12.0


def test_money_per_solved_case(world: World) -> None:
    world.cases.add(
        5,
        t_occur=130.0,
        t_accept=[100.0, 140.0, 140.0, 140.0, 140.0],
        solved=[True, True, True, False, True],
        status=[Status.CLOSED, Status.CLOSED, Status.CLOSED, Status.CLOSED, Status.QUEUED],
    )
    # two were accepted in the window, closed and truly solved
    assert MEASURES["cost_per_solved"](seen(world, spent_yuan=(99.0, 80.0))) == pytest.approx(400.0 / 2.0)
    world.cases.solved[:] = False
    assert math.isnan(MEASURES["cost_per_solved"](seen(world, spent_yuan=(99.0, 80.0))))


def test_the_load_is_uneven_per_worker_of_the_desks_in_service(world: World) -> None:
    desks = world.desks
    grid = np.flatnonzero(desks.net >= Net.GRID)
    desks.worked_h[:], desks.servers[grid] = 1000.0, 0
    one, two, three = grid[:3]
    desks.servers[[one, two, three]] = 1, 2, 3
    desks.worked_h[[one, two, three]] = 10.0, 40.0, 90.0
    # 10, 20 and 30 h a worker: the Gini coefficient of 1, 2, 3 is 2/9; desks without workers do not count
    assert MEASURES["workload_gini"](seen(world)) == pytest.approx(2.0 / 9.0)
    part = View(world, SimpleNamespace(), 0)  # type: ignore[arg-type]
    part.communities = [np.array([int(desks.community[one])])]
    own = [d for d in (one, two, three) if desks.community[d] == desks.community[one]]
    assert MEASURES["workload_gini"](part) == pytest.approx(gini(desks.worked_h[own] / desks.servers[own]))


def test_gini_of_nothing_and_of_one() -> None:
    assert gini(np.zeros(0)) == 0.0
    assert gini(np.zeros(4)) == 0.0
    assert gini(np.array([5.0])) == pytest.approx(0.0)
    assert gini(np.array([3.0, 1.0])) == pytest.approx(0.25)
