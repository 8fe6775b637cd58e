"""A diary of agents: what it writes is what the world says, and writing changes nothing."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.mechanisms.ties import heard_by
from sim.studies.diary import Diary, live_with_diary
from tests import bits
from tests.places import small

SAID: dict[str, Any] = {"population": 1500, "days": 63, "place": {"reporting_members": 120}}


@pytest.fixture(scope="module")
def diary() -> Diary:
    return live_with_diary(small("dual_report", **SAID).config, 1)


def test_it_writes_every_week_and_every_month(diary: Diary) -> None:
    assert diary.days == [7, 14, 21, 28, 35, 42, 49, 56, 63]
    assert diary.months == [30, 60]
    for rows in (diary.above, diary.load, diary.fatigue, diary.patrolled, diary.heard):
        assert len(rows) == 9


def test_it_writes_what_the_world_says(diary: Diary) -> None:
    world = small("dual_report", replication=1, **SAID).live(63).world
    assert np.array_equal(diary.floor, world.firms.floor)
    assert np.array_equal(diary.effort, world.firms.effort)
    assert np.array_equal(diary.above[-1], world.firms.effort - world.firms.floor)
    there = (world.staff.vacant_until < 0) & (world.staff.desk >= 0)
    assert np.array_equal(diary.fatigue[-1], world.staff.fatigue[there])
    assert np.array_equal(diary.patrolled[-1], world.desks.patrolled[world.staff.desk[there]])
    assert np.array_equal(diary.heard[-1], heard_by(world, np.arange(1500)))
    assert (diary.heard[-1] != 0.0).any()
    early = small("dual_report", replication=1, **SAID).live(60).world
    unit, called = early.members.unit, early.members.called
    expected = [early.members.comes[(unit == k) & called].mean() for k in range(unit.max() + 1)]
    assert diary.came[-1] == pytest.approx(expected)


def test_writing_changes_nothing() -> None:
    plain, watched = small(**SAID).live(21), small(**SAID)
    written = Diary()
    for _ in range(21):
        watched.live_day()
        written.write(watched.world)
    assert bits.tables(plain) == bits.tables(watched)
