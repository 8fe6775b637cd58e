"""No random number decides two things: what should be independent in the kernel is."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sim.kernel.agenda import REOPEN
from sim.kernel.heap import KIND_BITS, ROW_MASK
from sim.state.agenda import Count
from sim.state.cases import Stage, Status
from sim.state.desks import Net
from sim.types import Floats
from tests.shops import one_net, serve, table_of
from tests.theory import agrees

pytestmark = pytest.mark.slow

N = 4000


def uncorrelated(a: Floats, b: Floats) -> None:
    assert abs(np.corrcoef(a, b)[0, 1]) < 4.0 / math.sqrt(len(a))


def test_dispatch_says_nothing_of_when_the_resident_comes_back() -> None:
    cases = table_of(np.linspace(0.0, 10.0, N), np.zeros(N, int))
    desks, routes, rules = one_net(np.array([N]), 1.0, 0.0)
    routes.table.come_back_h[:] = 1e6
    rules["dispatch_h"].value[:], rules["formal"].value[:], rules["come_back"].value[:] = 4.0, 1.0, 1.0
    agenda = serve(cases, desks, routes, rules, end=200.0)
    events = slice(0, agenda.counts[Count.EVENTS])
    kind, case = agenda.item[events] >> KIND_BITS, agenda.item[events] & ROW_MASK
    case, back = case[kind == REOPEN], agenda.time[events][kind == REOPEN]
    assert len(case) > 0.9 * N
    away = back - cases.t_close[case]
    dispatch = cases.spent[case, Stage.DISPATCH].astype(np.float64)
    agrees(dispatch, 4.0)
    uncorrelated(np.log(away), np.log(dispatch))


def test_hand_overs_after_a_wrong_desk_and_after_a_pass_are_two_things() -> None:
    cases = table_of(np.linspace(0.0, 10.0, N), np.zeros(N, int))
    desks, routes, rules = one_net(np.array([N, N, N]), 1.0, 0.0)
    routes.of_cell[Net.GRID : Net.GRID + 2] = [[0], [1]]
    routes.of_cell[Net.COMMUNITY] = 2
    routes.table.net[:, 1] = int(Net.COMMUNITY)
    rules["misroute"].value[:], rules["handover_h"].value[:] = 1.0, 8.0
    rules["solve"].value[:, :, 0] = 0.0
    serve(cases, desks, routes, rules, layers=2)
    assert (cases.status == Status.CLOSED).all()
    assert (cases.misroutes == 1).all()
    assert (cases.passes == 1).all()
    waited = cases.spent[:, Stage.HANDOVER].astype(np.float64)
    agrees(waited, 2 * 8.0)
    agrees((waited - 16.0) ** 2, 2 * 8.0**2)  # 4 x 8^2 if both were the same number


def test_work_says_nothing_of_the_outcome() -> None:
    cases = table_of(np.linspace(0.0, 1000.0, N), np.zeros(N, int))
    desks, routes, rules = one_net(np.array([N]), 1.0, -1.0)
    routes.table.formal_share[:] = 1.0
    rules["formal"].value[:] = 0.3
    serve(cases, desks, routes, rules)
    agrees(cases.formal.astype(np.float64), 0.3)
    uncorrelated(cases.t_close - cases.t_contact, cases.formal.astype(np.float64))


@pytest.mark.parametrize("layers", [2, 5, 19])
def test_wrong_desks_are_all_of_the_others(layers: int) -> None:
    cases = table_of(np.linspace(0.0, 1e5, N), np.zeros(N, int))
    cases.layer[:] = np.arange(N) % layers
    desks, routes, rules = one_net(np.full(layers, N), 1.0, 0.0)
    routes.of_cell[Net.GRID : Net.GRID + layers] = np.arange(layers)[:, None]
    rules["misroute"].value[:], rules["handover_h"].value[:] = 1.0, 1e15
    serve(cases, desks, routes, rules, layers=layers, end=2e5)
    assert (cases.misroutes == 1).all()
    step = (cases.desk - cases.layer) % layers
    assert step.min() >= 1
    expected = N / (layers - 1)
    counts = np.bincount(step, minlength=layers)[1:]
    assert (np.abs(counts - expected) <= 4.0 * math.sqrt(expected)).all()
