"""The agenda: events to come, the day's lists, and what the kernel counts; the repair funds, which it pays out of."""

from __future__ import annotations

from typing import Annotated, Any, NamedTuple

import numpy as np

from sim.jit import handed
from sim.state.table import By, Spec, records
from sim.types import Array, Ints


class AgendaCols(NamedTuple):
    """Events to come (a binary heap) and the day's lists, as the kernel takes them."""

    time: Annotated[Array, By("kernel.heap")]  # [events] hours since day 0
    item: Annotated[Array, By("kernel.heap")]  # [events] kind << 40 | row
    counts: Array  # i64, see `Count`
    area: Annotated[Array, By("kernel.agenda")]  # f64, see `Area`
    closed: Annotated[Array, By("kernel.agenda")]  # rows of cases closed today
    lost: Annotated[Array, By("kernel.agenda")]  # rows of problems that went away unheard, and of cases given up, today
    silent: Any  # records of problems nobody knows of, see `SILENT_SPEC`
    funds: Any  # records [M], see `FUND_SPEC`
    calendar: Array  # i8 [days], as which day of the week each counts, see `sim.state.calendar`; empty without dates


FUND_SPEC: Spec = {
    "fen": (np.int64, 0, "kernel.funds"),  # money for repairs
    "head": (np.int32, -1, "kernel.funds"),  # first case that waits for it
    "tail": (np.int32, -1, "kernel.funds"),
}
"""The repair fund of a community."""


SILENT_SPEC: Spec = {
    "unseen": (np.float64, np.inf, "mechanisms.silence"),  # intensity of watching it still takes until it is found
    "case": (np.int32, -1, "mechanisms.silence"),
    "cell": (np.int32, -1, "mechanisms.silence"),
    "resident": (np.int32, -1, "mechanisms.silence"),
    "gone_day": (np.uint16, 0, "mechanisms.silence"),  # on this morning it has gone away unheard
    "category": (np.int8, 0, "mechanisms.silence"),
    "vulnerable": (np.int8, 0, "mechanisms.silence"),
    "extent": (np.int8, 0, "mechanisms.silence"),
}
"""What is looked at every day of a problem that nobody knows of: together, because there are many of them."""


class Count:
    """Places in ``AgendaCols.counts``."""

    EVENTS: Annotated[int, By("kernel.agenda")] = 0  # in the heap
    CLOSED: Annotated[int, By("kernel.agenda")] = 1  # today
    LOST: Annotated[int, By("kernel.agenda")] = 2  # ended badly today
    SILENT: Annotated[int, By("mechanisms.silence")] = 3
    OPEN: Annotated[int, By("kernel.agenda")] = 4  # known and not closed
    CASES: Annotated[int, By("kernel.witness")] = 5  # rows of the case table in use, while the kernel runs
    ACCEPTED: Annotated[int, By("kernel.accept")] = 6  # since day 0
    DONE: Annotated[int, By("kernel.life")] = 7  # closed since day 0, not counting reopened ones twice
    GIVEN_UP: Annotated[int, By("kernel.life")] = 8
    MERGED: Annotated[int, By("kernel.life")] = 9
    SERVED: Annotated[int, By("kernel.service")] = 10  # events handled since day 0
    REOPENED: Annotated[int, By("kernel.accept")] = 11
    SPENT_FEN: Annotated[int, By("kernel.funds")] = 12  # community money spent on repairs since day 0
    WAITING: Annotated[int, By("kernel.queues")] = 13  # in queues
    AGAIN: Annotated[int, By("kernel.witness")] = 14  # formal closings that somebody else's report has reopened
    N = 16


class Area:
    """Places in ``AgendaCols.area``."""

    LAST = 0  # time of the last change of the number of open cases
    OPEN = 1  # integral of open cases over time, case-hours
    N = 4


def empty_agenda(capacity: int, n_communities: int) -> AgendaCols:
    """Make an agenda with room for `capacity` events and cases."""
    counts: Ints = np.zeros(Count.N, np.int64)
    return AgendaCols(
        time=np.zeros(capacity),
        item=np.zeros(capacity, np.int64),
        counts=counts,
        area=np.zeros(Area.N),
        closed=np.zeros(capacity, np.int32),
        lost=np.zeros(capacity, np.int32),
        silent=handed(records(SILENT_SPEC, capacity)),
        funds=handed(records(FUND_SPEC, n_communities)),
        calendar=np.zeros(0, np.int8),
    )


def reserve_agenda(agenda: AgendaCols, capacity: int) -> AgendaCols:
    """Make room for at least `capacity` events and cases, keeping what is there."""
    if capacity <= len(agenda.time):
        return agenda
    capacity = max(capacity, len(agenda.time) * 3 // 2)
    grown = {}
    for name in ("time", "item", "closed", "lost", "silent"):
        old = getattr(agenda, name)
        new = np.zeros(capacity, old.dtype)
        new[: len(old)] = old
        grown[name] = new
    return agenda._replace(**{**grown, "silent": handed(grown["silent"])})
