"""Tables that agents look at, without a model in which things happen."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import mesa
import numpy as np
from mesa.agent import AgentSet

from sim.agents.kinds import KINDS, AgentWindows, GridWorker, Resident
from sim.agents.row_agent import Attribute
from sim.parameters.settings import Settings
from sim.state.cases import Cases, Status
from sim.state.desks import Desks, Net
from sim.state.map import Map
from sim.state.opinion import no_opinion
from sim.state.places import draw_grids, draw_map
from sim.state.residents import AgeGroup, Party, Residents, Vulnerable
from sim.state.staff import Members, PropertyFirms, Staff
from tests.places import a_place

N_CASES = 60


def small_world() -> Any:
    """Make the tables that agents look at, filled at random (always the same), without a model."""
    place = a_place(population=600, households_per_cell=20.0, communities=3, compounds=4, streets=1)
    chance = np.random.default_rng(7)
    town = draw_map(place)
    grids = draw_grids(town, 6)
    n = place.population
    residents = Residents(n)
    residents.cell[:] = np.repeat(np.arange(town.n_cells), town.residents)
    residents.new_household[:] = np.arange(n) % 3 == 0
    residents.age[:] = chance.integers(0, len(AgeGroup), n)
    residents.vulnerable[:] = chance.integers(0, len(Vulnerable), n)
    residents.party[:] = chance.choice([Party.NONE, Party.NONE, Party.RESIDENT_MEMBER, Party.IN_SERVICE], n)
    residents.app[:] = chance.random(n) < 0.5
    residents.contacts[:] = chance.integers(0, 5, n)
    residents.expectation_h[:] = chance.random(n) * 48
    residents.own[:], residents.own_weight[:] = chance.random(n), 1.0
    residents.trust[:] = chance.integers(0, 20, n) / 20  # many ties
    desks = Desks()
    office = desks.add(3, net=Net.COMMUNITY, unit=np.arange(3), community=np.arange(3))
    grid_desks = desks.add(grids.n, net=Net.GRID, unit=np.arange(grids.n), community=grids.community)
    staff = Staff(grids.n + 4)  # two of the office, one per grid, a vacant post, a post taken away
    staff.desk[:] = np.concatenate([office[:2], grid_desks, [grid_desks[0], -1]])
    staff.net[:] = np.concatenate([[Net.COMMUNITY] * 2, [Net.GRID] * grids.n, [Net.GRID] * 2])
    staff.community[:] = np.concatenate([[0, 1], grids.community, [grids.community[0], 0]])
    staff.fatigue[:] = chance.random(len(staff))
    staff.vacant_until[-2] = 30
    members = Members()
    serving = np.flatnonzero(residents.party == Party.IN_SERVICE)
    members.add(len(serving), resident=serving, unit=np.arange(len(serving)) % 5, turns=np.arange(len(serving)) % 3)
    residents.experience[:] = chance.integers(-9, 10, n)
    firms = PropertyFirms(4)
    firms.compound[:] = np.arange(4)
    firms.community[:] = town.community_of_compound
    cases = Cases(capacity=2 * N_CASES)
    cases.add(N_CASES, status=chance.integers(0, len(Status), N_CASES), community=chance.integers(0, 2, N_CASES))
    opinion, home = no_opinion(town.n_communities), town.community[residents.cell]
    opinion["own"][:] = np.bincount(home, residents.own, town.n_communities)
    opinion["weight"][:] = np.bincount(home, minlength=town.n_communities)
    people = SimpleNamespace(opinion=opinion, evening=0, residents=np.bincount(home, minlength=town.n_communities))
    return SimpleNamespace(
        map=Map.of(town, [grids], 1), residents=residents, people=people, desks=desks, staff=staff,
        members=members, firms=firms, cases=cases, day=9, place=place, settings=Settings(),
    )  # fmt: skip


class Town(AgentWindows):
    """A model with a world in which nothing happens but the passing of days and of trust."""

    def __init__(self, rng: int | None = 1, speed: int = 1) -> None:
        super().__init__(rng=rng)
        self.world = small_world()
        self.speed = speed
        self.datacollector = mesa.DataCollector(
            model_reporters={
                "trust": lambda m: m.agents_by_type[Resident].agg("trust", np.mean),
                "n": n_agents,
            },
            agent_reporters={"open": "open_cases", "satisfaction": lambda a: a.satisfaction},
            agenttype_reporters={GridWorker: {"fatigue": "fatigue"}},
        )

    def step(self) -> None:
        self.world.day += self.speed
        self.world.residents.trust[:] *= 0.5
        self.datacollector.collect(self)


def n_agents(model: Any) -> int:
    return len(model.agents)


def seen(answer: Any) -> Any:
    """Write an answer down with types, agents as their rows, so that two answers can be compared."""
    if isinstance(answer, AgentSet):
        return [agent.row for agent in answer]
    if isinstance(answer, mesa.Agent):
        return ("row", answer.row)
    if isinstance(answer, dict):
        return [(seen(key), seen(value)) for key, value in answer.items()]
    if isinstance(answer, list | tuple):
        return [seen(part) for part in answer]
    return type(answer), answer


class Visitor(mesa.Agent):
    """An agent that a user of the model registers."""


ATTRIBUTES = [(kind, name) for kind in KINDS for name in dir(kind) if isinstance(getattr(kind, name), Attribute)]
