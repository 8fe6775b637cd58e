"""Queues: what happens at a desk, in small steps that the kernel and the daily rounds share."""

from __future__ import annotations

import math

from sim.jit import compiled, merged
from sim.kernel import life
from sim.kernel.agenda import WAKE, schedule
from sim.kernel.clock import is_open, next_opening
from sim.state.agenda import Count
from sim.state.cases import N_URGENCIES
from sim.state.desks import N_HELPERS, Net

NOBODY = -1

# Compiled code reads plain numbers, not enums.
_WAITING = Count.WAITING
_FIRST_HELPER, _HELPERS = int(Net.VOLUNTEER), N_HELPERS
_CLASSES = N_URGENCIES


@merged
def append(cases, last, case):
    """Put a case behind the last one of a line; ``last`` is nobody where the line is empty."""
    cases.next[case] = NOBODY
    if last >= 0:
        cases.next[last] = case


@compiled
def enqueue(cases, desks, counts, case, desk):
    """Put a case at the end of its urgency class in the desk's queue."""
    p = cases.urgency[case]
    life.queue_at(cases, case, desk)
    last = desks.tail[desk, p]
    append(cases, last, case)
    if last < 0:
        desks.head[desk, p] = case
    desks.tail[desk, p] = case
    desks.waiting[desk] += 1
    counts[_WAITING] += 1


@merged
def schedule_opening(desks, agenda, desk, t):
    """Make sure that a closed desk with a queue wakes when it opens."""
    if desks.wake[desk] == math.inf:
        wake = next_opening(
            t, desks.open_from[desk], desks.open_to[desk], desks.open_days[desk], agenda.calendar
        )  # fmt: skip
        if t < wake < math.inf:
            desks.wake[desk] = wake
            schedule(agenda, wake, WAKE, desk)


@compiled
def open_day(desks, n_desks, agenda, t):
    """Wake desks that have a queue and a free server, e.g. because somebody was hired overnight."""
    for desk in range(n_desks):
        if desks.waiting[desk] > 0 and desks.busy[desk] < desks.servers[desk] and desks.wake[desk] == math.inf:
            wake = next_opening(
                t, desks.open_from[desk], desks.open_to[desk], desks.open_days[desk], agenda.calendar
            )  # fmt: skip
            if wake < math.inf:
                desks.wake[desk] = wake
                schedule(agenda, wake, WAKE, desk)


@merged
def awake(desks, desk):
    """Note that a desk has opened: no opening is pending."""
    desks.wake[desk] = math.inf


@merged
def is_helper(desks, desk):
    """Whether residents, organisations or partners serve at a desk: in the hours they give, beside the levels."""
    return _FIRST_HELPER <= desks.net[desk] < _FIRST_HELPER + _HELPERS


@merged
def can_start(desks, calendar, desk, urgent, t):
    """Whether a desk would begin a case now: open (or called out), somebody free, hours left to give."""
    free = desks.busy[desk] < desks.servers[desk] and desks.budget_h[desk] > 0.0
    return free and (
        (urgent and desks.callout[desk])
        or is_open(t, desks.open_from[desk], desks.open_to[desk], desks.open_days[desk], calendar)
    )


@compiled
def next_waiting(cases, desks, aid, agenda, desk, t):
    """Take the case that a free server of this desk begins now, or -1.

    Most urgent class first, longest wait first; a desk with mutual aid looks at the queues of the desks it
    helps as if they were its own.
    """
    now_open = is_open(t, desks.open_from[desk], desks.open_to[desk], desks.open_days[desk], agenda.calendar)
    classes = _CLASSES if now_open else (1 if desks.callout[desk] else 0)
    n_aid = aid.shape[1] if desk < aid.shape[0] else 0
    for p in range(classes):
        best = desks.head[desk, p]
        at = desk
        for j in range(n_aid):
            other = aid[desk, j]
            if other >= 0 and desks.waiting[other] > 0:
                case = desks.head[other, p]
                if case >= 0 and (best < 0 or cases.t_stage[case] < cases.t_stage[best]):
                    best = case
                    at = other
        if best >= 0:
            desks.head[at, p] = cases.next[best]
            if desks.head[at, p] < 0:
                desks.tail[at, p] = NOBODY
            desks.waiting[at] -= 1
            agenda.counts[_WAITING] -= 1
            return best
    return NOBODY


@merged
def take_out(cases, desks, counts, desk, p, before, case):
    """Take a case out of a queue; ``before`` is the case in front of it, or nobody."""
    after = cases.next[case]
    if before < 0:
        desks.head[desk, p] = after
    else:
        cases.next[before] = after
    if after < 0:
        desks.tail[desk, p] = before
    desks.waiting[desk] -= 1
    counts[_WAITING] -= 1


@compiled
def hand_over(cases, desks, counts, old, area):
    """Give the waiting cases of closed desks to the desks that now serve their cells, in their order."""
    for d in old:
        for p in range(desks.head.shape[1]):
            case = desks.head[d, p]
            desks.head[d, p] = -1
            desks.tail[d, p] = -1
            while case >= 0:
                after = cases.next[case]
                desks.waiting[d] -= 1
                counts[_WAITING] -= 1
                enqueue(cases, desks, counts, case, area[cases.cell[case]])
                case = after
