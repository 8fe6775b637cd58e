"""Route: which desk a case goes to, and whether anybody there begins with it at once."""

from __future__ import annotations

from sim.fate import Decision, draw, of_help, of_life, of_service
from sim.jit import merged
from sim.kernel import life
from sim.kernel.agenda import ARRIVE, schedule
from sim.kernel.queues import NOBODY, can_start, enqueue, schedule_opening
from sim.rng import exp, normal_quantile
from sim.state.agenda import Count
from sim.state.cases import Outcome, Status, Urgency
from sim.state.desks import MAX_LEVELS, N_HELPERS, Net

_GIVEN_UP, _ABANDONED = Count.GIVEN_UP, int(Status.ABANDONED)
_LOOK, _READY = int(Outcome.LOOK), int(Outcome.READY)
_URGENT = int(Urgency.URGENT)
_GRID, _HELPER = int(Net.GRID), int(Net.VOLUNTEER)
_ON, _ASK = int(Decision.ROUTE), int(Decision.ASK)
_LEVELS, _HELPERS = MAX_LEVELS, N_HELPERS


@merged
def place(work, case, fresh, t):
    """Take a case to a desk; return the desk that begins with it now, or nobody if it waits there.

    ``fresh``: it has just set out, and so may go to a wrong desk, or be prepared first.
    """
    cases, desks = work.cases, work.desks
    desk = int(find_desk(work, case))
    if desk < 0:
        # nobody is left to ask: the resident is told so
        life.end(cases, work.agenda, case, _ABANDONED, _GIVEN_UP, t)
        return NOBODY
    urgent = cases.urgency[case] == _URGENT
    if fresh and cases.parent[case] < 0:
        desk = _go_astray(work, case, desk)
        if _prepare(work, case, t):
            return NOBODY
    if cases.passes[case] + cases.hops[case] + cases.helped[case] == 0 and cases.outcome[case] != _LOOK:
        helper = _find_helper(work, case, urgent, t)
        if helper >= 0:
            return helper
    if can_start(desks, work.agenda.calendar, desk, urgent, t):
        return desk
    other = _stand_in(work, desk, urgent, t)
    if other < 0:
        enqueue(cases, desks, work.agenda.counts, case, desk)
        schedule_opening(desks, work.agenda, desk, t)
    return other


@merged
def find_desk(work, case):
    """Find the desk of the case's level, skipping levels that nobody holds or is asked at; -1 if none is left."""
    cases, routes = work.cases, work.routes
    category = cases.category[case]
    cell = cases.cell[case]
    while cases.level[case] < _LEVELS:
        net = int(routes.net[category, cases.level[case]])
        if net < 0:
            return NOBODY
        if _is_asked(work, case):
            if net == _GRID and work.layers > 1:
                net += int(cases.layer[case])
            desk = int(work.of_cell[net, cell])
            if desk >= 0:
                return desk
        life.skip_level(cases, case)
    return NOBODY


@merged
def _is_asked(work, case):
    """Whether the case's level is asked, today and in this life of the case."""
    cases = work.cases
    category, level = cases.category[case], cases.level[case]
    if cases.limit_class[case] == _URGENT and not work.routes.urgent[category, level]:
        return False
    asked = work.rules.by_level.asked[cases.community[case], category, level]
    if 0.0 < asked < 1.0:
        # whether a level is asked belongs to the case's life, so that it is the same at every return
        u_ask, _a, _b, _c = draw(work.fate, cases, case, of_life(cases, case, _ASK))
        return u_ask < asked
    return asked > 0.0


@merged
def _go_astray(work, case, desk):
    """Return the desk that a case is sent to: of its own department or, by mistake and once, of another."""
    cases = work.cases
    if (
        work.layers > 1
        and work.routes.net[cases.category[case], cases.level[case]] == _GRID
        and cases.misroutes[case] == 0
    ):
        u_wrong, _a, _b, u_which = draw(work.fate, cases, case, of_service(cases, case, _ON))
        if u_wrong < work.rules.by_community.misroute[cases.community[case]]:
            other = (int(cases.layer[case]) + 1 + int(u_which * (work.layers - 1))) % work.layers
            stranger = int(work.of_cell[_GRID + other, cases.cell[case]])
            if stranger >= 0:
                cases.misroutes[case] += 1
                life.expect(cases, case, _LOOK)
                return stranger
    return desk


@merged
def _prepare(work, case, t):
    """Whether a case is prepared before anybody works on it; it then comes to the desk when that is done."""
    cases, routes = work.cases, work.routes
    category, level = cases.category[case], cases.level[case]
    median = routes.lead_median[category, level] * work.rules.by_category.lead[cases.community[case], category]
    if median > 0.0:
        _a, _b, _c, u_lead = draw(work.fate, cases, case, of_service(cases, case, _ON))
        ready = t + median * exp(routes.lead_sigma[category, level] * normal_quantile(u_lead))
        life.expect(cases, case, _READY)
        schedule(work.agenda, ready, ARRIVE, case)
        return True
    return False


@merged
def _find_helper(work, case, urgent, t):
    """Find a helper who is free now and takes the case on."""
    cases, taken = work.cases, work.rules.by_category.match
    category, m = cases.category[case], cases.community[case]
    for h in range(_HELPERS):
        if not taken[m, category, h] > 0.0:
            continue
        helper = int(work.of_cell[_HELPER + h, cases.cell[case]])
        if helper >= 0 and can_start(work.desks, work.agenda.calendar, helper, urgent, t):
            u_able, _a, _b, _c = draw(work.fate, cases, case, of_help(cases, case, h))
            if u_able < taken[m, category, h]:
                return helper
    return NOBODY


@merged
def _stand_in(work, desk, urgent, t):
    """Find a desk that stands in for a busy one now."""
    aid = work.aid
    if desk < aid.shape[0]:
        for j in range(aid.shape[1]):
            other = int(aid[desk, j])
            if other >= 0 and can_start(work.desks, work.agenda.calendar, other, urgent, t):
                return other
    return NOBODY
