"""Finding: what nobody told of is seen on patrol or by a camera, or told to a visitor; cameras are wrong, too.

Everybody who looks wears down one threshold of each silent problem, at an intensity that depends on its category;
residents who come upon a shared one wear it down as well, as far as they would report it;
whoever visits a vulnerable resident is told, or not. Parameters stand with `sim.mechanisms.voice`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from sim.fate import ALARM, MOST_ALARMS, Decision, draw, of_visit, of_witness
from sim.jit import AHEAD, compiled, fetch, merged
from sim.kernel import life
from sim.kernel.agenda import KNOWN, begin_lost, keep_events, make_room, note_lost, restore_events, schedule
from sim.kernel.birth import Birth, bear, speak_for
from sim.kernel.witness import witness
from sim.kernel.work import work_of
from sim.mechanisms.silence import cut, keep, wear_down
from sim.rng import log, philox
from sim.state.agenda import Count
from sim.state.cases import N_CATEGORIES, Category, Channel, Owner, Status, Urgency
from sim.state.desks import Net
from sim.state.incidents import Extent
from sim.types import Array, Floats

if TYPE_CHECKING:
    from sim.state.world import World

_SEEN, _ALARM = int(Decision.SEEN), int(Decision.ALARM)
_N_SILENT = Count.SILENT
_TOLD, _GENERAL = int(Status.TOLD), int(Urgency.GENERAL)
_REPORT, _PATROL, _VOLUNTEER, _CAMERA, _VISIT = (
    int(Channel.REPORT), int(Channel.PATROL), int(Channel.VOLUNTEER), int(Channel.CAMERA), int(Channel.VISIT)
)  # fmt: skip
_HOUSEHOLD, _ANYONE = int(Extent.HOUSEHOLD), int(Owner.ANYONE)
_SAFETY, _GRID = int(Category.SAFETY), int(Net.GRID)
REACHED_DAYS = 30
"""Who was visited within so many days counts as reached."""


class Watch(NamedTuple):
    """How closely is looked today, and by whom."""

    community: Array  # [C]
    households: Floats  # [M]
    by_camera: Floats  # [M, categories] intensity a day
    on_foot: Floats  # [C] passes of a patrol
    patrols: Floats  # [M] of all cells together
    by_others: Floats  # [M] of these, the share by others than grid workers
    tells: Floats  # [M, categories] probability that a resident who comes upon a problem reports it
    encounters: Floats  # [extents] residents who come upon it, a day
    own_nets: int  # grid nets whose workers pass a cell
    pace: float  # households an hour of patrol
    p_seen: float
    visible: Floats  # [categories]
    p_tell: float
    begins: float  # hour from which people walk about
    hours: float  # for so long
    wakes: float  # hour from which residents are up
    sleeps: float


@compiled
def patrol(work, watch, weekday):
    """Send out today's patrols: compute ``on_foot``, ``patrols`` and ``by_others``, which begin at 0."""
    desks, here = work.desks, work.rules.by_community
    for cell in range(len(watch.on_foot)):
        m = watch.community[cell]
        own = 0.0
        for layer in range(watch.own_nets):
            desk = work.of_cell[_GRID + layer, cell]
            if desk >= 0 and (desks.open_days[desk] >> weekday) & 1 and desks.households[desk] > 0.0:
                share = here.patrol_share[m] * (1.0 - here.away[m])
                own += desks.servers[desk] * watch.hours * share / desks.households[desk]
        helped = here.patrol_hours[m] / watch.households[m]
        watch.on_foot[cell] = watch.pace * (own + helped)
        watch.patrols[m] += own + helped
        watch.by_others[m] += helped
    for m in range(len(watch.patrols)):
        total = watch.patrols[m]
        watch.by_others[m] = watch.by_others[m] / total if total > 0.0 else 0.0


@compiled
def listen(work, residents, watch, day):
    """Find silent problems whose threshold is worn down, or that are told to a visitor; let others go unheard."""
    cases, agenda = work.cases, work.agenda
    silent = agenda.silent
    kept = 0
    begin_lost(agenda)
    last = agenda.counts[_N_SILENT]
    for i in range(last):
        ahead = min(i + AHEAD, last - 1)
        if silent.vulnerable[ahead] > 0:
            fetch(residents, silent.resident[ahead], 0)
        case = silent.case[i]
        if silent.gone_day[i] <= day:
            life.expire(cases, case)
            note_lost(agenda, case)
            continue
        category = silent.category[i]
        cell = silent.cell[i]
        m = watch.community[cell]
        on_foot = watch.p_seen * watch.visible[category] * watch.on_foot[cell]
        on_screen = watch.by_camera[m, category]
        told = False
        if silent.vulnerable[i] > 0 and residents.visited_day[silent.resident[i]] == day:
            u_tell, _a, _b, _c = draw(work.fate, cases, case, of_visit(cases, case, day))
            told = u_tell < watch.p_tell
        reported = watch.encounters[silent.extent[i]] * watch.tells[m, category]
        seen = wear_down(silent, i, on_foot + on_screen + reported)
        if not told and not seen:
            keep(silent, kept, i)
            kept += 1
            continue
        if told:
            _find(work, watch, case, _VISIT, 24.0 * day)
        else:
            _find(work, watch, case, _by_whom(work, case, on_foot, on_screen, reported, watch.by_others[m]), 24.0 * day)
    cut(agenda, kept)


@merged
def _by_whom(work, case, on_foot, on_screen, reported, by_others):
    """Draw who has seen a silent problem, in proportion to how closely each looks."""
    _a, _b, _c, u_who = draw(work.fate, work.cases, case, _SEEN)
    who = u_who * (on_foot + on_screen + reported) - on_screen
    if who < 0.0:
        return _CAMERA
    if who < by_others * on_foot:
        return _VOLUNTEER
    return _PATROL if who < on_foot or not reported > 0.0 else _REPORT


@merged
def _find(work, watch, case, channel, midnight):
    """Note by whom a silent problem was found today, and when."""
    cases = work.cases
    _a, _b, u_when, _d = draw(work.fate, cases, case, _SEEN)
    life.tell(cases, case, channel)
    at = midnight + watch.begins + watch.hours * u_when
    if channel == _CAMERA:
        at = midnight + 24.0 * u_when
    elif channel == _REPORT:
        at = midnight + watch.wakes + (watch.sleeps - watch.wakes) * u_when
        _e, _f, u_resident, _g = draw(work.fate, cases, case, of_witness(cases, case))
        speak_for(cases, case, witness(cases, work.around, case, u_resident))
    schedule(work.agenda, max(at, cases.t_occur[case]), KNOWN, case)


def watch_of(world: World) -> Watch:
    """Put together what decides how closely is looked today; nobody has set out yet."""
    p, workers, m = world.settings.voice, world.settings.workers, world.n_communities
    return Watch(
        community=world.map.community,
        households=world.people.households,
        by_camera=np.ascontiguousarray(world.rules["see"].value),  # read for every silent problem: kept small
        on_foot=np.zeros(world.map.n_cells),
        patrols=np.zeros(m),
        by_others=np.zeros(m),
        tells=world.witnesses.tells,
        encounters=world.witnesses.encounters,
        own_nets=world.map.own_nets,
        pace=p.households_per_patrol_hour,
        p_seen=p.p_seen,
        visible=np.array(p.visible),
        p_tell=p.p_tell,
        begins=world.settings.service.office_opens,
        hours=workers.hours_per_day,
        wakes=world.settings.needs.wakes,
        sleeps=world.settings.needs.sleeps,
    )


@compiled
def _visit(residents, rota, last, first, after, left, hours, visit_h, day):
    """Visit the vulnerable in turn, as many as hours allow; return visits, and persons reached in `REACHED_DAYS`."""
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
                reached += day - last[i] < REACHED_DAYS
    return visits, reached


def visit(world: World) -> None:
    """Let grid workers, and whoever else has hours for it, visit vulnerable residents in turn."""
    workers, rules = world.settings.workers, world.rules
    hours = rules["visit_hours"].value.copy()
    if workers.works_on(world.weekday()):
        own = rules["visit_share"].value * (1.0 - rules["away"].value) * workers.hours_per_day
        hours += world.today.workers * own
    rota = world.rota
    visits, world.today.reached = _visit(
        world.residents.rows, rota.residents, rota.last_day, rota.first, rota.next, rota.hours_left,
        hours, world.settings.voice.visit_h, world.day,
    )  # fmt: skip
    world.sums.visits += int(visits)


@merged
def _seen_as(see, m, u):
    """Pick the category of a false alarm, in proportion to what cameras see; safety where they see nothing."""
    total = 0.0
    for c in range(N_CATEGORIES):
        total += see[m, c]
    if total <= 0.0:
        return _SAFETY
    category = 0
    seen = see[m, 0]
    while category < N_CATEGORIES - 1 and u * total >= seen:
        category += 1
        seen += see[m, category]
    return category


@compiled
def _false_alarms(work, blank, n, most, first_cell, resident_first, day):
    """Write today's false alarms of the cameras into the case table; return rows in use (negative: no room)."""
    cases, fate, rules = work.cases, work.fate, work.rules
    for m in range(len(first_cell) - 1):
        rate = rules.by_community.alarms[m]
        if not rate > 0.0:
            continue
        clock = 0.0
        for k in range(MOST_ALARMS):
            index = ALARM + MOST_ALARMS * m + k
            u_gap, u_cell, u_what, _a = philox(fate.key0, fate.key1, index, day, _ALARM, fate.replication)
            clock -= 24.0 * log(u_gap) / rate
            if clock >= 24.0:
                break
            if n >= most:
                return -1
            cell = first_cell[m] + int(u_cell * (first_cell[m + 1] - first_cell[m]))
            at = 24.0 * day + clock
            category = _seen_as(rules.by_category.see, m, u_what)
            birth = Birth(index, day, at, resident_first[cell], 0, cell, m, category, 0, _GENERAL, _HOUSEHOLD, _ANYONE)
            # its own parent: no case of its own, like a duplicate
            bear(cases, blank, n, birth, _TOLD, _CAMERA, n, 0, 0)
            schedule(work.agenda, at, KNOWN, n)
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
        waiting = int(counts[Count.EVENTS] + counts[Count.SILENT] + counts[Count.WAITING])
        agenda = make_room(world, waiting + room + world.desks.n + 64)
        kept = keep_events(agenda)
        n = _false_alarms(
            work_of(world), cases.blank, cases.n, cases.n + room, first_cell, geography.resident_first, world.day
        )
        if n >= 0:
            cases.n = int(n)
            return
        restore_events(agenda, kept)  # the same alarms are raised again, with more room
        room *= 2
