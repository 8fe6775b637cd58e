"""The kernel on single cases: helped, closed and back, told twice, paid for."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sim.fate import Decision
from sim.mechanisms.service import level_of
from sim.state.agenda import Count
from sim.state.cases import Category, Channel, Status
from sim.state.desks import Helper, Net
from sim.state.world import World
from tests.kernel.single_cases import DISPUTES, ENVIRONMENT, SAFETY, desk_of, plain, rule, tell
from tests.places import serve_until, uniform

# -- helpers


def helped(hours: float = 5.0, match: float = 1.0, help: float = 1.0) -> tuple[World, int]:
    world = plain()
    desk = desk_of(world, Net.VOLUNTEER)
    world.desks.servers[desk], world.desks.budget_h[desk] = 1, hours
    rule(world, "match", match, ENVIRONMENT, Helper.VOLUNTEER)
    rule(world, "help", help)
    return world, desk


def test_a_helper_who_is_free_does_it_whatever_the_rule_says_of_the_levels_work() -> None:
    world, desk = helped()
    rule(world, "work", 10.0)
    a, b = tell(world, 1.0, 1.0, category=ENVIRONMENT)
    c = world.cases
    assert c.desk[[a, b]].tolist() == [desk, desk_of(world, Net.GRID)]
    # the helper takes an hour, the grid worker ten times as long
    assert c.t_close[[a, b]].tolist() == [2.0, 11.0]
    assert c.helped[[a, b]].tolist() == [1, 0]
    assert world.desks.budget_h[desk] == 4.0


def test_where_a_helper_fails_the_levels_own_desk_is_asked_after_all() -> None:
    world, desk = helped(help=0.0)
    rule(world, "handover_h", 0.0)
    (a,) = tell(world, 1.0, category=ENVIRONMENT)
    c = world.cases
    # 0.4 h of looking, then an hour at the grid
    assert (c.t_close[a], c.level[a], c.passes[a], c.helped[a]) == (pytest.approx(2.4), 0, 0, 1)
    assert c.desk[a] == desk_of(world, Net.GRID)
    assert world.desks.worked_h[desk] == pytest.approx(0.4)


def test_a_helper_takes_on_the_share_of_cases_that_match_and_solves_by_a_number_of_its_own() -> None:
    world, desk = helped(hours=1e6, match=0.6, help=0.5)
    world.desks.servers[:] = 99
    rows = tell(world, *np.linspace(1.0, 2.0, 40), category=ENVIRONMENT)
    able = np.array([uniform(world, k, 0, Decision.HELP)[0] for k in range(40)]) < 0.6
    solves = np.array([uniform(world, k, 0, Decision.AID)[1] for k in range(40)]) < 0.5
    assert np.array_equal(world.cases.helped[rows] == 1, able)
    assert np.array_equal(world.cases.desk[rows] == desk, able & solves)


@pytest.mark.parametrize("why", ["no hours", "passed before", "other category", "busy"])
def test_when_helpers_are_not_asked(why: str) -> None:
    world, desk = helped(hours=0.0 if why == "no hours" else 5.0)
    if why == "busy":
        world.desks.busy[desk] = 1
    (a,) = tell(
        world, 1.0, category=SAFETY if why == "other category" else ENVIRONMENT, passes=int(why == "passed before")
    )
    assert world.cases.helped[a] == 0
    assert world.desks.net[world.cases.desk[a]] == Net.GRID


# -- closed without being solved, and back


def test_a_formal_closure_takes_a_fifth_and_the_resident_comes_back_in_a_week_or_so() -> None:
    world = plain(dispatch={"come_back_days": 7.0})
    rule(world, "formal", 1.0)
    rule(world, "come_back", 1.0)
    (a,) = tell(world, 10.0, end=10.5, urgency=1, limit_class=3, escalated=1)
    c = world.cases
    assert (c.status[a], c.formal[a], c.solved[a], c.t_close[a]) == (Status.CLOSED, True, False, 10.2)
    back = max(10.2 - 7 * 24.0 * math.log(uniform(world, 0, 0, Decision.CLOSE)[1]), 24.0)
    rule(world, "formal", 0.0)
    serve_until(world, back - 0.01)
    assert c.life[a] == 0
    serve_until(world, back + 0.5)
    assert (c.life[a], c.status[a], c.formal[a]) == (1, Status.AT_WORK, False)
    assert (c.t_first_back[a], c.t_open[a], c.t_accept[a]) == pytest.approx((back, back, 10.0))
    assert (c.t_first_close[a], c.t_contact[a]) == pytest.approx((10.2, 10.0))
    assert math.isnan(c.t_close[a])
    assert math.isnan(c.t_broken[a])
    assert (c.urgency[a], c.escalated[a]) == (3, 0)
    counts = world.agenda.counts
    assert [counts[k] for k in (Count.ACCEPTED, Count.DONE, Count.OPEN, Count.REOPENED)] == [1, 0, 1, 1]
    serve_until(world, math.inf)
    assert (c.solved[a], c.t_close[a]) == (True, pytest.approx(back + 1.0))


def test_nobody_comes_back_before_the_next_midnight() -> None:
    world = plain(dispatch={"come_back_days": 0.01})
    rule(world, "formal", 1.0)
    rule(world, "come_back", 1.0)
    (a,) = tell(world, 30.0, end=47.9)
    assert world.cases.life[a] == 0
    serve_until(world, 48.1)
    assert world.cases.life[a] == 1
    assert world.cases.t_first_back[a] == 48.0


@pytest.mark.parametrize(("formal", "gloss", "chance"), [(0.3, 0.0, 0.3), (0.1, 0.4, 0.5), (0.0, 0.0, 0.0)])
def test_some_cases_are_closed_formally(formal: float, gloss: float, chance: float) -> None:
    world = plain()
    rule(world, "formal", formal)
    rule(world, "gloss", gloss, SAFETY, 0)
    world.desks.servers[:] = 99
    rows = tell(world, *np.linspace(1.0, 2.0, 60))
    draws = np.array([uniform(world, k, 0, Decision.WORK)[2] for k in range(60)])
    assert np.array_equal(world.cases.formal[rows], draws < chance)
    assert np.array_equal(world.cases.solved[rows], draws >= chance)


@pytest.mark.parametrize(("come_back", "share"), [(0.0, 0.0), (0.4, 0.4), (1.0, 1.0)])
def test_as_many_come_back_as_the_rule_says(come_back: float, share: float) -> None:
    world = plain()
    rule(world, "formal", 1.0)
    rule(world, "come_back", come_back)
    world.desks.servers[:] = 99
    rows = tell(world, *np.linspace(1.0, 2.0, 40), end=20.0)
    draws = np.array([uniform(world, k, 0, Decision.CLOSE)[0] for k in range(40)])
    rule(world, "come_back", 0.0)
    serve_until(world, math.inf)
    assert np.array_equal(world.cases.life[rows] == 1, draws < share)


def test_an_agreement_that_breaks_brings_the_dispute_back() -> None:
    world = plain(mediation={"p_fulfil": 0.0, "relapse_days": 100.0})
    level = level_of(Category.DISPUTES, Net.MEDIATION)
    rule(world, "solve", 0.0, DISPUTES, 0)
    rule(world, "asked", 0.0, DISPUTES, 1)
    (a,) = tell(world, 10.0, end=20.0, category=DISPUTES)
    c = world.cases
    # 0.4 h at the grid, 4 h before the committee
    assert (c.t_agreed[a], c.t_close[a], c.mediated[a], c.level[a]) == (
        pytest.approx(14.4),
        pytest.approx(14.4),
        1,
        level,
    )
    back = max(14.4 + 2400.0 * uniform(world, 0, 0, Decision.CLOSE + level)[1], 24.0)
    rule(world, "solve", 1.0, DISPUTES, 0)
    serve_until(world, back + 0.5)
    assert (c.solved[a], c.formal[a], c.hops[a], c.heard[a]) == (False, False, 0, 0b1)
    serve_until(world, math.inf)
    assert c.t_broken[a] == pytest.approx(back)
    assert (c.life[a], c.level[a], c.t_close[a]) == (1, 0, pytest.approx(back + 1.0))
    assert c.t_agreed[a] == pytest.approx(14.4)


def test_relapses_can_be_made_rarer_and_a_failed_mediation_is_noted() -> None:
    world = plain(mediation={"p_fulfil": 0.0})
    rule(world, "solve", 0.0, DISPUTES, 0)
    rule(world, "asked", 0.0, DISPUTES, 1)
    rule(world, "relapse", 0.0)
    (a,) = tell(world, 10.0, category=DISPUTES)
    assert (world.cases.life[a], world.cases.mediated[a]) == (0, 1)
    rule(world, "solve", 0.0, DISPUTES, level_of(Category.DISPUTES, Net.MEDIATION))
    (b,) = tell(world, 1000.0, category=DISPUTES)
    assert world.cases.mediated[b] == -1
    assert math.isnan(world.cases.t_agreed[b])
    assert world.desks.net[world.cases.desk[b]] == Net.STREET


# -- told twice


def test_a_duplicate_is_merged_at_the_centre_or_recognised_at_the_desk() -> None:
    world = plain()
    rule(world, "merge", 1.0)
    (a,) = tell(world, 10.0, parent=0, channel=int(Channel.DUPLICATE))
    assert (world.cases.status[a], world.cases.t_close[a]) == (Status.MERGED, 10.0)
    rule(world, "merge", 0.0)
    desk = desk_of(world, Net.GRID)
    world.desks.travel_h[desk], world.desks.x[desk] = 0.1, 50.0
    (b,) = tell(world, 20.0, parent=0, channel=int(Channel.DUPLICATE))
    # a quarter of an hour of reading, without going there
    assert (world.cases.status[b], world.cases.t_close[b]) == (Status.MERGED, 20.25)
    counts = world.agenda.counts
    assert [counts[k] for k in (Count.MERGED, Count.ACCEPTED, Count.OPEN, Count.DONE)] == [2, 2, 0, 0]


def test_a_false_alarm_is_told_by_going_there() -> None:
    world = plain()
    desk = desk_of(world, Net.GRID)
    world.desks.travel_h[desk] = 0.1
    world.desks.x[desk], world.desks.y[desk] = world.map.cells.x[0] + 3.0, world.map.cells.y[0]
    (a,) = tell(world, 10.0, parent=0, channel=int(Channel.CAMERA))
    assert world.cases.status[a] == Status.MERGED
    assert world.cases.t_close[a] == pytest.approx(10.0 + 0.3 + 0.4)


# -- money


def test_a_repair_is_paid_when_the_fund_reaches() -> None:
    world = plain()
    world.agenda.funds["fen"][:] = 1000
    (a,) = tell(world, 10.0, category=ENVIRONMENT, cost_fen=1000)
    assert (world.cases.t_close[a], world.cases.cost_fen[a], world.cases.paid[a]) == (11.0, 1000, 1)
    assert (world.agenda.funds["fen"][0], world.agenda.counts[Count.SPENT_FEN]) == (0, 1000)


def test_a_repair_that_is_too_dear_waits_and_nobody_is_paid_before_it() -> None:
    world = plain()
    world.agenda.funds["fen"][:] = 999
    rows = a, b, d = tell(world, 10.0, 20.0, 30.0, category=ENVIRONMENT, cost_fen=np.array([1000, 10, 20]))
    funds = world.agenda.funds
    assert (world.cases.status[rows] == Status.MONEY).all()
    assert (funds["head"][0], funds["tail"][0], funds["fen"][0]) == (a, d, 999)
    assert world.cases.next[rows].tolist() == [b, d, -1]
    assert world.agenda.counts[Count.OPEN] == 3
    # seen by somebody for 0.4 h
    assert world.cases.t_contact[rows].tolist() == [10.0, 20.0, 30.0]
    assert world.cases.t_stage[rows] == pytest.approx([10.4, 20.4, 30.4])


def test_streets_and_departments_repair_without_it() -> None:
    world = plain()
    rule(world, "asked", 0.0, ENVIRONMENT, slice(0, 3))
    (a,) = tell(world, 10.0, category=ENVIRONMENT, cost_fen=1000)
    assert (world.cases.status[a], world.cases.cost_fen[a]) == (Status.CLOSED, 1000)
