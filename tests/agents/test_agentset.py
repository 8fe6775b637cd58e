"""A set of windows answers what Mesa's own set would answer, from columns."""

from __future__ import annotations

import copy
import random
import statistics
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
from sim.agents.kinds import KINDS, Community, PartyMember, Resident
from sim.agents.row_agent import Attribute, RowAgent
from sim.state.residents import AgeGroup, Party
from tests.agents.town import Town, seen


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
def pair(town: Town) -> Iterator[tuple[Any, Any]]:
    """One set of ours and Mesa's set of the same people, in the same order, with equal generators."""
    ours: Any = ColumnAgentSet(town, Resident, ROWS, random.Random(3))
    people = [Person(mesa.Model(rng=1), resident) for resident in ours]
    yield ours, AgentSet(people, random.Random(3))
    del people


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
