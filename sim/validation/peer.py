"""The line of desks in SimPy: written from the rules in words, with nothing of the kernel but its arrivals' rates.

SimPy is an extra: ``pip install 'govsim[validate]'``.
"""

from __future__ import annotations

import random
from collections.abc import Generator
from typing import Any

import numpy as np
import simpy

from sim.validation.line import GRIDS, Desk, Line, Seen

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


def by_simpy(line: Line, islands: int, days: int, seed: int) -> Seen:
    """Serve so many lines one after the other; see `sim.validation.line.by_kernel`."""
    draw = random.Random(seed)
    rows: list[tuple[int, int, int, float, float, float]] = []
    for island in range(islands):
        env = simpy.Environment()
        grid_desk, community_desk, department_desk = line.levels
        grids = [_Office(env, grid_desk) for _ in range(GRIDS)]
        community, department = _Office(env, community_desk), _Office(env, department_desk)

        def case(
            grid: _Office, urgency: int, community: _Office = community, department: _Office = department,
            env: simpy.Environment = env, island: int = island,
        ) -> Steps:  # fmt: skip
            accepted, contact = env.now, -1.0
            for passes, office in enumerate((grid, community, department)):
                if office is department:
                    yield env.timeout(line.lead_h * draw.lognormvariate(0.0, line.lead_sigma))
                solved = draw.random() < office.desk.solves
                hours = draw.expovariate(1.0 / office.desk.mean_h)
                begun, done = office.join(urgency, hours if solved else hours * line.look_share)
                yield begun
                contact = env.now if contact < 0.0 else contact
                yield done
                if solved:
                    rows.append((island, urgency, passes, accepted, contact, env.now))
                    return
                yield env.timeout(draw.expovariate(1.0 / line.handover_h))

        def arrivals(
            grid: _Office, urgency: int, per_day: float, env: simpy.Environment = env, case: Any = case
        ) -> Steps:
            while True:
                yield env.timeout(draw.expovariate(per_day / DAY_H))
                if env.now >= DAY_H * days:
                    return
                env.process(case(grid, urgency))

        for grid in grids:
            for urgency, per_day in enumerate(line.per_day):
                env.process(arrivals(grid, urgency, per_day))
        env.run(until=DAY_H * (days + 200))  # long enough for all to end; servers wait for ever
    return Seen(*(np.array(column) for column in zip(*rows, strict=True)))
