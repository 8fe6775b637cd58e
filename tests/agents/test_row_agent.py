"""A window on a row: it shows what the world says, writes what may be written, and owns nothing."""

from __future__ import annotations

import copy
from typing import Any

import numpy as np
import pytest

from sim.agents.kinds import KINDS, Community, PartyMember, Resident
from sim.agents.row_agent import Column
from sim.state.residents import Residents
from tests.agents.town import ATTRIBUTES, Town, seen


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
