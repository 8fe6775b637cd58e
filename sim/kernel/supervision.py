"""Supervision: the rounds that are made once a day, before the day's cases."""

from __future__ import annotations

import math

from sim.jit import compiled, merged
from sim.kernel.agenda import WAKE, end_case, schedule
from sim.kernel.clock import next_opening
from sim.kernel.queues import NOBODY, book, enqueue
from sim.state.cases import N_URGENCIES, Stage, Status
from sim.state.world import Count

_WAITING, _LOST, _GIVEN_UP = Count.WAITING, Count.LOST, Count.GIVEN_UP
_CLASSES, _QUEUE, _ABANDONED = N_URGENCIES, int(Stage.QUEUE), int(Status.ABANDONED)


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
def _take_out(cases, desks, counts, desk, p, before, case):
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


@merged
def _give_up(cases, agenda, case, t):
    """End a case whose resident has waited too long."""
    counts = agenda.counts
    book(cases, case, _QUEUE, t)
    end_case(cases, agenda, case, _ABANDONED, _GIVEN_UP, t)
    agenda.lost[counts[_LOST]] = case
    counts[_LOST] += 1


@compiled
def supervise(cases, desks, n_desks, rules, limit_h, agenda, t):
    """Look through all queues once a day: residents give up, overdue cases move up one class.

    A case whose time limit has passed goes to the end of the next more urgent class where somebody supervises
    (rule ``supervise``); a case whose resident has lost patience leaves.
    """
    counts = agenda.counts
    for desk in range(n_desks):
        if desks.waiting[desk] == 0:
            continue
        for p in range(_CLASSES):
            before = NOBODY
            case = desks.head[desk, p]
            while case >= 0:
                after = cases.next[case]
                since = cases.t_open[case]
                gone = t >= since + cases.patience_h[case]
                pushed = (
                    not gone and p > 0 and cases.escalated[case] == 0
                    and t > since + limit_h[cases.limit_class[case]]
                    and rules.by_community.supervise[cases.community[case]] > 0.0
                )  # fmt: skip
                if gone or pushed:
                    _take_out(cases, desks, counts, desk, p, before, case)
                    if gone:
                        _give_up(cases, agenda, case, t)
                    else:
                        cases.escalated[case] = 1
                        cases.urgency[case] = p - 1
                        enqueue(cases, desks, counts, case, desk)
                else:
                    before = case
                case = after
