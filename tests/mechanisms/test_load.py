"""Load of grid workers: a day by hand; patrols give way; what the load of cases alone was."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.kernel.work import work_of
from sim.mechanisms import workers
from sim.mechanisms.finding import patrol, watch_of
from sim.mechanisms.load import loading_of, total_load
from sim.state.world import World
from tests import as_before
from tests.places import hamlet


def pair(**said: Any) -> tuple[World, int]:
    """Two workers at one desk on a Tuesday."""
    world = hamlet(place={"workers": 2}, workers={"turnover_per_year": 0.0, "usual_at_cases": 0.08, **said})
    world.day = 1
    return world, int(world.staff.desk[0])


def worked(world: World, desk: int, hours: float) -> float:
    """Load of a day on which so many hours passed with a case in hand."""
    world.desks.counted_h[desk], world.desks.worked_h[desk] = 100.0, 100.0 + hours
    workers.open_posts(world)
    assert world.staff.load[0] == world.staff.load[1]
    return float(world.staff.load[0])


@pytest.mark.parametrize(
    ("hours", "rules", "expected"),
    [
        # forms 0.5, patrols 0.15, visits 0.1; an hour with a case is a quarter at it; half as many forms come with it
        (0.0, {}, 0.75 - 0.5 * 0.08),
        (5.12, {}, 0.75 + 0.08),  # 0.32 of the day in hand
        (16.0, {}, 0.75 + 0.25 + 0.5 * 0.17),
        (99.0, {}, 0.75 + 0.25 + 0.5 * 0.17),  # no more than the day
        (8.0, {"admin_share": 0.3}, 0.55 + 0.5 * 0.45 + 0.5 * (0.5 * 0.45 - 0.08)),
        # whoever is called away for half a day has half of it for the rest
        (8.0, {"away": 0.5}, 0.5 + 0.5 * 0.75 + 0.5 * 0.125 + 0.5 * (0.5 * 0.125 - 0.08)),
        (8.0, {"admin_share": 0.9}, 1.15 + 0.5 * 0.05 + 0.5 * (0.5 * 0.05 - 0.08)),
    ],
)
def test_load_is_all_that_fills_a_day(hours: float, rules: dict[str, float], expected: float) -> None:
    world, desk = pair(gives_way=0.0)
    for name, value in rules.items():
        world.rules[name].value[:] = value
    assert worked(world, desk, hours) == pytest.approx(expected)


def test_forms_of_cases_grow_with_the_cases() -> None:
    loads = [worked(*pair(forms_per_case_hour=k), 16.0) for k in (0.0, 1.0, 2.0)]
    assert loads == pytest.approx([1.0, 1.17, 1.34])


def test_load_is_never_below_nothing() -> None:
    world, _ = pair(forms_per_case_hour=10.0, usual_at_cases=1.0)
    for name in ("admin_share", "patrol_share", "visit_share"):
        world.rules[name].value[:] = 0.0
    loading = loading_of(world.settings.workers)
    assert total_load(loading, world.rules.rows.by_community, 0, 1.0, 0.0) == 0.0


@pytest.mark.parametrize(("hours", "from_", "left"), [(5.12, 0.83, 1.0), (5.12, 0.73, 0.8), (16.0, 0.2, 0.0)])
def test_patrols_give_way_to_load(hours: float, from_: float, left: float) -> None:
    world, desk = pair(gives_way=2.0, overload_from=from_)
    worked(world, desk, hours)
    assert world.desks.patrolled[desk] == pytest.approx(left)
    # what is not walked is time for cases
    assert world.desks.speed[desk, 0] == pytest.approx(0.25 + 0.15 * (1.0 - left))
    # and the day after, load is less by it
    world.day = 2
    assert worked(world, desk, 0.0) == pytest.approx(0.75 - 0.15 * (1.0 - left) - 0.04)


def test_as_before_load_is_the_share_of_hours_with_a_case_in_hand_and_nothing_gives_way() -> None:
    world, desk = pair(**as_before.WORKERS, gives_way=2.0)
    assert worked(world, desk, 15.0) == pytest.approx(15.0 / 16.0)
    assert world.desks.patrolled[desk] == 1.0
    assert world.desks.speed[desk, 0] == pytest.approx(0.25)


def test_on_a_day_off_the_last_load_stands() -> None:
    world, desk = pair()
    loaded = worked(world, desk, 16.0)
    tired = world.staff.fatigue.copy()
    assert tired == pytest.approx(np.full(2, loaded / 30.0))
    world.day = 7  # a Monday: Sunday was off
    assert worked(world, desk, 3.0) == loaded
    assert np.array_equal(world.staff.fatigue, tired)


def test_a_patrol_that_gave_way_sees_less() -> None:
    world, desk = pair()
    workers.open_posts(world)
    passes = []
    for left in (1.0, 0.25):
        world.desks.patrolled[desk] = left
        watch = watch_of(world)
        patrol(work_of(world), watch, 1)
        passes.append(watch.on_foot.copy())
    assert (passes[0] > 0.0).all()
    assert passes[1] == pytest.approx(0.25 * passes[0])
