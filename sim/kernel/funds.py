"""Funds: a community's money for repairs, and the cases that wait for it."""

from __future__ import annotations

from typing import Any

from sim.jit import compiled, merged
from sim.kernel import life
from sim.kernel.agenda import ARRIVE, schedule
from sim.kernel.queues import NOBODY, append
from sim.state.agenda import Count
from sim.types import Ints

_SPENT = Count.SPENT_FEN


def pay_in(funds: Any, fen: Ints) -> None:
    """Pay money into the funds, [M]."""
    funds["fen"] += fen


@merged
def pay_for(cases, agenda, case, m):
    """Pay for a repair out of a community's fund, which has enough."""
    cost = cases.cost_fen[case]
    agenda.funds.fen[m] -= cost
    agenda.counts[_SPENT] += cost
    cases.paid[case] = True


@merged
def wait_for_money(cases, funds, case):
    """Put a case at the end of those that wait for its community's money."""
    m = cases.community[case]
    life.wait_for_money(cases, case)
    append(cases, funds.tail[m], case)
    if funds.head[m] < 0:
        funds.head[m] = case
    funds.tail[m] = case


@compiled
def pay_waiting(work, t):
    """Release cases that waited for money, first come first served, as far as the fund reaches."""
    cases, agenda = work.cases, work.agenda
    funds = agenda.funds
    for m in range(len(funds)):
        case = funds.head[m]
        while case >= 0 and funds.fen[m] >= cases.cost_fen[case]:
            pay_for(cases, agenda, case, m)
            after = cases.next[case]
            funds.head[m] = after
            if after < 0:
                funds.tail[m] = NOBODY
            schedule(agenda, t, ARRIVE, case)
            case = after
