"""Workload W: a common yardstick for queueing kernels, run through the project's real kernel.

Residents raise cases as Poisson processes of 1.5 a year. A case has class 0/1/2 (0.2/0.5/0.3), queues at its
grid (2 servers, lowest class first, exponential service of mean 12 h), is passed up with probability 0.1 to
its community (3 servers, exponential service of mean 16 h), and closes. One year of arrivals, run until
empty. ::

    python -m tests.bench.workload_w --residents 250000 --seed 1 [--peer simpy]

prints one JSON line: mean_wait (grid, h), mean_wait_comm (h), mean_resp (h), cases, events, cpu_s (build and
run, after compilation), peak_mb, and the grid waits by class. ``--peer simpy`` does the same work with a
SimPy process per resident.
"""

from __future__ import annotations

import argparse
import json
import resource
import time
from dataclasses import asdict, dataclass

import numpy as np

from sim.jit import compiled
from sim.kernel.service import run_until
from sim.rng import log, philox, seed_key
from sim.state.agenda import Area, Count, empty_agenda
from sim.state.cases import Cases, Stage
from sim.state.desks import Desks, Net, empty_routes
from sim.state.rules import RuleSheet
from tests.shops import work

HORIZON = 8760.0
RATE = 1.5 / 8760.0
CLASSES = (0.2, 0.5, 0.3)
GRID_MEAN, COMMUNITY_MEAN, P_UP = 12.0, 16.0, 0.10
GRID_SERVERS, COMMUNITY_SERVERS = 2, 3


@dataclass(frozen=True, slots=True)
class Answer:
    """What W reports; times in hours."""

    engine: str
    residents: int
    seed: int
    cases: int
    events: int
    mean_wait: float
    mean_wait_by_class: tuple[float, float, float]
    mean_wait_comm: float
    mean_resp: float
    cpu_s: float
    peak_mb: float


def layout(residents: int) -> tuple[int, int]:
    """Grids and communities for a number of residents."""
    grids = max(1, round(residents / (250_000 / 378)))
    return grids, max(1, round(grids / (378 / 37)))


@compiled
def raise_cases(cases, blank, key0, key1, residents, grids, communities, known_time, known_case):
    """Fill the case table with a year of demand; return how many cases there are (negative: no room)."""
    t = 0.0
    n = 0
    rate = residents * RATE
    while True:
        u_gap, u_who, u_class, _ = philox(key0, key1, n, 0, 10, 0)
        t -= log(u_gap) / rate
        if t >= HORIZON:
            return n
        if n >= len(cases):
            return -1
        resident = int(u_who * residents)
        grid = resident * grids // residents
        cases[n] = blank[0]
        cases.index[n] = n
        cases.resident[n] = resident
        cases.cell[n] = grid
        cases.community[n] = grid * communities // grids
        cases.urgency[n] = 0 if u_class < 0.2 else (1 if u_class < 0.7 else 2)
        cases.t_occur[n] = t
        known_time[n] = t
        known_case[n] = n
        n += 1


def simulate(residents: int, seed: int) -> tuple[Cases, Answer]:
    """Run W through the kernel; return its case table and the answer."""
    started = time.process_time()
    grids, communities = layout(residents)
    mean = residents * RATE * HORIZON
    cases = Cases(capacity=int(mean + 8 * mean**0.5 + 64))
    key0, key1 = seed_key(seed)
    known_time = np.empty(len(cases.rows))
    known_case = np.empty(len(cases.rows), np.int32)
    cases.n = n = raise_cases(
        cases.rows, cases.blank, key0, key1, residents, grids, communities, known_time, known_case
    )  # fmt: skip

    desks = Desks(capacity=grids + communities)
    community_of_grid = np.arange(grids) * communities // grids
    grid_desk = desks.add(grids, net=int(Net.GRID), servers=GRID_SERVERS, community=community_of_grid)
    community_desk = desks.add(communities, net=int(Net.COMMUNITY), servers=COMMUNITY_SERVERS)
    routes = empty_routes(grids)
    routes.of_cell[Net.GRID] = grid_desk
    routes.of_cell[Net.COMMUNITY] = community_desk[community_of_grid]
    routes.table.net[:, :2] = (int(Net.GRID), int(Net.COMMUNITY))
    routes.table.work_mean[:, :2] = (GRID_MEAN, COMMUNITY_MEAN)
    routes.table.work_sigma[:, :2] = -1.0
    rules = RuleSheet(communities)
    rules["solve"].value[:, :, 0] = 1.0 - P_UP
    rules["solve"].value[:, :, 1] = 1.0
    agenda = empty_agenda(max(4096, desks.n * 4), communities)._replace(closed=np.empty(n, np.int32))
    run_until(work(cases, desks, routes, rules, agenda, seed=seed), known_time[:n], known_case[:n], np.inf)
    cpu_s = time.process_time() - started
    assert agenda.counts[Count.DONE] == n
    assert agenda.area[Area.LAST] > 0
    passed = cases.passes > 0
    grid_wait = cases.t_contact - cases.t_accept
    community_wait = cases.spent[passed, Stage.QUEUE] - grid_wait[passed]
    urgency = cases.urgency
    answer = Answer(
        engine="govsim",
        residents=residents,
        seed=seed,
        cases=n,
        events=2 * n + int(passed.sum()),
        mean_wait=float(grid_wait.mean()),
        mean_wait_by_class=tuple(float(grid_wait[urgency == c].mean()) for c in range(3)),  # type: ignore[arg-type]
        mean_wait_comm=float(community_wait.mean()),
        mean_resp=float((cases.t_close - cases.t_accept).mean()),
        cpu_s=cpu_s,
        peak_mb=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    )
    return cases, answer


def main() -> None:
    """Run one engine once and print its answer as a JSON line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--residents", type=int, default=250_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--peer", choices=["simpy"])
    asked = parser.parse_args()
    if asked.peer:
        from tests.bench.simpy_peer import simulate as simulate_simpy

        answer = simulate_simpy(asked.residents, asked.seed)
    else:
        simulate(2_000, asked.seed)  # compile
        answer = simulate(asked.residents, asked.seed)[1]
    print(json.dumps(asdict(answer)))


if __name__ == "__main__":
    main()
