"""Small districts for tests: the demo place shrunk until it lives weeks in milliseconds."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from hypothesis import HealthCheck, settings

from sim.config.run import load
from sim.district import District
from sim.fate import Decision
from sim.kernel.service import NO_CASES, NO_TIMES, SPARE, go_on, run_until
from sim.kernel.witness import count_rows
from sim.kernel.work import work_of
from sim.parameters.place import Place
from sim.rng import philox
from sim.state.agenda import Count, reserve_agenda
from sim.state.world import World
from sim.types import Floats

FIXED = settings(
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    max_examples=40,
)
"""Hypothesis without surprises: the same examples on every machine, nothing written to disk."""


def a_place(**numbers: Any) -> Place:
    """The demo place with other numbers and the size of cells that holds for every place."""
    return replace(load("demo").place, **{"households_per_cell": 100.0, "sources": {}, **numbers})


def small(
    *policy: str, population: int = 2000, days: int = 30, replication: int = 0, place: dict[str, Any] | None = None,
    **said: Any,
) -> District:  # fmt: skip
    """Found a small place with the given levers and settings; it has not lived yet."""
    shrunk = {
        "population": population,
        "households_per_cell": 10.0,
        "reporting_members": population // 40,
        **(place or {}),
    }
    said.update({f"place.{name}": value for name, value in shrunk.items()})
    config = load("demo", policy, days=days, warmup_days=0, **said)
    return District(config, replication)


def hamlet(population: int = 60, **said: Any) -> World:
    """Found a place of one street, community, compound, grid and grid worker: by hand one can say what it does."""
    ones = dict.fromkeys(("streets", "communities", "compounds", "grids", "workers"), 1)
    place = {**ones, "owners_committees": 0, "reporting_members": 0, "managed_share": 1.0, **said.pop("place", {})}
    return small(population=population, place=place, **said).world


def uniform(world: World, entity: int, ordinal: int, decision: int) -> tuple[float, float, float, float]:
    """Give the four numbers that fate has at an address."""
    found: tuple[float, float, float, float] = philox(*world.key, entity, ordinal, decision, world.replication)
    return found


def goes_unheard_h(district: District) -> Floats:
    """When each problem goes away unless somebody hears of it first, hours since day 0; read from its fate."""
    world = district.world
    cases, mean = world.cases, 24.0 * world.settings.voice.silent_days
    address = zip(cases.index.tolist(), cases.born.tolist(), strict=True)
    draws = [philox(*world.key, index, day, int(Decision.SEEN), world.replication)[1] for index, day in address]
    return np.asarray(cases.t_occur - mean * np.log(draws))


def serve_until(world: World, end: float, known_time: Any = NO_TIMES, known_case: Any = NO_CASES) -> None:
    """Run the kernel up to a time (hours since day 0), with problems that become known at these hours."""
    counts = world.agenda.counts
    room = int(counts[Count.EVENTS] + counts[Count.WAITING]) + 2 * len(known_case) + world.desks.n + 2 * SPARE
    world.agenda = reserve_agenda(world.agenda, room)
    count_rows(world.agenda, world.cases.n)
    world.cases.reserve(world.cases.n + 64)
    if not run_until(work_of(world), known_time, known_case, end):
        assert not len(known_case), "there was no room for all of them"
        go_on(world, end)
    world.cases.n = int(world.agenda.counts[Count.CASES])
