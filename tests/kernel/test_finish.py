"""A service ends: the case is closed, waits for money, or is passed on."""

from __future__ import annotations

import numpy as np

from sim.state.agenda import Count
from sim.state.cases import Stage, Status
from sim.state.desks import Net
from tests.shops import one_net, serve, table_of


def test_a_case_that_cannot_be_solved_goes_up_and_takes_a_look_only() -> None:
    cases = table_of(np.array([0.0]), np.zeros(1, int))
    desks, routes, rules = one_net(np.ones(2), 2.0, 0.0)
    routes.of_cell[Net.GRID], routes.of_cell[Net.COMMUNITY] = [0, 0], [1, 1]
    routes.table.net[:, 1] = int(Net.COMMUNITY)
    routes.table.work_mean[:, 1], routes.table.look_share[:, 0] = 3.0, 0.25
    rules["solve"].value[:, :, 0] = 0.0
    serve(cases, desks, routes, rules)
    assert (cases.passes[0], cases.level[0], cases.desk[0]) == (1, 1, 1)
    assert cases.t_close[0] == 0.25 * 2.0 + 3.0
    assert cases.heard[0] == 0b11
    assert desks.worked_h.tolist() == [0.5, 3.0]


def test_a_wrong_desk_sends_it_back_to_the_same_level() -> None:
    cases = table_of(np.array([0.0]), np.zeros(1, int))
    desks, routes, rules = one_net(np.ones(2), 4.0, 0.0)
    routes.of_cell[Net.GRID : Net.GRID + 2] = [[0, 0], [1, 1]]
    routes.table.wrong_share[:] = 0.25
    rules["misroute"].value[:] = 1.0
    serve(cases, desks, routes, rules, layers=2)
    assert (cases.misroutes[0], cases.passes[0], cases.level[0], cases.desk[0]) == (1, 0, 0, 0)
    assert cases.spent[0, Stage.MISROUTE] == 1.0
    assert cases.t_contact[0] == 1.0  # a wrong desk is no contact
    assert cases.t_close[0] == 5.0


def test_who_waits_for_money_is_paid_first_come_first_served() -> None:
    cases = table_of(np.array([0.0, 1.0, 2.0]), np.zeros(3, int))
    cases.cost_fen[:] = 500, 500, 100
    desks, routes, rules = one_net(np.array([3]), 1.0, 0.0)
    routes.table.pays[:, 0] = 1
    agenda = serve(cases, desks, routes, rules)
    assert (cases.status == Status.MONEY).all()
    assert (agenda.funds["head"][0], agenda.funds["tail"][0]) == (0, 2)
    assert cases.next.tolist() == [1, 2, -1]
    assert not cases.paid.any()
    assert agenda.counts[Count.OPEN] == 3


def test_a_fund_that_reaches_pays_once() -> None:
    cases = table_of(np.array([0.0, 1.0]), np.zeros(2, int))
    cases.cost_fen[:] = 500, 600
    desks, routes, rules = one_net(np.array([2]), 1.0, 0.0)
    routes.table.pays[:, 0] = 1
    agenda = serve(cases, desks, routes, rules, fen=1000)
    assert cases.paid.tolist() == [True, False]
    assert cases.status.tolist() == [Status.CLOSED, Status.MONEY]
    assert agenda.funds["fen"][0] == agenda.counts[Count.SPENT_FEN] == 500
    assert cases.cost_fen.tolist() == [500, 600]  # what it costs stays what it costs
