"""A diary of the agents of one replication: what firms, grid workers, members and residents were like week by week.

Results keep what happened to cases, not what every agent was like; who wants to see that lives a replication again.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from sim.config.run import RunConfig
from sim.district import District
from sim.mechanisms.ties import heard_by
from sim.state.world import World
from sim.types import Array, Floats

WEEK = 7
MONTH = 30
ASKED = 20_000
"""Residents who are asked what they have heard: every one of a small place, every so many-th of a larger one."""


@dataclass(slots=True)
class Diary:
    """What agents were like; each list has one entry per evening on which it was written.

    Attributes
    ----------
    days : list of int
        Of the weekly entries.
    above : list of array [firms]
        Effort less the firm's floor.
    load, fatigue, patrolled : list of array [workers in post]
        Load of the last working day, smoothed load, and part of the patrols walked.
    heard : list of array [residents asked], -1..1
    months : list of int
        Last days of the months of turns.
    came : list of array [units]
        Share of the members called upon that came in the month.
    floor, effort : array [firms], 0..1
    committee : array of bool [firms]
        At the end.
    """

    days: list[int] = field(default_factory=list)
    above: list[Floats] = field(default_factory=list)
    load: list[Floats] = field(default_factory=list)
    fatigue: list[Floats] = field(default_factory=list)
    patrolled: list[Floats] = field(default_factory=list)
    heard: list[Floats] = field(default_factory=list)
    months: list[int] = field(default_factory=list)
    came: list[Floats] = field(default_factory=list)
    floor: Floats = field(default_factory=lambda: np.zeros(0))
    effort: Floats = field(default_factory=lambda: np.zeros(0))
    committee: Array = field(default_factory=lambda: np.zeros(0, np.bool_))

    def write(self, world: World) -> None:
        """Write down the evening of a day that has been lived."""
        lived = world.day  # the day that has just been lived was the one before
        if lived % WEEK == 0:
            self.days.append(lived)
            self._write_week(world)
        members = world.members
        if lived % MONTH == 0 and members.n and members.month[0] == lived // MONTH - 1:
            called = np.bincount(members.unit, members.called)
            came = np.bincount(members.unit, members.comes)
            self.months.append(lived)
            self.came.append(np.divide(came, called, out=np.zeros(len(called)), where=called > 0.0))

    def _write_week(self, world: World) -> None:
        staff, firms = world.staff, world.firms
        there = (staff.vacant_until < 0) & (staff.desk >= 0)
        self.above.append(firms.effort - firms.floor)
        self.load.append(staff.load[there])
        self.fatigue.append(staff.fatigue[there])
        self.patrolled.append(world.desks.patrolled[staff.desk[there]])
        self.heard.append(heard_by(world, np.arange(0, world.residents.n, max(1, world.residents.n // ASKED))))


def live_with_diary(config: RunConfig, replication: int = 0) -> Diary:
    """Live a replication, and write down what its agents are like."""
    district, diary = District(config, replication), Diary()
    for _ in range(config.run.days):
        district.live_day()
        diary.write(district.world)
    firms = district.world.firms
    diary.floor, diary.effort, diary.committee = firms.floor.copy(), firms.effort.copy(), firms.owners_committee.copy()
    return diary
