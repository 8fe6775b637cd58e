"""Agents as windows on rows: they answer what Mesa's own agents would answer, and own nothing."""

from __future__ import annotations

import copy
import gc
import multiprocessing
import random
import statistics
import subprocess
import sys
import weakref
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from types import SimpleNamespace
from typing import Any

import mesa
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from mesa.agent import AgentSet

from sim.agents.agentset import ColumnAgentSet
from sim.agents.kinds import KINDS, AgentWindows, Community, GridWorker, PartyMember, PropertyFirm, Resident
from sim.agents.mesa_compat import without_mesas
from sim.agents.model import GovernanceModel
from sim.agents.row_agent import Attribute, Column, RowAgent
from sim.parameters.settings import Settings
from sim.state.cases import OPEN, Cases, Status
from sim.state.desks import Desks, Net
from sim.state.map import Map
from sim.state.opinion import no_opinion, of_communities
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


class Person(mesa.Agent):
    """A Mesa agent that owns what a Resident looks up."""

    def __init__(self, model: Any, resident: Resident) -> None:
        super().__init__(model)
        self.row = resident.row
        for name in COLUMNS:
            setattr(self, name, getattr(resident, name))

    def age_plus(self, years: int, twice: bool = False) -> int:
        return int(self.age) + years * (2 if twice else 1)


COLUMNS = sorted(
    name for name in dir(Resident) if isinstance(getattr(Resident, name), Attribute) and name != "unique_id"
)
ROWS = np.array([5, 3, 400, 17, 18, 19, 250, 251, 252, 20, 590, 101, 102, 103, 104, 99])


@pytest.fixture
def town() -> Town:
    return Town()


@pytest.fixture
def residents(town: Town) -> Any:
    return town.agents_by_type[Resident]


@pytest.fixture
def pair(town: Town) -> Iterator[tuple[Any, Any]]:
    """One set of ours and Mesa's set of the same people, in the same order, with equal generators."""
    ours: Any = ColumnAgentSet(town, Resident, ROWS, random.Random(3))
    people = [Person(mesa.Model(rng=1), resident) for resident in ours]
    yield ours, AgentSet(people, random.Random(3))
    del people


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


def trusting(agent: Any) -> bool:
    return bool(agent.trust > 0.4)


def shuffled_calls(agents: Any) -> list[int]:
    called: list[int] = []
    agents.shuffle_do(lambda agent, sign: called.append(sign * agent.row), -1)
    return called + [agent.row for agent in agents]


def changed(agents: Any, change: Callable[[Any, Any], object]) -> Any:
    """Change a copy of a set with one of its own agents, then show what became of it."""
    other = copy.copy(agents)
    agent = next(agent for agent in agents if agent.row == 17)
    before = agent in other
    change(other, agent)
    return [*seen(other), len(other), before, agent in other]


def in_groups(agents: Any) -> list[Any]:
    return [(key, seen(group)) for key, group in agents.groupby("community")]


QUESTIONS: dict[str, Callable[[Any], Any]] = {
    "len": len,
    "order": lambda s: s,
    "get each column": lambda s: [s.get(name) for name in COLUMNS],
    "get several": lambda s: s.get(["age", "trust", "row"]),
    "get none": lambda s: s.get([]),
    "get method": lambda s: [callable(found) for found in s.get("step")],
    "get default": lambda s: s.get("height", handle_missing="default", default_value=1.7),
    "get several with default": lambda s: s.get(["trust", "height"], "default"),
    "agg builtin": lambda s: [s.agg("trust", f) for f in (min, max, sum, len, sorted)],
    "agg numpy int": lambda s: [s.agg("contacts", f) for f in (np.mean, np.sum, np.max, np.ptp, np.median)],
    "agg numpy float": lambda s: [s.agg("trust", f) for f in (np.mean, np.std, np.min, np.sum)],
    "agg numpy bool": lambda s: [s.agg("app", f) for f in (np.mean, np.sum)],
    "agg partial": lambda s: s.agg("trust", partial(np.quantile, q=0.9)),
    "agg list only": lambda s: s.agg("age", lambda ages: (ages.count(AgeGroup.ELDER), Counter(ages))),
    "agg many": lambda s: s.agg("trust", [min, np.mean, statistics.fmean]),
    "agg many enum": lambda s: s.agg("party", (max, np.max)),
    "select nothing": lambda s: s.select(),
    "select": lambda s: s.select(trusting),
    "select at most": lambda s: [s.select(at_most=n) for n in (0, 1, 7, 7.5, 99, 0.0, 0.3, 1.0)],
    "select some at most": lambda s: [s.select(trusting, at_most=n) for n in (0, 2, 0.2)],
    "select type": lambda s: [s.select(agent_type=kind) for kind in (mesa.Agent, mesa.Model)],
    "select in place": lambda s: [s.select(trusting, inplace=True), s],
    "sort down": lambda s: s.sort("trust"),
    "sort up": lambda s: s.sort("trust", ascending=True),
    "sort enum": lambda s: [s.sort("age"), s.sort("age", ascending=True)],
    "sort by function": lambda s: [s.sort(lambda a: a.row % 4), s.sort(lambda a: a.row % 4, ascending=True)],
    "sort by what is no column": lambda s: s.sort("age.real"),
    "sort in place": lambda s: [s.sort("cell", inplace=True), s],
    "shuffle": lambda s: [s.shuffle(), s.shuffle(), s],
    "shuffle in place": lambda s: [s.shuffle(inplace=True), s],
    "shuffle do": shuffled_calls,
    "do returns set": lambda s: s.do("step"),
    "map": lambda s: s.map(lambda a, plus, times=1: (a.row + plus) * times, 2, times=3),
    "groupby": in_groups,
    "groupby enum": lambda s: s.groupby("age").groups,
    "groupby bool": lambda s: s.groupby("app").groups,
    "groupby function": lambda s: s.groupby(lambda a: (a.app, a.row % 2)).groups,
    "groupby list": lambda s: s.groupby("party", result_type="list").groups,
    "groupby nothing": lambda s: s.select(at_most=0).groupby("party").groups,
    "groupby count": lambda s: [s.groupby("community").count(), len(s.groupby("community"))],
    "groupby agg": lambda s: [s.groupby("party").agg("trust", f) for f in (np.mean, sum, list)],
    "groupby map": lambda s: s.groupby("party").map("get", "trust"),
    "groupby map function": lambda s: s.groupby("party").map(len),
    "groupby do": lambda s: s.groupby("party").do("shuffle", inplace=True).groups,
    "and": lambda s: s.select(trusting) & s.select(lambda a: a.app),
    "or": lambda s: s.select(trusting) | s.select(lambda a: a.app),
    "minus": lambda s: s - s.select(trusting),
    "xor": lambda s: s.select(trusting) ^ s.select(lambda a: a.app),
    "same set": lambda s: [s == s.shuffle(), s == s.select(trusting), s.select(trusting) < s],
    "contains": lambda s: [agent in s.select(trusting) for agent in s],
    "take and put back": lambda s: changed(s, lambda other, agent: (other.remove(agent), other.add(agent))),
    "add again": lambda s: changed(s, lambda other, agent: other.add(agent)),
    "discard": lambda s: changed(s, lambda other, agent: other.discard(agent)),
    "discard twice": lambda s: changed(s, lambda other, agent: (other.discard(agent), other.discard(agent))),
    "remove": lambda s: changed(s, lambda other, agent: other.remove(agent)),
    "pop": lambda s: changed(s, lambda other, agent: other.pop()),
    "set": lambda s: [s.set("trust", 0.25).get("trust"), s.set("app", True).get("app")],
}


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_set_answers_what_mesa_answers(pair: tuple[Any, Any], question: str) -> None:
    ours, mesas = pair
    assert seen(QUESTIONS[question](ours)) == seen(QUESTIONS[question](mesas))


@pytest.mark.parametrize(
    ("question", "error"),
    [
        (lambda s: s.get("height"), AttributeError),
        (lambda s: s.get(["trust", "height"]), AttributeError),
        (lambda s: s.get("trust", handle_missing="perhaps"), ValueError),
        (lambda s: s.do("dance"), AttributeError),
        (lambda s: s.select(trusting).remove(s.select(lambda a: not trusting(a)).pop()), KeyError),
    ],
)
def test_a_set_fails_as_mesa_fails(
    pair: tuple[Any, Any], question: Callable[[Any], Any], error: type[Exception]
) -> None:
    for agents in pair:
        with pytest.raises(error):
            question(agents)


def test_methods_get_their_arguments(pair: tuple[Any, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Resident, "age_plus", Person.age_plus, raising=False)
    ours, mesas = pair
    assert ours.map("age_plus", 3, twice=True) == mesas.map("age_plus", 3, twice=True)


@given(st.lists(st.integers(0, 3), max_size=40), st.booleans())
def test_order_of_groups_and_ties(levels: list[int], ascending: bool) -> None:
    world = SimpleNamespace(residents=SimpleNamespace(n=len(levels), contacts=np.array(levels, np.int32)))
    model: Any = SimpleNamespace(world=world, random=random.Random(1))
    ours: Any = ColumnAgentSet(model, Resident)
    in_order = sorted(range(len(levels)), key=levels.__getitem__, reverse=not ascending)
    assert ours.sort("contacts", ascending).rows.tolist() == in_order
    groups: dict[int, list[int]] = {}
    for row, level in enumerate(levels):
        groups.setdefault(level, []).append(row)
    found = {level: group.rows.tolist() for level, group in ours.groupby("contacts")}
    assert list(found.items()) == list(groups.items())


def test_nothing_of_mesas_set_is_left_to_its_dictionary_of_agents() -> None:
    theirs = {name for base in AgentSet.__mro__ if base.__module__.startswith("mesa") for name in vars(base)}
    needed = {name for name in theirs if not name.startswith("_")} - {"random"}
    assert needed <= set(vars(ColumnAgentSet))


# -- without making an agent


def no_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: Any, **kwargs: Any) -> None:
        raise AssertionError("an agent was made")

    monkeypatch.setattr(RowAgent, "unchecked", refuse)
    monkeypatch.setattr(RowAgent, "__init__", refuse)


def test_columns_are_answered_without_making_an_agent(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    no_windows(monkeypatch)
    for kind in KINDS:
        agents: Any = town.agents_by_type[kind]
        names = [name for name in dir(kind) if isinstance(getattr(kind, name), Attribute)]
        assert "unique_id" in names
        for name in names:
            assert len(agents.get(name)) == len(agents)
            agents.agg(name, [min, max, np.unique])
            agents.groupby(name).agg("unique_id", np.max)
            agents.sort(name).select(at_most=0.5).shuffle()
    everybody: Any = town.agents_by_type[Resident]
    everybody.set("trust", 0.5).where(party=Party.IN_SERVICE).set("trust", 0.75)
    assert set(everybody.get("trust")) == {0.5, 0.75}


def test_functions_of_numpy_get_the_array(residents: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = residents.get("trust")
    monkeypatch.delattr(Attribute, "scalars")
    assert residents.agg("trust", [np.mean, partial(np.quantile, q=0.5)]) == [
        np.mean(plain),
        np.median(plain),
    ]
    with pytest.raises(AttributeError, match="scalars"):
        residents.agg("trust", [np.mean, max])


def test_a_function_of_the_agent_does_make_agents(residents: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    no_windows(monkeypatch)
    with pytest.raises(AssertionError, match="an agent was made"):
        residents.select(trusting)


def test_where(town: Town, residents: Any) -> None:
    few = residents.where(residents.values("trust") < 0.3, community=1, age=AgeGroup.ELDER)
    expected = [a.row for a in residents if a.trust < 0.3 and a.community == 1 and a.age is AgeGroup.ELDER]
    assert few.rows.tolist() == expected
    assert 0 < len(few) < len(residents)
    with pytest.raises(ValueError, match=r"found float64 \(600,\), allowed bool \(600,\)"):
        residents.where(residents.values("trust"))
    with pytest.raises(ValueError, match="allowed bool"):
        residents.where(np.array([True]))
    with pytest.raises(AttributeError, match="did you mean community"):
        residents.where(comunity=1)


def test_values_are_copies_with_python_dtypes(residents: Any) -> None:
    kinds = {"app": np.bool_, "age": np.int64, "cell": np.int64, "trust": np.float64}
    assert {name: residents.values(name).dtype.type for name in kinds} == kinds
    residents.values("trust")[:] = 0.123
    assert 0.123 not in residents.get("trust")
    with pytest.raises(AttributeError, match="Resident has no column step"):
        residents.values("step")


def test_one_value_per_agent_can_be_written(town: Town, residents: Any) -> None:
    backwards = residents.sort("unique_id")
    backwards.set("satisfaction", np.arange(600) / 1000)
    assert residents.get("satisfaction") == pytest.approx([row / 1000 for row in range(599, -1, -1)])
    with pytest.raises(ValueError, match="found 2 values, allowed one or 600"):
        residents.set("trust", [0.1, 0.2])
    with pytest.raises(AttributeError, match="did you mean trust"):
        residents.set("trsut", 0.1)


def test_a_set_holds_one_kind_of_one_model(town: Town, residents: Any) -> None:
    strangers = [Resident(Town(), 3), PartyMember(town, 3), Community(town, 0)]
    for stranger in strangers:
        assert stranger not in residents
        with pytest.raises(TypeError, match="a set of Resident of one model cannot hold"):
            residents.add(stranger)
    assert "a word" not in residents


def test_places_in_a_set(town: Town) -> None:
    some: Any = ColumnAgentSet(town, Resident, ROWS)
    assert some[0] == Resident(town, 5)
    assert some[-1] == Resident(town, 99)
    assert some[1:3] == [Resident(town, 3), Resident(town, 400)]
    assert random.Random(1).choice(some) in some


# -- one window


ATTRIBUTES = [(kind, name) for kind in KINDS for name in dir(kind) if isinstance(getattr(kind, name), Attribute)]


@pytest.mark.parametrize(("kind", "name"), ATTRIBUTES, ids=lambda v: getattr(v, "__name__", v))
def test_an_attribute_is_a_python_scalar_and_the_same_in_a_set(town: Town, kind: Any, name: str) -> None:
    agents: Any = town.agents_by_type[kind]
    one_by_one = [getattr(agent, name) for agent in agents]
    assert len(one_by_one) > 0
    assert seen(agents.get(name)) == seen(one_by_one)
    assert {type(value).__module__ for value in one_by_one} <= {"builtins", "sim.state.residents"}


def test_a_window_shows_what_the_world_says_now(town: Town) -> None:
    resident = Resident(town, 7)
    town.world.residents.trust[7] = 0.125
    assert resident.trust == 0.125
    table = Residents(600)
    table.trust[7] = 0.875
    town.world.residents = table
    assert resident.trust == 0.875
    resident.trust = 0.5
    resident.app = True
    assert (table.trust[7], table.app[7]) == (0.5, True)


@pytest.mark.parametrize(
    ("name", "value", "error", "words"),
    [
        ("trust", 1.5, ValueError, "trust: found 1.5, allowed 0 to 1"),
        ("trust", float("nan"), ValueError, "trust: found nan"),
        ("expectation_h", -1.0, ValueError, "allowed 0 to 1e\\+06"),
        ("expectation_h", float("inf"), ValueError, "found inf"),
        ("volunteer", True, AttributeError, "volunteer cannot be set"),
        ("app", 0.5, TypeError, "Cannot cast"),
        ("cell", 3, AttributeError, "cell cannot be set"),
        ("community", 3, AttributeError, "community cannot be set: the model works it out"),
        ("unique_id", 3, AttributeError, "unique_id cannot be set"),
        ("satisfied", 1.0, AttributeError, "did you mean satisfaction"),
        ("row", 3, AttributeError, "Resident is a window and cannot keep row"),
    ],
)
def test_what_cannot_be_set(town: Town, name: str, value: Any, error: type[Exception], words: str) -> None:
    resident = Resident(town, 7)
    before = town.world.residents.rows.tolist()
    with pytest.raises(error, match=words):
        setattr(resident, name, value)
    assert town.world.residents.rows.tolist() == before


def test_writable_columns_take_their_own_values_back(town: Town) -> None:
    for kind in KINDS:
        agents: Any = town.agents_by_type[kind]
        writable = [n for n in dir(kind) if isinstance(c := getattr(kind, n), Column) and c.allowed]
        assert (len(writable) > 0) == (kind is not Community)
        for name in writable:
            before = agents.values(name)
            assert agents.set(name, before).values(name).tolist() == before.tolist()


def test_equal_means_same_model_kind_and_row(town: Town) -> None:
    other = Town()
    same = [Resident(town, 3), Resident(town, np.int64(3)), copy.copy(Resident(town, 3))]
    assert len(set(same)) == 1
    different = [
        Resident(town, 3),
        Resident(town, 4),
        PartyMember(town, 3),
        Resident(other, 3),
        Community(town, 0),
    ]
    assert len(set(different)) == len(different)
    assert [one == different[0] for one in different] == [True, False, False, False, False]
    assert Resident(town, 3) != 3
    assert repr(same[0]) == "Resident(3)"


def test_ids_are_stable_and_differ_between_kinds(town: Town) -> None:
    ids = [agent.unique_id for kind in KINDS for agent in town.agents_by_type[kind]]
    assert len(set(ids)) == len(ids)
    assert ids == [agent.unique_id for kind in KINDS for agent in Town().agents_by_type[kind]]
    assert min(ids) > 10**8
    assert max(ids) < 2**53


@pytest.mark.parametrize("row", [-1, 600])
def test_there_is_no_window_beyond_the_table(town: Town, row: int) -> None:
    with pytest.raises(IndexError, match=f"Resident: found row {row}, allowed 0 to 599"):
        Resident(town, row)


def test_a_window_cannot_be_removed(town: Town) -> None:
    with pytest.raises(TypeError, match="levers change the tables"):
        Resident(town, 3).remove()


# -- who they are


def test_who_is_an_agent_of_which_kind(town: Town) -> None:
    world = town.world
    by_type = town.agents_by_type
    assert {kind.__name__: len(agents) for kind, agents in by_type.items()} == {
        "Community": 3,
        "GridWorker": 7,
        "PropertyFirm": 4,
        "PartyMember": int((world.residents.party > 0).sum()),
        "Resident": 600,
    }
    workers: Any = by_type[GridWorker]
    assert workers.rows.tolist() == list(range(2, 9))
    assert workers.get("grid") == [0, 1, 2, 3, 4, 5, 0]
    assert workers.get("in_post") == [True] * 6 + [False]
    taken_away = GridWorker(town, 9)
    assert (taken_away.grid, taken_away.in_post, taken_away in workers) == (-1, False, False)
    members: Any = by_type[PartyMember]
    assert set(members.get("party")) == {Party.RESIDENT_MEMBER, Party.IN_SERVICE}
    member = members[0]
    assert member.resident == Resident(town, member.row)
    assert member.trust == member.resident.trust


def test_what_a_community_says(town: Town) -> None:
    world = town.world
    for community in town.agents_by_type[Community]:
        people = list(community.residents)
        assert community.n_residents == len(people) > 0
        assert {person.community for person in people} == {community.row}
        assert community.satisfaction == pytest.approx(statistics.fmean(p.satisfaction for p in people))
    still_open = int(np.isin(world.cases.status, OPEN).sum())
    assert 0 < still_open < N_CASES
    assert sum(town.agents_by_type[Community].get("open_cases")) == still_open
    assert [c.name for c in town.agents] == ["C01", "C02", "C03"]


def test_an_empty_community_has_no_mean(town: Town) -> None:
    world = town.world
    world.map.community[:] = np.minimum(world.map.community, 1)
    world.people.residents[2] = 0
    assert np.isnan(Community(town, 2).satisfaction)
    values = town.agents_by_type[Community].get("satisfaction")
    assert np.isnan(values).tolist() == [False, False, True]


# -- inside Mesa


class Visitor(mesa.Agent):
    """An agent that a user of the model registers."""


def test_agents_are_the_communities_until_somebody_registers_one_and_never_again(town: Town) -> None:
    assert isinstance(town.agents, AgentSet)
    assert list(town.agents) == [Community(town, row) for row in range(3)]
    assert town.agent_types == list(KINDS)
    visitor = Visitor(town)
    assert list(town.agents) == [visitor]
    assert town.agent_types == [*KINDS, Visitor]
    assert list(town.agents_by_type[Visitor]) == [visitor]
    assert len(town.agents_by_type[Resident]) == 600
    visitor.remove()
    assert list(town.agents) == []
    assert list(copy.deepcopy(town).agents) == []
    other = Visitor(town)
    assert list(town.agents) == [other]
    assert len(town.agents_by_type[Community]) == 3


def test_the_mapping_of_kinds_is_read_only(town: Town) -> None:
    by_type = town.agents_by_type
    assert PropertyFirm in by_type
    assert RowAgent not in by_type
    assert Visitor not in by_type
    with pytest.raises(KeyError):
        by_type[Visitor]
    with pytest.raises(TypeError):
        by_type[Visitor] = town.agents
    with pytest.raises(AttributeError):
        town.agents = []


def test_registered_agents_are_counted_by_their_own_model() -> None:
    one, other = Town(), Town()
    ids = [Visitor(model).unique_id for model in (one, one, other, one, other)]
    assert ids == [1, 2, 1, 3, 2]


def test_data_collector_works_unmodified(town: Town) -> None:
    mean = town.world.residents.trust.mean()
    for _ in range(3):
        town.step()
    found = town.datacollector.get_model_vars_dataframe()
    assert found["trust"].tolist() == pytest.approx([mean / 2, mean / 4, mean / 8])
    assert found["n"].tolist() == [3, 3, 3]
    by_community = town.datacollector.get_agent_vars_dataframe()
    assert by_community["open"].tolist() == 3 * town.agents.get("open_cases")
    of_workers = town.datacollector.get_agenttype_vars_dataframe(GridWorker)
    assert of_workers.loc[3]["fatigue"].tolist() == town.agents_by_type[GridWorker].get("fatigue")


@pytest.fixture
def start_method() -> Iterator[None]:
    """Put back the start method of processes, which ``mesa.batch_run`` changes on Mesa 3.5."""
    method = multiprocessing.get_start_method(allow_none=True)
    yield
    multiprocessing.set_start_method(method, force=True)


@pytest.mark.usefixtures("start_method")
def test_batch_run_works_unmodified() -> None:
    runs = mesa.batch_run(Town, {"speed": [1, 2]}, max_steps=4, display_progress=False)
    assert {(run["speed"], run["n"]) for run in runs} == {(1, 3), (2, 3)}
    assert sum("open" in run for run in runs) == 2 * 3


@pytest.mark.parametrize("registers", [False, True])
@pytest.mark.parametrize("kind", [Town, GovernanceModel])
def test_a_deleted_model_is_freed(kind: Callable[[], Any], registers: bool) -> None:
    model = kind()
    model.step()
    everybody: Any = model.agents_by_type[Resident]
    everybody.groupby("community").agg("trust", np.mean)
    if registers:
        Visitor(model)
    kept = [weakref.ref(model), weakref.ref(model.world.residents), weakref.ref(everybody)]
    del model, everybody
    gc.collect()
    assert [ref() for ref in kept] == [None, None, None]


def test_what_the_visualiser_adds_is_left_out() -> None:
    assert without_mesas({"place": "demo", "scenario": object(), "simulator": None}) == {"place": "demo"}


def test_importing_mesa_leaves_no_traces() -> None:
    program = (
        "import logging, multiprocessing, sim.agents.mesa_compat\n"
        "print(multiprocessing.get_start_method(allow_none=True), logging.getLogger('MESA').level)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["None", "30"]


# -- of the real model


class Watched(GovernanceModel):
    """The real model with a Mesa collector of a user's own."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.datacollector = mesa.DataCollector(
            model_reporters={"open": lambda m: m.world.open_cases()},
            agent_reporters={"community": "name", "open cases": "open_cases"},
        )
        # As in Mesa's examples; else Mesa 3.3 pairs what the model said with what agents said a step earlier.
        self.datacollector.collect(self)

    def step(self) -> None:
        super().step()
        self.datacollector.collect(self)


@pytest.fixture(scope="module")
def model() -> GovernanceModel:
    lived = GovernanceModel()
    for _ in range(5):
        lived.step()
    return lived


@pytest.mark.parametrize("kind", KINDS)
def test_every_attribute_is_there_in_the_real_model(model: GovernanceModel, kind: type[RowAgent]) -> None:
    agents = model.agents_by_type[kind].select(at_most=100)
    assert len(agents) > 0
    for name in [name for of_kind, name in ATTRIBUTES if of_kind is kind]:
        assert seen(agents.get(name)) == seen([getattr(agent, name) for agent in agents])


def test_agents_agree_with_the_world_of_the_real_model(model: GovernanceModel) -> None:
    world, by_type = model.world, model.agents_by_type
    assert sum(by_type[Community].get("open_cases")) == world.open_cases() > 0
    assert sum(by_type[Community].get("n_residents")) == len(by_type[Resident]) == world.place.population
    assert len(by_type[GridWorker]) == world.place.workers
    for worker in by_type[GridWorker]:
        assert world.map.grids.community[worker.grid] == worker.community
    assert by_type[PartyMember].groupby("party").count()[Party.IN_SERVICE] == world.place.reporting_members


def test_a_worker_without_any_speed_is_refused_because_the_day_would_never_end(model: GovernanceModel) -> None:
    with pytest.raises(ValueError, match=r"skill: found 0\.0, allowed 0\.01 to 100"):
        model.agents_by_type[GridWorker].set("skill", 0.0)


def test_a_community_knows_of_satisfaction_that_was_written() -> None:
    model = GovernanceModel()
    model.step()
    people = model.agents_by_type[Resident]
    people.where(people.values("community") < 2).set("satisfaction", 0.25)
    people[-1].satisfaction = 1.0
    of_each = [community.satisfaction * community.n_residents for community in model.agents]
    np.testing.assert_allclose(of_communities(model.world), of_each, rtol=1e-9)
    mean = np.bincount(people.values("community"), people.values("satisfaction"))
    np.testing.assert_allclose(mean, of_each, rtol=1e-6)
    assert of_each[0] == pytest.approx(0.25 * model.agents[0].n_residents)


@pytest.mark.usefixtures("start_method")
def test_batch_run_of_the_real_model() -> None:
    runs = mesa.batch_run(Watched, {"replication": [0, 1]}, max_steps=3, display_progress=False)
    assert len(runs) == 2 * 5
    for run in runs:
        same = [other["open cases"] for other in runs if other["RunId"] == run["RunId"]]
        assert sum(same) == run["open"] > 0
