"""Firms that decide: ranks, floors and targets by hand; who is paid, feared or watched does more."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy import stats

from sim.fate import Decision
from sim.mechanisms import firms, property
from sim.rng import philox
from sim.state.world import World
from tests import as_before, bits
from tests.places import hamlet, small


def street(n: int = 20, **said: Any) -> World:
    """A street with n firms, all alike but for their floors."""
    place = {"compounds": n, "managed_share": 1.0, "owners_committees": 0}
    world = small(population=3000, place=place, property=said).world
    assert world.firms.n == n
    return world


@pytest.mark.parametrize(
    ("rating", "rank"),
    [
        ([0.7], [0.5]),
        ([0.2, 0.9, 0.5], [0.0, 1.0, 0.5]),
        ([0.7, 0.7, 0.7, 0.7], [0.5] * 4),
        ([0.1, 0.4, 0.4, 0.4, 0.9], [0.0, 0.5, 0.5, 0.5, 1.0]),
    ],
)
def test_ranks_run_from_last_to_first_and_ties_share(rating: list[float], rank: list[float]) -> None:
    assert firms.ranks(np.array(rating)) == pytest.approx(rank)


def test_floors_are_normal_and_belong_to_the_place() -> None:
    world = street()
    many = np.arange(5000)
    drawn = firms.floors(world, many, np.zeros(5000, np.int32))
    assert stats.kstest((drawn - 0.4) / 0.12, "norm").pvalue > 0.001
    u = philox(0x6D61, world.place.map_seed, 7, 0, int(Decision.FIRM), 0)[0]
    assert drawn[7] == pytest.approx(0.4 + 0.12 * stats.norm.ppf(u), abs=1e-9)
    assert np.array_equal(world.firms.floor, drawn[world.firms.compound])
    again = small(population=3000, replication=3, place={"compounds": 20, "managed_share": 1.0}).world
    assert np.array_equal(again.firms.floor, world.firms.floor)
    assert (firms.floors(street(floor_sd=1.0), many, np.zeros(5000, np.int32)) >= 0.0).all()


def test_a_firm_begins_as_far_from_the_usual_effort_as_its_floor_from_the_usual_floor() -> None:
    world = street(effort=0.6)
    assert world.firms.effort == pytest.approx(np.clip(0.6 + world.firms.floor - 0.4, 0.0, 0.95))
    assert np.array_equal(world.desks.effort[world.firms.desk], world.firms.effort)


def test_who_takes_over_is_another_firm() -> None:
    world = street()
    before = world.firms.floor.copy()
    property.replace_firms(world, np.array([3]))
    changed = world.firms.floor != before
    assert changed.tolist() == [k == 3 for k in range(20)]
    assert world.firms.effort[3] == pytest.approx(np.clip(0.6 + world.firms.floor[3] - 0.4, 0.0, 0.95))


def test_a_target_is_the_sum_of_its_reasons() -> None:
    world = street(n=11, floor_sd=0.0, fees_effort=0.2, committee_effort=0.05)
    world.firms.rating[:] = np.linspace(0.5, 0.9, 11)
    world.firms.owners_committee[[0, 5]] = True
    world.firms.pressure[10] = 0.1
    world.rules["oversight"].value[:] = 0.02
    got = firms.targets(world, np.linspace(0.8, 1.2, 11))
    # the last is feared for twice, the middle one only watched, the first pressed by a lever
    assert got[0] == pytest.approx(0.4 + 0.2 * -0.2 + 2 * 0.05 + 0.02)
    assert got[5] == pytest.approx(0.4 + 0.05 + 0.02)
    assert got[10] == pytest.approx(0.4 + 0.2 * 0.2 + 0.1 + 0.02)
    world.rules["oversight"].value[:] = 9.0
    assert firms.targets(world, np.ones(11)) == pytest.approx(0.95)
    world.rules["oversight"].value[:] = -9.0
    assert firms.targets(world, np.ones(11)) == pytest.approx(0.0)


def test_as_before_all_firms_are_held_to_the_same() -> None:
    world = street(n=11, **as_before.FIRMS)
    world.firms.rating[:] = np.linspace(0.5, 0.9, 11)
    world.firms.owners_committee[[0, 5]] = True
    assert np.array_equal(world.firms.floor, np.full(11, 0.4))
    assert np.array_equal(firms.worth(world, np.array([0.5, 1.2])), [0.5, 1.2])
    got = firms.targets(world, np.linspace(0.8, 1.2, 11))
    assert np.array_equal(got, np.where(world.firms.owners_committee, 0.4 + 0.1, 0.4))


def test_fees_below_cost_buy_a_smaller_crew_and_less_effort() -> None:
    said = {"households_per_crew": 20.0, "floor_sd": 0.0}
    ends = []
    for fee in (40.0, 120.0, 240.0):
        world = hamlet(600, property={**said, "fee_yuan": fee})
        world.day = 29
        property.update(world)
        ends.append((int(world.firms.crew[0]), float(world.firms.target[0]), float(world.firms.fee_income_yuan[0])))
    crews, targets, income = zip(*ends, strict=True)
    assert crews == (round(231 / 60), round(231 / 20), round(231 / 10))
    assert targets == pytest.approx((0.4 - 0.15 * 2 / 3, 0.4, 0.4 + 0.15))
    assert income == pytest.approx([231 * fee / 30.0 for fee in (40.0, 120.0, 240.0)])


def test_fees_and_cost_have_no_effect_as_before() -> None:
    said = {**as_before.FIRMS, "households_per_crew": 20.0}
    ends = []
    for fee in (40.0, 240.0):
        lived = small(days=40, property={**said, "fee_yuan": fee}).live(40)
        lived.world.firms.fee_income_yuan[:] = 0.0
        ends.append(bits.tables(lived))
    assert ends[0] == ends[1]
