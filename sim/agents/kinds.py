"""The agents of a district, as Mesa sees them: windows on rows of the world.

`Community`, `GridWorker`, `PropertyFirm`, `PartyMember` and `Resident` are Mesa agents that hold nothing. A
model that derives from `AgentWindows` offers them without making any: ``model.agents_by_type[Resident]`` is a
`ColumnAgentSet` over 233,400 rows and costs an array of row numbers.

What ``model.agents`` is
------------------------
The communities of the district, or, once somebody has registered an agent of their own (any class whose
constructor calls ``mesa.Agent.__init__``), Mesa's own set of those, from then on: when the last of them has left,
it is an empty set and not the communities again. The communities, because:

- Mesa's tools may walk through ``model.agents`` on every step and keep what they find: communities are few (5
  to 1,594), residents are not;
- they are of one kind, so an agent reporter of a ``DataCollector`` such as ``{"open": "open_cases"}`` works
  for all of them; in a mixed set it fails at the first agent without the attribute;
- every place has some, so the set is not empty.

And Mesa's set, once there is one, because Mesa promises that whoever is registered is in ``model.agents``
and that ``model.agents.shuffle_do("step")`` calls nobody else. Every kind, ours and registered ones, is in
``model.agents_by_type`` at any time.

When own agents act
-------------------
In the morning, before the day: ``GovernanceModel.step`` first calls `AgentWindows.step_agents`, which steps every
registered agent in the order of registration, and then lives the day. They see what last evening left
(``model.day`` days have been lived), and the day and what is recorded in the evening follow from what they wrote.
For another order override ``step_agents``. A class with a ``step`` of its own is in charge, as everywhere in Mesa:
nobody is stepped for it, so nobody is stepped twice; it calls ``self.step_agents()`` where it wants to.

What they write and who reads it
--------------------------------
Ranges and units are those of the kinds below. What is written holds until the model changes it:

====================== ===========================================================================================
``GridWorker``
``.skill``             Speed of the worker's desk, the same day. Goes to 1 with learning.
``.familiarity``       The same, by a fifth at most (``workers.familiarity_effect``). Goes to 1.
``.fatigue``           Chance of leaving, the same morning, if above ``workers.overload_from``. Goes to load.
``PropertyFirm``
``.effort``            How often the firm solves a case, the same day. Goes monthly to the firm's target.
``.rating``            At the end of the month (every 30th day): fees, and with them crew and target; threat, and with
                       it the target. Stars and dismissals, under the levers star_rating and owners_committee.
``Resident``
``.app``               Chance of reporting a problem, the same day; ``reporting_app`` counts users when it starts.
``.trust``             Chance of reporting a problem, the same day. Moves with every experience.
``.expectation_h``     Whether the resident is satisfied with the next case that is closed, and through it trust
                       and satisfaction. Moves with every closed case.
``.satisfaction``      Nobody acts on it: it becomes own experience of full weight, which fades and is measured.
====================== ===========================================================================================

All other columns are read only. ``Resident.volunteer`` is so because nothing reads it after the founding: how many
volunteers are active is kept by community. A window that writes costs a Python call; for many agents write a column
at once: ``model.agents_by_type[Resident].where(community=4).set("trust", 0.2)``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, overload

import numpy as np

from sim.agents.agentset import A, ColumnAgentSet
from sim.agents.mesa_compat import Agent, AgentSet, Model, claim_id
from sim.agents.row_agent import Attribute, Column, RowAgent
from sim.mechanisms.satisfaction import say_satisfied
from sim.mechanisms.ties import heard_by
from sim.state.cases import OPEN
from sim.state.desks import Net
from sim.state.opinion import of_communities, of_residents
from sim.state.residents import AgeGroup, Party, Vulnerable
from sim.types import Array, Ints

if TYPE_CHECKING:
    from sim.state.world import World

__all__ = ["AgentWindows", "Community", "GridWorker", "PartyMember", "PropertyFirm", "Resident"]


def _mean_satisfaction(world: World, communities: Any) -> Any:
    """Mean satisfaction of the residents of one community (row number) or of several (array); nan if empty."""
    count = world.people.residents
    found = np.full(len(count), np.nan)
    return np.divide(of_communities(world), count, out=found, where=count > 0)[communities]


def _satisfaction(world: World, rows: Any) -> Any:
    """Satisfaction of one resident (row number) or of several (array)."""
    found = of_residents(world, rows)
    return found if np.ndim(rows) else found[0]


def _open_cases(world: World, communities: Any) -> Any:
    """Cases known and not closed, by community."""
    is_open = np.isin(world.cases.status, OPEN)
    return np.bincount(world.cases.community[is_open], minlength=world.map.n_communities)[communities]


def _grid_of_worker(world: World, workers: Any) -> Array:
    """First grid of the worker's desk; -1 without a desk."""
    desk = world.staff.desk[workers]
    return np.where(desk >= 0, world.desks.unit[desk], -1)


def _patrolled(world: World, workers: Any) -> Any:
    """Part of the patrols that the worker's desk walks; none without a desk."""
    desk = world.staff.desk[workers]
    return np.where(desk >= 0, world.desks.patrolled[desk], 0.0)


def _heard(world: World, residents: Any) -> Any:
    """What one resident (row number) or several (array) have heard of others' last cases."""
    found = heard_by(world, np.atleast_1d(np.asarray(residents, np.int64)))
    return found[0] if np.ndim(residents) == 0 else found


def _of_member(column: str, without: int) -> Callable[[World, Any], Any]:
    """Read a column of the table of in-service members for rows of residents; ``without`` for all others."""

    def read(world: World, residents: Any) -> Any:
        members = world.members
        if members.n == 0:
            return np.full(np.shape(residents), without)
        at = np.minimum(np.searchsorted(members.resident, residents), members.n - 1)
        return np.where(members.resident[at] == residents, getattr(members, column)[at], without)

    return read


class Community(RowAgent, first_id=1_000_000_000):
    """A residents' community with its office; row = number of the community.

    Attributes
    ----------
    name : str
    street : int
        Number of its street.
    n_residents : int
    satisfaction : float
        Mean over its residents, 0..1.
    open_cases : int
        Cases known and not closed.
    """

    __slots__ = ()

    name = Attribute(str, lambda w, rows: np.asarray(w.map.community_names)[rows])
    street = Column(int, lambda w: w.map.street_of_community)
    n_residents = Attribute(int, lambda w, rows: w.map.by_community(np.diff(w.map.resident_first))[rows])
    satisfaction = Attribute(float, _mean_satisfaction)
    open_cases = Attribute(int, _open_cases)

    @classmethod
    def n_rows(cls, world: World) -> int:
        """Count the communities."""
        return world.map.n_communities

    @property
    def residents(self) -> ColumnAgentSet[Resident]:
        """Everybody who lives here."""
        home = self.model.world.map.community[self.model.world.residents.cell]
        return ColumnAgentSet(self.model, Resident, np.flatnonzero(home == self.row))


class GridWorker(RowAgent, first_id=2_000_000_000):
    """A grid worker, or the post while it is vacant; row = row of ``world.staff``.

    Attributes
    ----------
    skill : float
        Speed relative to a specialist in their own field; 0.01..100 may be written.
    familiarity : float
        With the area now served, 0..1.
    fatigue : float
        Smoothed load; 0..2 may be written.
    load : float
        Of the last working day: forms, patrols, visits and cases over paid hours.
    patrolled : float
        Part of the desk's patrols that is walked, 0..1; the rest gives way to load.
    generalist : bool
        Not bound to one department. Nothing reads it yet.
    in_post : bool
    grid : int
        Number of the grid in its net (the first one, where a desk serves several).
    community : int
    hired_day : int
    """

    __slots__ = ()

    # at no speed at all a case would never end, and the day neither
    skill = Column(float, lambda w: w.staff.skill, allowed=(0.01, 100.0))
    familiarity = Column(float, lambda w: w.staff.familiarity, allowed=(0.0, 1.0))
    fatigue = Column(float, lambda w: w.staff.fatigue, allowed=(0.0, 2.0))
    load = Column(float, lambda w: w.staff.load)
    patrolled = Attribute(float, _patrolled)
    generalist = Column(bool, lambda w: w.staff.generalist)
    grid = Attribute(int, _grid_of_worker)
    community = Column(int, lambda w: w.staff.community)
    hired_day = Column(int, lambda w: w.staff.hired_day)
    in_post = Attribute(bool, lambda w, rows: (w.staff.vacant_until[rows] < 0) & (w.staff.desk[rows] >= 0))

    @classmethod
    def n_rows(cls, world: World) -> int:
        """Count the posts."""
        return world.staff.n

    @classmethod
    def rows(cls, world: World) -> Ints:
        """List the posts in the grid nets; a post that a lever took away has no desk."""
        return np.flatnonzero((world.staff.net >= Net.GRID) & (world.staff.desk >= 0))


class PropertyFirm(RowAgent, first_id=3_000_000_000):
    """A property firm in the compound it manages; row = row of ``world.firms``.

    Attributes
    ----------
    compound, community : int
    crew : int
        Persons.
    effort : float
        Share of its cases that it really solves, 0..1.
    floor : float
        Effort without fees above cost, a good name or threat; of this firm for good.
    target : float
        Effort that it aims at since the end of last month.
    rating : float
        Smoothed satisfaction with its cases, 0..1.
    n_households : int
    fee_income_yuan : float
        Per day.
    owners_committee : bool
    """

    __slots__ = ()

    compound = Column(int, lambda w: w.firms.compound)
    community = Column(int, lambda w: w.firms.community)
    crew = Column(int, lambda w: w.firms.crew)
    effort = Column(float, lambda w: w.firms.effort, allowed=(0.0, 1.0))
    floor = Column(float, lambda w: w.firms.floor)
    target = Column(float, lambda w: w.firms.target)
    rating = Column(float, lambda w: w.firms.rating, allowed=(0.0, 1.0))
    n_households = Column(int, lambda w: w.firms.n_households)
    fee_income_yuan = Column(float, lambda w: w.firms.fee_income_yuan)
    owners_committee = Column(bool, lambda w: w.firms.owners_committee)

    @classmethod
    def n_rows(cls, world: World) -> int:
        """Count the firms."""
        return world.firms.n


class Resident(RowAgent, first_id=5_000_000_000):
    """A resident; row = row of ``world.residents``.

    Attributes
    ----------
    cell, household, community, compound, grid : int
        Where the resident lives; while departments have a net each, ``grid`` is that of the first.
    age : AgeGroup
    vulnerable : Vulnerable
    party : Party
    app : bool
        Uses the reporting app or the group chat.
    volunteer : bool
        Was a volunteer at the start. Nothing reads it yet.
    contacts : int
        Closed cases of this resident so far.
    expectation_h : float
        Time from acceptance to closure that the resident expects, hours; 0..1e6 may be written.
    satisfaction, trust : float
        0..1.
    heard : float
        Of friends' last cases, -1 (all in vain, today) to 1 (all solved, today); see `sim.mechanisms.ties`.
    """

    __slots__ = ()

    cell = Column(int, lambda w: w.residents.cell)
    household = Column(int, lambda w: w.residents.household)
    community = Attribute(int, lambda w, rows: w.map.community[w.residents.cell[rows]])
    compound = Attribute(int, lambda w, rows: w.map.compound[w.residents.cell[rows]])
    grid = Attribute(int, lambda w, rows: w.map.grids.of_cell[w.residents.cell[rows]])
    age = Column(AgeGroup, lambda w: w.residents.age)
    vulnerable = Column(Vulnerable, lambda w: w.residents.vulnerable)
    party = Column(Party, lambda w: w.residents.party)
    app = Column(bool, lambda w: w.residents.app, allowed=(False, True))
    volunteer = Column(bool, lambda w: w.residents.volunteer)
    contacts = Column(int, lambda w: w.residents.contacts)
    expectation_h = Column(float, lambda w: w.residents.expectation_h, allowed=(0.0, 1e6))
    satisfaction = Column(float, lambda w: w.residents.own, (0.0, 1.0), _satisfaction, say_satisfied)
    trust = Column(float, lambda w: w.residents.trust, allowed=(0.0, 1.0))
    heard = Attribute(float, _heard)

    @classmethod
    def n_rows(cls, world: World) -> int:
        """Count the residents."""
        return world.residents.n


class PartyMember(Resident, first_id=4_000_000_000):
    """A resident who is a Party member; row = row of ``world.residents``.

    Has all attributes of `Resident`; ``party`` is RESIDENT_MEMBER or IN_SERVICE.

    Attributes
    ----------
    unit : int
        Where an in-service member works; -1 for resident members. Dealt when dual report first calls.
    turns : int
        Taken so far under dual report.
    """

    __slots__ = ()

    unit = Attribute(int, _of_member("unit", -1))
    turns = Attribute(int, _of_member("turns", 0))

    @classmethod
    def rows(cls, world: World) -> Ints:
        """List the residents who are members."""
        return np.flatnonzero(world.residents.party != Party.NONE)

    @property
    def resident(self) -> Resident:
        """The same person, as a resident."""
        return Resident.unchecked(self.model, self.row)


KINDS: tuple[type[RowAgent], ...] = (Community, GridWorker, PropertyFirm, PartyMember, Resident)
"""Our kinds. Each has room for 1e9 ids, above those of registered agents (1, 2, ...) and below 2**53."""


class AgentsByType(Mapping[type[Agent], AgentSet]):
    """Kind of agent to the set of its agents: ours, made when asked for, then the registered ones."""

    def __init__(self, model: Model, registered: Mapping[type[Agent], AgentSet]) -> None:
        self._model = model
        self._registered = registered

    @overload
    def __getitem__(self, kind: type[A]) -> ColumnAgentSet[A]: ...
    @overload
    def __getitem__(self, kind: type[Agent]) -> AgentSet: ...
    def __getitem__(self, kind: Any) -> AgentSet:
        """Make the set of a kind."""
        return ColumnAgentSet(self._model, kind) if kind in KINDS else self._registered[kind]

    def __iter__(self) -> Iterator[type[Agent]]:
        """Go through the kinds."""
        return iter((*KINDS, *self._registered))

    def __len__(self) -> int:
        """Count the kinds."""
        return len(KINDS) + len(self._registered)

    def __repr__(self) -> str:
        """Name the kinds."""
        return f"<agents by type: {', '.join(kind.__name__ for kind in self)}>"


class AgentWindows(Model):
    """A Mesa model that offers the rows of its ``world`` as agents.

    To be subclassed in place of ``mesa.Model``; the subclass has ``self.world``.
    """

    if TYPE_CHECKING:

        @property
        def world(self) -> World: ...  # noqa: D102

    _has_own_agents = False  # whether anybody was ever registered

    @property
    def agents(self) -> AgentSet:
        """The communities, or the registered agents once there has been one (see the module)."""
        return super().agents if self._has_own_agents else ColumnAgentSet(self, Community)

    def step_agents(self) -> None:
        """Step the registered agents in the order of registration; to be overridden for another order.

        Called by ``GovernanceModel.step`` in the morning, unless a subclass has a ``step`` of its own.
        """
        if self._has_own_agents:
            self.agents.do("step")

    @property
    def agents_by_type(self) -> AgentsByType:
        """Every kind of agent with the set of its agents; the sets are made when asked for."""
        return AgentsByType(self, super().agents_by_type)

    @property
    def agent_types(self) -> list[type[Agent]]:
        """Every kind of agent."""
        return list(self.agents_by_type)

    def register_agent(self, agent: Agent) -> None:
        """Register an agent that somebody made besides ours, with an id from this model's own count."""
        claim_id(self, agent)
        self._has_own_agents = True
        super().register_agent(agent)
