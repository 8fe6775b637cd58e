"""The world: everything that exists and changes during a run, and nothing that acts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import numpy as np

from sim.fate import Fate
from sim.jit import handed
from sim.state.cases import Cases
from sim.state.day import Sums, Today
from sim.state.desks import Desks, Offices, Routes
from sim.state.map import Map
from sim.state.money import Money
from sim.state.people import People, Rota
from sim.state.places import Place
from sim.state.residents import Residents
from sim.state.rules import RuleSheet
from sim.state.staff import PropertyFirms, Staff
from sim.state.table import By, Spec, records
from sim.types import Array, Ints

if TYPE_CHECKING:
    from sim.mechanisms.settings import Settings


class AgendaCols(NamedTuple):
    """Events to come (a binary heap) and the day's lists, as the kernel takes them."""

    time: Array  # [events] hours since day 0
    item: Array  # [events] kind << 40 | row
    counts: Array  # i64, see `Count`
    area: Array  # f64, see `Area`
    closed: Array  # rows of cases closed today
    lost: Array  # rows of problems that went away unheard, and of cases given up, today
    silent: Any  # records of problems nobody knows of, see `SILENT_SPEC`
    funds: Any  # records [M], see `FUND_SPEC`


FUND_SPEC: Spec = {
    "fen": (np.int64, 0),  # money for repairs
    "head": (np.int32, -1),  # first case that waits for it
    "tail": (np.int32, -1),
}
"""The repair fund of a community."""


SILENT_SPEC: Spec = {
    "unseen": (np.float64, np.inf),  # intensity of watching it still takes until it is found
    "case": (np.int32, -1),
    "cell": (np.int32, -1),
    "resident": (np.int32, -1),
    "gone_day": (np.uint16, 0),  # on this morning it has gone away unheard
    "category": (np.int8, 0),
    "vulnerable": (np.int8, 0),
}
"""What is looked at every day of a problem that nobody knows of: together, because there are many of them."""


class Count:
    """Places in ``AgendaCols.counts``."""

    EVENTS = 0  # in the heap
    CLOSED = 1  # today
    LOST = 2  # ended badly today
    SILENT = 3
    OPEN = 4  # known and not closed
    ACCEPTED = 6  # since day 0
    DONE = 7  # closed since day 0, not counting reopened ones twice
    GIVEN_UP = 8
    MERGED = 9
    SERVED = 10  # events handled since day 0
    REOPENED = 11
    SPENT_FEN = 12  # community money spent on repairs since day 0
    WAITING = 13  # in queues
    N = 16


class Area:
    """Places in ``AgendaCols.area``."""

    LAST = 0  # time of the last change of the number of open cases
    OPEN = 1  # integral of open cases over time, case-hours
    N = 4


@dataclass(slots=True)
class World:
    """State of one run: tables with a row for each entity, and small records of what is kept beside them.

    ``key`` and ``replication`` address the fate stream; ``day`` counts from 0.
    """

    place: Place
    settings: Settings
    key: tuple[int, int]
    replication: int
    # the map
    map: Map
    # people
    residents: Residents
    people: People
    rota: Rota
    # desks, who sits there, and who is sent to them
    desks: Desks
    staff: Staff
    firms: PropertyFirms
    offices: Offices
    routes: Routes
    # cases
    cases: Cases
    agenda: AgendaCols
    # money
    money: Money
    # the day
    today: Today
    sums: Sums
    # levers
    rules: RuleSheet
    memory: dict[str, Array] = field(default_factory=dict)  # what levers remember, see `Memory`
    day: Annotated[int, By("district")] = 0

    @property
    def fate(self) -> Fate:
        """Stream of random numbers of this run."""
        return Fate(*self.key, self.replication)

    @property
    def n_communities(self) -> int:
        """Number of communities."""
        return self.map.n_communities

    def closed_today(self) -> Array:
        """Rows of the cases closed today, for levers that look back in the evening."""
        return self.agenda.closed[: int(self.agenda.counts[Count.CLOSED])]

    def open_cases(self) -> int:
        """Cases known and not closed."""
        return int(self.agenda.counts[Count.OPEN])


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
