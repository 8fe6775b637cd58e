"""Needs: residents meet problems, whether or not anybody hears of them.

Candidates are a Poisson process over the residents, block by block; each picks a resident, a category and a time, and
arises with the probability that the resident's age, building and the rules of the community give. The
candidates of a day depend on nothing that a lever can touch, so every arm of an experiment meets the same
problems; a lever can only keep some from arising (rules ``need`` and ``need_vulnerable``, at most 1).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sim.fate import Decision
from sim.jit import allocating, fetch
from sim.params import param
from sim.rng import exp, log, normal_quantile, philox
from sim.state.cases import N_CATEGORIES, Category, Status
from sim.types import Floats

if TYPE_CHECKING:
    from sim.state.world import World

_OCCUR, _NATURE, _DAY = int(Decision.OCCUR), int(Decision.NATURE), int(Decision.DAY)
_SILENT = int(Status.SILENT)
_CARE, _CHILD, _ELDER = int(Category.CARE), 0, 2


BLOCK = 8192
"""Residents whose candidates are drawn together."""
MOST_FEN = 2.0e9
"""No repair costs more, fen (20 million yuan): with a mean of 50,000 yuan fewer than one in ten billion would."""
ROOM = 1 << 17
"""Addresses of fate that a block has on a day; false alarms begin above all of them."""


@dataclass(frozen=True, slots=True)
class Needs:
    """How often problems arise."""

    requests_per_year: float = param(
        0.80, "per person-year", basis="derived", source="X001: 0.20 reported / (0.8 noticed x 0.3 reported)",
        low=0.3, high=2.0, allowed=(0.0, 50.0), doc="problems other than enquiries, reported or not",
        zh="每人每年遇到的问题",
    )  # fmt: skip
    enquiries_per_year: float = param(
        0.39, "per person-year", basis="derived",
        source="X003 X001: 0.30 asked / 0.77 of those who want to know ask", low=0.2, high=0.9, allowed=(0.0, 50.0),
        doc="enquiries and window services wanted", zh="每人每年咨询办事",
    )  # fmt: skip
    mix: tuple[float, ...] = param(
        (0.22, 0.18, 0.22, 0.10, 0.10, 0.11, 0.0, 0.07), "shares", basis="assumed",
        source="assumption: shape of X043, mapped to our categories by judgement; X005 bounds disputes",
        allowed=(0.0, 1.0), doc="shares of the eight categories among requests; services come from enquiries",
        zh="八类诉求构成",
    )  # fmt: skip
    child_factor: float = param(
        0.5, "times", basis="assumed", source="assumption: adults speak for children", low=0.2, high=1.0,
        allowed=(0.0, 3.0), doc="problems of a child relative to an adult", zh="儿童系数",
    )  # fmt: skip
    elder_factor: float = param(
        1.4, "times", basis="assumed", source="assumption: more at home, more needs", low=1.0, high=2.0,
        allowed=(0.0, 3.0), doc="problems of an elder relative to an adult", zh="老人系数",
    )  # fmt: skip
    vulnerable_factor: float = param(
        2.0, "times", basis="assumed", source="assumption: need of care is what makes them vulnerable", low=1.0,
        high=3.0, allowed=(1.0, 3.0), doc="care problems of a vulnerable resident relative to others",
        zh="困难群体系数",
    )  # fmt: skip
    old_building_factor: float = param(
        1.5, "times", basis="assumed", source="assumption: E002 renovates because old compounds have more problems",
        low=1.0, high=2.5, allowed=(1.0, 3.0), doc="problems in compounds built before 2000", zh="老旧小区系数",
    )  # fmt: skip
    overdispersion_k: int = param(
        3, "shape", basis="assumed", source="assumption: 311 daily counts are overdispersed, k 1-10", low=1, high=10,
        allowed=(0, 40), doc="gamma shape of a category's daily level; 0 switches overdispersion off", zh="日波动",
    )  # fmt: skip
    season_amplitude: float = param(
        0.25, "share", basis="assumed", source="assumption: 311 literature, 0-0.6", low=0.0, high=0.6,
        allowed=(0.0, 0.9), doc="yearly swing of the rate of problems, peak at the end of July", zh="季节振幅",
    )  # fmt: skip
    daytime_share: float = param(
        0.8, "share", basis="assumed", source="assumption: people meet problems while awake", low=0.6, high=0.95,
        allowed=(0.05, 0.95), doc="problems that arise between 7:00 and 21:00", zh="白天占比",
    )  # fmt: skip
    urgent_share: float = param(
        0.06, "share", basis="assumed", source="assumption: X020 names the classes, not their shares", low=0.02,
        high=0.15, allowed=(0.0, 0.5), doc="problems of the 2 h class, except safety and health", zh="紧急占比",
    )  # fmt: skip
    urgent_times: float = param(
        5.0, "times", basis="assumed", source="assumption: their nature", low=2.0, high=10.0,
        allowed=(1.0, 1000.0), doc="how much more often safety and health problems are urgent",
    )  # fmt: skip
    utility_share: float = param(
        0.20, "share", basis="assumed", source="assumption: X020 names the classes, not their shares", low=0.1,
        high=0.4, allowed=(0.0, 0.5), doc="problems of the 24 h class", zh="民生类占比",
    )  # fmt: skip
    hard_share: float = param(
        0.15, "share", basis="assumed", source="assumption: X020 names the classes, not their shares", low=0.05,
        high=0.3, allowed=(0.0, 0.4), doc="problems of the 15 d class", zh="疑难占比",
    )  # fmt: skip
    p_money: float = param(
        0.12, "share", basis="assumed", source="assumption: E039 E040 show repairs paid by the community", low=0.03,
        high=0.3, allowed=(0.0, 1.0), doc="environment, facility and property problems that need money",
        zh="需资金占比",
    )  # fmt: skip
    repair_yuan: float = param(
        200.0, "yuan", basis="assumed", source="assumption: so that base funds (E039) cover a normal year", low=50.0,
        high=3000.0, allowed=(1.0, 5e4), doc="mean cost of such a repair (lognormal, log-sd 1)", zh="维修均价",
    )  # fmt: skip


def season(amplitude: float) -> Floats:
    """Factor on needs for each day of a year of 365 days, mean 1, peak on day 210.

    A rational approximation of the cosine (Bhaskara I, error below 0.002): + - * / only, so that bits do
    not depend on the machine's C library.
    """
    phase = ((np.arange(365.0) - 210.0) / 365.0) % 1.0
    x = np.minimum(phase, 1.0 - phase)  # 0 at the peak, 0.5 opposite
    y = np.where(x <= 0.25, x, 0.5 - x)
    cosine = (1.0 - 16.0 * y * y) / (1.0 + 4.0 * y * y)
    wave = np.where(x <= 0.25, cosine, -cosine)
    return np.asarray(1.0 + amplitude * (wave - wave.mean()))


@allocating
def _arise(
    cases, blank, n, residents, n_residents, community, old, rules, shares, rate, k, day, age_factor, vulnerable_factor,
    old_factor, daytime, urgent, urgent_times, utility, hard, p_money, repair_fen, layers, key0, key1, replication,
):  # fmt: skip
    """Write today's problems into the case table; return the number of rows in use (negative: no room).

    Residents are gone through block by block, each with candidates of its own, so that those looked at one after the
    other lie near each other in memory: a district of ten millions waits for its memory otherwise.
    """
    weights = np.empty(N_CATEGORIES)
    mosts = np.empty(N_CATEGORIES)
    total = 0.0
    for c in range(N_CATEGORIES):
        level = 1.0
        if k > 0 and shares[c] > 0.0:
            level = 0.0
            for j in range(k):
                u, _a, _b, _c = philox(key0, key1, c * 64 + j, day, _DAY, replication)
                level -= log(u)
            level /= k
        mosts[c] = max(age_factor[0], age_factor[1], age_factor[2]) * old_factor
        if c == _CARE:
            mosts[c] *= vulnerable_factor
        total += shares[c] * level * mosts[c]
        weights[c] = total
    if rate * total <= 0.0:
        return n
    when, who = np.empty(ROOM), np.empty((ROOM, 3))
    for block in range((n_residents + BLOCK - 1) // BLOCK):
        size = min(BLOCK, n_residents - block * BLOCK)
        # candidates per hour
        pace = rate * total * size / 24.0
        clock = 0.0
        count = 0
        # first all candidates are named, then it is seen what becomes of them: by then their records have come
        while count < ROOM:
            u_gap, u_who, u_what, u_is = philox(key0, key1, block * ROOM + count, day, _OCCUR, replication)
            clock -= log(u_gap) / pace
            if clock >= 24.0:
                break
            when[count] = clock
            who[count, 0] = u_who
            who[count, 1] = u_what
            who[count, 2] = u_is
            fetch(residents, block * BLOCK + int(u_who * size), 0)
            count += 1
        for i in range(count):
            index = block * ROOM + i
            clock = when[i]
            resident = block * BLOCK + int(who[i, 0] * size)
            u_what = who[i, 1]
            u_is = who[i, 2]
            category = 0
            while category < N_CATEGORIES - 1 and u_what * total >= weights[category]:
                category += 1
            cell = residents.cell[resident]
            m = community[cell]
            chance = age_factor[residents.age[resident]] * min(rules.by_category.need[m, category], 1.0)
            if category == _CARE and residents.vulnerable[resident] > 0:
                chance *= vulnerable_factor * min(rules.by_community.need_vulnerable[m], 1.0)
            if old[cell]:
                chance *= old_factor
            if u_is * mosts[category] >= chance:
                continue
            if n >= len(cases):
                return -1
            u_class, u_layer, u_pay, u_cost = philox(key0, key1, index, day, _NATURE, replication)
            cases[n] = blank[0]
            cases.index[n] = index
            cases.born[n] = day
            cases.resident[n] = resident
            cases.cell[n] = cell
            cases.community[n] = m
            cases.category[n] = category
            cases.vulnerable[n] = residents.vulnerable[resident]
            cases.status[n] = _SILENT
            cases.layer[n] = int(u_layer * layers)
            part = clock / 24.0
            night = 1.0 - daytime
            if part < 0.7 * night:
                hour = 7.0 * part / (0.7 * night)
            elif part < 0.7 * night + daytime:
                hour = 7.0 + 14.0 * (part - 0.7 * night) / daytime
            else:
                hour = 21.0 + 3.0 * (part - 0.7 * night - daytime) / (0.3 * night)
            cases.t_occur[n] = 24.0 * day + min(hour, 23.999999)
            quick = urgent * urgent_times if category == 5 or category == 7 else urgent
            if u_class < quick:
                cases.urgency[n] = 0
            elif u_class < quick + utility:
                cases.urgency[n] = 1
            elif u_class < 1.0 - hard:
                cases.urgency[n] = 2
            else:
                cases.urgency[n] = 3
            cases.limit_class[n] = cases.urgency[n]
            if category <= 2 and u_pay < p_money:
                cases.cost_fen[n] = int(min(repair_fen * exp(normal_quantile(u_cost) - 0.5), MOST_FEN)) + 1
            n += 1
    return n


def expected(world: World, days: int) -> float:
    """About how many problems will arise in so many days."""
    p = world.settings.needs
    return (p.requests_per_year + p.enquiries_per_year) * world.residents.n * days / 365.0


def arise(world: World) -> None:
    """Let today's problems arise; they are silent until somebody speaks."""
    p, e = world.settings.needs, world.settings.emergencies
    shares = np.array(p.mix, np.float64)
    shares *= p.requests_per_year / shares.sum()
    shares[Category.SERVICES] += p.enquiries_per_year
    if e.acts(world.day):
        surge = 1.0 + (e.multiplier - 1.0) * e.strength(world.day)
        shares[[Category.HEALTH, Category.SERVICES]] *= surge
    # the factors on age, care and building raise the mean; the rates are meant for the mean resident
    rate = world.season[world.day % 365] / 365.0 / world.mean_need
    cases = world.cases
    world.first_of_day = cases.n
    expected = float(shares.sum()) * rate * world.residents.n * 3.0
    cases.reserve(cases.n + int(2.2 * expected) + 64)
    while True:
        n = _arise(
            cases.rows, cases.blank, cases.n, world.residents.rows, world.residents.n, world.map.community,
            world.old, world.rules.rows, shares, rate, p.overdispersion_k, world.day,
            (p.child_factor, 1.0, p.elder_factor), p.vulnerable_factor, p.old_building_factor, p.daytime_share,
            p.urgent_share, p.urgent_times, p.utility_share, p.hard_share, p.p_money, 100.0 * p.repair_yuan,
            world.own_nets,
            world.key[0], world.key[1], world.replication,
        )  # fmt: skip
        if n >= 0:
            cases.n = int(n)
            return
        cases.reserve(2 * len(cases.rows))


def mean_need(world: World) -> float:
    """Mean over residents of the factors that multiply the rate (care factor left out: it adds)."""
    p = world.settings.needs
    factor = np.array([p.child_factor, 1.0, p.elder_factor])
    old = np.where(world.map.old, p.old_building_factor, 1.0)
    total = 0.0
    for age in range(3):
        by_cell = np.bincount(world.residents.cell[world.residents.age == age], minlength=world.map.n_cells)
        total += float(factor[age] * (by_cell * old).sum())
    return total / world.residents.n
