"""The world: everything that exists and changes during a run, and nothing that acts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np

from sim.fate import Fate
from sim.geography.areas import Geography, Grids
from sim.jit import handed
from sim.parameters.place import Place
from sim.parameters.settings import Settings
from sim.state.cases import Cases
from sim.state.costs import LeverCost
from sim.state.desks import Desks, Routes
from sim.state.residents import Residents
from sim.state.rules import RuleSheet
from sim.state.staff import PropertyFirms, Staff
from sim.state.table import Spec, records
from sim.types import Array, Bools, Floats, Ints


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
    calendar: Array  # i8 [days], as which day of the week each counts, see `sim.state.calendar`; empty without dates


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
class Ledger:
    """Money of the district in fen (1/100 yuan); every entry has two sides, so the balance closes."""

    accounts: dict[str, int] = field(default_factory=dict)

    def move(self, source: str, target: str, fen: int) -> None:
        """Move money from one account to another."""
        self.accounts[source] = self.accounts.get(source, 0) - fen
        self.accounts[target] = self.accounts.get(target, 0) + fen

    def yuan(self, account: str) -> float:
        """Balance of an account in yuan."""
        return self.accounts.get(account, 0) / 100.0


@dataclass(slots=True)
class World:
    """State of one run.

    ``key`` and ``replication`` address the fate stream; ``day`` counts from 0.
    """

    place: Place
    settings: Settings
    key: tuple[int, int]
    replication: int
    map: Geography
    grids: Grids
    grids_at_start: Grids
    layers: int  # departments that cases may be sent to by mistake
    own_nets: int  # grid nets of which a case belongs to one
    residents: Residents
    staff: Staff
    firms: PropertyFirms
    desks: Desks
    routes: Routes
    cases: Cases
    rules: RuleSheet
    agenda: AgendaCols
    volunteers: Floats  # [M] active
    area_report: Floats  # [M] how readily people of an area report, mean 1
    season: Floats  # [365] factor on needs by day of year
    households: Floats  # [M]
    mood: Floats  # [M] sum of residents' satisfaction
    mean_need: float = 1.0  # mean factor of age and building on needs
    old: Bools = field(default_factory=lambda: np.zeros(0, np.bool_))  # [C] not renewed since before 2000
    offices: Array = field(default_factory=lambda: np.zeros(0, np.int32))  # desks of offices
    helper_desks: Array = field(default_factory=lambda: np.zeros((0, 0), np.int32))  # [helpers, M]
    seated: Floats = field(default_factory=lambda: np.zeros(0))  # rules by which offices were last seated
    office_of: Array = field(default_factory=lambda: np.zeros(0, np.int32))  # [M] community whose offices serve it
    rota: Array = field(default_factory=lambda: np.zeros(0, np.int32))  # vulnerable residents, by community
    rota_day: Array = field(default_factory=lambda: np.zeros(0, np.int32))  # day of the last visit of each
    rota_first: Array = field(default_factory=lambda: np.zeros(1, np.int64))  # [M + 1]
    rota_next: Array = field(default_factory=lambda: np.zeros(0, np.int64))  # [M] who is visited next
    visit_hours_left: Floats = field(default_factory=lambda: np.zeros(0))  # [M] not enough yet for a visit
    volunteers_at_start: Floats = field(default_factory=lambda: np.zeros(0))  # [M]
    member_community: Array = field(default_factory=lambda: np.zeros(0, np.int64))  # of each in-service member
    ledger: Ledger = field(default_factory=Ledger)
    costs: dict[str, LeverCost] = field(default_factory=dict)  # by lever
    memory: dict[str, Array] = field(default_factory=dict)  # what levers remember, see `Memory`
    workers_by_community: Floats = field(default_factory=lambda: np.zeros(0))  # [M] grid workers in post
    taken_away: Floats = field(default_factory=lambda: np.zeros(0))  # [M] grid workers that go to them today
    asked_away: Floats = field(default_factory=lambda: np.zeros(0))  # [M] grid workers that levers ask for today
    filled: Floats = field(default_factory=lambda: np.zeros(0))  # [M] share of them that can be spared
    cut_fen: int = 0  # of today's wages, to pay for budget-neutral levers
    cut_share: float = 0.0  # of grid workers' hours today, to pay for budget-neutral levers
    aid_for: Array = field(default_factory=lambda: np.zeros(0, np.bool_))  # [M] mutual aid as arranged
    aid_net: Any = None  # and the grids it was arranged for
    day: int = 0
    first_of_day: int = 0  # first case born today
    workers_in_post: int = 0
    workers_paid: int = 0  # and those who finish a case in hand after leaving
    hours_paid: float = 0.0  # of grid workers
    hours_worked: float = 0.0  # by them, on cases
    hours_forms: float = 0.0  # by them, on forms
    hours_offered: float = 0.0  # by volunteers and members, as written down
    hours_given: float = 0.0  # by them, really
    visits: int = 0  # to vulnerable residents
    reached: int = 0  # vulnerable residents visited in the last 30 days, this evening
    repairs_fen: int = 0  # paid so far

    @property
    def fate(self) -> Fate:
        """Stream of random numbers of this run."""
        return Fate(*self.key, self.replication)

    @property
    def n_communities(self) -> int:
        """Number of communities."""
        return self.map.n_communities

    def weekday(self, ago: int = 0) -> int:
        """As which day of the week today, or the day so many days `ago`, counts; Monday = 0."""
        day, calendar = self.day - ago, self.agenda.calendar
        return int(calendar[day]) if 0 <= day < len(calendar) else day % 7

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
