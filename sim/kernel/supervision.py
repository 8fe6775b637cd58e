"""Supervision: the rounds that are made once a day, before the day's cases."""

from __future__ import annotations

from sim.jit import compiled, merged
from sim.kernel import life
from sim.kernel.agenda import note_lost
from sim.kernel.queues import NOBODY, enqueue, take_out
from sim.kernel.stages import book_at
from sim.state.agenda import Count
from sim.state.cases import N_URGENCIES, Stage, Status

_GIVEN_UP = Count.GIVEN_UP
_CLASSES, _QUEUE, _ABANDONED = N_URGENCIES, int(Stage.QUEUE), int(Status.ABANDONED)


@merged
def _give_up(cases, net, agenda, case, t):
    """End a case whose resident has waited too long."""
    book_at(cases, net, case, _QUEUE, t)
    life.end(cases, agenda, case, _ABANDONED, _GIVEN_UP, t)
    note_lost(agenda, case)


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
                    take_out(cases, desks, counts, desk, p, before, case)
                    if gone:
                        _give_up(cases, int(desks.net[desk]), agenda, case, t)
                    else:
                        life.push(cases, case, p - 1)
                        enqueue(cases, desks, counts, case, desk)
                else:
                    before = case
                case = after
