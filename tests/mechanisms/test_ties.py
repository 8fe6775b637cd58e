"""Ties: mutual, near and far, a small world; what friends tell, by hand; the scale turns only where it can."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy.sparse import coo_array
from scipy.sparse.csgraph import shortest_path

from sim.fate import Decision
from sim.mechanisms import ties
from sim.rng import philox
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
    assert alone.mean() < 0.1
    assert (cell[found[:, 4]] != cell).mean() > 0.3


def test_a_far_friend_is_an_inverse_modulo_a_prime() -> None:
    world = small(population=1500).world
    own, found = ties.ties_of(world), friends(world)
    sizes = np.diff(own.compound_first)
    for compound in (0, 3):
        n, first, p = int(sizes[compound]), int(own.compound_first[compound]), int(own.prime[compound])
        assert p > n
        assert all(p % k for k in range(2, p))
        assert all(any(q % k == 0 for k in range(2, q)) for q in range(n + 1, p))  # the first above
        u = philox(0x6D61, world.place.map_seed, compound, 0, int(Decision.TIES), 0)[0]
        c = 1 + int(u * (p - 1))
        places = [c * pow(r, -1, p) % p for r in range(1, n + 1)]
        assert [int(found[first + r, 4]) for r in range(n)] == [
            first + (q - 1 if q <= n else r) for r, q in enumerate(places)
        ]


def test_far_friends_belong_to_the_place() -> None:
    one, other = (friends(small(population=1500, replication=k).world) for k in (0, 5))
    assert np.array_equal(one, other)


def test_it_is_a_small_world() -> None:
    """A compound in one cell: as many triangles as without far friends, but a few steps from anybody to anybody."""
    ones = dict.fromkeys(("compounds", "communities", "streets", "grids", "workers"), 1)
    world = small(population=900, place={**ones, "households_per_cell": 1000.0, "owners_committees": 0}).world
    found, n = friends(world), 900
    assert len(np.unique(world.residents.cell)) == 1

    def mean_way(columns: int) -> float:
        ends = found[:, :columns]
        graph = coo_array((np.ones(ends.size), (np.repeat(np.arange(n), columns), ends.ravel())), shape=(n, n))
        way = shortest_path(graph.tocsr(), unweighted=True)
        return float(way[way > 0].mean())

    assert mean_way(4) == pytest.approx(n / 4 / 7, rel=0.15)  # along the walls: seven rows a step
    assert mean_way(5) < 2.0 * np.log(n) / np.log(4.0)  # as in a random graph, within a factor of two
    assert mean_way(5) < 0.3 * mean_way(4)


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
