"""A community's money: who waits for it, who is paid first, and what is left."""

from __future__ import annotations

import numpy as np

from sim.jit import compiled
from sim.kernel import funds
from sim.kernel.agenda import ARRIVE
from sim.kernel.heap import KIND_BITS, ROW_MASK
from sim.state.agenda import AgendaCols, Count, empty_agenda
from sim.state.cases import Cases, Status
from tests.shops import one_net, work


@compiled
def wait(cases, money, case):  # type: ignore[no-untyped-def]
    funds.wait_for_money(cases, money, case)


def waiting(costs: list[int], community: list[int]) -> tuple[Cases, AgendaCols]:
    """Let cases wait for the money of two communities, in the order of their rows."""
    cases, agenda = Cases(len(costs)), empty_agenda(16, 2)
    cases.cost_fen[:], cases.community[:] = costs, community
    for case in range(len(costs)):
        wait(cases.rows, agenda.funds, case)
    return cases, agenda


def test_who_comes_first_is_paid_first_and_nobody_overtakes() -> None:
    cases, agenda = waiting([30, 50, 40, 10, 99], [0, 1, 0, 0, 1])
    assert (cases.status == Status.MONEY).all()
    assert agenda.funds["head"].tolist() == [0, 1]
    assert agenda.funds["tail"].tolist() == [3, 4]
    assert cases.next.tolist() == [2, 4, 3, -1, -1]
    funds.pay_in(agenda.funds, np.array([65, 149]))
    desks, routes, rules = one_net(np.array([1]), 1.0, 0.0)
    funds.pay_waiting(work(cases, desks, routes, rules, agenda), 24.0)
    # the third could be paid out of what is left, but the second of its community waits before it
    assert cases.paid.tolist() == [True, True, False, False, True]
    assert agenda.funds["fen"].tolist() == [35, 0]
    assert agenda.funds["head"].tolist() == [2, -1]
    assert agenda.funds["tail"].tolist() == [3, -1]
    assert agenda.counts[Count.SPENT_FEN] == 30 + 50 + 99
    n = agenda.counts[Count.EVENTS]
    assert sorted((agenda.item[:n] & ROW_MASK).tolist()) == [0, 1, 4]
    assert set((agenda.item[:n] >> KIND_BITS).tolist()) == {ARRIVE}
    assert (agenda.time[:n] == 24.0).all()
