"""The world: everything that exists and changes during a run, and nothing that acts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated

from sim.fate import Fate
from sim.parameters.place import Place
from sim.parameters.settings import Settings
from sim.state.agenda import AgendaCols, Count
from sim.state.cases import Cases
from sim.state.day import Sums, Today
from sim.state.desks import Desks, Offices, Routes
from sim.state.incidents import Witnesses
from sim.state.map import Map
from sim.state.money import Money
from sim.state.people import People, Rota
from sim.state.residents import Residents
from sim.state.rules import RuleSheet
from sim.state.staff import PropertyFirms, Staff
from sim.state.table import By
from sim.types import Array


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
    witnesses: Witnesses
    agenda: Annotated[AgendaCols, By("kernel.agenda")]  # put in its place when it needs more room
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
