"""Mediation on hand-made disputes: agreed and kept, agreed and broken, settled in the grid, never agreed."""

from __future__ import annotations

import math
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from sim.config.run import load
from sim.district import District
from sim.measures import MEASURES, View
from sim.state.cases import Category, Stage, Status
from sim.state.world import World

DAY = 24.0


@pytest.fixture
def world() -> World:
    config = load("demo", needs={"requests_per_year": 0.0, "enquiries_per_year": 0.0}, days=1, warmup_days=0)
    world = District(config).live(1).world
    world.day = 400
    return world


def dispute(world: World, *ended: tuple[str, float, float | None]) -> None:
    """Add a dispute and its lives: who closed it (grid, committee, street), on which day, on which day it came back."""
    closed = [day for _, day, _ in ended]
    back = [day for _, _, day in ended if day is not None]
    agreed = [(day, again) for who, day, again in ended if who == "committee"]
    heard = 1 if agreed else -1 if any(who == "street" for who, _, _ in ended) else 0
    world.cases.add(
        1, category=int(Category.DISPUTES), resident=0, cell=0, community=0, t_occur=0.0, t_accept=0.0, mediated=heard,
        status=Status.CLOSED if ended[-1][2] is None else Status.QUEUED, life=len(back), t_close=DAY * closed[-1],
        t_first_close=DAY * closed[0], t_first_back=DAY * back[0] if back else math.nan,
        t_agreed=DAY * agreed[0][0] if agreed else math.nan,
        t_broken=DAY * agreed[0][1] if agreed and agreed[0][1] is not None else math.nan,
    )  # fmt: skip


def measured(world: World, name: str) -> float:
    evenings: Any = SimpleNamespace()
    return MEASURES[name](View(world, evenings, 0))


def test_kept_broken_and_not_agreed(world: World) -> None:
    dispute(world, ("committee", 5, None))
    dispute(world, ("committee", 399, None))
    dispute(world, ("grid", 2, None))
    dispute(world, ("street", 9, None))
    assert measured(world, "mediation_success") == pytest.approx(200.0 / 3.0)
    assert measured(world, "mediation_fulfilment") == 100.0
    assert measured(world, "relapse") == 0.0

    dispute(world, ("committee", 5, 100), ("grid", 101, None))
    assert measured(world, "mediation_fulfilment") == pytest.approx(200.0 / 3.0)
    assert measured(world, "relapse") == 50.0
    dispute(world, ("committee", 5, 195), ("committee", 196, None))
    assert measured(world, "mediation_fulfilment") == 50.0
    assert measured(world, "relapse") == pytest.approx(100.0 / 3.0)


def test_what_came_back_without_an_agreement_is_no_relapse(world: World) -> None:
    dispute(world, ("committee", 5, None))
    dispute(world, ("grid", 2, 20), ("committee", 30, None))
    assert measured(world, "mediation_fulfilment") == 100.0
    assert measured(world, "relapse") == 0.0
    assert measured(world, "repeat") == pytest.approx(50.0)


@pytest.mark.parametrize(
    ("agreed", "back", "share"), [(5, 185, 100.0), (5, 186, 0.0), (220, 300, 100.0), (221, 300, None)]
)
def test_half_a_year_is_counted_to_the_day(world: World, agreed: int, back: int, share: float | None) -> None:
    dispute(world, ("committee", agreed, back))
    # the end is day 400: an agreement of day 220 has been watched for 180 days
    found = measured(world, "relapse")
    assert math.isnan(found) if share is None else found == share


def test_one_that_is_open_again_counts(world: World) -> None:
    dispute(world, ("committee", 305, 395))
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
    # nobody comes back on the day of the closure; of one return the stamps say the same as the stages
    once = c["life"] == 1
    assert (np.floor(c["t_first_close"][once] / DAY) < np.floor(c["t_open"][once] / DAY + 1e-6)).all()
    assert np.abs(unbooked[once] - c["away_h"][once]).max() < 0.01


def test_a_year_of_disputes_relapses_as_often_as_it_was_told_to() -> None:
    said = {"p_fulfil": 0.9, "p_relapse": 0.2}
    needs = {"requests_per_year": 1.0, "enquiries_per_year": 0.0, "mix": (0, 0, 0, 1, 0, 0, 0, 0)}
    never_formal = {"dispatch": {"p_formal": 0.0}, "solvability": {"owned": False, "formal_pressure": 0.0}}
    district = District(load("demo", mediation=said, needs=needs, **never_formal, days=500)).live(500)
    view = View(district.world, district.recorder, 0)
    agreed = int((view.of("t_agreed") >= 0.0).sum())
    assert agreed > 300
    expected = 100.0 * (1.0 - 0.9 * 0.8)
    assert MEASURES["relapse"](view) == pytest.approx(expected, abs=4.0 * 100.0 * math.sqrt(0.28 * 0.72 / (agreed / 2)))
    broken = view.of("t_broken") >= 0.0
    assert (broken == ((view.of("category") == Category.DISPUTES) & (view.of("life") > 0))).all()
