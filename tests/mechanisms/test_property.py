"""Property firms: ratings, fees, crews and effort of one firm by hand; who is first in its community."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.mechanisms import property as firms
from sim.mechanisms.property import rank_in_community
from sim.state.cases import Category, Status
from sim.state.desks import Net
from sim.state.world import World
from tests import as_before
from tests.places import hamlet, small
from tests.theory import share_agrees

HOUSEHOLDS, PER_CREW = 231, 40.0
"""Of 600 persons; a crew of six, 5.775 rounded."""


def firm(day: int = 29, committee: bool = False, **said: Any) -> World:
    """One firm on the evening on which it adapts."""
    said = {**as_before.FIRMS, "households_per_crew": PER_CREW, **said}  # how firms decide: test_firms
    world = hamlet(600, property=said, place={"owners_committees": int(committee)})
    world.day = day
    assert world.firms.n == 1
    assert world.firms.n_households[0] == HOUSEHOLDS
    return world


def rated(world: World, satisfied: int, dissatisfied: int, **columns: Any) -> None:
    """Let residents rate property cases that were closed on day 10."""
    columns = {"category": int(Category.PROPERTY), "t_close": 240.0, "cell": 0, "status": Status.CLOSED, **columns}
    for rating, many in ((1, satisfied), (0, dissatisfied)):
        world.cases.add(many, rating=rating, **columns)


@pytest.mark.parametrize(
    ("satisfied", "dissatisfied", "rating"),
    # (5 * 0.7 + satisfied) / (5 + rated)
    [(0, 0, 0.7), (5, 0, 0.85), (0, 5, 0.35), (3, 2, 0.65)],
)
def test_rating_fees_and_crew_follow_the_residents(satisfied: int, dissatisfied: int, rating: float) -> None:
    world = firm()
    rated(world, satisfied, dissatisfied)
    firms.update(world)
    assert world.firms.rating[0] == pytest.approx(rating)
    # who is content pays: 1 + 0.5 (rating - 0.7) of 120 yuan a month
    paid = 1.0 + 0.5 * (rating - 0.7)
    assert world.firms.fee_income_yuan[0] == pytest.approx(HOUSEHOLDS * 120.0 * paid / 30.0)
    assert world.firms.crew[0] == round(HOUSEHOLDS * paid / PER_CREW)


def test_fees_have_a_bottom_and_a_top() -> None:
    world = firm(fee_elasticity=2.0, rating_memory=0.0, fee_cap=1.2)
    rated(world, 4, 0)
    firms.update(world)
    assert world.firms.rating[0] == 1.0
    assert world.firms.fee_income_yuan[0] == pytest.approx(HOUSEHOLDS * 120.0 * 1.2 / 30.0)  # not 1.6
    world = firm(fee_elasticity=2.0, rating_memory=0.0)
    rated(world, 0, 4)
    firms.update(world)
    assert world.firms.fee_income_yuan[0] == 0.0  # not -0.4
    assert world.firms.crew[0] == 1  # somebody stays


def test_only_property_cases_of_the_month_that_were_rated_count() -> None:
    world = firm(day=59)
    rated(world, 0, 3, t_close=24.0 * 30 - 0.1)  # the month before
    rated(world, 0, 3, t_close=800.0, category=int(Category.FACILITIES))
    world.cases.add(3, rating=-1, category=int(Category.PROPERTY), t_close=800.0, cell=0)
    rated(world, 1, 0, t_close=24.0 * 30)
    firms.update(world)
    assert world.firms.rating[0] == pytest.approx((5 * 0.7 + 1) / 6.0)


@pytest.mark.parametrize(("day", "adapts"), [(0, False), (28, False), (29, True), (30, False), (59, True)])
def test_firms_adapt_on_every_thirtieth_evening(day: int, adapts: bool) -> None:
    world = firm(day)
    firms.update(world)
    assert (world.firms.effort[0] != 0.6) == adapts


@pytest.mark.parametrize(
    ("effort", "committee", "pressure", "oversight", "after"),
    [
        (0.6, False, 0.0, 0.0, 0.6 + 0.02 * (0.4 - 0.6)),  # down slowly to the floor
        (0.6, True, 0.0, 0.0, 0.6 + 0.02 * (0.5 - 0.6)),
        (0.3, False, 0.0, 0.0, 0.3 + 0.2 * (0.4 - 0.3)),  # up sooner
        (0.6, False, 0.25, 0.0, 0.6 + 0.2 * (0.65 - 0.6)),
        (0.6, False, 0.0, 0.3, 0.6 + 0.2 * (0.7 - 0.6)),
        (0.6, True, 0.4, 0.4, 0.6 + 0.2 * (0.95 - 0.6)),  # no more than the best
        (0.6, False, 0.0, -0.9, 0.6 + 0.02 * (0.0 - 0.6)),
    ],
)
def test_effort_moves_to_what_the_firm_is_held_to(
    effort: float, committee: bool, pressure: float, oversight: float, after: float
) -> None:
    world = firm(committee=committee)
    world.firms.effort[:], world.firms.pressure[:] = effort, pressure
    world.rules["oversight"].value[:] = oversight
    firms.update(world)
    assert world.firms.effort[0] == pytest.approx(after)
    assert world.desks.effort[world.firms.desk[0]] == world.firms.effort[0]


def test_crews_are_seated_unless_the_firm_is_dismissed_and_pressure_is_said_anew() -> None:
    world = firm(day=10)
    desk = int(world.firms.desk[0])
    world.firms.crew[:], world.firms.pressure[:] = 3, 0.4
    firms.open_day(world)
    assert (world.desks.servers[desk], world.firms.pressure[0]) == (3, 0.0)
    world.firms.effort[:], world.firms.rating[:] = 0.9, 0.2
    firms.replace_firms(world, np.array([0]))
    assert (world.firms.closed_until[0], world.firms.replaced[0]) == (10 + 30, 1)
    assert (world.firms.effort[0], world.firms.rating[0], world.desks.effort[desk]) == (0.6, 0.7, 0.6)
    for day, crew in ((10, 0), (39, 0), (40, 3)):
        world.day = day
        firms.open_day(world)
        assert world.desks.servers[desk] == crew


def test_a_firm_takes_on_a_compound_that_had_none() -> None:
    said = {**as_before.FIRMS, "households_per_crew": 20.0}
    world = small(place={"managed_share": 0.5, "compounds": 10}, property=said).world
    m = world.map
    free = np.setdiff1d(np.arange(m.n_compounds), world.firms.compound)
    assert len(free) == 5
    before = world.routes.of_cell[Net.PROPERTY].copy()
    own = m.compound == free[1]
    assert (before[own] == -1).all()
    (row,) = firms.open_firms(world, free[1:2], 0.8, committees=np.array([True]))
    desk = int(world.firms.desk[row])
    assert (world.routes.of_cell[Net.PROPERTY][own] == desk).all()
    assert np.array_equal(world.routes.of_cell[Net.PROPERTY][~own], before[~own])
    households = int(m.households[own].sum())
    assert world.firms.n_households[row] == world.desks.households[desk] == households
    assert world.firms.crew[row] == world.desks.servers[desk] == max(1, int(households / 20.0 + 0.5))
    assert world.firms.fee_income_yuan[row] == pytest.approx(households * 120.0 / 30.0)
    assert world.firms.owners_committee[row]
    assert (world.firms.effort[row], world.desks.effort[desk], world.firms.rating[row]) == (0.8, 0.8, 0.7)
    assert (world.desks.x[desk], world.desks.y[desk]) == pytest.approx((m.cells.x[own].mean(), m.cells.y[own].mean()))
    assert (world.desks.speed[desk] == 0.4).all()
    assert (world.desks.open_from[desk], world.desks.open_to[desk]) == (8.0, 18.0)
    assert world.desks.community[desk] == m.community_of_compound[free[1]]


def test_rows_are_numbered_inside_their_community() -> None:
    community = np.array([2, 0, 2, 1, 0, 2], np.int32)
    assert rank_in_community(community).tolist() == [0, 0, 1, 0, 1, 2]
    assert rank_in_community(community[:0]).tolist() == []


@pytest.mark.parametrize("effort", [0.9, 0.6, 0.1])
def test_a_firm_without_pressure_drifts_to_what_it_is_held_to(effort: float) -> None:
    firm = {**as_before.FIRMS, "effort": effort, "floor": 0.4, "drift_per_month": 0.1, "rise_per_month": 0.3}
    run = small(property=firm, place={"owners_committees": 6}, days=731)
    table, history = run.world.firms, []
    for _ in range(24):
        run.live(30)
        history.append(table.effort.copy())
    months = np.arange(1, 25)[:, None]
    held_to = np.where(table.owners_committee, 0.5, 0.4)
    rate = np.where(held_to > effort, 0.3, 0.1)
    assert 0 < table.owners_committee.sum() < table.n
    assert np.array(history) == pytest.approx(held_to + (effort - held_to) * (1.0 - rate) ** months, rel=1e-12)
    assert np.array_equal(run.world.desks.effort[table.desk], table.effort)


def test_effort_is_the_share_a_firm_really_solves() -> None:
    run = small(
        needs={
            "overdispersion_k": 0, "season_amplitude": 0.0, "requests_per_year": 20.0,
            "mix": (0, 0, 1.0, 0, 0, 0, 0, 0), "enquiries_per_year": 0.0,
        },
        days=60, property={**as_before.FIRMS, "effort": 0.7, "drift_per_month": 0.0}, volunteering={"share": 0.0},
        place={"managed_share": 1.0}, dispatch={"p_come_back": 0.0, "p_formal": 0.0}, solvability={"owned": False},
    ).live(60)  # fmt: skip
    cases = run.world.cases
    answered = (cases.parent < 0) & ((cases.status == Status.CLOSED) | (cases.level > 0))
    at_firm = answered & (cases.level == 0)
    assert (run.world.desks.net[cases.desk[at_firm]] == Net.PROPERTY).all()
    share_agrees(float(at_firm.sum()), float(answered.sum()), 0.7)
