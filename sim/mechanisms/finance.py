"""Finance: wages, programmes, the communities' repair funds; repairs wait for money.

Money moves between accounts in whole fen, so the balance closes exactly: the sum of all accounts is always 0.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sim.jit import compiled
from sim.mechanisms.heap import KIND, push
from sim.mechanisms.queues import ARRIVE, NOBODY
from sim.params import param
from sim.state.world import Count, reserve_agenda

if TYPE_CHECKING:
    from sim.state.world import World

_EVENTS, _SPENT = Count.EVENTS, Count.SPENT_FEN


@dataclass(frozen=True, slots=True)
class Finance:
    """The communities' money."""

    base_funds_yuan: float = param(
        50000.0, "yuan/yr", basis="derived", source="E039: tens of thousands a year; E047 is of the same order",
        low=10000.0,
        high=75000.0, allowed=(0.0, 1e8), doc="base funds of a community", zh="社区工作经费",
    )  # fmt: skip
    repair_share: float = param(
        0.5, "share", basis="assumed", source="assumption: the rest keeps the office running", low=0.2, high=0.8,
        allowed=(0.0, 1.0), doc="of base funds for repairs", zh="用于维修占比",
    )  # fmt: skip
    reserve_days: float = param(
        60.0, "d", basis="assumed", source="assumption: two months' funds at the start", low=0.0, high=365.0,
        allowed=(0.0, 3650.0), doc="repair money at hand at the start, in days of funding", zh="初始结余",
    )  # fmt: skip


@compiled
def pay_waiting(cases, funds, heap_time, heap_item, counts, t):
    """Release cases that waited for money, first come first served, as far as the fund reaches."""
    for m in range(len(funds)):
        case = funds.head[m]
        while case >= 0 and funds.fen[m] >= cases.cost_fen[case]:
            cost = cases.cost_fen[case]
            funds.fen[m] -= cost
            counts[_SPENT] += cost
            cases.cost_fen[case] = -cost
            after = cases.next[case]
            funds.head[m] = after
            if after < 0:
                funds.tail[m] = NOBODY
            counts[_EVENTS] = push(heap_time, heap_item, counts[_EVENTS], t, ARRIVE * KIND + int(case))
            case = after


def settle(world: World) -> None:
    """Pay today's wages and funds, and release repairs that the funds now cover."""
    ledger, agenda, finance = world.ledger, world.agenda, world.settings.finance
    wage = world.settings.workers.wage_yuan / 365.0
    ledger.move("district", "wages of grid workers", round(100.0 * wage * world.workers_paid))
    grant = np.rint(100.0 * world.rules["funds_yuan"].value).astype(np.int64)
    agenda.funds.fen += grant
    ledger.move("district", "community funds", int(grant.sum()))
    office = finance.base_funds_yuan * (1.0 - finance.repair_share) / 365.0
    ledger.move("district", "community offices", round(100.0 * office * world.n_communities))
    room = int(agenda.counts[Count.EVENTS] + agenda.counts[Count.OPEN]) + world.desks.n + 64
    world.agenda = agenda = reserve_agenda(agenda, room)
    pay_waiting(world.cases.rows, agenda.funds, agenda.time, agenda.item, agenda.counts, 24.0 * (world.day + 1))
    spent = int(agenda.counts[Count.SPENT_FEN])
    ledger.move("community funds", "repairs", spent - world.repairs_fen)
    world.repairs_fen = spent
