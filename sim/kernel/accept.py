"""Accept: a case is opened, for the first time or again, and sent on its way; it arrives where it was sent.

What these functions return is the case if it now looks for the desk of its level, nobody if it does not.
"""

from __future__ import annotations

import math

from sim.fate import Decision, draw, of_service
from sim.jit import merged
from sim.kernel.agenda import ARRIVE, count_open, end_case, schedule
from sim.kernel.queues import NOBODY, book
from sim.rng import log
from sim.state.cases import Channel, Outcome, Stage, Status
from sim.state.world import Count

_ACCEPTED, _DONE, _MERGED, _REOPENED = Count.ACCEPTED, Count.DONE, Count.MERGED, Count.REOPENED
_MOVING, _NO_MONEY, _S_MERGED = int(Status.MOVING), int(Status.MONEY), int(Status.MERGED)
_PASS, _READY, _SENT = int(Outcome.PASS), int(Outcome.READY), int(Outcome.SENT)
_DISCOVERY, _DISPATCH, _LEAD, _HANDOVER, _WAIT_MONEY = (
    int(Stage.DISCOVERY), int(Stage.DISPATCH), int(Stage.LEAD), int(Stage.HANDOVER), int(Stage.MONEY)
)  # fmt: skip
_SEND, _REPORTED = int(Decision.SEND), int(Channel.REPORT)


@merged
def accept(work, case, t):
    """Open a case that becomes known."""
    cases = work.cases
    work.agenda.counts[_ACCEPTED] += 1
    cases.t_accept[case] = t
    cases.spent[case, _DISCOVERY] = t - float(cases.t_occur[case])
    return _send_out(work, case, t)


@merged
def reopen(work, case, t):
    """Open a closed case that comes back: it begins anew, at its first level."""
    cases, counts = work.cases, work.agenda.counts
    counts[_DONE] -= 1
    counts[_REOPENED] += 1
    if not cases.t_first_back[case] >= 0.0:
        cases.t_first_back[case] = t
    if cases.solved[case] and not cases.t_broken[case] >= 0.0:
        cases.t_broken[case] = t  # only an agreement brings a solved case back
    cases.life[case] += 1
    cases.level[case] = 0
    cases.hops[case] = 0
    cases.heard[case] = 0
    cases.solved[case] = False
    cases.formal[case] = False
    cases.t_close[case] = math.nan
    cases.urgency[case] = cases.limit_class[case]
    cases.escalated[case] = 0
    return _send_out(work, case, t)


@merged
def _send_out(work, case, t):
    """Send an opened case out, at once or when it has been dispatched; a duplicate may be spotted and merged."""
    cases, agenda, here = work.cases, work.agenda, work.rules.by_community
    count_open(agenda, t, 1)
    cases.outcome[case] = _PASS
    cases.t_open[case] = t
    cases.t_stage[case] = t
    cases.status[case] = _MOVING
    m = cases.community[case]
    twin = cases.parent[case] >= 0
    mean = here.dispatch_h[m] if cases.channel[case] == _REPORTED else 0.0
    if mean > 0.0 or twin:
        u_merge, u_send, _a, _b = draw(work.fate, cases, case, of_service(cases, case, _SEND))
        if twin and u_merge < here.merge[m]:
            end_case(cases, agenda, case, _S_MERGED, _MERGED, t)
            return NOBODY
        if mean > 0.0:
            cases.outcome[case] = _SENT
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
        book(cases, case, _LEAD, t)
    elif cases.outcome[case] == _SENT:
        book(cases, case, _DISPATCH, t)
        fresh = True
    else:
        book(cases, case, _HANDOVER, t)
        fresh = True
    cases.outcome[case] = _PASS
    return fresh
