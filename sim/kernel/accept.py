"""Accept: a case is opened, for the first time or again, and sent on its way; it arrives where it was sent.

What these functions return is the case if it now looks for the desk of its level, nobody if it does not.
"""

from __future__ import annotations

from sim.fate import Decision, draw, of_service
from sim.jit import merged
from sim.kernel import life
from sim.kernel.agenda import ARRIVE, count_open, schedule
from sim.kernel.queues import NOBODY
from sim.kernel.stages import book, book_at, book_discovery, stamp
from sim.rng import log
from sim.state.agenda import Count
from sim.state.cases import Channel, Outcome, Stage, Status
from sim.state.desks import Net

_ACCEPTED, _MERGED, _REOPENED = Count.ACCEPTED, Count.MERGED, Count.REOPENED
_NO_MONEY, _S_MERGED = int(Status.MONEY), int(Status.MERGED)
_PASS, _READY, _SENT = int(Outcome.PASS), int(Outcome.READY), int(Outcome.SENT)
_DISPATCH, _LEAD, _HANDOVER, _WAIT_MONEY = (
    int(Stage.DISPATCH), int(Stage.LEAD), int(Stage.HANDOVER), int(Stage.MONEY)
)  # fmt: skip
_DEPARTMENT = int(Net.DEPARTMENT)
_SEND, _REPORTED = int(Decision.SEND), int(Channel.REPORT)


@merged
def accept(work, case, t):
    """Open a case that becomes known."""
    cases = work.cases
    work.agenda.counts[_ACCEPTED] += 1
    cases.t_accept[case] = t
    book_discovery(cases, case, t)
    return _send_out(work, case, t)


@merged
def reopen(work, case, t):
    """Open a closed case that comes back: it begins anew, at its first level."""
    cases = work.cases
    work.agenda.counts[_REOPENED] += 1
    if not cases.t_first_back[case] >= 0.0:
        cases.t_first_back[case] = t
    if cases.solved[case] and not cases.t_broken[case] >= 0.0:
        cases.t_broken[case] = t  # only an agreement brings a solved case back
    life.begin_again(cases, work.agenda, case)
    return _send_out(work, case, t)


@merged
def _send_out(work, case, t):
    """Send an opened case out, at once or when it has been dispatched; a duplicate may be spotted and merged."""
    cases, agenda, here = work.cases, work.agenda, work.rules.by_community
    count_open(agenda, t, 1)
    cases.t_open[case] = t
    stamp(cases, case, t)
    life.send(cases, case)
    m = cases.community[case]
    twin = cases.parent[case] >= 0
    mean = here.dispatch_h[m] if cases.channel[case] == _REPORTED else 0.0
    if mean > 0.0 or twin:
        u_merge, u_send, _a, _b = draw(work.fate, cases, case, of_service(cases, case, _SEND))
        if twin and u_merge < here.merge[m]:
            life.end(cases, agenda, case, _S_MERGED, _MERGED, t)
            return NOBODY
        if mean > 0.0:
            life.expect(cases, case, _SENT)
            schedule(agenda, t - mean * log(u_send), ARRIVE, case)
            return NOBODY
    return case


@merged
def arrive(cases, case, t):
    """Book what a case has waited for; return whether it has just set out, and may still go to a wrong desk."""
    fresh = False
    if cases.status[case] == _NO_MONEY:
        book(cases, case, _WAIT_MONEY, t)
    elif cases.outcome[case] == _READY:
        book_at(cases, _DEPARTMENT, case, _LEAD, t)  # only departments prepare a case
    elif cases.outcome[case] == _SENT:
        book(cases, case, _DISPATCH, t)
        fresh = True
    else:
        book(cases, case, _HANDOVER, t)
        fresh = True
    life.expect(cases, case, _PASS)
    return fresh
