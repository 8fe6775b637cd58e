"""In-service members: who comes, by hand; company pulls turnout down where nobody follows up; above four units tip."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import brentq
from scipy.special import expit, logit

from sim.mechanisms import members
from sim.mechanisms.members import MONTH, Turnout, p_comes
from sim.state.world import World
from tests.places import small, uniform
from tests.theory import share_agrees

USUAL = Turnout(usual=0.25, called=1.0, company=1.5, slack=1.0, followed_up=0.5, per_unit=14.3)


def crowd(n: int = 400, population: int = 3000) -> World:
    world = small(population=population, place={"reporting_members": n}).world
    assert world.members.n == n
    return world


def month(world: World, turnout: Turnout, number: int) -> float:
    """Live the turns of a month; return the share of members that came."""
    total = 0.0
    for day in range(MONTH * number, MONTH * (number + 1)):
        world.day = day
        total += members.turns(world, turnout).sum()
    return total / world.members.n


@pytest.mark.parametrize("came", [0.0, 0.1, 0.25, 0.6, 1.0])
def test_the_chance_to_come_is_logistic(came: float) -> None:
    expected = expit(logit(0.25) + 1.5 * (came - 0.25) - 1.0 * 0.5)
    assert p_comes(USUAL, came) == pytest.approx(expected, rel=1e-12)
    assert p_comes(USUAL._replace(followed_up=1.0), 0.25) == pytest.approx(0.25, rel=1e-9)


def test_whoever_always_or_never_comes_is_no_error() -> None:
    assert p_comes(USUAL._replace(usual=1.0, followed_up=1.0), 1.0) == pytest.approx(1.0, abs=1e-6)
    assert p_comes(USUAL._replace(usual=0.0, followed_up=1.0), 0.0) == pytest.approx(0.0, abs=1e-6)


def test_members_are_the_residents_in_service_and_belong_to_units_of_the_place() -> None:
    world = crowd(400)
    month(world, USUAL, 0)
    table = world.members
    assert np.array_equal(world.map.community[world.residents.cell[table.resident]], world.people.members)
    assert set(table.unit.tolist()) == set(range(28))  # 400 / 14.3
    again = small(population=3000, replication=4, place={"reporting_members": 400}).world
    month(again, USUAL, 0)
    assert np.array_equal(again.members.unit, table.unit)


def test_who_comes_is_fate_and_sees_only_colleagues_who_could_come() -> None:
    world = crowd(40)
    turnout = USUAL._replace(called=0.7, per_unit=10.0)
    month(world, turnout, 0)
    table = world.members
    u = np.array([uniform(world, i, 0, 31) for i in range(40)])
    called = u[:, 2] < 0.7
    assert np.array_equal(table.called, called)
    assert np.array_equal(table.comes, called & (u[:, 0] < p_comes(turnout, 0.25)))
    assert np.array_equal(table.turn_day, np.floor(30 * u[:, 1]))
    assert np.array_equal(table.turns, table.comes)
    share = np.bincount(table.unit, table.comes) / np.bincount(table.unit, called)
    unit = table.unit.copy()
    month(world, turnout, 1)
    u = np.array([uniform(world, i, 1, 31) for i in range(40)])
    p = np.array([p_comes(turnout, share[k]) for k in unit])
    assert np.array_equal(table.comes, (u[:, 2] < 0.7) & (u[:, 0] < p))


def test_after_a_month_without_calls_members_begin_anew() -> None:
    world = crowd(200)
    month(world, USUAL, 0)
    world.day = 90
    members.turns(world, USUAL)
    u = np.array([uniform(world, i, 3, 31) for i in range(200)])
    assert np.array_equal(world.members.comes, u[:, 0] < p_comes(USUAL, 0.25))


@pytest.mark.parametrize(("company", "followed_up"), [(0.0, 0.5), (1.5, 0.5), (3.0, 0.0), (1.5, 1.0)])
def test_turnout_settles_where_company_and_following_up_hold_it(company: float, followed_up: float) -> None:
    world = crowd(1000, 6000)
    turnout = USUAL._replace(company=company, followed_up=followed_up, per_unit=1e9)  # one unit
    shares = [month(world, turnout, k) for k in range(18)]
    rests = brentq(lambda p: p_comes(turnout, p) - p, 1e-6, 1 - 1e-6)
    share_agrees(1000 * float(np.sum(shares[6:])), 12_000, rests)
    assert (shares[0] > np.mean(shares[6:]) + 0.02) == (company == 3.0)  # who sees fewer come stays away too


def test_with_much_company_units_tip() -> None:
    """Seven logits a unit of share: two levels, and units go to either; with one and a half all are alike."""
    ends = {}
    for company in (1.5, 7.0):
        world = crowd(1000, 6000)
        turnout = USUAL._replace(usual=0.5, company=company, followed_up=1.0, per_unit=25.0)
        for k in range(12):
            month(world, turnout, k)
        share = np.bincount(world.members.unit, world.members.comes) / np.bincount(world.members.unit)
        ends[company] = float(((share < 0.2) | (share > 0.8)).mean())
    assert ends[1.5] < 0.1
    assert ends[7.0] > 0.7


def test_nobody_to_call_upon_comes() -> None:
    assert members.turns(small(place={"reporting_members": 0}).world, USUAL).sum() == 0.0
