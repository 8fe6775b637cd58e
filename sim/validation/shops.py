"""Queues made by hand and served by the real kernel.

An *island* is a small queueing system that has nothing to do with the others; a run serves many of them at
once, so that the spread between islands gives the standard error of every mean.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sim.fate import Fate
from sim.geography.cells import Metric
from sim.jit import handed
from sim.kernel.service import run_until
from sim.kernel.work import Work
from sim.rng import seed_key
from sim.state.agenda import AgendaCols, empty_agenda
from sim.state.cases import Cases, Stage
from sim.state.desks import Desks, Net, Routes, empty_routes
from sim.state.rules import RuleSheet
from sim.types import Array, Floats


@dataclass
class Shop:
    """What the kernel left behind."""

    cases: Cases
    desks: Desks
    agenda: AgendaCols
    island: Array  # of each case

    @property
    def wait(self) -> Floats:
        """Hours in queues, by case."""
        return np.asarray(self.cases.spent[:, Stage.QUEUE], np.float64)

    def by_island(self, values: Array, chosen: Array) -> Floats:
        """Mean of the chosen cases' values on each island."""
        count = np.bincount(self.island[chosen], minlength=int(self.island.max()) + 1)
        return np.bincount(self.island[chosen], values[chosen], len(count)) / count


def poisson(rates: Sequence[float], islands: int, hours: float, seed: int) -> tuple[Floats, Array]:
    """Draw arrivals of several Poisson streams per island: times in order, stream number (island major)."""
    rng = np.random.default_rng(seed)
    counts = rng.poisson(np.tile(np.asarray(rates) * hours, islands))
    times = rng.uniform(0.0, hours, int(counts.sum()))
    stream = np.repeat(np.arange(len(counts)), counts)
    order = np.argsort(times, kind="stable")
    return times[order], stream[order]


def table_of(times: Floats, cell: Array, urgency: Array | int = 2) -> Cases:
    """Make a case for every time, known as soon as it occurs."""
    cases = Cases(len(times))
    cases.index[:] = np.arange(len(times))
    cases.cell[:] = cell
    cases.community[:] = 0
    cases.urgency[:] = urgency
    cases.t_occur[:] = times
    return cases


def one_net(servers: Array, mean: float, sigma: float) -> tuple[Desks, Routes, RuleSheet]:
    """Open a desk for every cell, always open, where every case is solved."""
    desks = Desks(len(servers))
    desks.net[:] = int(Net.GRID)
    desks.servers[:] = servers
    routes = empty_routes(len(servers))
    routes.of_cell[Net.GRID] = np.arange(len(servers))
    routes.table.net[:, 0] = int(Net.GRID)
    routes.table.work_mean[:, 0] = mean
    routes.table.work_sigma[:, 0] = sigma
    rules = RuleSheet(1, solve=1.0)
    return desks, routes, rules


def work(
    cases: Cases, desks: Desks, routes: Routes, rules: RuleSheet, agenda: AgendaCols, *, seed: int = 1, layers: int = 1
) -> Work:
    """Put together what the kernel works on, all at one point of the map."""
    cells = np.zeros(routes.of_cell.shape[1])
    return Work(
        cases.rows, desks.rows, handed(routes.table), routes.of_cell, routes.aid, rules.rows,
        agenda, cells, cells, int(Metric.CITY_BLOCK), Fate(*seed_key(seed), 0), layers,
    )  # fmt: skip


def serve(
    cases: Cases,
    desks: Desks,
    routes: Routes,
    rules: RuleSheet,
    *,
    seed: int = 1,
    end: float = np.inf,
    layers: int = 1,
    fen: int = 0,
) -> AgendaCols:
    """Let the kernel handle all events before `end`; `fen` is the community's money for repairs."""
    agenda = empty_agenda(4 * cases.n + desks.n + 64, 1)
    agenda.funds["fen"][:] = fen
    known = np.arange(cases.n, dtype=np.int32)
    run_until(work(cases, desks, routes, rules, agenda, seed=seed, layers=layers), cases.t_occur.copy(), known, end)
    return agenda


EXPONENTIAL = -1.0


def shop(
    rates: Sequence[float], servers: int, mean: float, sigma: float, *, islands: int, hours: float, seed: int,
    end: float = np.inf,
) -> Shop:  # fmt: skip
    """Serve islands of one desk each; `rates` are arrivals per hour by urgency class."""
    times, stream = poisson(rates, islands, hours, seed)
    island, urgency = np.divmod(stream, len(rates))
    cases = table_of(times, island, urgency)
    desks, routes, rules = one_net(np.full(islands, servers), mean, sigma)
    agenda = serve(cases, desks, routes, rules, seed=seed, end=end)
    return Shop(cases, desks, agenda, island)
