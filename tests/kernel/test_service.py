"""The kernel on single cases: one desk, its hours, who stands in, queues that move, a day."""

from __future__ import annotations

import math
from statistics import NormalDist

import numpy as np
import pytest

from sim.fate import Decision
from sim.kernel import service
from sim.mechanisms.offices import merge_offices
from sim.state.agenda import Area, Count
from sim.state.cases import Category, Stage, Status
from sim.state.desks import Net
from tests.kernel.single_cases import SAFETY, desk_of, plain, rule, spent, tell
from tests.places import serve_until, small, uniform
from tests.shops import one_net, serve, table_of

# -- one desk


def test_a_case_is_known_worked_on_and_closed() -> None:
    world = plain()
    (a,) = tell(world, 10.0)
    c, counts = world.cases, world.agenda.counts
    assert (c.t_accept[a], c.t_open[a], c.t_contact[a], c.t_close[a], c.t_first_close[a]) == (
        10.0,
        10.0,
        10.0,
        11.0,
        11.0,
    )
    assert (c.status[a], c.solved[a], c.formal[a], c.level[a], c.passes[a]) == (Status.CLOSED, True, False, 0, 0)
    assert spent(world, a) == {"discovery": 5.0, "work": 1.0}
    assert c.heard[a] == 0b1
    assert [counts[k] for k in (Count.ACCEPTED, Count.DONE, Count.OPEN, Count.CLOSED)] == [1, 1, 0, 1]
    assert world.closed_today().tolist() == [a]
    assert world.agenda.area[Area.OPEN] == pytest.approx(1.0)
    assert world.desks.worked_h[desk_of(world, Net.GRID)] == 1.0
    assert world.desks.busy.sum() == 0


def test_a_slow_desk_and_a_rule_on_work_make_it_longer() -> None:
    world = plain()
    world.desks.speed[desk_of(world, Net.GRID), SAFETY] = 0.25
    rule(world, "work", 1.5, SAFETY, 0)
    (a,) = tell(world, 10.0)
    assert world.cases.t_close[a] == 10.0 + 1.5 / 0.25


def test_the_way_is_walked_along_both_sides_and_counts_before_contact() -> None:
    world = plain()
    cell = int(np.flatnonzero(world.map.cells.x != world.map.cells.y)[0])
    desk = desk_of(world, Net.GRID, cell)
    x, y = float(world.map.cells.x[cell]), float(world.map.cells.y[cell])
    world.desks.travel_h[desk], world.desks.x[desk], world.desks.y[desk] = 0.1, x + 2.0, y - 5.0
    (a,) = tell(world, 10.0, cell=cell)
    assert world.cases.t_contact[a] == pytest.approx(10.7)
    assert world.cases.t_close[a] == pytest.approx(11.7)
    assert spent(world, a) == pytest.approx({"discovery": 5.0, "travel": 0.7, "work": 1.0})
    assert world.desks.worked_h[desk] == pytest.approx(1.7)


def test_hands_on_times_are_lognormal_or_exponential_with_their_mean() -> None:
    for sigma in (0.8, -1.0):
        world = plain()
        world.routes.table.work_sigma[:] = sigma
        (a,) = tell(world, 0.0)
        u = uniform(world, 0, 0, Decision.WORK)[0]
        hours = math.exp(0.8 * NormalDist().inv_cdf(u) - 0.32) if sigma > 0 else -math.log(u)
        assert world.cases.t_close[a] == pytest.approx(hours)


def test_first_come_first_served_within_a_class_and_urgent_ones_before() -> None:
    world = plain()
    rows = tell(world, 1.0, 1.1, 1.2, 1.3, urgency=np.array([2, 3, 2, 0]))
    # the first is not interrupted; then the urgent one, the other general one, the hard one
    assert world.cases.t_contact[rows] == pytest.approx([1.0, 4.0, 3.0, 2.0])
    assert world.cases.spent[rows, Stage.QUEUE] == pytest.approx([0.0, 2.9, 1.8, 0.7])
    assert world.agenda.area[Area.OPEN] == pytest.approx(1.0 + 3.9 + 2.8 + 1.7)


@pytest.mark.parametrize(("servers", "contacts"), [(1, [1.0, 2.0, 3.0]), (2, [1.0, 1.0, 2.0]), (3, [1.0, 1.0, 1.0])])
def test_as_many_are_served_at_once_as_there_are_servers(servers: int, contacts: list[float]) -> None:
    world = plain()
    world.desks.servers[desk_of(world, Net.GRID)] = servers
    rows = tell(world, 1.0, 1.0, 1.0)
    assert world.cases.t_contact[rows].tolist() == contacts


def test_work_pauses_at_closing_and_an_urgent_case_calls_somebody_out() -> None:
    world = plain()
    grid = desk_of(world, Net.GRID)
    world.desks.open_from[grid], world.desks.open_to[grid], world.desks.callout[grid] = 9.0, 17.0, True
    world.desks.servers[grid] = 3
    rows = tell(world, 16.5, 20.0, 20.0, urgency=np.array([2, 2, 0]))
    # half an hour today and half tomorrow; tomorrow at nine; at once
    assert world.cases.t_close[rows] == pytest.approx([24.0 + 9.5, 24.0 + 10.0, 21.0])
    assert world.cases.t_contact[rows] == pytest.approx([16.5, 33.0, 20.0])
    assert (world.desks.worked_h[grid], world.desks.overtime_h[grid]) == pytest.approx((2.0, 1.0))


def test_a_closed_desk_is_woken_once_however_many_wait() -> None:
    world = plain()
    grid = desk_of(world, Net.GRID)
    world.desks.open_from[grid], world.desks.open_to[grid] = 9.0, 17.0
    tell(world, 1.0, 2.0, 3.0, end=8.0)
    assert world.agenda.counts[Count.EVENTS] == 1
    assert (world.desks.wake[grid], world.desks.waiting[grid]) == (9.0, 3)
    serve_until(world, 9.5)
    assert (world.desks.wake[grid], world.desks.waiting[grid]) == (math.inf, 2)


# -- who stands in


def test_neighbours_stand_in_and_take_from_the_longest_queue_first() -> None:
    # Desks 0 and 1 help each other; 1.0 h each. Cases for 0 at 0.0, 0.1, 0.2, 0.3, for 1 at 0.25.
    cases = table_of(np.array([0.0, 0.1, 0.2, 0.25, 0.3]), np.array([0, 0, 0, 1, 0]))
    desks, routes, rules = one_net(np.ones(2), 1.0, 0.0)
    routes.aid = np.array([[1], [0]], np.int32)
    serve(cases, desks, routes, rules)
    assert cases.t_contact == pytest.approx([0.0, 0.1, 1.0, 1.1, 2.0])
    assert cases.desk.tolist() == [0, 1, 0, 1, 0]
    assert desks.waiting.tolist() == [0, 0]


def test_who_does_not_help_lets_others_wait() -> None:
    cases = table_of(np.array([0.0, 0.1, 0.2]), np.array([0, 0, 0]))
    desks, routes, rules = one_net(np.ones(2), 1.0, 0.0)
    serve(cases, desks, routes, rules)
    assert cases.t_contact == pytest.approx([0.0, 1.0, 2.0])


# -- desks that close


def test_queues_move_to_the_desks_that_serve_their_cells_in_their_order() -> None:
    world = small().world
    net, m = Net.COMMUNITY, world.map
    for name in ("dispatch_h", "match", "misroute"):
        world.rules[name].value[:] = 0.0
    cells = np.searchsorted(m.community, np.array([0, 1, 1, 0, 1]))
    rows = world.cases.add(
        5, index=np.arange(5), born=0, cell=cells, community=m.community[cells], resident=0, urgency=[2, 2, 2, 2, 3],
        category=int(Category.SERVICES), t_occur=0.0,
    )  # fmt: skip
    world.desks.servers[:] = 0
    serve_until(world, 20.0, np.arange(10.0, 15.0), rows)
    one, other = (int(world.routes.of_cell[net, cell]) for cell in cells[:2])
    assert world.desks.waiting[[one, other]].tolist() == [2, 3]
    merge_offices(world, np.array([0, 0, 2, 3, 4]))
    assert world.desks.waiting[[one, other]].tolist() == [5, 0]
    assert world.agenda.counts[Count.WAITING] == 5
    assert (world.cases.desk[rows] == one).all()
    # those that were there, then those that came, by class
    assert world.desks.head[one].tolist() == [-1, -1, rows[0], rows[4]]
    assert world.desks.tail[one].tolist() == [-1, -1, rows[2], rows[4]]
    assert world.cases.next[rows].tolist() == [rows[3], rows[2], -1, rows[1], -1]
    assert (world.desks.head[other] == -1).all()
    assert (world.desks.tail[other] == -1).all()


# -- a day


def test_a_day_ends_at_midnight_and_begins_with_the_rounds() -> None:
    world = plain()
    grid = desk_of(world, Net.GRID)
    world.desks.servers[grid] = 0
    (a,) = tell(world, 10.0, urgency=2, patience_h=30.0, end=24.0)
    assert (world.cases.status[a], world.desks.waiting[grid]) == (Status.QUEUED, 1)
    world.day = 1
    world.desks.servers[grid] = 1  # hired overnight
    service.run_day(world)
    assert world.cases.t_close[a] == pytest.approx(25.0)
    assert world.closed_today().tolist() == [a]
    world.desks.servers[grid] = 0
    (b,) = tell(world, 26.0, patience_h=10.0, end=48.0)
    world.day = 2
    world.agenda.counts[Count.LOST] = 0
    service.run_day(world)
    assert world.cases.status[b] == Status.ABANDONED
    assert world.cases.t_close[b] == 48.0
    assert world.closed_today().tolist() == []
