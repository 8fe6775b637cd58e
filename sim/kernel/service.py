"""Service: cases queue at desks, are worked on, passed up, handed over, closed. The kernel.

One compiled loop advances the world from one day boundary to the next, event by event, at exact times. Who
serves what is data (`Routes`), what holds where is data (`RuleSheet`); the loop knows neither levers nor
places. Life of a known case::

    known -> (dispatch) -> [wrong desk -> handover ->] desk of its level: queue -> travel -> work
          -> solved | closed formally | waits for money | passed up (handover, next level) | merged
    closed -> (relapse, or the resident or somebody else comes back) -> open again

Queues are first come first served within an urgency class and never interrupted. Random numbers are
addressed by case, level and life, so a case has the same fate wherever and whenever it is served.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from sim.jit import compiled, merged
from sim.kernel.accept import accept, arrive, reopen
from sim.kernel.agenda import ARRIVE, FINISH, KNOWN, REOPEN, WITNESS, begin_closed, make_room, next_event
from sim.kernel.begin import begin
from sim.kernel.finish import finish
from sim.kernel.heap import KIND_BITS, ROW_MASK
from sim.kernel.look_ahead import look_ahead
from sim.kernel.queues import NOBODY, awake, next_waiting, open_day, schedule_opening
from sim.kernel.route import place
from sim.kernel.supervision import supervise
from sim.kernel.witness import come_upon, count_rows, watch
from sim.kernel.work import work_of
from sim.state.agenda import Count

if TYPE_CHECKING:
    from sim.state.world import World

# Compiled code reads plain numbers, not enums.
_EVENTS, _SERVED, _CASES, _CLOSED = Count.EVENTS, Count.SERVED, Count.CASES, Count.CLOSED


@compiled
def run_until(work, known_time, known_case, end):
    """Handle all events before a time; return whether that was done, or the tables need more room first.

    Parameters
    ----------
    work : Work
    known_time, known_case : arrays [n], sorted by time
        Problems that become known, if they are not already on the agenda.
    end : float
        Hours since day 0.
    """
    agenda, cases = work.agenda, work.cases
    counts = agenda.counts
    n_known = len(known_time)
    known = 0
    most_cases, most_events, most_closed = len(cases), len(agenda.time) - SPARE, len(agenda.closed) - SPARE
    while True:
        if counts[_CASES] >= most_cases or counts[_EVENTS] > most_events or counts[_CLOSED] > most_closed:
            return False
        t = agenda.time[0] if counts[_EVENTS] > 0 else math.inf
        early = known < n_known and known_time[known] <= t
        if early:
            t = known_time[known]
        if t >= end or (not early and counts[_EVENTS] == 0):
            break
        if early:
            kind, row = KNOWN, int(known_case[known])
            known += 1
        else:
            code = next_event(agenda)
            kind, row = code >> KIND_BITS, code & ROW_MASK
        counts[_SERVED] += 1
        look_ahead(cases, work.desks, work.rules, agenda.item, counts)

        goes = NOBODY  # a case that looks for the desk of its level
        freed = NOBODY  # a desk that may begin another case
        fresh = True  # the case has just set out: it may go to a wrong desk, or be prepared first
        if kind == FINISH:
            freed = int(cases.desk[row])
            goes = finish(work, row, t)
        elif kind == ARRIVE:
            goes = row
            fresh = arrive(cases, row, t)
        elif kind == KNOWN:
            goes = accept(work, row, t)
            watch(work, row, t)
        elif kind == REOPEN:
            # unless somebody else has brought it back meanwhile
            if cases.t_back[row] == t:
                goes = reopen(work, row, t)
                watch(work, row, t)
        elif kind == WITNESS:
            goes = come_upon(work, row, t)
        else:
            awake(work.desks, row)
            freed = row
        _serve(work, freed, goes, fresh, t)
    return True


@merged
def _serve(work, freed, goes, fresh, t):
    """Let a desk that has become free begin what waits for it; then take the case that goes on to its desk."""
    while freed >= 0 or goes >= 0:
        if freed >= 0:
            desk = freed
            case = _take_next(work, desk, t)
            if case < 0:
                freed = NOBODY
                continue
        else:
            case = goes
            goes = NOBODY
            desk = place(work, case, fresh, t)
            if desk < 0:
                break
        begin(work, case, desk, t)


@merged
def _take_next(work, desk, t):
    """Take the case that a desk begins now, if somebody is free; wake it when it opens, if it is closed."""
    desks, agenda = work.desks, work.agenda
    case = NOBODY
    if desks.busy[desk] < desks.servers[desk] and desks.budget_h[desk] > 0.0:
        case = int(next_waiting(work.cases, desks, work.aid, agenda, desk, t))
        if case < 0 and desks.waiting[desk] > 0:
            schedule_opening(desks, agenda, desk, t)
    return case


SPARE = 64
"""Room that is left for what one event may bring."""
NO_TIMES = np.zeros(0)
NO_CASES = np.zeros(0, np.int32)


@compiled
def _day(work, n_desks, limit_h, known_time, known_case, start, end):
    """Make the rounds of the morning, then serve until midnight, or until the tables need more room."""
    begin_closed(work.agenda)
    supervise(work.cases, work.desks, n_desks, work.rules, limit_h, work.agenda, start)
    open_day(work.desks, n_desks, work.agenda, start)
    return run_until(work, known_time, known_case, end)


def run_day(world: World) -> None:
    """Serve all cases until midnight.

    Before that, `supervise` walks the queues and `open_day` wakes desks that were given new servers.
    """
    n_desks, start, end = world.desks.n, 24.0 * world.day, 24.0 * (world.day + 1)
    _make_room(world)
    if not _day(work_of(world), n_desks, world.settings.service.limit_h, NO_TIMES, NO_CASES, start, end):
        go_on(world, end)
    world.cases.n = int(world.agenda.counts[Count.CASES])


def go_on(world: World, end: float) -> None:
    """Make more room, and serve until a time; as often as it takes."""
    done = False
    while not done:
        world.cases.n = int(world.agenda.counts[Count.CASES])
        _make_room(world)
        done = run_until(work_of(world), NO_TIMES, NO_CASES, end)


def _make_room(world: World) -> None:
    """Make room for a day: most cases have one event, a shared one has one more, and a desk one opening."""
    counts, cases = world.agenda.counts, world.cases
    known = int(counts[Count.EVENTS] + counts[Count.WAITING])
    make_room(world, known + known // 4 + int(counts[Count.CLOSED]) + world.desks.n + 2 * SPARE)
    cases.reserve(cases.n + cases.n // 64 + SPARE)
    count_rows(world.agenda, cases.n)
