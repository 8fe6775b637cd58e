"""A small line of desks, served by the kernel and by SimPy: two grids, their community, a department.

A case comes to its grid. Whoever is free takes the most urgent case, of these the first that came, while the office is
open; work that has begun goes on at the next opening, and is never interrupted by a more urgent case. A desk that
cannot solve a case passes it on after a look; handing over takes a while, and a department prepares a case before it
works.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.kernel.service import run_until
from sim.state.agenda import empty_agenda
from sim.state.desks import Desks, Net, empty_routes
from sim.state.rules import RuleSheet
from sim.types import Array, Floats
from sim.validation.shops import poisson, table_of, work

GRIDS = 2
WEEK_D = 7


@dataclass(frozen=True, slots=True)
class Desk:
    """A kind of desk.

    Attributes
    ----------
    servers : int
    mean_h : float
        Hands-on hours of a case that is solved here, exponential.
    solves : float
        Probability that a case ends here.
    opens, closes : float
        Hours of the day.
    days : int
        Days of the week on which it is open, from Monday.
    """

    servers: int
    mean_h: float
    solves: float
    opens: float
    closes: float
    days: int


@dataclass(frozen=True, slots=True)
class Line:
    """The line of desks; every number is a choice, so that each rule counts and no queue is overloaded.

    Attributes
    ----------
    levels : tuple of Desk
        Grid, community, department.
    per_day : tuple of float
        Cases of each urgency that come to each grid a day, the most urgent first.
    look_share : float
        Share of the work until a desk passes a case on.
    handover_h : float
        Mean hours between two desks, exponential.
    lead_h, lead_sigma : float
        Median hours and log-sd of a department's preparation, lognormal.
    """

    levels: tuple[Desk, ...] = (
        Desk(1, 1.5, 0.7, 8.0, 18.0, 7), Desk(2, 2.0, 0.5, 9.0, 17.0, 5), Desk(1, 1.8, 1.0, 9.0, 17.0, 5),
    )  # fmt: skip
    per_day: tuple[float, ...] = (0.5, 1.5, 3.0)
    look_share: float = 0.5
    handover_h: float = 4.0
    lead_h: float = 30.0
    lead_sigma: float = 1.0


@dataclass(frozen=True, slots=True)
class Seen:
    """Cases of one engine, by row; times in hours since day 0.

    Attributes
    ----------
    island, urgency, passes : array
        Which line it came to, how urgent it was, how often it was passed on.
    accepted, contact, closed : array
    """

    island: Array
    urgency: Array
    passes: Array
    accepted: Floats
    contact: Floats
    closed: Floats


NETS = (Net.GRID, Net.COMMUNITY, Net.DEPARTMENT)


@dataclass(frozen=True, slots=True)
class Arrivals:
    """Cases that come to the lines, in the order of time; arrays by case."""

    times: Floats
    island: Array
    grid: Array
    urgency: Array


def arrivals(line: Line, islands: int, days: int, seed: int) -> Arrivals:
    """Draw Poisson arrivals at the grids of so many lines."""
    times, stream = poisson([rate / 24.0 for rate in line.per_day * GRIDS], islands, 24.0 * days, seed)
    island, which = np.divmod(stream, GRIDS * len(line.per_day))
    grid, urgency = np.divmod(which, len(line.per_day))
    return Arrivals(times, island, grid, urgency)


def by_kernel(line: Line, came: Arrivals, seed: int) -> Seen:
    """Serve lines with the model's kernel until all are empty."""
    islands = int(came.island.max()) + 1
    cases = table_of(came.times, came.island * GRIDS + came.grid, came.urgency)
    desks, routes = Desks(0), empty_routes(islands * GRIDS)
    for level, (net, desk) in enumerate(zip(NETS, line.levels, strict=True)):
        n = islands * (GRIDS if level == 0 else 1)
        rows = desks.add(
            n, net=int(net), servers=desk.servers, community=0, open_from=desk.opens, open_to=desk.closes,
            open_days=2**desk.days - 1,
        )  # fmt: skip
        routes.of_cell[net] = rows if level == 0 else np.repeat(rows, GRIDS)
        routes.table.net[:, level] = int(net)
        routes.table.work_mean[:, level] = desk.mean_h
        routes.table.work_sigma[:, level] = -1.0
        routes.table.look_share[:, level] = line.look_share
    routes.table.lead_median[:, len(NETS) - 1] = line.lead_h
    routes.table.lead_sigma[:, len(NETS) - 1] = line.lead_sigma
    rules = RuleSheet(1)
    for level, desk in enumerate(line.levels):
        rules["solve"].value[:, :, level] = desk.solves
    rules["handover_h"].value[:] = line.handover_h
    agenda = empty_agenda(4 * cases.n + desks.n + 64, 1)
    known = np.arange(cases.n, dtype=np.int32)
    run_until(work(cases, desks, routes, rules, agenda, seed=seed), cases.t_occur.copy(), known, np.inf)
    return Seen(
        came.island, came.urgency, np.asarray(cases.passes) + np.asarray(cases.handoffs),
        np.asarray(cases.t_accept), np.asarray(cases.t_contact), np.asarray(cases.t_close),
    )  # fmt: skip


MEANS = {
    "contact, urgent": "validate.contact_urgent", "contact, utility": "validate.contact_utility",
    "contact, general": "validate.contact_general", "closed at the grid": "validate.closed_at_the_grid",
    "closed at the community": "validate.closed_at_the_community",
    "closed at the department": "validate.closed_at_the_department",
}  # fmt: skip
"""{mean hours that are compared, from acceptance: message}"""


def means(seen: Seen, days: int, dropped: int = 56) -> tuple[Floats, Floats]:
    """Mean hours of `MEANS` and their standard errors, from the means of the islands; the first days are left out."""
    settled = (seen.accepted > 24.0 * dropped) & (seen.accepted < 24.0 * (days - dropped))
    waits, took = seen.contact - seen.accepted, seen.closed - seen.accepted
    chosen = [(waits, settled & (seen.urgency == k)) for k in range(3)]
    chosen += [(took, settled & (seen.passes == k)) for k in range(3)]
    n = int(seen.island.max()) + 1
    mean, error = np.zeros(len(MEANS)), np.zeros(len(MEANS))
    for k, (values, which) in enumerate(chosen):
        count = np.bincount(seen.island[which], minlength=n)
        total = np.bincount(seen.island[which], values[which], n)
        mean[k] = total.sum() / count.sum()
        spread = np.sum((total - mean[k] * count) ** 2) * n / (n - 1)
        error[k] = np.sqrt(spread) / count.sum()
    return mean, error
