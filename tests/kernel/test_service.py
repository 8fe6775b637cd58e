"""The kernel on single cases: every turn a case can take, with its hours worked out on paper."""

from __future__ import annotations

import math
from statistics import NormalDist
from typing import Any

import numpy as np
import pytest

from sim.fate import Decision
from sim.kernel import service
from sim.mechanisms.offices import merge_offices
from sim.mechanisms.service import level_of
from sim.state.agenda import Area, Count
from sim.state.cases import Category, Channel, Stage, Status, Urgency
from sim.state.desks import Helper, Net
from sim.state.world import World
from sim.types import Array
from tests.places import hamlet, serve_until, small, uniform
from tests.shops import one_net, serve, table_of

SAFETY, ENVIRONMENT, DISPUTES, HEALTH = (
    int(Category.SAFETY), int(Category.ENVIRONMENT), int(Category.DISPUTES), int(Category.HEALTH)
)  # fmt: skip
PLAIN = {"dispatch_h": 0.0, "misroute": 0.0, "merge": 0.0, "formal": 0.0, "come_back": 0.0, "handover_h": 0.0,
         "handoff": 0.0, "match": 0.0, "solve": 1.0, "lead": 0.0, "supervise": 0.0}  # fmt: skip
"""Nothing takes time but work: 1 h at the grid and the community, 2 h at the street, 3 h at a department."""


def plain(**said: Any) -> World:
    """A hamlet whose desks have one person each and never close; hands-on times are fixed."""
    world = hamlet(120, **said)
    for name, value in PLAIN.items():
        world.rules[name].value[:] = value
    world.routes.table.work_sigma[:] = 0.0
    desks = world.desks
    desks.servers[:], desks.open_from[:], desks.open_to[:], desks.open_days[:] = 1, 0.0, 24.0, 127
    desks.speed[:], desks.travel_h[:], desks.effort[:] = 1.0, 0.0, 1.0
    desks.servers[world.offices.helpers.ravel()] = 0
    return world


def rule(world: World, name: str, value: float, *at: Any) -> None:
    world.rules[name].value[(slice(None), *at)] = value


def tell(world: World, *times: float, end: float = math.inf, category: int = SAFETY, **columns: Any) -> Array:
    """Let cases become known at these hours, and serve all that follows from them; return their rows."""
    known = np.array(times)
    columns = {"t_occur": known - 5.0, "channel": int(Channel.REPORT), "cell": 0, "resident": 0, **columns}
    first = world.cases.n
    rows = world.cases.add(
        len(times), index=first + np.arange(len(times)), born=0, community=0, category=category, **columns
    )
    serve_until(world, end, known, rows)
    return rows


def desk_of(world: World, net: int, cell: int = 0) -> int:
    return int(world.routes.of_cell[net, cell])


def spent(world: World, case: int) -> dict[str, float]:
    return {s.name.lower(): float(h) for s, h in zip(Stage, world.cases.spent[case], strict=True) if h > 0.0}


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


# -- up the levels


def test_what_the_grid_cannot_do_goes_up_after_a_look() -> None:
    world = plain()
    rule(world, "solve", 0.0, SAFETY, 0)
    (a,) = tell(world, 10.0)
    c = world.cases
    # 0.4 h of looking, then two hours at the street
    assert (c.t_contact[a], c.t_close[a]) == pytest.approx((10.0, 12.4))
    assert (c.level[a], c.passes[a], c.handoffs[a], c.heard[a]) == (1, 1, 0, 0b11)
    assert world.desks.net[c.desk[a]] == Net.STREET


@pytest.mark.parametrize(("chance", "effort"), [(0.7, 1.0), (1.0, 0.7), (0.9, 0.5)])
def test_a_level_solves_with_its_chance_times_the_effort(chance: float, effort: float) -> None:
    world = plain()
    rule(world, "solve", chance, SAFETY, 0)
    grid = desk_of(world, Net.GRID)
    world.desks.effort[grid], world.desks.servers[grid] = effort, 99
    rows = tell(world, *np.linspace(1.0, 2.0, 60))
    draws = np.array([uniform(world, k, 0, Decision.WORK)[1] for k in range(60)])
    assert np.array_equal(world.cases.passes[rows] > 0, draws >= chance * effort)


def test_a_handover_lies_for_a_while() -> None:
    world = plain()
    rule(world, "solve", 0.0, SAFETY, 0)
    rule(world, "handover_h", 8.0)
    (a,) = tell(world, 10.0)
    wait = -8.0 * math.log(uniform(world, 0, 0, Decision.ROUTE + 0)[2])
    assert world.cases.t_close[a] == pytest.approx(10.4 + wait + 2.0)
    assert spent(world, a)["handover"] == pytest.approx(wait, rel=1e-6)


def test_levels_that_are_not_asked_are_skipped_and_with_none_left_the_case_is_given_up() -> None:
    world = plain()
    rule(world, "asked", 0.0, SAFETY, slice(0, 2))
    (a,) = tell(world, 10.0)
    assert (world.cases.level[a], world.cases.passes[a], world.cases.t_close[a]) == (2, 0, 13.0)
    rule(world, "asked", 0.0, SAFETY)
    (b,) = tell(world, 20.0)
    assert world.cases.status[b] == Status.ABANDONED
    assert world.cases.t_close[b] == 20.0
    assert world.agenda.counts[Count.GIVEN_UP] == 1
    assert world.agenda.counts[Count.OPEN] == 0


def test_a_level_is_asked_about_its_share_of_cases() -> None:
    world = plain()
    rule(world, "asked", 0.4, SAFETY, 0)
    world.desks.servers[:] = 99
    rows = tell(world, *np.linspace(1.0, 2.0, 60))
    draws = np.array([uniform(world, k, 0, Decision.ASK)[0] for k in range(60)])
    assert np.array_equal(world.cases.level[rows] == 0, draws < 0.4)


def test_what_cannot_wait_passes_by_a_level_that_does_not_take_it() -> None:
    world = plain()
    world.routes.table.urgent[SAFETY, 0] = 0
    classes = np.array([Urgency.URGENT, Urgency.UTILITY])
    a, b = tell(world, 1.0, 1.0, limit_class=classes, urgency=classes)
    assert world.cases.level[[a, b]].tolist() == [1, 0]


# -- dispatch and wrong desks


def test_reports_are_dispatched_what_is_found_is_not() -> None:
    world = plain()
    rule(world, "dispatch_h", 4.0)
    a, b = tell(world, 10.0, 100.0, channel=np.array([Channel.REPORT, Channel.PATROL]))
    wait = -4.0 * math.log(uniform(world, 0, 0, Decision.SEND)[1])
    assert world.cases.t_contact[[a, b]] == pytest.approx([10.0 + wait, 100.0])
    assert spent(world, a)["dispatch"] == pytest.approx(wait, rel=1e-6)


@pytest.mark.parametrize("layer", [0, 1, 2])
def test_a_wrong_desk_looks_and_hands_it_on_once(layer: int) -> None:
    world = plain(place={"layers": 3, "grids": 3, "workers": 3})
    rule(world, "misroute", 1.0)
    rule(world, "handover_h", 8.0)
    (a,) = tell(world, 10.0, layer=layer)
    c = world.cases
    u_lead = uniform(world, 0, 0, Decision.ROUTE)[3]
    other = (layer + 1 + int(2 * u_lead)) % 3
    assert other != layer
    wait = -8.0 * math.log(uniform(world, 0, 0, Decision.RETURN)[2])
    # a quarter of an hour at the wrong desk, which is no contact
    assert c.t_contact[a] == pytest.approx(10.25 + wait)
    assert c.t_close[a] == pytest.approx(11.25 + wait)
    assert (c.misroutes[a], c.passes[a], c.level[a]) == (1, 0, 0)
    assert spent(world, a) == pytest.approx(
        {"discovery": 5.0, "misroute": 0.25, "handover": wait, "work": 1.0}, rel=1e-6
    )
    assert world.desks.worked_h[desk_of(world, Net.GRID + other)] == 0.25
    assert world.desks.worked_h[desk_of(world, Net.GRID + layer)] == 1.0


@pytest.mark.parametrize("layer", [0, 1])
def test_with_two_layers_each_case_has_a_desk_of_its_own_layer(layer: int) -> None:
    world = plain(place={"layers": 2, "grids": 2, "workers": 2})
    (a,) = tell(world, 10.0, layer=layer)
    assert world.cases.desk[a] == desk_of(world, Net.GRID + layer)
    world.routes.of_cell[Net.GRID + 1 - layer] = -1  # where there is no other desk nothing goes astray
    rule(world, "misroute", 1.0)
    (b,) = tell(world, 20.0, layer=layer)
    assert (world.cases.desk[b], world.cases.misroutes[b]) == (desk_of(world, Net.GRID + layer), 0)


def test_a_property_case_goes_to_the_firm_first_and_to_the_grid_where_there_is_none() -> None:
    world = plain()
    (a,) = tell(world, 10.0, category=int(Category.PROPERTY))
    assert (world.cases.desk[a], world.cases.level[a]) == (desk_of(world, Net.PROPERTY), 0)
    assert world.cases.t_close[a] == 11.5
    world.routes.of_cell[Net.PROPERTY] = -1
    (b,) = tell(world, 20.0, category=int(Category.PROPERTY))
    assert (world.cases.desk[b], world.cases.level[b]) == (desk_of(world, Net.GRID), 1)


def test_a_case_goes_astray_with_the_probability_of_the_rule_and_only_before_grids() -> None:
    world = plain(place={"layers": 2, "grids": 2, "workers": 2})
    rule(world, "misroute", 0.3)
    world.desks.servers[:] = 99
    rows = tell(world, *np.linspace(1.0, 2.0, 60))
    draws = np.array([uniform(world, k, 0, Decision.ROUTE)[0] for k in range(60)])
    assert np.array_equal(world.cases.misroutes[rows] == 1, draws < 0.3)
    rule(world, "misroute", 1.0)
    (other,) = tell(world, 50.0, category=int(Category.SERVICES), limit_class=2)
    assert world.desks.net[world.cases.desk[other]] == Net.COMMUNITY
    assert world.cases.misroutes[other] == 0


# -- departments


@pytest.mark.parametrize("category", [ENVIRONMENT, DISPUTES, SAFETY, HEALTH])
def test_every_department_hands_on_as_often_as_said_and_prepares_anew(category: int) -> None:
    world = plain()
    level = level_of(Category(category), Net.DEPARTMENT)
    rule(world, "asked", 0.0, category, slice(0, level))
    rule(world, "handoff", 0.5)
    rule(world, "lead", 0.5)
    world.routes.table.lead_median[category, level], world.routes.table.lead_sigma[category, level] = 20.0, 0.7
    world.desks.servers[:] = 99
    rows = tell(world, *np.linspace(1.0, 2.0, 30), category=category)
    c = world.cases
    for k, a in enumerate(rows.tolist()):
        hops, t = 0, float(c.t_accept[a])
        while True:
            at = level + 4096 * hops
            # median 20 h, halved by the rule, spread 0.7
            t += 10.0 * math.exp(0.7 * NormalDist().inv_cdf(uniform(world, k, 0, Decision.ROUTE + at)[3]))
            if uniform(world, k, 0, Decision.WORK + at)[1] < 0.5:
                break
            t += 0.4 * 3.0
            hops += 1
        assert c.handoffs[a] == hops
        assert c.t_close[a] == pytest.approx(t + 3.0)
        assert (c.passes[a], c.level[a]) == (0, level)
        assert world.desks.net[c.desk[a]] == Net.DEPARTMENT + category
    assert 0 < (c.handoffs[rows] > 0).sum() < 30


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
