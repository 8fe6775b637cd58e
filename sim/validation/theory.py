"""Answers known on paper: what queueing theory says a simulation must show.

``GOLDEN_*`` are numbers worked out once by an independent program, so that a slip in a formula here cannot agree with a
slip in the kernel.

References
----------
Cobham (1954), Priority assignment in waiting line problems; Larson (1974), A hypercube queuing model for
facility location and redistricting in urban emergency services; Kleinrock (1975), Queueing Systems.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

GOLDEN_MMC = {
    # (servers, arrivals, rate of service): (P(wait), mean wait, mean number in the system)
    (1, 0.5, 1.0): (0.5, 1.0, 1.0),
    (1, 0.8, 1.0): (0.8, 4.0, 4.0),
    (1, 0.35, 0.5): (0.7, 4.666666666666666, 2.333333333333333),
    (5, 4.0, 1.0): (0.5541125541125541, 0.5541125541125541, 6.216450216450216),
    (10, 8.0, 1.0): (0.4091801507964435, 0.20459007539822174, 9.636720603185774),
    (20, 18.0, 1.0): (0.5507690048161177, 0.27538450240805884, 22.95692104334506),
}
GOLDEN_MG1 = 3.791666666666666  # arrivals 0.7, mean service 1, cv 1.5
GOLDEN_COBHAM = (
    1.4218749999999998,
    2.8437499999999996,
    7.583333333333332,
)  # the same, classes 0.2 / 0.3 / 0.2
GOLDEN_W = (10.293, (3.818, 7.281, 19.630), 5.351)  # workload W, 250,000 residents: grid, by class, community
GOLDEN_HYPERCUBE_RHO = (0.488602, 0.493259, 0.518140)
GOLDEN_HYPERCUBE_F = (
    (0.170466, 0.035679, 0.040642),
    (0.057913, 0.101348, 0.090631),
    (0.026007, 0.015604, 0.224868),
)
GOLDEN_HYPERCUBE_ALL_BUSY = 0.2368421052631579


def erlang_c(servers: int, load: float) -> float:
    """Probability that a customer of M/M/c waits; load = arrivals x mean service."""
    blocked = 1.0
    for k in range(1, servers + 1):
        blocked = load * blocked / (k + load * blocked)
    return blocked / (1.0 - load / servers * (1.0 - blocked))


def wait_mmc(servers: int, arrivals: float, mean: float) -> float:
    """Mean wait in M/M/c."""
    load = arrivals * mean
    return erlang_c(servers, load) * mean / (servers - load)


def wait_mg1(arrivals: float, mean: float, cv: float) -> float:
    """Mean wait in M/G/1 (Pollaczek-Khinchine)."""
    return arrivals * mean**2 * (1.0 + cv**2) / (2.0 * (1.0 - arrivals * mean))


def cobham(arrivals: Sequence[float], mean: float, servers: int = 1, cv: float = 1.0) -> list[float]:
    """Mean wait by class, most urgent first, never interrupted; more than one server only for cv = 1."""
    total = sum(arrivals)
    if servers == 1:
        base = total * mean**2 * (1.0 + cv**2) / 2.0
    else:
        base = erlang_c(servers, total * mean) * mean / servers
    part = [mean / servers * sum(arrivals[:k]) for k in range(len(arrivals) + 1)]
    return [base / ((1.0 - part[k]) * (1.0 - part[k + 1])) for k in range(len(arrivals))]


@dataclass(frozen=True)
class Hypercube:
    """Steady state of servers that stand in for each other."""

    rho: Floats  # [servers] share of time at work
    f: Floats  # [servers, districts] share of all cases that a server takes at once
    p_all_busy: float


def hypercube(arrivals: Sequence[float], preference: Sequence[Sequence[int]], mean: float = 1.0) -> Hypercube:
    """Solve Larson's hypercube with an infinite waiting line, first come first served.

    Parameters
    ----------
    arrivals : by district
    preference : by district, servers in the order in which they are asked
    mean : mean of the exponential service
    """
    n = len(preference[0])
    states = list(product((0, 1), repeat=n))
    number = {state: i for i, state in enumerate(states)}
    total, every = sum(arrivals), (1,) * n
    flow = np.zeros((len(states), len(states)))
    taker: dict[tuple[int, ...], list[int]] = {}
    for state in states:
        for k in range(n):
            if state[k]:
                flow[number[state], number[(*state[:k], 0, *state[k + 1 :])]] += 1.0 / mean
        if state != every:
            taker[state] = [next(k for k in asked if not state[k]) for asked in preference]
            for k, rate in zip(taker[state], arrivals, strict=True):
                flow[number[state], number[(*state[:k], 1, *state[k + 1 :])]] += rate
    balance = flow.T - np.diag(flow.sum(axis=1))
    # the line behind "all busy" is a birth-death chain with ratio total / n: it only rescales
    system = np.vstack([balance, np.ones(len(states))])
    p = np.linalg.lstsq(system, np.r_[np.zeros(len(states)), 1.0], rcond=None)[0]
    ratio = total * mean / n
    scale = 1.0 / (1.0 + p[number[every]] * ratio / (1.0 - ratio))
    p *= scale
    p_line = 1.0 - p.sum()
    rho = np.array([sum(p[number[s]] for s in states if s[k]) for k in range(n)]) + p_line
    f = np.zeros((n, len(arrivals)))
    for state, takers in taker.items():
        for j, k in enumerate(takers):
            f[k, j] += arrivals[j] / total * p[number[state]]
    return Hypercube(rho, f, float(p[number[every]] + p_line))
