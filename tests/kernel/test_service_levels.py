"""The kernel on single cases: up the levels, to wrong desks and through departments."""

from __future__ import annotations

import math
from statistics import NormalDist

import numpy as np
import pytest

from sim.fate import Decision
from sim.mechanisms.service import level_of
from sim.state.agenda import Count
from sim.state.cases import Category, Channel, Status, Urgency
from sim.state.desks import Net
from tests.kernel.single_cases import DISPUTES, ENVIRONMENT, HEALTH, SAFETY, desk_of, plain, rule, spent, tell
from tests.places import uniform

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
