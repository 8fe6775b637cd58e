"""Ties: mutual, near and far, a small world; what friends tell, by hand; the scale turns only where it can."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy.sparse import coo_array
from scipy.sparse.csgraph import shortest_path

from sim.mechanisms import ties
from sim.state.world import World
from tests.places import hamlet, small


def friends(world: World) -> np.ndarray[Any, Any]:
    """Rows of the five ties of every resident, [residents, 5]."""
    own = ties.ties_of(world)
    cell = world.residents.cell
    return np.array(
        [
            [*(ties.near(own, cell[r], r, step) for step in (1, -1, 7, -7)), ties.far(own, cell[r], r)]
            for r in range(world.residents.n)
        ]
    )


def test_ties_are_mutual_and_stay_in_cell_and_compound() -> None:
    world = small(population=1500).world
    found = friends(world)
    rows = np.arange(world.residents.n)
    assert (np.diff(world.map.compound) >= 0).all()  # what `ties_of` relies on
    for out, back in ((0, 1), (1, 0), (2, 3), (3, 2), (4, 4)):
        assert np.array_equal(found[found[:, out], back], rows)
    cell, compound = world.residents.cell, world.map.compound[world.residents.cell]
    assert (cell[found[:, :4]] == cell[:, None]).all()
    assert np.array_equal(compound[found[:, 4]], compound)
    alone = found[:, 4] == rows
    assert np.bincount(compound[alone], minlength=world.map.n_compounds).max() <= 2
    assert (cell[found[:, 4]] != cell).mean() > 0.3


def test_far_friends_belong_to_the_place_and_differ_between_compounds() -> None:
    one, other = (friends(small(population=1500, replication=k).world) for k in (0, 5))
    assert np.array_equal(one, other)
    world = small(population=1500).world
    first = ties.ties_of(world).compound_first[:-1]
    at = one[first, 4] - first  # c of each compound
    assert len(set(at.tolist())) > 0.5 * world.map.n_compounds


def test_it_is_a_small_world() -> None:
    """One compound of 900 in three cells: far friends cut the way between two residents to a fraction."""
    place = {"compounds": 1, "communities": 1, "streets": 1, "grids": 1, "workers": 1, "households_per_cell": 120.0,
             "owners_committees": 0}  # fmt: skip
    world = small(population=900, place=place).world
    found, n = friends(world), 900

    def mean_way(columns: slice) -> float:
        ends = found[:, columns]
        graph = coo_array((np.ones(ends.size), (np.repeat(np.arange(n), ends.shape[1]), ends.ravel())), shape=(n, n))
        way = shortest_path(graph.tocsr(), unweighted=True)
        return float(way[np.isfinite(way) & (way > 0)].mean())

    assert mean_way(slice(0, 5)) < 0.7 * mean_way(slice(0, 4))


def street_of_one(population: int = 60, **said: Any) -> World:
    return hamlet(population, voice=said)


def test_what_friends_tell_fades_and_is_a_mean_over_those_with_a_case() -> None:
    world = street_of_one(heard_days=90.0)
    world.day = 100
    found = friends(world)[20]
    assert ties.heard_by(world, np.array([20]))[0] == 0.0
    experience = world.residents.experience
    experience[20] = 100  # one's own case is no news
    assert ties.heard_by(world, np.array([20]))[0] == 0.0
    experience[found[0]] = 100 + 1  # solved on day 100
    assert ties.heard_by(world, np.array([20]))[0] == pytest.approx(1.0)
    experience[found[3]] = -(10 + 1)  # closed in vain on day 10
    assert ties.heard_by(world, np.array([20]))[0] == pytest.approx((1.0 - np.exp(-1.0)) / 2.0)
    experience[found[4]] = 55 + 1
    expected = (1.0 - np.exp(-1.0) + np.exp(-0.5)) / 3.0
    assert ties.heard_by(world, np.array([20, 0]))[0] == pytest.approx(expected if found[4] != 20 else 0.316, abs=1e-9)


@pytest.mark.parametrize(("heard", "told"), [(-1.0, 0.45), (0.0, 0.5), (1.0, 0.55)])
def test_the_scale_turns_only_where_it_can(heard: float, told: float) -> None:
    world = street_of_one(heard=0.1)
    world.residents.experience[:] = int(heard)  # on day 0
    own = ties.ties_of(world)
    u = (np.arange(2000) + 0.5) / 2000
    tells = [ties.is_told(world.residents.rows, own, 20, 0.5, v) for v in u]
    assert np.mean(tells) == pytest.approx(told, abs=1e-3)


def test_nobody_listens_as_before() -> None:
    world = street_of_one(heard=0.0)
    world.residents.experience[:] = -1
    own = ties.ties_of(world)
    assert ties.is_told(world.residents.rows, own, 20, 0.5, 0.4999)
    assert not ties.is_told(world.residents.rows, own, 20, 0.5, 0.5001)
