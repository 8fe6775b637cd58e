"""Founding: who lives there, who works there, and what there is at the start, counted."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import Any

import numpy as np
import pytest

from sim.config.run import load
from sim.district import District
from sim.errors import ConfigError, PlaceError
from sim.fate import Decision
from sim.mechanisms import founding
from sim.mechanisms.founding import draw_nets, found, found_anew
from sim.mechanisms.heard import resolved
from sim.parameters.param import describe
from sim.parameters.settings import GROUPS, Settings
from sim.rng import uniforms
from sim.state.desks import Net
from sim.state.places import Place, draw_map
from sim.state.residents import AgeGroup, Party, Vulnerable
from sim.state.table import Table
from sim.state.world import World
from tests import bits
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
        satisfaction={"trust_start": 0.5, "expectation_h": 50.0},
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
    assert (r.own_weight == 0.0).all()
    assert (r.trust == 0.5).all()
    assert (r.expectation_h == 50.0).all()
    assert np.array_equal(np.bincount(r.cell), town.map.residents)
    assert (np.diff(r.cell) >= 0).all()


def test_what_there_is_at_the_start() -> None:
    world = small(
        volunteering={"share": 0.2},
        finance={"base_funds_yuan": 3650.0, "repair_share": 0.3, "reserve_days": 20.0},
    ).world
    m = world.map
    people = np.bincount(m.community[world.residents.cell], minlength=5)
    assert world.people.volunteers == pytest.approx(0.2 * people)
    assert world.people.volunteers_at_start == pytest.approx(0.2 * people)
    assert world.people.volunteers is not world.people.volunteers_at_start
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
        place={"compounds": 20, "managed_share": 0.5, "owners_committees": 4},
        property={"effort": 0.55, "floor_sd": 0.0},
    ).world
    assert world.firms.n == 10
    assert world.firms.owners_committee.sum() == 4
    assert (world.firms.effort == 0.55).all()
    # spread evenly: every second compound
    assert world.firms.compound.tolist() == list(range(1, 20, 2))


# -- founded again


def inside(thing: Any, at: str = "world") -> Iterator[tuple[str, Any]]:
    """Yield everything in a world with the way to it: arrays, numbers, words."""
    if isinstance(thing, Table):
        thing = {"rows": thing.rows[: thing.n], "blank": thing.blank, "n": thing.n}
    if isinstance(thing, np.ndarray) or thing is None or isinstance(thing, (str, int, float, Place, Settings)):
        yield at, thing
    elif isinstance(thing, dict):
        for key, value in thing.items():
            yield from inside(value, f"{at}.{key}")
    elif isinstance(thing, (tuple, list)):
        for k, value in enumerate(thing):
            yield from inside(value, f"{at}[{k}]")
    else:
        slots = [name for kind in type(thing).__mro__ for name in getattr(kind, "__slots__", ())]
        yield from inside({name: getattr(thing, name) for name in slots or vars(thing)}, at)


def same(one: Any, other: Any) -> bool:
    """Say whether two things are of one kind and have the same bits."""
    if isinstance(one, np.ndarray):
        fields = one.dtype.names  # records have padding between them
        pairs = [(one[f], other[f]) for f in fields] if fields else [(one, other)]
        alike = type(one) is type(other) and one.dtype == other.dtype and one.shape == other.shape
        return alike and all(a.tobytes() == b.tobytes() for a, b in pairs)
    return type(one) is type(other) and one == other


def assert_same(one: World, other: World) -> None:
    for (at, a), (there, b) in zip(inside(one), inside(other), strict=True):
        assert at == there
        assert same(a, b), at


TINY = {"place.population": 300, "place.households_per_cell": 10.0, "place.reporting_members": 5}
INFOS = [("place", info) for info in describe("place", Place)] + [
    (group, info) for group, kind in GROUPS.items() for info in describe(group, kind)
]


def others(value: Any, allowed: Any) -> Iterator[Any]:
    """Think of other values that a parameter could have."""
    if isinstance(value, bool):
        yield not value
    elif isinstance(value, str):
        yield from (word for word in allowed or () if word != value)
    elif isinstance(value, (int, float)):
        yield from (kind(value) for kind in (lambda v: v + 1, lambda v: v * 0.9, lambda v: v * 1.1, lambda v: v - 1))
        if isinstance(value, int):
            yield from (int(value * 1.5), int(value * 0.5))
    elif isinstance(value, (tuple, list)) and len(value):
        yield from ((other, *value[1:]) for other in others(value[0], None))


def test_a_copied_place_is_a_founded_one_whatever_is_changed() -> None:
    base = load("demo", **TINY)
    tried = []
    for owner, info in INFOS:
        now = getattr(base.place if owner == "place" else getattr(base.settings, owner), info.name)
        for value in others(now, info.allowed):
            try:
                config = load("demo", **TINY | {info.key: value})
                fresh = found_anew(config.place, config.settings, 5, 3)
            except (ConfigError, PlaceError):
                continue
            tried.append(info.key)
            found(base.place, base.settings, 1, 0)  # so that a key that forgets something finds it
            found(config.place, config.settings, 2, 7)
            copied = found(config.place, config.settings, 5, 3)
            assert_same(copied, fresh)
            break
    left = {info.key for _, info in INFOS} - set(tried)
    assert len(left) < 0.05 * len(INFOS), left


def test_no_two_worlds_share_memory() -> None:
    config = load("demo", **TINY)
    worlds = [found(config.place, config.settings, 1, k) for k in range(4)]
    arrays = [[(at, thing) for at, thing in inside(w) if isinstance(thing, np.ndarray)] for w in worlds]
    assert len(arrays[0]) > 100
    for one, other in combinations(arrays, 2):
        for at, a in one:
            for there, b in other:
                assert not np.may_share_memory(a, b), (at, there)


def test_what_is_lived_in_a_copy_stays_there() -> None:
    config = load("demo", ["dual_report", "owners_committee"], days=30, **TINY)
    before = found(config.place, config.settings, 1, 0)
    first = bits.tables(District(config, 0).live(30))
    assert_same(found(config.place, config.settings, 1, 0), before)
    assert bits.tables(District(config, 0).live(30)) == first


def test_a_large_place_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    config = load("demo", **TINY, **{"place.map_seed": 99})
    settings = resolved(config.place, config.settings)  # a place is kept under what its needs are in numbers
    monkeypatch.setattr(founding, "MOST_KEPT", 299)
    for replication in range(3):
        found(config.place, config.settings, 1, replication)
    assert founding._kept(config.place, settings).world is None
    monkeypatch.setattr(founding, "MOST_KEPT", 300)
    found(config.place, config.settings, 1, 0)
    assert founding._kept(config.place, settings).world is not None
