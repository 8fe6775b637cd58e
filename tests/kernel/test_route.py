"""Which desk a case goes to."""

from __future__ import annotations

import numpy as np
import pytest

from sim.state.agenda import Count
from sim.state.cases import Cases, Stage, Status, Urgency
from sim.state.desks import Desks, Net, Routes
from sim.state.rules import RuleSheet
from tests.shops import one_net, serve, table_of

GRID, OFFICE = 0, 1


def two_levels(first: Net = Net.GRID) -> tuple[Cases, Desks, Routes, RuleSheet]:
    """One case, a desk for each of two levels."""
    cases = table_of(np.array([0.0]), np.zeros(1, int))
    desks, routes, rules = one_net(np.ones(2), 2.0, 0.0)
    routes.of_cell[first], routes.of_cell[Net.COMMUNITY] = [GRID, GRID], [OFFICE, OFFICE]
    routes.table.net[:, :2] = int(first), int(Net.COMMUNITY)
    return cases, desks, routes, rules


def test_a_level_that_is_not_asked_is_passed_by() -> None:
    cases, desks, routes, rules = two_levels()
    rules["asked"].value[:, :, 0] = 0.0
    serve(cases, desks, routes, rules)
    assert (cases.desk[0], cases.level[0], cases.passes[0]) == (OFFICE, 1, 0)


@pytest.mark.parametrize("urgency", [Urgency.URGENT, Urgency.GENERAL])
def test_what_cannot_wait_is_not_kept_for_a_meeting(urgency: Urgency) -> None:
    cases, desks, routes, rules = two_levels()
    cases.limit_class[:] = int(urgency)
    routes.table.urgent[:, 0] = 0
    serve(cases, desks, routes, rules)
    assert cases.desk[0] == (OFFICE if urgency == Urgency.URGENT else GRID)


def test_a_level_without_a_desk_is_passed_by_and_the_last_gives_up() -> None:
    cases, desks, routes, rules = two_levels()
    routes.of_cell[Net.GRID] = -1
    serve(cases, desks, routes, rules)
    assert cases.desk[0] == OFFICE
    cases, desks, routes, rules = two_levels()
    routes.of_cell[:] = -1
    agenda = serve(cases, desks, routes, rules)
    assert cases.status[0] == Status.ABANDONED
    assert agenda.counts[Count.GIVEN_UP] == 1
    assert agenda.counts[Count.OPEN] == 0


def test_a_department_prepares_before_anybody_works() -> None:
    cases, desks, routes, rules = two_levels()
    routes.table.lead_median[:, 0], routes.table.lead_sigma[:, 0] = 10.0, 0.0
    rules["lead"].value[:] = 0.5
    serve(cases, desks, routes, rules)
    assert cases.spent[0, Stage.LEAD] == 5.0
    assert cases.t_close[0] == 7.0


@pytest.mark.parametrize(("hours", "desk"), [(1.0, OFFICE), (0.0, GRID)])
def test_a_helper_is_asked_first_while_hours_are_left(hours: float, desk: int) -> None:
    cases, desks, routes, rules = two_levels()
    routes.of_cell[Net.VOLUNTEER] = OFFICE
    desks.net[OFFICE], desks.budget_h[OFFICE] = int(Net.VOLUNTEER), hours
    rules["match"].value[:], rules["help"].value[:] = 1.0, 1.0
    serve(cases, desks, routes, rules)
    assert cases.desk[0] == desk
    assert cases.helped[0] == (desk == OFFICE)
    assert desks.budget_h[OFFICE] == (-1.0 if desk == OFFICE else 0.0)  # a turn that was begun is finished


def test_where_a_helper_could_not_do_it_the_desk_itself_is_asked() -> None:
    cases, desks, routes, rules = two_levels()
    routes.of_cell[Net.VOLUNTEER] = OFFICE
    desks.net[OFFICE], desks.budget_h[OFFICE] = int(Net.VOLUNTEER), 9.0
    rules["match"].value[:], rules["help"].value[:] = 1.0, 0.0
    serve(cases, desks, routes, rules)
    assert (cases.desk[0], cases.level[0], cases.passes[0], cases.helped[0]) == (GRID, 0, 0, 1)


def test_a_free_neighbour_stands_in_for_a_busy_desk() -> None:
    cases = table_of(np.array([0.0, 1.0, 1.5]), np.zeros(3, int))
    desks, routes, rules = one_net(np.ones(2), 2.0, 0.0)
    routes.aid = np.array([[1], [0]], np.int32)
    serve(cases, desks, routes, rules)
    assert cases.desk.tolist() == [0, 1, 0]
    assert cases.t_contact.tolist() == [0.0, 1.0, 2.0]
