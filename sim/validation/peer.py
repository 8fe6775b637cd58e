"""The line of desks in SimPy: written from the rules in words, with nothing of the kernel."""

from __future__ import annotations

import math
from collections.abc import Generator
from typing import Any

import numpy as np
import simpy

from sim.validation.line import GRIDS, Arrivals, Desk, Line, Seen
from sim.validation.luck import Luck

DAY_H = 24.0
Steps = Generator[Any, Any, None]


def _until_open(desk: Desk, now: float) -> float:
    """Hours until the desk is open; 0 while it is."""
    day, hour = divmod(now, DAY_H)
    if day % 7 < desk.days and desk.opens <= hour < desk.closes:
        return 0.0
    ahead = day if hour < desk.opens else day + 1.0
    while ahead % 7 >= desk.days:
        ahead += 1.0
    return ahead * DAY_H + desk.opens - now


class _Office:
    """A desk with its line of waiting cases and a process for each server."""

    def __init__(self, env: simpy.Environment, desk: Desk) -> None:
        self.env, self.desk, self.came = env, desk, 0
        self.waiting = simpy.PriorityStore(env)
        for _ in range(desk.servers):
            env.process(self._serve())

    def join(self, urgency: int, hours: float) -> tuple[simpy.Event, simpy.Event]:
        """Wait in line; (begun, done)."""
        begun, done = self.env.event(), self.env.event()
        self.came += 1
        self.waiting.put(simpy.PriorityItem((urgency, self.came), (hours, begun, done)))
        return begun, done

    def _serve(self) -> Steps:
        env, desk = self.env, self.desk
        while True:
            if (wait := _until_open(desk, env.now)) > 0.0:
                yield env.timeout(wait)
            closing = env.timeout(env.now // DAY_H * DAY_H + desk.closes - env.now)
            taken = self.waiting.get()
            yield taken | closing
            if not taken.triggered:  # nobody came today
                taken.cancel()
                continue
            hours, begun, done = taken.value.item  # type: ignore[union-attr]
            begun.succeed()
            yield from self._work(hours)
            done.succeed()

    def _work(self, hours: float) -> Steps:
        """Work so many open hours."""
        env, desk = self.env, self.desk
        while True:
            left = env.now // DAY_H * DAY_H + desk.closes - env.now
            if hours <= left:
                yield env.timeout(hours)
                return
            yield env.timeout(left)
            hours -= left
            yield env.timeout(_until_open(desk, env.now))


def by_simpy(line: Line, came: Arrivals, luck: Luck) -> Seen:
    """Serve lines one after the other; see `sim.validation.line.by_kernel`."""
    n = len(came.times)
    passes, contact, closed = np.zeros(n, np.int64), np.zeros(n), np.zeros(n)
    grid_desk, community_desk, department_desk = line.levels

    def case(env: simpy.Environment, k: int, way: tuple[_Office, ...]) -> Steps:
        yield env.timeout(came.times[k])
        for level, office in enumerate(way):
            turn = luck.turn(k, level)
            if office is way[-1]:
                yield env.timeout(line.lead_h * math.exp(line.lead_sigma * turn.lead))
            solved = turn.solved < office.desk.solves
            hours = turn.hours * office.desk.mean_h
            begun, done = office.join(int(came.urgency[k]), hours if solved else hours * line.look_share)
            yield begun
            if level == 0:
                contact[k] = env.now
            yield done
            if solved:
                passes[k], closed[k] = level, env.now
                return
            yield env.timeout(line.handover_h * turn.handover)

    for island in range(int(came.island.max()) + 1):
        env = simpy.Environment()
        grids = [_Office(env, grid_desk) for _ in range(GRIDS)]
        above = _Office(env, community_desk), _Office(env, department_desk)
        here = np.flatnonzero(came.island == island).tolist()
        ends = [env.process(case(env, k, (grids[came.grid[k]], *above))) for k in here]
        env.run(until=env.all_of(ends))
    return Seen(came.island, came.urgency, passes, came.times, contact, closed)
