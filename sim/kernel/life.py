"""Life: where a case stands, and what changes in its record when it moves on.

Every step of the kernel, and whoever finds a problem, tells it to these functions, so that each of these columns is
written in one place.
"""

from __future__ import annotations

import math

from sim.jit import merged
from sim.kernel.agenda import count_open
from sim.state.agenda import Count
from sim.state.cases import Cases, Outcome, Status

_DONE = Count.DONE
MOST_BACK = 100
"""Times pushed back that are counted: what fits into a column with hand-offs between departments."""
_PASS = int(Outcome.PASS)
_TOLD, _EXPIRED, _MOVING, _QUEUED, _AT_WORK, _NO_MONEY, _CLOSED = (
    int(Status.TOLD), int(Status.EXPIRED), int(Status.MOVING), int(Status.QUEUED), int(Status.AT_WORK),
    int(Status.MONEY), int(Status.CLOSED),
)  # fmt: skip


# -- before it is known


@merged
def tell(cases, case, channel):
    """Note that a problem will be told of, or has been found, and by whom."""
    cases.status[case] = _TOLD
    cases.channel[case] = channel


@merged
def expire(cases, case):
    """Let a problem go away unheard."""
    cases.status[case] = _EXPIRED


# -- on its way


@merged
def send(cases, case):
    """Send a case on its way."""
    cases.outcome[case] = _PASS
    cases.status[case] = _MOVING


@merged
def expect(cases, case, outcome):
    """Note what the service or the way that begins will end in."""
    cases.outcome[case] = outcome


@merged
def queue_at(cases, case, desk):
    """Let a case stand in the queue of a desk."""
    cases.desk[case] = desk
    cases.status[case] = _QUEUED


@merged
def work_at(cases, case, desk):
    """Let a desk work on a case."""
    cases.desk[case] = desk
    cases.status[case] = _AT_WORK


def take_along(cases: Cases, case: int, desk: int) -> None:
    """Let a case in hand go with its worker to another desk."""
    cases.desk[case] = desk


@merged
def wait_for_money(cases, case):
    """Let a case wait for its community's money."""
    cases.status[case] = _NO_MONEY


# -- from level to level


@merged
def hear(cases, case):
    """Note that the level of a case has taken it up."""
    cases.heard[case] = int(cases.heard[case]) | (1 << int(cases.level[case]))


@merged
def skip_level(cases, case):
    """Leave out a level that nobody holds, or that is not asked."""
    cases.level[case] += 1


@merged
def pass_up(cases, case):
    """Pass a case up a level."""
    cases.level[case] += 1
    cases.hops[case] = 0
    cases.passes[case] += 1


@merged
def hand_off(cases, case):
    """Hand a case off to another desk of its level."""
    cases.hops[case] += 1
    cases.handoffs[case] += 1


@merged
def push_back(cases, case):
    """Push a case back to its first level, whose owner cannot pass it on; he tries again, with another fate."""
    cases.level[case] = 0
    cases.handoffs[case] = min(int(cases.handoffs[case]) + 1, MOST_BACK)
    cases.hops[case] = cases.handoffs[case]


@merged
def push(cases, case, urgency):
    """Raise the priority of an overdue case, once in a life."""
    cases.escalated[case] = 1
    cases.urgency[case] = urgency


# -- its end, and how it begins again


@merged
def end(cases, agenda, case, status, kind, t):
    """End an open case with a status and count it among its kind (a place of `Count`)."""
    count_open(agenda, t, -1)
    agenda.counts[kind] += 1
    cases.status[case] = status
    cases.t_close[case] = t


@merged
def close(cases, agenda, case, solved, t):
    """Close a case, solved or only formally."""
    end(cases, agenda, case, _CLOSED, _DONE, t)
    cases.solved[case] = solved
    cases.formal[case] = not solved


@merged
def return_at(cases, case, t):
    """Note when a closed case will come back of itself."""
    cases.t_back[case] = t


@merged
def begin_again(cases, agenda, case):
    """Undo the end of a case that comes back: it begins a new life at its first level."""
    agenda.counts[_DONE] -= 1
    cases.life[case] += 1
    cases.level[case] = 0
    cases.hops[case] = 0
    cases.heard[case] = 0
    cases.solved[case] = False
    cases.formal[case] = False
    cases.t_back[case] = math.nan
    cases.t_close[case] = math.nan
    cases.urgency[case] = cases.limit_class[case]
    cases.escalated[case] = 0
