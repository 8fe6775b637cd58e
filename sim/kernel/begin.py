"""Begin: a desk takes a case up; what will come of it is decided, and when."""

from __future__ import annotations

from sim.fate import Decision, draw, of_service
from sim.geography.cells import distance
from sim.jit import merged
from sim.kernel import life, seats
from sim.kernel.agenda import FINISH, schedule
from sim.kernel.clock import after_open_hours, is_open
from sim.kernel.funds import pay_for
from sim.kernel.queues import is_helper
from sim.kernel.stages import book, book_at
from sim.rng import exp, log, normal_quantile
from sim.state.cases import KEPT_AT_CONTACT, Channel, Outcome, Stage
from sim.state.desks import Net

_PASS, _SOLVE, _LOOK, _FORMAL, _FUND, _DUPLICATE = (
    int(Outcome.PASS), int(Outcome.SOLVE), int(Outcome.LOOK), int(Outcome.FORMAL), int(Outcome.FUND),
    int(Outcome.DUPLICATE),
)  # fmt: skip
_MISROUTE, _QUEUE, _TRAVEL = int(Stage.MISROUTE), int(Stage.QUEUE), int(Stage.TRAVEL)
_GRID, _DEPARTMENT, _HELPER = int(Net.GRID), int(Net.DEPARTMENT), int(Net.VOLUNTEER)
_KEPT = tuple(int(stage) for stage in KEPT_AT_CONTACT)
_AT_WRONG, _HANDOVER = KEPT_AT_CONTACT.index(Stage.MISROUTE), int(Stage.HANDOVER)
_WORK, _AID = int(Decision.WORK), int(Decision.AID)
_CAMERA = int(Channel.CAMERA)


@merged
def begin(work, case, desk, t):
    """Begin a service at a desk with a free server, and put its end on the agenda."""
    cases, desks = work.cases, work.desks
    helper = is_helper(desks, desk)
    u_work, u_solve, u_formal, _ = draw(work.fate, cases, case, of_service(cases, case, _AID if helper else _WORK))
    if helper:
        cases.helped[case] = 1
    looks = cases.outcome[case] == _LOOK
    if looks:
        book(cases, case, _MISROUTE, t)
        share = work.routes.wrong_share[cases.category[case]]
    else:
        book_at(cases, int(desks.net[desk]), case, _QUEUE, t)
        share = _decide(work, case, desk, helper, u_solve, u_formal)
    hours = _hours(work, case, desk, helper, share, u_work)
    travel = _travel(work, case, desk)
    seats.occupy(desks, desk)
    life.work_at(cases, case, desk)
    cases.effort_h[case] = travel + hours
    if helper:
        seats.spend_hours(desks, desk, travel + hours)
    opens, closes, days = desks.open_from[desk], desks.open_to[desk], desks.open_days[desk]
    calendar = work.agenda.calendar
    if is_open(t, opens, closes, days, calendar):
        contact = after_open_hours(t, travel, opens, closes, days, calendar) if travel > 0.0 else t
        end = after_open_hours(t, travel + hours, opens, closes, days, calendar)
        cases.overtime[case] = False
    else:
        contact = t + travel
        end = contact + hours
        cases.overtime[case] = True
    if not looks:
        if travel > 0.0:
            book(cases, case, _TRAVEL, contact)
        if not cases.t_contact[case] >= 0.0:
            cases.t_contact[case] = contact
            for k in range(len(_KEPT)):
                cases.spent_to_contact[case, k] = cases.spent[case, _KEPT[k]]
            # handed over before anybody took it up: it came back from a wrong desk
            cases.spent_to_contact[case, _AT_WRONG] += cases.spent[case, _HANDOVER]
    schedule(work.agenda, end, FINISH, case)


@merged
def _decide(work, case, desk, helper, u_solve, u_formal):
    """Decide what the service will end in; return the share of the work that it takes."""
    cases, routes = work.cases, work.routes
    category, level = cases.category[case], cases.level[case]
    life.hear(cases, case)
    able, feign = _chances(work, case, desk, helper)
    outcome, share = _SOLVE, 1.0
    if cases.parent[case] >= 0:
        outcome = _DUPLICATE
        # a repeated report is told by its text, a false alarm by going there
        alarm = cases.channel[case] == _CAMERA
        share = routes.look_share[category, level] if alarm else routes.wrong_share[category]
    elif u_solve >= able:
        outcome, share = _PASS, routes.look_share[category, level]
    elif u_formal < feign:
        outcome, share = _FORMAL, routes.formal_share[category]
    elif not _is_paid(work, case):
        outcome, share = _FUND, routes.look_share[category, level]
    life.expect(cases, case, outcome)
    return share


@merged
def _chances(work, case, desk, helper):
    """Probability that the desk can solve the case, and that it would close it without."""
    cases, desks, rules = work.cases, work.desks, work.rules
    category, level, m = cases.category[case], cases.level[case], cases.community[case]
    net = int(desks.net[desk])
    feign = rules.by_community.formal[m]
    if helper:
        able = rules.by_community.help[m, net - _HELPER]
    else:
        able = rules.by_level.solve[m, category, level] * desks.effort[desk]
        feign += rules.by_level.gloss[m, category, level]
        if _DEPARTMENT <= net < _GRID:
            able *= 1.0 - rules.by_category.handoff[m, category]
    return able, feign


@merged
def _is_paid(work, case):
    """Pay for a repair out of the community's fund, if it needs to be; whether that was done or is not needed."""
    cases, funds = work.cases, work.agenda.funds
    cost = cases.cost_fen[case]
    if cost > 0 and not cases.paid[case] and work.routes.pays[cases.category[case], cases.level[case]]:
        m = cases.community[case]
        # those who wait come first
        if funds.head[m] >= 0 or funds.fen[m] < cost:
            return False
        pay_for(cases, work.agenda, case, m)
    return True


@merged
def _hours(work, case, desk, helper, share, u_work):
    """Open hours that the work takes at this desk."""
    cases, routes = work.cases, work.routes
    category, level = cases.category[case], cases.level[case]
    sigma = routes.work_sigma[category, level]
    hours = routes.work_mean[category, level] * share
    if not helper:
        hours *= work.rules.by_level.work[cases.community[case], category, level]
    if sigma < 0.0:
        hours *= -log(u_work)
    elif sigma > 0.0:
        hours *= exp(sigma * normal_quantile(u_work) - 0.5 * sigma * sigma)
    return hours / work.desks.speed[desk, category]


@merged
def _travel(work, case, desk):
    """Hours on the way there on foot, where somebody goes at all."""
    cases, desks = work.cases, work.desks
    goes = cases.outcome[case] != _DUPLICATE or cases.channel[case] == _CAMERA
    if work.routes.travels[cases.category[case], cases.level[case]] and goes and desks.travel_h[desk] > 0.0:
        cell = cases.cell[case]
        return desks.travel_h[desk] * distance(work.metric, work.x[cell] - desks.x[desk], work.y[cell] - desks.y[desk])
    return 0.0
