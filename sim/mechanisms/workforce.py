"""Workforce: grid workers tire, learn, leave and are replaced.

What a worker can do for cases is the paid time less forms, patrols and visits, times skill; less still what is
taken away for other tasks. Generalists begin slower than specialists and learn; so do new hires; after boundaries
move, workers must get to know their area again. Part-time staff (building heads) look and visit, and are not sent.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from sim.fate import Decision
from sim.jit import compiled, merged
from sim.kernel.seats import seat_workers
from sim.params import param
from sim.rng import philox
from sim.state.desks import Net

if TYPE_CHECKING:
    from sim.state.places import Place
    from sim.state.world import World
    from sim.types import Array, Floats

_STAFF, _GRID = int(Decision.STAFF), int(Net.GRID)
_IN_POST = -1
"""What `vacant_until` says of a post that is filled."""


@dataclass(frozen=True, slots=True)
class Workers:
    """Grid workers' time, skill and staying."""

    hours_per_day: float = param(
        8.0, "h", basis="assumed", source="assumption: a paid working day", low=7.0, high=10.7, allowed=(0.5, 15.0),
        doc="paid hours of a grid worker on a working day", zh="每日工时",
    )  # fmt: skip
    days_per_week: int = param(
        6, "days", basis="assumed", source="assumption: grid workers have one day off", low=5, high=7, allowed=(1, 7),
        doc="working days of a grid worker", zh="每周工作日",
    )  # fmt: skip
    admin_share: float = param(
        0.5, "share", basis="assumed", source="assumption: X012 says overloaded, not by how much", low=0.2, high=0.7,
        allowed=(0.0, 0.9), doc="of paid time for forms and reports", zh="填表工时占比",
    )  # fmt: skip
    patrol_share: float = param(
        0.15, "share", basis="assumed", source="assumption: a round of about an hour a day", low=0.05, high=0.3,
        allowed=(0.0, 0.9), doc="of paid time for patrols", zh="巡查工时占比",
    )  # fmt: skip
    visits_per_day: float = param(
        2.0, "visits/day", basis="sourced", source="X014", low=1.0, high=5.0, allowed=(0.0, 20.0),
        doc="visits to vulnerable residents of a worker on a working day", zh="每日走访户数",
    )  # fmt: skip
    part_time_patrol: float = param(
        0.5, "share", basis="assumed", source="assumption: E075 building heads look around and look in on neighbours",
        low=0.2, high=0.8, allowed=(0.0, 1.0), doc="of part-time staff's hours on patrol; the rest on visits",
        zh="兼职人员巡查占比",
    )  # fmt: skip
    turnover_per_year: float = param(
        0.15, "per year", basis="derived", source="X013: action is lower than intention", low=0.08, high=0.25,
        allowed=(0.0, 2.0), doc="workers who leave within a year", zh="年离职率",
    )  # fmt: skip
    fatigue_effect: float = param(
        2.0, "per unit", basis="assumed", source="assumption: overload drives people out", low=0.0, high=5.0,
        allowed=(0.0, 20.0), doc="relative rise of leaving with fatigue above fatigue_from", zh="疲劳影响",
    )  # fmt: skip
    fatigue_from: float = param(
        0.7, "share", basis="assumed", source="assumption: usual limit of sustained load", low=0.5, high=0.9,
        allowed=(0.0, 1.0), doc="utilisation above which people are driven out",
    )  # fmt: skip
    fatigue_days: float = param(
        30.0, "d", basis="assumed", source="assumption: about a month", low=7.0, high=90.0,
        allowed=(1.0, 1000.0), doc="time constant of fatigue",
    )  # fmt: skip
    least_share: float = param(
        0.05, "share", basis="assumed", source="assumption: somebody always answers the phone", low=0.01, high=0.2,
        allowed=(0.001, 1.0), doc="time left for cases however many forms there are",
    )  # fmt: skip
    hiring_days: int = param(
        45, "days", basis="assumed", source="assumption: advertisement, test, notice", low=14, high=120,
        allowed=(1, 1000), doc="until a post is filled again", zh="补员周期",
    )  # fmt: skip
    new_skill: float = param(
        0.8, "times", basis="assumed", source="assumption: newcomers are slower", low=0.6, high=1.0, allowed=(0.1, 1.0),
        doc="speed of a new worker", zh="新人效率",
    )  # fmt: skip
    generalist_skill: float = param(
        0.9, "times", basis="assumed", source="assumption: 0.6-1.0; one net breaks even at 0.67-0.85", low=0.6,
        high=1.0,
        allowed=(0.1, 1.0), doc="speed of a specialist who has become a generalist, at first", zh="通岗效率",
    )  # fmt: skip
    learning_days: float = param(
        180.0, "d", basis="assumed", source="assumption: half a year, 2-18 months", low=60.0, high=540.0,
        allowed=(1.0, 10000.0), doc="time constant of learning", zh="学习时间",
    )  # fmt: skip
    familiarity_effect: float = param(
        0.2, "share", basis="assumed", source="assumption: knowing doors and people saves a fifth", low=0.0, high=0.4,
        allowed=(0.0, 0.9), doc="speed lost by a worker who does not know the area", zh="熟悉度影响",
    )  # fmt: skip
    familiarity_days: float = param(
        60.0, "d", basis="assumed", source="assumption: two months", low=20.0, high=180.0, allowed=(1.0, 10000.0),
        doc="time constant of getting to know an area", zh="熟悉时间",
    )  # fmt: skip
    wage_yuan: float = param(
        60000.0, "yuan/yr", basis="derived", source="X036 X037: full-time equivalent, weak", low=27000.0, high=90000.0,
        allowed=(0.0, 1e6), doc="yearly cost of a full-time grid worker", zh="年人力成本",
    )  # fmt: skip

    def works_on(self, day: int) -> bool:
        """Whether a day is a working day of grid workers; day 0 is a Monday."""
        return day % 7 < self.days_per_week

    def part_time_h(self, place: Place) -> float:
        """Hours a day of the place's part-time grid staff, all together."""
        return place.part_time_workers * place.part_time_fte * self.hours_per_day * self.days_per_week / 7.0


class Staying(NamedTuple):
    """How grid workers learn, tire and leave; see `Workers` for the numbers named like there."""

    learning: float  # of what is left to learn, a day
    familiarity: float  # of the area that is not known yet, a day
    familiarity_effect: float
    turnover: float  # who leaves, per year
    fatigue_effect: float
    fatigue_from: float
    fatigue_days: float
    hiring_days: int
    new_skill: float
    hours: float  # of a working day


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
    return staff.desk[w] >= 0


@merged
def _leaves(staff, w, staying, leave, tired, day, fate):
    """Let a worker leave, the more likely the more tired; ``leave`` is the community's factor on it."""
    if staying.turnover > 0.0:
        u, _a, _b, _c = philox(fate.key0, fate.key1, w, day, _STAFF, fate.replication)
        rate = staying.turnover / 365.0 * leave
        if u < rate * (1.0 + staying.fatigue_effect * max(0.0, tired - staying.fatigue_from)):
            staff.vacant_until[w] = day + 1 + staying.hiring_days  # today is the last day


@compiled
def _attend(staff, n_staff, desks, here, staying, worked_yesterday, day, fate, in_post, speed):
    """Hire, learn, tire, leave; count who is in post at each desk, and add up their speeds."""
    for w in range(n_staff):
        if not _comes(staff, w, day, staying.new_skill):
            continue
        desk = staff.desk[w]
        skill = float(staff.skill[w])
        staff.skill[w] = skill + staying.learning * (1.0 - skill)
        known = float(staff.familiarity[w])
        staff.familiarity[w] = known + staying.familiarity * (1.0 - known)
        tired = float(staff.fatigue[w])
        if worked_yesterday and desks.servers[desk] > 0:
            worked = desks.worked_h[desk] - desks.counted_h[desk]
            busy = min(1.0, worked / (staying.hours * desks.servers[desk]))
            staff.fatigue[w] = tired + (busy - tired) / staying.fatigue_days
        in_post[desk] += 1
        speed[desk] += skill * (1.0 - staying.familiarity_effect * (1.0 - known))
        _leaves(staff, w, staying, here.leave[desks.community[desk]], tired, day, fate)


@compiled
def _seat(desks, n_desks, here, least, in_post, speed, by_community):
    """Set servers and speed of the grid desks, and the workers of each community; return who is in post, and paid."""
    paid = 0
    by_community[:] = 0.0
    for desk in range(n_desks):
        if desks.net[desk] >= _GRID:
            desks.counted_h[desk] = desks.worked_h[desk]
            m = desks.community[desk]
            by_community[m] += in_post[desk]
            # who leaves first finishes the case in hand, and is paid for it
            paid += max(in_post[desk], int(desks.busy[desk]))
            share = 1.0 - here.admin_share[m] - here.patrol_share[m] - here.visit_share[m]
            share = max(least, share * (1.0 - here.away[m])) * here.skill[m]
            rate = share * speed[desk] / in_post[desk] if in_post[desk] > 0 else share
            seat_workers(desks, desk, in_post[desk], rate)
    return in_post.sum(), paid


def open_posts(world: World) -> None:
    """Set who is in post today and how fast each grid desk works; runs before the day's cases."""
    p, staff, desks, here = world.settings.workers, world.staff, world.desks, world.rules.rows.by_community
    staying = Staying(
        learning=1.0 / p.learning_days,
        familiarity=1.0 / p.familiarity_days,
        familiarity_effect=p.familiarity_effect,
        turnover=p.turnover_per_year,
        fatigue_effect=p.fatigue_effect,
        fatigue_from=p.fatigue_from,
        fatigue_days=p.fatigue_days,
        hiring_days=p.hiring_days,
        new_skill=p.new_skill,
        hours=p.hours_per_day,
    )
    in_post, speed = np.zeros(desks.n, np.int64), np.zeros(desks.n)
    _attend(
        staff.rows, staff.n, desks.rows, here, staying, p.works_on(world.day - 1), world.day, world.fate, in_post, speed
    )
    there, paid = _seat(desks.rows, desks.n, here, p.least_share, in_post, speed, world.today.workers)
    world.today.in_post, world.today.paid = int(there), int(paid)
    if p.works_on(world.day):
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
    away = world.rules["away"].value[desks.community[grid]]
    world.sums.hours_worked += float((done * (1.0 - np.clip(away, 0.0, 1.0))).sum())
    desks.booked_h[grid] = desks.worked_h[grid]
