"""Workers: those of the grids tire, learn, leave and are replaced.

What a worker can do for cases is the paid time less forms, patrols and visits, times skill; less still what is
taken away for other tasks. Whose days are too full (`sim.mechanisms.load`) walks less and leaves sooner. Generalists
begin slower than specialists and learn; so do new hires; after boundaries move, workers must get to know their area
again. Part-time staff (building heads) look and visit, and are not sent.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from sim.fate import Decision
from sim.jit import compiled, merged
from sim.kernel.seats import seat_workers
from sim.mechanisms.load import Loading, loading_of, weigh
from sim.parameters.place import Place
from sim.parameters.workers import Workers
from sim.rng import philox
from sim.state.desks import Net

if TYPE_CHECKING:
    from sim.state.world import World
    from sim.types import Array, Floats

_STAFF, _GRID = int(Decision.STAFF), int(Net.GRID)
_IN_POST = -1
"""What `vacant_until` says of a post that is filled."""


def part_time_h(p: Workers, place: Place) -> float:
    """Hours a day of the place's part-time grid staff, all together."""
    return place.part_time_workers * place.part_time_fte * p.hours_per_day * p.days_per_week / 7.0


class Staying(NamedTuple):
    """How grid workers learn, tire and leave; see `sim.parameters.workers` for the numbers named like there."""

    learning: float  # of what is left to learn, a day
    familiarity: float  # of the area that is not known yet, a day
    familiarity_effect: float
    turnover: float  # who leaves, per year
    fatigue_effect: float
    overload_from: float
    fatigue_days: float
    hiring_days: int
    new_skill: float


class Morning(NamedTuple):
    """What decides who is there and how fast, see `sim.parameters.workers` for the numbers named like there."""

    staying: Staying
    loading: Loading
    cover_vacant: float
    least_share: float


@merged
def _comes(staff, w, day, new_skill):
    """Whether a worker is in post today; who begins today knows nobody yet."""
    if staff.vacant_until[w] > day:
        return False
    if staff.vacant_until[w] >= 0:
        staff.vacant_until[w] = _IN_POST
        staff.hired_day[w] = day
        staff.skill[w] = new_skill
        staff.familiarity[w] = 0.0
        staff.fatigue[w] = 0.0
        staff.load[w] = 0.0
    return staff.desk[w] >= 0


@merged
def _leaves(staff, w, staying, leave, tired, day, fate):
    """Let a worker leave, the more likely the more tired; ``leave`` is the community's factor on it."""
    if staying.turnover > 0.0:
        u, _a, _b, _c = philox(fate.key0, fate.key1, w, day, _STAFF, fate.replication)
        rate = staying.turnover / 365.0 * leave
        if u < rate * (1.0 + staying.fatigue_effect * max(0.0, tired - staying.overload_from)):
            staff.vacant_until[w] = day + 1 + staying.hiring_days  # today is the last day


@merged
def _attend(staff, n_staff, desks, here, staying, load, day, fate, posts, speed):
    """Hire, learn, tire, leave; count filled and vacant posts at each desk, and add up the speeds of who is there.

    ``load`` is that of yesterday at each desk; of a day off there is none, [0].
    """
    in_post, vacant = posts
    for w in range(n_staff):
        if not _comes(staff, w, day, staying.new_skill):
            if staff.desk[w] >= 0:
                vacant[staff.desk[w]] += 1
            continue
        desk = staff.desk[w]
        skill = float(staff.skill[w])
        staff.skill[w] = skill + staying.learning * (1.0 - skill)
        known = float(staff.familiarity[w])
        staff.familiarity[w] = known + staying.familiarity * (1.0 - known)
        tired = float(staff.fatigue[w])
        if len(load) > 0 and desks.servers[desk] > 0:
            staff.load[w] = load[desk]
            staff.fatigue[w] = tired + (load[desk] - tired) / staying.fatigue_days
        in_post[desk] += 1
        speed[desk] += skill * (1.0 - staying.familiarity_effect * (1.0 - known))
        _leaves(staff, w, staying, here.leave[desks.community[desk]], tired, day, fate)


@merged
def _seat(desks, n_desks, here, least, posts, speed, seats):
    """Set servers and speed of the grid desks; return who is in post, and paid."""
    in_post, _ = posts
    paid = 0
    for desk in range(n_desks):
        if desks.net[desk] >= _GRID:
            desks.counted_h[desk] = desks.worked_h[desk]
            m = desks.community[desk]
            # who leaves first finishes the case in hand, and is paid for it
            paid += in_post[desk] + max(0, int(desks.busy[desk]) - seats[desk])
            share = 1.0 - here.admin_share[m] - here.patrol_share[m] * desks.patrolled[desk] - here.visit_share[m]
            share = max(least, share * (1.0 - here.away[m])) * here.skill[m]
            rate = share * speed[desk] / seats[desk] if seats[desk] > 0 else share
            seat_workers(desks, desk, seats[desk], rate)
    return in_post.sum(), paid


@merged
def _cover(desks, n_desks, cover, posts, speed, community, seats):
    """Let the workers of a community share the work of its vacant posts; count persons and seats of every grid desk.

    If all of it is shared, every post of the community has the same part of a worker, whether it is filled or not; what
    a vacant post gets is missing at the others. `community` has rows for workers, vacant posts and speeds, [3, M].
    """
    in_post, vacant = posts
    workers, empty, speeds = community
    community[:] = 0.0
    for desk in range(n_desks):
        if desks.net[desk] >= _GRID:
            m = desks.community[desk]
            workers[m] += in_post[desk]
            empty[m] += vacant[desk]
            speeds[m] += speed[desk]
    for desk in range(n_desks):
        if desks.net[desk] >= _GRID:
            m = desks.community[desk]
            desks.persons[desk] = in_post[desk]
            seats[desk] = in_post[desk]
            if cover > 0.0 and empty[m] > 0.0 and workers[m] > 0.0:
                stays = 1.0 - cover * empty[m] / (workers[m] + empty[m])
                comes = cover * vacant[desk] / (workers[m] + empty[m])
                desks.persons[desk] = in_post[desk] * stays + workers[m] * comes
                speed[desk] = speed[desk] * stays + speeds[m] * comes
                seats[desk] += vacant[desk]


@compiled
def _open(staff, n_staff, desks, here, morning, load, day, fate, counts):
    """Weigh the last working day, see who comes, share the work of vacant posts, and seat workers: one call a day.

    `load` has a place for each desk, or of a day off none, [0]; `counts` is what `_attend`, `_cover` and `_seat` fill.
    Returns who is in post, and paid.
    """
    posts, speed, community, seats = counts
    n_desks = len(speed)
    if len(load) > 0:
        weigh(desks, n_desks, here, morning.loading, load)
    _attend(staff, n_staff, desks, here, morning.staying, load, day, fate, posts, speed)
    _cover(desks, n_desks, morning.cover_vacant, posts, speed, community, seats)
    return _seat(desks, n_desks, here, morning.least_share, posts, speed, seats)


def open_posts(world: World) -> None:
    """Set who is in post today and how fast each grid desk works; runs before the day's cases."""
    p, staff, desks, here = world.settings.workers, world.staff, world.desks, world.rules.rows.by_community
    staying = Staying(
        learning=1.0 / p.learning_days,
        familiarity=1.0 / p.familiarity_days,
        familiarity_effect=p.familiarity_effect,
        turnover=p.turnover_per_year,
        fatigue_effect=p.fatigue_effect,
        overload_from=p.overload_from,
        fatigue_days=p.fatigue_days,
        hiring_days=p.hiring_days,
        new_skill=p.new_skill,
    )
    posts, seats, speed = np.zeros((2, desks.n), np.int64), np.zeros(desks.n, np.int64), np.zeros(desks.n)
    community = np.zeros((3, world.n_communities))
    load = np.zeros(desks.n if p.works_on(world.weekday(ago=1)) else 0)
    morning, counts = Morning(staying, loading_of(p), p.cover_vacant, p.least_share), (posts, speed, community, seats)
    there, paid = _open(staff.rows, staff.n, desks.rows, here, morning, load, world.day, world.fate, counts)
    world.today.workers[:] = community[0]
    world.today.in_post, world.today.paid = int(there), int(paid)
    if p.works_on(world.weekday()):
        present = world.today.paid * p.hours_per_day * (1.0 - world.today.cut_share)
        world.sums.hours_paid += present
        everybody = max(float(world.today.workers.sum()), 1.0)
        forms = world.rules["admin_share"].value * (1.0 - world.rules["away"].value)
        world.sums.hours_forms += present * float((world.today.workers * forms).sum()) / everybody


def resettle(world: World, workers: Array, known: Floats, skill: float | None) -> None:
    """Let grid workers serve other areas, of which they know a share; ``skill`` is the most that they now have."""
    staff = world.staff
    staff.familiarity[workers[: len(known)]] *= known
    if skill is not None:
        staff.skill[workers] = np.minimum(staff.skill[workers], skill)


def book(world: World) -> None:
    """Book what grid workers did today; of a desk's hours only those in which somebody was not called away."""
    desks = world.desks
    grid = desks.net >= int(Net.GRID)
    done = desks.worked_h[grid] - desks.booked_h[grid]
    # of colleagues who stand in at two desks a part is at each
    done *= np.where(desks.servers[grid] > 0, desks.persons[grid] / np.maximum(desks.servers[grid], 1), 1.0)
    away = world.rules["away"].value[desks.community[grid]]
    world.sums.hours_worked += float((done * (1.0 - np.clip(away, 0.0, 1.0))).sum())
    desks.booked_h[grid] = desks.worked_h[grid]
