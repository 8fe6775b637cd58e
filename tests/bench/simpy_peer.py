"""Workload W in SimPy, one process per resident: the independent peer of the kernel."""

from __future__ import annotations

import random
import resource
import time
from collections.abc import Generator
from typing import Any

import simpy

from tests.bench.workload_w import (
    COMMUNITY_MEAN,
    COMMUNITY_SERVERS,
    GRID_MEAN,
    GRID_SERVERS,
    HORIZON,
    P_UP,
    RATE,
    Answer,
    layout,
)


def simulate(residents: int, seed: int) -> Answer:
    """Run W with SimPy and report as the kernel does."""
    started = time.process_time()
    draw = random.Random(seed)
    env = simpy.Environment()
    n_grids, n_communities = layout(residents)
    grids = [simpy.PriorityResource(env, GRID_SERVERS) for _ in range(n_grids)]
    communities = [simpy.PriorityResource(env, COMMUNITY_SERVERS) for _ in range(n_communities)]
    waits: tuple[list[float], list[float], list[float]] = ([], [], [])
    community_waits: list[float] = []
    responses: list[float] = []

    def case(grid: int) -> Generator[Any, Any, None]:
        raised = env.now
        u = draw.random()
        urgency = 0 if u < 0.2 else (1 if u < 0.7 else 2)
        with grids[grid].request(priority=urgency) as turn:
            yield turn
            waits[urgency].append(env.now - raised)
            yield env.timeout(draw.expovariate(1 / GRID_MEAN))
        if draw.random() < P_UP:
            joined = env.now
            with communities[grid * n_communities // n_grids].request(priority=urgency) as turn:
                yield turn
                community_waits.append(env.now - joined)
                yield env.timeout(draw.expovariate(1 / COMMUNITY_MEAN))
        responses.append(env.now - raised)

    def resident(row: int) -> Generator[Any, Any, None]:
        grid = row * n_grids // residents
        while True:
            yield env.timeout(draw.expovariate(RATE))
            if env.now >= HORIZON:
                return
            env.process(case(grid))

    for row in range(residents):
        env.process(resident(row))
    env.run()
    n = len(responses)
    return Answer(
        engine="simpy",
        residents=residents,
        seed=seed,
        cases=n,
        events=2 * n + len(community_waits),
        mean_wait=sum(map(sum, waits)) / n,
        mean_wait_by_class=tuple(sum(w) / max(1, len(w)) for w in waits),  # type: ignore[arg-type]
        mean_wait_comm=sum(community_waits) / max(1, len(community_waits)),
        mean_resp=sum(responses) / n,
        cpu_s=time.process_time() - started,
        peak_mb=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    )
