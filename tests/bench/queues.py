"""Workload W through the kernel: against theory, and against SimPy."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator

import numpy as np

from sim.types import Array, Floats
from tests.bench import workload_w
from tests.bench.line import Line
from tests.theory import cobham, wait_mmc

SEEDS = {5_000: 20, 50_000: 5, 250_000: 3}
"""Years by number of residents: small districts say little in one."""
SETTLED_H = 60 * 24.0  # the first cases meet empty queues, so they are left out where theory is tested
PEER_REPEATS = {5_000: 3, 50_000: 1, 250_000: 1}


def theory(residents: int) -> dict[str, float]:
    """Mean waits (h): each grid is M/M/2 with classes (Cobham), each community M/M/3 (Burke)."""
    w = workload_w
    grids, communities = w.layout(residents)
    size = np.bincount(np.arange(residents) * grids // residents, minlength=grids)
    arrivals = size * w.RATE
    by_class = np.array([cobham([c * a for c in w.CLASSES], w.GRID_MEAN, w.GRID_SERVERS) for a in arrivals])
    passed = np.bincount(np.arange(grids) * communities // grids, arrivals * w.P_UP, communities)
    in_community = np.array([wait_mmc(w.COMMUNITY_SERVERS, a, w.COMMUNITY_MEAN) for a in passed])
    classes = np.average(by_class, axis=0, weights=arrivals)
    grid = float(classes @ np.array(w.CLASSES))
    community = float(np.average(in_community, weights=passed))
    response = grid + w.GRID_MEAN + w.P_UP * (community + w.COMMUNITY_MEAN)
    named = {f"wait at the grid, class {k}": float(classes[k]) for k in range(3)}
    return {"wait at the grid": grid, **named, "wait at the community": community, "response": response}


class Sums:
    """Mean over cases, with a standard error that knows that cases of one grid depend on each other."""

    def __init__(self) -> None:
        self.parts: list[tuple[Floats, Floats]] = []

    def add(self, area: Array, values: Array, n: int) -> None:
        """Add the cases of one year, sorted into the areas they queued in."""
        self.parts.append((np.bincount(area, values, n), np.bincount(area, minlength=n).astype(np.float64)))

    def mean_and_error(self) -> tuple[float, float]:
        """Ratio estimate over areas and years."""
        total, count = (np.concatenate([p[k] for p in self.parts]) for k in (0, 1))
        mean = total.sum() / count.sum()
        spread = np.sum((total - mean * count) ** 2) * len(count) / (len(count) - 1)
        return float(mean), float(np.sqrt(spread) / count.sum())


def observe(residents: int) -> dict[str, Sums]:
    """Run the years of one size."""
    grids, communities = workload_w.layout(residents)
    sums = {name: Sums() for name in theory(residents)}
    for seed in range(1, SEEDS[residents] + 1):
        cases, _ = workload_w.simulate(residents, seed)
        late = cases.t_accept >= SETTLED_H
        grid, wait = cases.cell[late], (cases.t_contact - cases.t_accept)[late]
        sums["wait at the grid"].add(grid, wait, grids)
        for k in range(3):
            of_class = cases.urgency[late] == k
            sums[f"wait at the grid, class {k}"].add(grid[of_class], wait[of_class], grids)
        up = cases.passes[late] > 0
        queued = cases.spent[late, int(workload_w.Stage.QUEUE)]
        sums["wait at the community"].add(cases.community[late][up], (queued - wait)[up], communities)
        # grids of a community share its queue, so its cases are one part of the error
        sums["response"].add(cases.community[late], (cases.t_close - cases.t_accept)[late], communities)
    return sums


def against_theory() -> Iterator[Line]:
    """Compare means with Erlang C and Cobham, in standard errors of the simulation."""
    for residents in SEEDS:
        expected = theory(residents)
        for name, sums in observe(residents).items():
            mean, error = sums.mean_and_error()
            far = abs(mean - expected[name]) / error
            figure = f"W {residents:,}: {name} {mean:.2f} h, theory {expected[name]:.2f} h, off by"
            yield Line(figure, far, "standard errors", at_most=4.0)


def kernel_rate(residents: int, repeats: int = 7) -> float:
    """Events per CPU second of the kernel alone, without drawing the demand; median."""
    spans: list[float] = []
    kernel = workload_w.run_until

    def timed(*arguments: object) -> None:
        started = time.process_time()
        kernel(*arguments)
        spans.append(time.process_time() - started)

    workload_w.run_until = timed
    try:
        events = [workload_w.simulate(residents, 1)[1].events for _ in range(repeats)]
    finally:
        workload_w.run_until = kernel
    return events[0] / statistics.median(spans)


def against_simpy() -> Iterator[Line]:
    """Compare the CPU time of a year, build and run, with SimPy's process per resident in the same minute."""
    from tests.bench import simpy_peer

    for residents, repeats in PEER_REPEATS.items():
        ours = statistics.median(workload_w.simulate(residents, seed)[1].cpu_s for seed in range(1, 8))
        yield Line(f"W {residents:,}: CPU of a year, build and run (median of 7)", ours * 1e3, "ms")
        theirs = statistics.median(simpy_peer.simulate(residents, s).cpu_s for s in range(1, repeats + 1))
        figure = f"W {residents:,}: SimPy, process per resident {theirs:.2f} s; ratio of CPU"
        yield Line(figure, theirs / ours, "times", at_least=100.0, aim="250")
    yield Line("W 250,000: kernel alone", kernel_rate(250_000) / 1e6, "M events/CPU s", at_least=3.0, aim="8")


def lines(full: bool) -> Iterator[Line]:
    """Say everything about W."""
    workload_w.simulate(2_000, 1)  # compile
    yield from against_theory()
    yield from against_simpy()
