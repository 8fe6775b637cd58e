"""Hard checks: queues known on paper, an independent peer, conservation, the closed forms of what is heard."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from sim.config.run import RunConfig
from sim.district import District
from sim.errors import InvariantError
from sim.i18n import Bilingual, say
from sim.types import Bools, Floats
from sim.validation import theory
from sim.validation.checks import Check, near
from sim.validation.line import MEANS, Line, arrivals, by_kernel, means
from sim.validation.luck import Own, Same
from sim.validation.shops import EXPONENTIAL, Shop, one_net, poisson, serve, shop, table_of

LOGNORMAL_15 = math.sqrt(math.log(1.0 + 1.5**2))
"""Log-sd of a coefficient of variation of 1.5."""
PEER_ERRORS, PEER_SHARE = 3.0, 0.02
PEER_DAYS = 728
PATH_DAYS = 364
SAME_H = 1e-6
"""Hours that two engines may differ by rounding."""


def golden_queues(*, quick: bool) -> Iterator[Check]:
    """Serve queues with the kernel and hold their waits against numbers worked out by an independent program."""
    hours = 4000.0 if quick else 12_000.0
    for (servers, per_h, rate), (_, wait, _) in theory.GOLDEN_MMC.items():
        long = hours / rate / servers
        found = shop([per_h], servers, 1.0 / rate, EXPONENTIAL, islands=40, hours=long, seed=11)
        yield _wait(f"erlang_c {servers}", say("validate.erlang", n=servers), found, long, wait)
    found = shop([0.7], 1, 1.0, LOGNORMAL_15, islands=50, hours=hours / 2, seed=12)
    yield _wait("pollaczek_khinchine", say("validate.mg1"), found, hours / 2, theory.GOLDEN_MG1)
    found = shop((0.2, 0.3, 0.2), 1, 1.0, LOGNORMAL_15, islands=50, hours=hours / 2, seed=13)
    for urgency, wait in enumerate(theory.GOLDEN_COBHAM):
        said = say("validate.cobham", n=urgency + 1)
        yield _wait(f"cobham {urgency}", said, found, hours / 2, wait, found.cases.urgency == urgency)
    yield from _hypercube(hours / 3)


def _wait(name: str, said: Bilingual, found: Shop, hours: float, expected: float, of: Bools | None = None) -> Check:
    settled = (found.cases.t_accept > 0.15 * hours) & (found.cases.t_accept < 0.95 * hours)
    waits = found.by_island(found.wait, settled if of is None else settled & of)
    return near(name, said, *_mean(waits, expected))


def _mean(values: Floats, expected: float) -> tuple[float, float, float]:
    return float(np.mean(values)), expected, float(np.std(values, ddof=1) / math.sqrt(len(values)))


def _hypercube(hours: float) -> Iterator[Check]:
    """Three desks that stand in for each other (Larson 1974): how busy each is."""
    arrivals, preference, islands = (0.5, 0.3, 0.7), ((0, 1, 2), (1, 0, 2), (2, 1, 0)), 40
    times, cell = poisson(arrivals, islands, hours, seed=17)
    cases = table_of(times, cell)
    desks, routes, rules = one_net(np.ones(3 * islands), 1.0, EXPONENTIAL)
    others = np.array([asked[1:] for asked in preference])
    routes.aid = (others + 3 * np.arange(islands)[:, None, None]).reshape(-1, 2).astype(np.int32)
    serve(cases, desks, routes, rules, seed=17)
    settled = (cases.t_accept > 0.15 * hours) & (cases.t_accept < 0.95 * hours)
    for k, rho in enumerate(theory.GOLDEN_HYPERCUBE_RHO):
        worked = (cases.t_close - cases.t_contact) * (cases.desk % 3 == k)
        share = np.bincount((cell // 3)[settled], worked[settled], islands) / (0.8 * hours)
        yield near(f"hypercube {k}", say("validate.hypercube", n=k + 1), *_mean(share, rho))


def peer(*, quick: bool) -> Iterator[Check]:
    """Serve one line with the kernel and with SimPy: case by case with the same draws, and by means with others."""
    from sim.validation.peer import by_simpy

    line = Line()
    came = arrivals(line, 2 if quick else 10, PATH_DAYS, 9)
    one, other = by_kernel(line, came, 9), by_simpy(line, came, Same(9))
    off = np.maximum(np.abs(one.contact - other.contact), np.abs(one.closed - other.closed))
    same = float((off < SAME_H).sum())
    said = say("validate.path", n=len(off))
    yield Check("simpy: case by case", said, same, float(len(off)), holds=same == len(off), allowed=f"< {SAME_H:g} h")
    ours, our_error = means(by_kernel(line, arrivals(line, 200, PEER_DAYS, 1), 1), PEER_DAYS)
    theirs, their_error = means(by_simpy(line, arrivals(line, 40 if quick else 90, PEER_DAYS, 2), Own(2)), PEER_DAYS)
    for k, (name, key) in enumerate(MEANS.items()):
        sd = math.hypot(our_error[k], their_error[k])
        said = say("validate.peer", what=say(key))
        yield near(f"simpy: {name}", said, float(ours[k]), float(theirs[k]), sd, PEER_ERRORS, PEER_SHARE)


def conservation(config: RunConfig, replications: int) -> Check:
    """Live a place and check on each evening of a month, and at the end, that nothing is lost or made."""
    broken = 0
    for number in range(replications):
        district = District(config, number)
        for day in range(config.run.days):
            district.live_day()
            if day % 30 == 29 or day == config.run.days - 1:
                try:
                    district.check()
                except InvariantError:
                    broken += 1
    return Check("conservation", say("validate.conservation"), float(broken), 0.0, holds=broken == 0, allowed="0")
