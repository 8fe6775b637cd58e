"""Service: cases queue at desks, are worked on, passed up, handed over, closed. The kernel.

One compiled loop advances the world from one day boundary to the next, event by event, at exact times. Who
serves what is data (`Routes`), what holds where is data (`RuleSheet`); the loop knows neither policies nor
places. Life of a known case::

    known -> (dispatch) -> [wrong desk -> handover ->] desk of its level: queue -> travel -> work
          -> solved | closed formally | waits for money | passed up (handover, next level) | merged
    closed -> (relapse, or the resident comes back) -> open again

Queues are first come first served within an urgency class and never interrupted. Random numbers are
addressed by case, level and life, so a case has the same fate wherever and whenever it is served.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from sim.jit import compiled, handed, inlined
from sim.mechanisms.clock import after_open_hours, is_open
from sim.mechanisms.heap import KIND, KIND_BITS, ROW_MASK, drop_first, push
from sim.mechanisms.look_ahead import look_ahead
from sim.mechanisms.queues import (
    ARRIVE,
    FINISH,
    KNOWN,
    NOBODY,
    REOPEN,
    WAKE,
    book,
    can_start,
    count_open,
    enqueue,
    next_waiting,
    schedule_opening,
)
from sim.mechanisms.supervision import open_day, supervise
from sim.rng import Decision, exp, log, normal_quantile, philox
from sim.state.cases import Channel, Outcome, Stage, Status, Urgency
from sim.state.desks import MAX_LEVELS, N_HELPERS, Net
from sim.state.world import Count, reserve_agenda
from sim.types import Array

if TYPE_CHECKING:
    from sim.state.world import World

# Compiled code reads plain numbers, not enums.
_EVENTS, _CLOSED = Count.EVENTS, Count.CLOSED
_ACCEPTED, _DONE, _GIVEN_UP, _MERGED = Count.ACCEPTED, Count.DONE, Count.GIVEN_UP, Count.MERGED
_SERVED, _REOPENED, _SPENT = Count.SERVED, Count.REOPENED, Count.SPENT_FEN
_MOVING, _QUEUED, _AT_WORK, _NO_MONEY = (
    int(Status.MOVING), int(Status.QUEUED), int(Status.AT_WORK), int(Status.MONEY)
)  # fmt: skip
_S_CLOSED, _ABANDONED, _S_MERGED = int(Status.CLOSED), int(Status.ABANDONED), int(Status.MERGED)
_PASS, _SOLVE, _LOOK, _FORMAL, _FUND, _DUPLICATE, _READY, _SENT = (int(o) for o in Outcome)
_DISCOVERY, _DISPATCH, _MISROUTE, _LEAD, _QUEUE, _TRAVEL, _WORK, _HANDOVER, _WAIT_MONEY = (int(s) for s in Stage)
_URGENT = int(Urgency.URGENT)
_GRID, _DEPARTMENT, _HELPER = int(Net.GRID), int(Net.DEPARTMENT), int(Net.VOLUNTEER)
_MEDIATION = int(Net.MEDIATION)
_D_WORK, _D_ROUTE = int(Decision.WORK), int(Decision.ROUTE)
_D_CLOSE, _D_HELP = int(Decision.CLOSE), int(Decision.HELP)
_D_SEND, _D_RETURN, _D_AID = int(Decision.SEND), int(Decision.RETURN), int(Decision.AID)
_D_ASK = int(Decision.ASK)
_LEVELS, _HELPERS = MAX_LEVELS, N_HELPERS
_REPORTED, _CAMERA = int(Channel.REPORT), int(Channel.CAMERA)


@inlined
def _address(cases, case, decision):
    """Address of a decision about a case: its level, life and hand-offs belong to it."""
    return (
        decision + int(cases.level[case]) + 8 * min(int(cases.life[case]), 31) + 4096 * int(cases.hops[case])
    )  # fmt: skip


@compiled
def _desk_of_level(cases, routes, of_cell, rules, key0, key1, replication, case, layers):
    """Find the desk of the case's level, skipping levels that nobody holds or is asked at; -1 if none is left."""
    category = cases.category[case]
    cell = cases.cell[case]
    m = cases.community[case]
    while cases.level[case] < _LEVELS:
        level = cases.level[case]
        net = int(routes.net[category, level])
        if net < 0:
            return NOBODY
        asked = rules.by_level.asked[m, category, level]
        if cases.limit_class[case] == _URGENT and not routes.urgent[category, level]:
            asked = 0.0
        if 0.0 < asked < 1.0:
            # whether a level is asked belongs to the case's life, so that it is the same at every return
            draw = _D_ASK + int(level) + 8 * min(int(cases.life[case]), 31)
            u_ask, _a, _b, _c = philox(key0, key1, cases.index[case], cases.born[case], draw, replication)
            if u_ask >= asked:
                asked = 0.0
        if asked > 0.0:
            if net == _GRID and layers > 1:
                net += int(cases.layer[case])
            desk = of_cell[net, cell]
            if desk >= 0:
                return desk
        cases.level[case] += 1
    return NOBODY


@inlined
def _begin(cases, desks, routes, rules, counts, funds, cell_x, cell_y, key0, key1, replication, case, desk, t):
    """Begin a service at a desk with a free server; decide its outcome; return when it ends."""
    level = cases.level[case]
    category = cases.category[case]
    m = cases.community[case]
    helper = desks.budget_h[desk] < math.inf
    draw = _address(cases, case, _D_AID if helper else _D_WORK)
    u_work, u_solve, u_formal, _ = philox(key0, key1, cases.index[case], cases.born[case], draw, replication)
    if helper:
        cases.helped[case] = 1
    outcome = int(cases.outcome[case])
    share = 1.0
    if outcome == _LOOK:
        share = routes.wrong_share[category]
        book(cases, case, _MISROUTE, t)
    else:
        book(cases, case, _QUEUE, t)
        cases.heard[case] = int(cases.heard[case]) | (1 << int(level))
        net = int(desks.net[desk])
        feign = rules.by_community.formal[m]
        if helper:
            able = rules.by_community.help[m, net - _HELPER]
        else:
            able = rules.by_level.solve[m, category, level] * desks.effort[desk]
            feign += rules.by_level.gloss[m, category, level]
            if _DEPARTMENT <= net < _GRID:
                able *= 1.0 - rules.by_category.handoff[m, category]
        if cases.parent[case] >= 0:
            outcome = _DUPLICATE
            # a repeated report is told by its text, a false alarm by going there
            alarm = cases.channel[case] == _CAMERA
            share = routes.look_share[category, level] if alarm else routes.wrong_share[category]
        elif u_solve >= able:
            outcome = _PASS
            share = routes.look_share[category, level]
        elif u_formal < feign:
            outcome = _FORMAL
            share = routes.formal_share[category]
        else:
            outcome = _SOLVE
            cost = cases.cost_fen[case]
            if cost > 0 and routes.pays[category, level]:
                if funds.head[m] < 0 and funds.fen[m] >= cost:
                    funds.fen[m] -= cost
                    counts[_SPENT] += cost
                    cases.cost_fen[case] = -cost
                else:
                    outcome = _FUND
                    share = routes.look_share[category, level]
        cases.outcome[case] = outcome
    sigma = routes.work_sigma[category, level]
    work = routes.work_mean[category, level] * share
    if not helper:
        work *= rules.by_level.work[m, category, level]
    if sigma < 0.0:
        work *= -log(u_work)
    elif sigma > 0.0:
        work *= exp(sigma * normal_quantile(u_work) - 0.5 * sigma * sigma)
    hours = work / desks.speed[desk, category]
    travel = 0.0
    goes = outcome != _DUPLICATE or cases.channel[case] == _CAMERA
    if routes.travels[category, level] and goes and desks.travel_h[desk] > 0.0:
        cell = cases.cell[case]
        travel = desks.travel_h[desk] * (
            abs(float(cell_x[cell]) - desks.x[desk]) + abs(float(cell_y[cell]) - desks.y[desk])
        )
    desks.busy[desk] += 1
    cases.desk[case] = desk
    cases.status[case] = _AT_WORK
    opens, closes, days = desks.open_from[desk], desks.open_to[desk], desks.open_days[desk]
    if is_open(t, opens, closes, days):
        contact = after_open_hours(t, travel, opens, closes, days) if travel > 0.0 else t
        end = after_open_hours(t, travel + hours, opens, closes, days)
        cases.effort_h[case] = travel + hours
    else:
        contact = t + travel
        end = contact + hours
        cases.effort_h[case] = -(travel + hours)
    if desks.budget_h[desk] < math.inf:
        desks.budget_h[desk] -= travel + hours
    if outcome != _LOOK:
        if travel > 0.0:
            book(cases, case, _TRAVEL, contact)
        if not cases.t_contact[case] >= 0.0:
            cases.t_contact[case] = contact
    return end


@compiled
def run_until(
    cases, desks, routes, of_cell, aid, rules, heap_time, heap_item, counts, area, closed, funds, cell_x, cell_y,
    known_time, known_case, key0, key1, replication, layers, end,
):  # fmt: skip
    """Handle all events before time `end`.

    Parameters
    ----------
    cases, desks, routes, rules, funds : record arrays
    of_cell, aid : int arrays, see `sim.state.desks.Routes`
    heap_time, heap_item, counts, area, closed : arrays of the agenda
    cell_x, cell_y : int arrays [C]
    known_time, known_case : arrays [n], sorted by time
        Problems that become known, if they are not already on the agenda.
    key0, key1, replication : int
        Address of the fate stream.
    layers : int
        Department layers of the grid net.
    end : float
        Hours since day 0.
    """
    n_known = len(known_time)
    known = 0
    while True:
        if counts[_EVENTS] > 0:
            t = heap_time[0]
        elif known < n_known:
            t = math.inf
        else:
            break
        if known < n_known and known_time[known] <= t:
            t = known_time[known]
            if t >= end:
                break
            kind = KNOWN
            row = int(known_case[known])
            known += 1
        else:
            if t >= end:
                break
            code = heap_item[0]
            kind = code >> KIND_BITS
            row = code & ROW_MASK
            counts[_EVENTS] = drop_first(heap_time, heap_item, counts[_EVENTS])
        counts[_SERVED] += 1
        look_ahead(cases, desks, rules, heap_item, counts)

        send = NOBODY  # a case that looks for the desk of its level
        freed = NOBODY  # a desk that may begin another case
        fresh = True  # the case has just set out: it may go to a wrong desk, or be prepared first
        if kind == FINISH:
            case = row
            freed = int(cases.desk[case])
            desks.busy[freed] -= 1
            effort = float(cases.effort_h[case])
            if effort >= 0.0:
                desks.worked_h[freed] += effort
            else:
                desks.overtime_h[freed] -= effort
            category = cases.category[case]
            m = cases.community[case]
            outcome = cases.outcome[case]
            level = cases.level[case]
            book(cases, case, _MISROUTE if outcome == _LOOK else _WORK, t)
            if outcome == _SOLVE or outcome == _FORMAL:
                count_open(counts, area, t, -1)
                counts[_DONE] += 1
                closed[counts[_CLOSED]] = case
                counts[_CLOSED] += 1
                cases.status[case] = _S_CLOSED
                cases.t_close[case] = t
                cases.solved[case] = outcome == _SOLVE
                cases.formal[case] = outcome == _FORMAL
                if not cases.t_first_close[case] >= 0.0:
                    cases.t_first_close[case] = t
                if outcome == _SOLVE and routes.p_relapse[category, level] > 0.0:
                    if not cases.t_agreed[case] >= 0.0:
                        cases.t_agreed[case] = t
                    if desks.net[freed] == _MEDIATION:
                        cases.mediated[case] = 1
                p_back = rules.by_community.come_back[m]
                if outcome == _SOLVE:
                    p_back = routes.p_relapse[category, level] * rules.by_community.relapse[m]
                if p_back > 0.0:
                    u_back, u_when, _a, _b = philox(
                        key0, key1, cases.index[case], cases.born[case], _address(cases, case, _D_CLOSE), replication
                    )
                    if u_back < p_back and cases.life[case] < 31:
                        if outcome == _FORMAL:
                            back = t - routes.come_back_h[category] * log(u_when)
                        else:
                            back = t + routes.relapse_h[category, level] * u_when
                        # not before tomorrow: within a day a case closes once, which bounds the list of closed ones
                        back = max(back, 24.0 * (math.floor(t / 24.0) + 1.0))
                        counts[_EVENTS] = push(heap_time, heap_item, counts[_EVENTS], back, REOPEN * KIND + case)
            elif outcome == _DUPLICATE:
                count_open(counts, area, t, -1)
                counts[_MERGED] += 1
                cases.status[case] = _S_MERGED
                cases.t_close[case] = t
            elif outcome == _FUND:
                cases.status[case] = _NO_MONEY
                cases.next[case] = NOBODY
                if funds.head[m] < 0:
                    funds.head[m] = case
                else:
                    cases.next[funds.tail[m]] = case
                funds.tail[m] = case
            else:
                way = _D_RETURN if outcome == _LOOK else _D_ROUTE
                u_wrong, u_send, u_hand, u_lead = philox(
                    key0, key1, cases.index[case], cases.born[case], _address(cases, case, way), replication
                )
                if outcome == _PASS and desks.net[freed] == _MEDIATION:
                    cases.mediated[case] = -1
                # where a helper could not do it, the level's own desk is asked after all
                if outcome == _PASS and not desks.budget_h[freed] < math.inf:
                    net = routes.net[category, level]
                    if _DEPARTMENT <= net < _GRID:
                        cases.hops[case] += 1
                        cases.handoffs[case] += 1
                    else:
                        cases.level[case] += 1
                        cases.hops[case] = 0
                        cases.passes[case] += 1
                cases.outcome[case] = _PASS
                cases.status[case] = _MOVING
                wait = -rules.by_category.handover_h[m, category] * log(u_hand)
                if wait > 0.0:
                    counts[_EVENTS] = push(heap_time, heap_item, counts[_EVENTS], t + wait, ARRIVE * KIND + case)
                else:
                    send = case
        elif kind == ARRIVE:
            send = row
            if cases.status[row] == _NO_MONEY:
                book(cases, row, _WAIT_MONEY, t)
                fresh = False
            elif cases.outcome[row] == _READY:
                book(cases, row, _LEAD, t)
                fresh = False
            elif cases.outcome[row] == _SENT:
                book(cases, row, _DISPATCH, t)
            else:
                book(cases, row, _HANDOVER, t)
            cases.outcome[row] = _PASS
        elif kind == WAKE:
            desks.wake[row] = math.inf
            freed = row
        else:
            count_open(counts, area, t, 1)
            cases.outcome[row] = _PASS
            if kind == KNOWN:
                counts[_ACCEPTED] += 1
                cases.t_accept[row] = t
                cases.spent[row, _DISCOVERY] = t - float(cases.t_occur[row])
            else:
                counts[_DONE] -= 1
                counts[_REOPENED] += 1
                if not cases.t_first_back[row] >= 0.0:
                    cases.t_first_back[row] = t
                if cases.solved[row] and not cases.t_broken[row] >= 0.0:
                    cases.t_broken[row] = t  # only an agreement brings a solved case back
                cases.life[row] += 1
                cases.level[row] = 0
                cases.hops[row] = 0
                cases.heard[row] = 0
                cases.solved[row] = False
                cases.formal[row] = False
                cases.t_close[row] = math.nan
                cases.urgency[row] = cases.limit_class[row]
                cases.escalated[row] = 0
            cases.t_open[row] = t
            cases.t_stage[row] = t
            cases.status[row] = _MOVING
            m = cases.community[row]
            mean = rules.by_community.dispatch_h[m] if cases.channel[row] == _REPORTED else 0.0
            send = row
            if mean > 0.0 or cases.parent[row] >= 0:
                u_merge, u_send, _a, _b = philox(
                    key0, key1, cases.index[row], cases.born[row], _address(cases, row, _D_SEND), replication
                )
                if cases.parent[row] >= 0 and u_merge < rules.by_community.merge[m]:
                    count_open(counts, area, t, -1)
                    counts[_MERGED] += 1
                    cases.status[row] = _S_MERGED
                    cases.t_close[row] = t
                    send = NOBODY
                elif mean > 0.0:
                    at = t - mean * log(u_send)
                    cases.outcome[row] = _SENT
                    counts[_EVENTS] = push(heap_time, heap_item, counts[_EVENTS], at, ARRIVE * KIND + row)
                    send = NOBODY

        while True:
            begin = NOBODY
            if freed >= 0:
                desk = freed
                if desks.busy[desk] < desks.servers[desk] and desks.budget_h[desk] > 0.0:
                    begin = int(next_waiting(cases, desks, aid, counts, desk, t))
                    if begin < 0 and desks.waiting[desk] > 0:
                        schedule_opening(desks, heap_time, heap_item, counts, desk, t)
                if begin < 0:
                    freed = NOBODY
                    continue
            elif send >= 0:
                case = send
                send = NOBODY
                desk = int(_desk_of_level(cases, routes, of_cell, rules, key0, key1, replication, case, layers))
                if desk < 0:
                    # nobody is left to ask: the resident is told so
                    count_open(counts, area, t, -1)
                    counts[_GIVEN_UP] += 1
                    cases.status[case] = _ABANDONED
                    cases.t_close[case] = t
                    break
                category = cases.category[case]
                level = cases.level[case]
                m = cases.community[case]
                urgent = cases.urgency[case] == _URGENT
                if fresh and cases.parent[case] < 0:
                    if layers > 1 and routes.net[category, level] == _GRID and cases.misroutes[case] == 0:
                        u_wrong, u_send, u_hand, u_lead = philox(
                            key0, key1, cases.index[case], cases.born[case],
                            _address(cases, case, _D_ROUTE), replication,
                        )  # fmt: skip
                        if u_wrong < rules.by_community.misroute[m]:
                            other = (int(cases.layer[case]) + 1 + int(u_lead * (layers - 1))) % layers
                            stranger = int(of_cell[_GRID + other, cases.cell[case]])
                            if stranger >= 0:
                                desk = stranger
                                cases.misroutes[case] += 1
                                cases.outcome[case] = _LOOK
                    median = routes.lead_median[category, level] * rules.by_category.lead[m, category]
                    if median > 0.0:
                        u_wrong, u_send, u_hand, u_lead = philox(
                            key0, key1, cases.index[case], cases.born[case],
                            _address(cases, case, _D_ROUTE), replication,
                        )  # fmt: skip
                        ready = t + median * exp(routes.lead_sigma[category, level] * normal_quantile(u_lead))
                        cases.outcome[case] = _READY
                        counts[_EVENTS] = push(heap_time, heap_item, counts[_EVENTS], ready, ARRIVE * KIND + case)
                        break
                if cases.passes[case] + cases.hops[case] + cases.helped[case] == 0 and cases.outcome[case] != _LOOK:
                    for h in range(_HELPERS):
                        if not rules.by_category.match[m, category, h] > 0.0:
                            continue
                        helper = int(of_cell[_HELPER + h, cases.cell[case]])
                        if helper >= 0 and can_start(desks, helper, urgent, t):
                            u_able, _a, _b, _c = philox(
                                key0, key1, cases.index[case], cases.born[case],
                                _address(cases, case, _D_HELP + 256 * h), replication,
                            )  # fmt: skip
                            if u_able < rules.by_category.match[m, category, h]:
                                desk = helper
                                begin = case
                                break
                if begin < 0:
                    if can_start(desks, desk, urgent, t):
                        begin = case
                    elif desk < aid.shape[0]:
                        for j in range(aid.shape[1]):
                            other = int(aid[desk, j])
                            if other >= 0 and can_start(desks, other, urgent, t):
                                desk = other
                                begin = case
                                break
                if begin < 0:
                    enqueue(cases, desks, counts, case, desk)
                    schedule_opening(desks, heap_time, heap_item, counts, desk, t)
                    break
            else:
                break
            done = _begin(
                cases, desks, routes, rules, counts, funds, cell_x, cell_y, key0, key1, replication, begin, desk, t
            )  # fmt: skip
            counts[_EVENTS] = push(heap_time, heap_item, counts[_EVENTS], done, FINISH * KIND + begin)


NO_TIMES = np.zeros(0)
NO_CASES = np.zeros(0, np.int32)


def run_day(world: World) -> None:
    """Serve all cases until midnight.

    Before that, `supervise` walks the queues and `open_day` wakes desks that were given new servers.
    """
    start, end = 24.0 * world.day, 24.0 * (world.day + 1)
    agenda, desks = world.agenda, world.desks
    counts, cases = agenda.counts, world.cases.rows
    counts[Count.CLOSED] = 0
    limit_h = world.settings.service.limit_h
    supervise(cases, desks.rows, desks.n, world.rules.rows, limit_h, counts, agenda.area, agenda.lost, start)
    open_day(desks.rows, desks.n, agenda.time, agenda.item, counts, start)
    serve_until(world, end)


def serve_until(world: World, end: float, known_time: Array = NO_TIMES, known_case: Array = NO_CASES) -> None:
    """Run the kernel on a world up to a time (hours since day 0)."""
    counts = world.agenda.counts
    room = int(counts[Count.EVENTS] + counts[Count.WAITING]) + len(known_case) + world.desks.n + 64
    world.agenda = agenda = reserve_agenda(world.agenda, room)
    run_until(
        world.cases.rows, world.desks.rows, handed(world.routes.table), world.routes.of_cell, world.routes.aid,
        world.rules.rows, agenda.time, agenda.item, counts, agenda.area, agenda.closed, handed(agenda.funds),
        world.map.x, world.map.y, known_time, known_case, world.key[0], world.key[1], world.replication, world.layers,
        end,
    )  # fmt: skip
