"""Mediation on hand-made disputes: agreed and kept, agreed and broken, settled in the grid, never agreed."""

from __future__ import annotations

import math
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from sim.district import District
from sim.measures import MEASURES, View
from sim.run_config import load
from sim.state.cases import Category, Stage, Status
from sim.state.world import World

DAY, GRID, COMMITTEE, STREET = 24.0, 0, 1, 2


@pytest.fixture
def world() -> World:
    config = load("demo", needs={"requests_per_year": 0.0, "enquiries_per_year": 0.0}, days=1, warmup_days=0)
    world = District(config).live(1).world
    world.day = 400
    return world


def dispute(world: World, level: int, passes: int, lives: list[tuple[float, float]], closed: bool = True) -> None:
    """Add a dispute that was open from day to day, once or more often."""
    worked = DAY * sum(last - first for first, last in lives)
    spent = [worked if s == Stage.WORK else 0.0 for s in Stage]
    world.cases.add(
        1, category=int(Category.DISPUTES), resident=0, cell=0, community=0, level=level, passes=passes,
        life=len(lives) - 1, status=Status.CLOSED if closed else Status.QUEUED, t_occur=DAY * lives[0][0],
        t_accept=DAY * lives[0][0], t_open=DAY * lives[-1][0], t_stage=DAY * lives[-1][1],
        t_close=DAY * lives[-1][1] if closed else math.nan, spent=[spent],
    )  # fmt: skip


def measured(world: World, name: str) -> float:
    evenings: Any = SimpleNamespace()
    return MEASURES[name](View(world, evenings, 0))


def test_kept_broken_and_not_agreed(world: World) -> None:
    dispute(world, COMMITTEE, 1, [(1, 5)])  # agreed and kept
    dispute(world, COMMITTEE, 1, [(390, 399)])  # agreed yesterday
    dispute(world, GRID, 0, [(1, 2)])  # settled in the grid
    dispute(world, STREET, 2, [(1, 9)])  # not agreed
    assert measured(world, "mediation_success") == pytest.approx(200.0 / 3.0)
    assert measured(world, "mediation_fulfilment") == 100.0
    assert measured(world, "relapse") == 0.0

    dispute(world, GRID, 1, [(1, 5), (100, 101)])  # agreed, back after 95 days, then settled in the grid
    assert measured(world, "mediation_fulfilment") == pytest.approx(200.0 / 3.0)
    assert measured(world, "relapse") == 50.0
    dispute(world, COMMITTEE, 2, [(1, 5), (195, 196)])  # agreed, back after 190 days, agreed again
    assert measured(world, "mediation_fulfilment") == 50.0
    assert measured(world, "relapse") == pytest.approx(100.0 / 3.0)


def test_what_came_back_without_an_agreement_is_no_relapse(world: World) -> None:
    dispute(world, COMMITTEE, 1, [(1, 5)])
    dispute(world, COMMITTEE, 1, [(1, 2), (20, 30)])  # closed formally in the grid, back, then agreed
    dispute(world, GRID, 2, [(1, 9), (20, 30)])  # closed formally by the street, back, then settled in the grid
    assert measured(world, "mediation_fulfilment") == 100.0
    assert measured(world, "relapse") == 0.0


def test_one_that_is_open_again_counts(world: World) -> None:
    dispute(world, GRID, 1, [(300, 305), (395, 396)], closed=False)
    assert measured(world, "mediation_fulfilment") == 0.0
    assert math.isnan(measured(world, "relapse"))  # agreed 95 days before the end: too young to tell


def test_stages_fill_the_time_of_a_case_except_while_it_was_away() -> None:
    """What `away_h` rests on: were time to be left unbooked or booked twice, this would show it."""
    needs = {"requests_per_year": 6.0, "enquiries_per_year": 2.0}
    district = District(load("demo", needs=needs, dispatch={"p_formal": 0.3, "p_come_back": 0.8}, days=200)).live(200)
    c = View(district.world, district.recorder, 0).sets.known
    spent = district.world.cases.spent[c["row"]].astype(float)
    unbooked = c["t_stage"] - c["t_accept"] - spent.sum(axis=1) + spent[:, Stage.DISCOVERY]
    back = c["life"] > 0
    assert back.sum() > 200
    assert np.abs(unbooked[~back]).max() < 0.01
    # nobody comes back on the day of the closure, and a case that came back once was closed before it did
    once = c["life"] == 1
    assert (np.floor(c["first_close"][once] / DAY) < np.floor(c["t_open"][once] / DAY + 1e-6)).all()
    assert (c["first_close"][once] > c["t_accept"][once]).all()


def test_a_year_of_disputes_relapses_as_often_as_it_was_told_to() -> None:
    said = {"p_fulfil": 0.9, "p_relapse": 0.2}
    needs = {"requests_per_year": 8.0, "enquiries_per_year": 0.0}
    district = District(load("demo", mediation=said, needs=needs, dispatch={"p_formal": 0.0}, days=500)).live(500)
    view = View(district.world, district.recorder, 0)
    agreed = int((view.of("agreed") | view.of("broken")).sum())
    assert agreed > 500
    expected = 100.0 * (1.0 - 0.9 * 0.8)
    assert MEASURES["relapse"](view) == pytest.approx(expected, abs=4.0 * 100.0 * math.sqrt(0.28 * 0.72 / (agreed / 2)))
    assert (view.of("broken") == ((view.of("category") == Category.DISPUTES) & (view.of("life") > 0))).all()
