"""Finish: a service ends; its case is closed, merged, waits for money, or is passed on."""

from __future__ import annotations

import math

from sim.fate import MOST_LIVES, Decision, draw, of_service
from sim.jit import merged
from sim.kernel import life, seats
from sim.kernel.agenda import ARRIVE, REOPEN, note_closed, schedule
from sim.kernel.funds import wait_for_money
from sim.kernel.queues import NOBODY, is_helper
from sim.kernel.stages import book_at
from sim.rng import log
from sim.state.agenda import Count
from sim.state.cases import Outcome, Stage, Status
from sim.state.desks import Net

_MERGED, _S_MERGED = Count.MERGED, int(Status.MERGED)
_SOLVE, _LOOK, _FORMAL, _FUND, _DUPLICATE = (
    int(Outcome.SOLVE), int(Outcome.LOOK), int(Outcome.FORMAL), int(Outcome.FUND), int(Outcome.DUPLICATE)
)  # fmt: skip
_MISROUTE, _WORK = int(Stage.MISROUTE), int(Stage.WORK)
_GRID, _DEPARTMENT, _MEDIATION = int(Net.GRID), int(Net.DEPARTMENT), int(Net.MEDIATION)
_COME_BACK, _ON, _RETURN = int(Decision.CLOSE), int(Decision.ROUTE), int(Decision.RETURN)
AGREED, NOT_AGREED = 1, -1
"""What ``mediated`` says of a case."""


@merged
def finish(work, case, t):
    """End the service of a case; return the case if it looks for its next desk at once, else nobody."""
    cases, desks = work.cases, work.desks
    desk = int(cases.desk[case])
    seats.release(desks, desk)
    if cases.overtime[case]:
        desks.overtime_h[desk] += cases.effort_h[case]
    else:
        desks.worked_h[desk] += cases.effort_h[case]
    outcome = cases.outcome[case]
    book_at(cases, int(desks.net[desk]), case, _MISROUTE if outcome == _LOOK else _WORK, t)
    if outcome == _SOLVE or outcome == _FORMAL:
        _close(work, case, desk, outcome == _SOLVE, t)
    elif outcome == _DUPLICATE:
        life.end(cases, work.agenda, case, _S_MERGED, _MERGED, t)
    elif outcome == _FUND:
        wait_for_money(cases, work.agenda.funds, case)
    else:
        return _pass_on(work, case, desk, outcome == _LOOK, t)
    return NOBODY


@merged
def _close(work, case, desk, solved, t):
    """Close a case, solved or only formally."""
    cases, agenda = work.cases, work.agenda
    life.close(cases, agenda, case, solved, t)
    note_closed(agenda, case)
    if not cases.t_first_close[case] >= 0.0:
        cases.t_first_close[case] = t
    if solved and work.routes.p_relapse[cases.category[case], cases.level[case]] > 0.0:
        if not cases.t_agreed[case] >= 0.0:
            cases.t_agreed[case] = t
        if work.desks.net[desk] == _MEDIATION:
            cases.mediated[case] = AGREED
    _come_back(work, case, solved, t)


@merged
def _come_back(work, case, solved, t):
    """Decide whether a closed case comes back, and when."""
    cases, routes, here = work.cases, work.routes, work.rules.by_community
    category, level, m = cases.category[case], cases.level[case], cases.community[case]
    p_back = here.come_back[m]
    if solved:
        p_back = routes.p_relapse[category, level] * here.relapse[m]
    if p_back > 0.0:
        u_back, u_when, _a, _b = draw(work.fate, cases, case, of_service(cases, case, _COME_BACK))
        if u_back < p_back and cases.life[case] < MOST_LIVES:
            if solved:
                back = t + routes.relapse_h[category, level] * u_when
            else:
                back = t - routes.come_back_h[category] * log(u_when)
            # not before tomorrow: within a day a case closes once, which bounds the list of closed ones
            back = max(back, 24.0 * (math.floor(t / 24.0) + 1.0))
            schedule(work.agenda, back, REOPEN, case)


@merged
def _pass_on(work, case, desk, wrong, t):
    """Send a case on from a desk that could not solve it, or was the wrong one; return it if it is there at once."""
    cases, desks = work.cases, work.desks
    category, level, m = cases.category[case], cases.level[case], cases.community[case]
    way = _RETURN if wrong else _ON
    _a, _b, u_hand, _c = draw(work.fate, cases, case, of_service(cases, case, way))
    if not wrong and desks.net[desk] == _MEDIATION:
        cases.mediated[case] = NOT_AGREED
    # where a helper could not do it, the level's own desk is asked after all
    if not wrong and not is_helper(desks, desk):
        net = work.routes.net[category, level]
        if _DEPARTMENT <= net < _GRID:
            life.hand_off(cases, case)
        else:
            life.pass_up(cases, case)
    life.send(cases, case)
    wait = -work.rules.by_category.handover_h[m, category] * log(u_hand)
    if wait > 0.0:
        schedule(work.agenda, t + wait, ARRIVE, case)
        return NOBODY
    return case
