"""Finding: what nobody told of is seen on patrol or by a camera, or told to a visitor; cameras are wrong, too.

Everybody who looks wears down one threshold of each silent problem, at an intensity that depends on its category;
whoever visits a vulnerable resident is told, or not. Parameters stand with `sim.mechanisms.voice`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.fate import Decision
from sim.jit import AHEAD, allocating, compiled, fetch
from sim.kernel.agenda import KNOWN
from sim.kernel.heap import KIND, push
from sim.rng import log, philox
from sim.state.cases import N_CATEGORIES, Category, Channel, Status
from sim.state.world import Count, reserve_agenda

if TYPE_CHECKING:
    from sim.state.world import World

_SEEN, _VISITED, _ALARM = int(Decision.SEEN), int(Decision.VISIT), int(Decision.ALARM)
ALARM_INDEX = 1 << 31
"""Addresses of false alarms begin here, above those of problems."""
_EVENTS, _EXPIRED, _N_SILENT = Count.EVENTS, Count.LOST, Count.SILENT
_TOLD, _S_EXPIRED = int(Status.TOLD), int(Status.EXPIRED)
_PATROL, _VOLUNTEER, _CAMERA, _VISIT = (
    int(Channel.PATROL), int(Channel.VOLUNTEER), int(Channel.CAMERA), int(Channel.VISIT)
)  # fmt: skip
_SAFETY = int(Category.SAFETY)


@compiled
def listen(
    cases, residents, community, watched, walked, by_others, silent, expired, heap_time, heap_item, counts, p_seen,
    visible, p_tell, day, opens, hours, key0, key1, replication,
):  # fmt: skip
    """Find silent problems whose threshold is worn down, or that are told to a visitor; let others go unheard."""
    kept = 0
    counts[_EXPIRED] = 0
    start = 24.0 * day
    last = counts[_N_SILENT]
    for i in range(last):
        ahead = min(i + AHEAD, last - 1)
        if silent.vulnerable[ahead] > 0:
            fetch(residents, silent.resident[ahead], 0)
        case = silent.case[i]
        if silent.gone_day[i] <= day:
            cases.status[case] = _S_EXPIRED
            expired[counts[_EXPIRED]] = case
            counts[_EXPIRED] += 1
            continue
        category = silent.category[i]
        cell = silent.cell[i]
        m = community[cell]
        on_foot = p_seen * visible[category] * walked[cell]
        on_screen = watched[m, category]
        channel = -1
        if silent.vulnerable[i] > 0 and residents.visited_day[silent.resident[i]] == day:
            draw = _VISITED + 65536 * (day - cases.born[case])
            u_tell, _a, _b, _c = philox(key0, key1, cases.index[case], cases.born[case], draw, replication)
            if u_tell < p_tell:
                channel = _VISIT
        silent.unseen[i] -= on_foot + on_screen
        if channel < 0 and silent.unseen[i] > 0.0:
            if kept < i:
                silent[kept] = silent[i]
            kept += 1
            continue
        _a, _b, u_when, u_who = philox(key0, key1, cases.index[case], cases.born[case], _SEEN, replication)
        if channel < 0:
            who = u_who * (on_foot + on_screen) - on_screen
            channel = _CAMERA if who < 0.0 else _VOLUNTEER if who < by_others[m] * on_foot else _PATROL
        cases.status[case] = _TOLD
        cases.channel[case] = channel
        at = start + 24.0 * u_when if channel == _CAMERA else start + opens + hours * u_when
        at = max(at, cases.t_occur[case])
        counts[_EVENTS] = push(heap_time, heap_item, counts[_EVENTS], at, KNOWN * KIND + int(case))
    counts[_N_SILENT] = kept


@allocating
def patrol(walked, community, households, of_cell, desks, rules, others, first_net, layers, pace, hours, day):
    """Compute today's patrols of each cell; ``others`` gets the share of helpers by community."""
    total = np.zeros(len(others))
    for cell in range(len(walked)):
        m = community[cell]
        own = 0.0
        for layer in range(layers):
            desk = of_cell[first_net + layer, cell]
            if desk >= 0 and (desks.open_days[desk] >> (day % 7)) & 1 and desks.households[desk] > 0.0:
                share = rules.by_community.patrol_share[m] * (1.0 - rules.by_community.away[m])
                own += desks.servers[desk] * hours * share / desks.households[desk]
        helped = rules.by_community.patrol_hours[m] / households[m]
        walked[cell] = pace * (own + helped)
        total[m] += own + helped
        others[m] += helped
    for m in range(len(others)):
        others[m] = others[m] / total[m] if total[m] > 0.0 else 0.0


@compiled
def _visit(residents, rota, last, first, after, left, hours, visit_h, day):
    """Visit the vulnerable in turn, as many as hours allow; return visits, and persons reached in 30 days."""
    visits = 0
    reached = 0
    for m in range(len(after)):
        many = first[m + 1] - first[m]
        if many > 0:
            can = int((left[m] + hours[m]) / visit_h)
            left[m] = left[m] + hours[m] - can * visit_h
            # nobody is visited twice a day; hours beyond that are spent elsewhere
            can = min(can, many)
            for _ in range(can):
                who = first[m] + after[m]
                residents.visited_day[rota[who]] = day
                last[who] = day
                after[m] = (after[m] + 1) % many
            visits += can
            for i in range(first[m], first[m + 1]):
                reached += day - last[i] < 30
    return visits, reached


def visit(world: World) -> None:
    """Let grid workers, and whoever else has hours for it, visit vulnerable residents in turn."""
    workers, rules = world.settings.workers, world.rules
    hours = rules["visit_hours"].value.copy()
    if world.day % 7 < workers.days_per_week:
        own = rules["visit_share"].value * (1.0 - rules["away"].value) * workers.hours_per_day
        hours += world.workers_by_community * own
    visits, world.reached = _visit(
        world.residents.rows, world.rota, world.rota_day, world.rota_first, world.rota_next, world.visit_hours_left,
        hours, world.settings.voice.visit_h, world.day,
    )  # fmt: skip
    world.visits += int(visits)


@allocating
def _false_alarms(
    cases, blank, n, most, rules, first_cell, resident_first, heap_time, heap_item, counts, day, key0, key1,
    replication,
):  # fmt: skip
    """Write today's false alarms of the cameras into the case table; return rows in use (negative: no room)."""
    sees = np.zeros(N_CATEGORIES)
    for m in range(len(first_cell) - 1):
        rate = rules.by_community.alarms[m]
        if not rate > 0.0:
            continue
        total = 0.0
        for c in range(N_CATEGORIES):
            total += rules.by_category.see[m, c]
            sees[c] = total
        clock = 0.0
        for k in range(4096):
            index = ALARM_INDEX + 4096 * m + k
            u_gap, u_cell, u_what, _a = philox(key0, key1, index, day, _ALARM, replication)
            clock -= 24.0 * log(u_gap) / rate
            if clock >= 24.0:
                break
            if n >= most:
                return -1
            category = _SAFETY if total <= 0.0 else 0
            while total > 0.0 and category < N_CATEGORIES - 1 and u_what * total >= sees[category]:
                category += 1
            cell = first_cell[m] + int(u_cell * (first_cell[m + 1] - first_cell[m]))
            cases[n] = blank[0]
            cases.index[n] = index
            cases.born[n] = day
            cases.resident[n] = resident_first[cell]
            cases.cell[n] = cell
            cases.community[n] = m
            cases.category[n] = category
            cases.parent[n] = n  # no case of its own, like a duplicate
            cases.channel[n] = _CAMERA
            cases.status[n] = _TOLD
            cases.t_occur[n] = 24.0 * day + clock
            counts[_EVENTS] = push(heap_time, heap_item, counts[_EVENTS], 24.0 * day + clock, KNOWN * KIND + int(n))
            n += 1
    return n


def raise_alarms(world: World) -> None:
    """Let cameras raise today's false alarms."""
    expected = float(world.rules["alarms"].value.sum())
    if expected <= 0.0:
        return
    cases, geography = world.cases, world.map
    first_cell = np.searchsorted(geography.community, np.arange(world.n_communities + 1))
    room = int(2.0 * expected) + 64
    while True:
        cases.reserve(cases.n + room)
        counts = world.agenda.counts
        before = int(counts[Count.EVENTS])
        waiting = int(counts[Count.SILENT] + counts[Count.WAITING])
        world.agenda = agenda = reserve_agenda(world.agenda, before + waiting + room + world.desks.n + 64)
        kept = (agenda.time[:before].copy(), agenda.item[:before].copy())
        n = _false_alarms(
            cases.rows, cases.blank, cases.n, cases.n + room, world.rules.rows, first_cell, geography.resident_first,
            agenda.time, agenda.item, counts, world.day, *world.key, world.replication,
        )  # fmt: skip
        if n >= 0:
            cases.n = int(n)
            return
        counts[Count.EVENTS] = before  # undo: the same alarms are raised again, with more room
        agenda.time[:before], agenda.item[:before] = kept
        room *= 2
