"""Founding: who lives there, who works there, and what there is at the start, counted."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.fate import Decision
from sim.mechanisms.founding import draw_nets
from sim.rng import uniforms
from sim.state.desks import Net
from sim.state.places import draw_map
from sim.state.residents import AgeGroup, Party, Vulnerable
from sim.state.world import World
from tests.places import a_place, hamlet, small
from tests.theory import share_agrees

N = 1500
PLACE: dict[str, Any] = {
    "child_share": 0.2, "elder_share": 0.3, "elder_alone_share": 0.4, "left_behind_share": 0.3, "disabled_share": 0.1,
    "app_share": 0.4, "resident_member_share": 0.1, "household_size": 2.5, "reporting_members": 100, "map_seed": 7,
}  # fmt: skip


@pytest.fixture(scope="module")
def town() -> World:
    return hamlet(
        N,
        place=PLACE,
        volunteering={"share": 0.2},
        satisfaction={"start": 0.7, "trust_start": 0.5, "expectation_h": 50.0},
    )


def test_residents_are_drawn_from_fate_of_the_place(town: World) -> None:
    r = town.residents
    u, v = (uniforms(0x7065, 7, 0, N, k, int(Decision.RESIDENT), 0) for k in (0, 1))
    age = np.where(u[:, 1] < 0.2, AgeGroup.CHILD, np.where(u[:, 1] < 0.5, AgeGroup.ELDER, AgeGroup.ADULT))
    assert np.array_equal(r.age, age)
    child, elder, grown = age == AgeGroup.CHILD, age == AgeGroup.ELDER, age != AgeGroup.CHILD
    alone, left = elder & (u[:, 2] < 0.4), child & (u[:, 2] < 0.3)
    assert np.array_equal(r.vulnerable == Vulnerable.ELDER_ALONE, alone)
    assert np.array_equal(r.vulnerable == Vulnerable.LEFT_BEHIND_CHILD, left)
    assert np.array_equal(r.vulnerable == Vulnerable.DISABLED, (u[:, 2] > 0.9) & ~alone & ~left)
    first = np.zeros(N, bool)
    first[town.map.resident_first[:-1]] = True
    assert np.array_equal(r.new_household, first | (u[:, 0] < 1.0 / 2.5))
    assert np.array_equal(r.household, np.cumsum(r.new_household) - 1)
    assert np.array_equal(r.app, grown & (v[:, 0] < 0.4))
    # among those who are grown so many more that the share holds for all: 0.2 / 0.8, 0.1 / 0.8
    assert np.array_equal(r.volunteer, grown & (v[:, 1] < 0.25))
    serving = r.party == Party.IN_SERVICE
    assert np.array_equal(r.party == Party.RESIDENT_MEMBER, grown & (v[:, 2] < 0.125) & ~serving)
    # the hundred adults whose turn comes first
    adults = np.flatnonzero(age == AgeGroup.ADULT)
    assert sorted(np.flatnonzero(serving)) == sorted(adults[np.argsort(v[adults, 3])[:100]])


def test_shares_hold(town: World) -> None:
    r = town.residents
    share_agrees(float((r.age == AgeGroup.CHILD).sum()), N, 0.2)
    share_agrees(float((r.age == AgeGroup.ELDER).sum()), N, 0.3)
    share_agrees(float(r.volunteer.sum()), N, 0.2)
    assert (r.satisfaction == 0.7).all()
    assert (r.trust == 0.5).all()
    assert (r.expectation_h == 50.0).all()
    assert np.array_equal(np.bincount(r.cell), town.map.residents)
    assert (np.diff(r.cell) >= 0).all()


def test_what_there_is_at_the_start() -> None:
    world = small(
        volunteering={"share": 0.2},
        satisfaction={"start": 0.7},
        finance={"base_funds_yuan": 3650.0, "repair_share": 0.3, "reserve_days": 20.0},
    ).world
    m = world.map
    people = np.bincount(m.community[world.residents.cell], minlength=5)
    assert world.people.volunteers == pytest.approx(0.2 * people)
    assert world.people.volunteers_at_start == pytest.approx(0.2 * people)
    assert world.people.volunteers is not world.people.volunteers_at_start
    assert world.people.mood == pytest.approx(0.7 * people)
    assert world.people.households == pytest.approx(np.bincount(m.community, m.households))
    # 3 yuan a day for repairs, twenty days of it
    assert world.agenda.funds["fen"].tolist() == [60_00] * 5
    assert world.money.ledger.accounts == {"earlier years": -5 * 60_00, "community funds": 5 * 60_00}
    frail = np.flatnonzero(world.residents.vulnerable > 0)
    assert np.array_equal(world.rota.residents, frail)
    where = m.community[world.residents.cell[frail]]
    assert np.array_equal(np.diff(world.rota.first), np.bincount(where, minlength=5))
    assert (world.rota.last_day < -1000).all()
    serving = world.residents.party == Party.IN_SERVICE
    assert np.array_equal(np.sort(world.people.members), np.sort(m.community[world.residents.cell[serving]]))
    assert np.array_equal(world.today.workers, np.bincount(world.staff.community, minlength=5))
    assert (world.today.filled == 1.0).all()


def test_every_worker_has_a_desk_in_the_community_and_the_one_net() -> None:
    world = small(place={"workers": 15, "grids": 12}).world
    staff, desks = world.staff, world.desks
    assert staff.n == 15
    assert (staff.net == Net.GRID).all()
    assert staff.generalist.all()
    assert (staff.layer == 0).all()
    assert np.array_equal(staff.community, desks.community[staff.desk])
    assert np.array_equal(np.bincount(staff.desk, minlength=desks.n), np.where(desks.net == Net.GRID, desks.servers, 0))


def test_overlapping_layers_have_nets_and_workers_of_their_own() -> None:
    world = small(place={"layers": 3, "grids": 8, "workers": 9}).world
    assert (world.map.layers, world.map.own_nets) == (3, 3)
    grids = [int((world.desks.net == Net.GRID + k).sum()) for k in range(3)]
    assert sorted(grids) == [2, 3, 3]
    assert np.bincount(world.staff.layer).sum() == 9
    assert np.array_equal(world.staff.layer, world.staff.net - Net.GRID)
    assert not world.staff.generalist.any()
    assert (world.routes.of_cell[Net.GRID : Net.GRID + 3] >= 0).all()
    assert (world.routes.of_cell[Net.GRID + 3 :] == -1).all()


def test_areas_side_by_side_point_to_their_neighbours() -> None:
    world = small(place={"layers": 3, "grids": 6, "workers": 6, "layer_reading": "areas"}).world
    assert (world.map.layers, world.map.own_nets) == (3, 1)
    right = world.routes.of_cell[Net.GRID]
    desks = np.unique(right)
    assert len(desks) == 6
    for step in (1, 2):
        wrong = world.routes.of_cell[Net.GRID + step]
        assert np.array_equal(wrong, desks[(np.searchsorted(desks, right) + step) % 6])
    assert world.staff.layer.tolist() == [0, 1, 2, 0, 1, 2]


def test_nets_of_layers_are_shifted_against_each_other() -> None:
    place = a_place(population=2600, households_per_cell=10.0, communities=4, streets=1, grids=12, layers=3)
    nets = draw_nets(place, draw_map(place))
    assert [g.n for g in nets] == [4, 4, 4]
    assert not np.array_equal(nets[0].of_cell, nets[2].of_cell)


def test_managed_compounds_have_a_firm_and_committees_are_among_them() -> None:
    world = small(
        place={"compounds": 20, "managed_share": 0.5, "owners_committees": 4}, property={"effort": 0.55}
    ).world
    assert world.firms.n == 10
    assert world.firms.owners_committee.sum() == 4
    assert (world.firms.effort == 0.55).all()
    # spread evenly: every second compound
    assert world.firms.compound.tolist() == list(range(1, 20, 2))
