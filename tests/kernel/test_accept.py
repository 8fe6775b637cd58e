"""A case is opened, sent on its way, and opened again."""

from __future__ import annotations

import math

import numpy as np

from sim.fate import MOST_LIVES
from sim.state.agenda import Count
from sim.state.cases import Channel, Stage, Status
from tests.shops import one_net, serve, table_of


def test_a_known_case_is_accepted_and_served_at_once() -> None:
    cases = table_of(np.array([5.0]), np.zeros(1, int))
    agenda = serve(cases, *one_net(np.ones(1), 2.0, 0.0))
    assert (cases.t_accept[0], cases.t_open[0], cases.t_contact[0], cases.t_close[0]) == (5.0, 5.0, 5.0, 7.0)
    assert cases.solved[0]
    counted = {name: int(agenda.counts[getattr(Count, name)]) for name in ("ACCEPTED", "DONE", "OPEN", "SERVED")}
    assert counted == {"ACCEPTED": 1, "DONE": 1, "OPEN": 0, "SERVED": 2}


def test_only_reports_are_dispatched() -> None:
    cases = table_of(np.array([0.0, 0.0]), np.zeros(2, int))
    cases.channel[1] = int(Channel.PATROL)
    desks, routes, rules = one_net(np.array([2]), 2.0, 0.0)
    rules["dispatch_h"].value[:] = 4.0
    serve(cases, desks, routes, rules)
    assert cases.spent[0, Stage.DISPATCH] > 0.0
    assert cases.t_contact[0] > 0.0
    assert cases.spent[1, Stage.DISPATCH] == 0.0
    assert cases.t_contact[1] == 0.0


def test_a_second_report_that_is_spotted_is_merged_at_the_centre() -> None:
    cases = table_of(np.array([1.0, 2.0]), np.zeros(2, int))
    cases.parent[1] = 0
    desks, routes, rules = one_net(np.ones(1), 5.0, 0.0)
    rules["merge"].value[:] = 1.0
    agenda = serve(cases, desks, routes, rules)
    assert cases.status.tolist() == [Status.CLOSED, Status.MERGED]
    assert cases.t_close.tolist() == [6.0, 2.0]
    assert agenda.counts[Count.MERGED] == 1
    assert agenda.counts[Count.OPEN] == 0


def test_a_case_that_comes_back_begins_anew_and_not_for_ever() -> None:
    cases = table_of(np.array([1.0]), np.zeros(1, int))
    desks, routes, rules = one_net(np.ones(1), 1.0, 0.0)
    routes.table.come_back_h[:], routes.table.formal_share[:] = 1e-6, 1.0
    rules["formal"].value[:], rules["come_back"].value[:] = 1.0, 1.0
    agenda = serve(cases, desks, routes, rules, end=25.0)
    assert cases.life[0] == 1
    assert (cases.t_accept[0], cases.t_first_close[0], cases.t_first_back[0], cases.t_open[0]) == (1.0, 2.0, 24.0, 24.0)
    assert not cases.formal[0]
    assert math.isnan(cases.t_close[0])
    assert math.isnan(cases.t_broken[0])  # only an agreement can be broken
    assert agenda.counts[Count.REOPENED] == 1
    cases = table_of(np.array([1.0]), np.zeros(1, int))
    agenda = serve(cases, *one_net(np.ones(1), 1.0, 0.0)[:1], routes, rules)
    assert cases.life[0] == MOST_LIVES
    assert cases.status[0] == Status.CLOSED
    assert agenda.counts[Count.REOPENED] == MOST_LIVES
