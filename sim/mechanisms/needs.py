"""Needs: residents meet problems, whether or not anybody hears of them.

Candidates are a Poisson process over the residents, block by block; each picks a resident, a category and a time, and
arises with the probability that the resident's age, building and the rules of the community give. The
candidates of a day depend on nothing that a lever can touch, so every arm of an experiment meets the same
problems; a lever can only keep some from arising (rules ``need`` and ``need_vulnerable``, at most 1).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from sim.fate import CANDIDATES, PARTS, Decision
from sim.jit import allocating, fetch, merged
from sim.kernel.birth import Birth, bear
from sim.kernel.queues import NOBODY
from sim.mechanisms import incidents, solvability
from sim.mechanisms.emergencies import acts, strength
from sim.mechanisms.incidents import extent_of
from sim.mechanisms.solvability import owner_of
from sim.rng import exp, log, normal_quantile, philox
from sim.state.cases import N_CATEGORIES, Category, Channel, Status, Urgency
from sim.types import Array, Floats

if TYPE_CHECKING:
    from sim.geography.areas import Geography
    from sim.parameters.needs import Needs
    from sim.state.residents import Residents
    from sim.state.world import World

_OCCUR, _NATURE, _DAY = int(Decision.OCCUR), int(Decision.NATURE), int(Decision.DAY)
_EXTENT = int(Decision.EXTENT)
_SILENT, _REPORT = int(Status.SILENT), int(Channel.REPORT)
_ENVIRONMENT, _FACILITIES, _PROPERTY = int(Category.ENVIRONMENT), int(Category.FACILITIES), int(Category.PROPERTY)
_CARE, _SAFETY, _HEALTH = int(Category.CARE), int(Category.SAFETY), int(Category.HEALTH)
_URGENT, _UTILITY, _GENERAL, _HARD = (int(u) for u in Urgency)

BLOCK = 8192
"""Residents whose candidates are drawn together."""
MOST_FEN = 2.0e9
"""No repair costs more, fen (20 million yuan): with a mean of 50,000 yuan fewer than one in ten billion would."""
LAST_HOUR = 23.999999
"""A problem of a day never arises later, whatever rounding does: the next day has its own."""


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


class People(NamedTuple):
    """Whom problems happen to."""

    rows: Any  # records of residents
    n: int
    community: Array  # [C]
    old: Array  # [C] whether a cell has not been renewed since before 2000


class Demand(NamedTuple):
    """How many problems arise today, and of what kind; see `sim.parameters.needs` for the numbers named like there."""

    shares: Floats  # [categories] problems per person-year
    rate: float  # today's part of a year, per mean resident
    k: int
    age_factor: tuple[float, float, float]
    vulnerable_factor: float
    old_factor: float
    daytime: float
    early: float  # of the night, before people wake
    late: float  # of the night, after people went to bed
    wakes: float  # hour of the day
    sleeps: float
    urgent: float
    urgent_times: float
    utility: float
    hard: float
    p_money: float
    repair_fen: float
    own_nets: int  # departments that a case may belong to
    extents: Floats  # [categories, 3] whose problem it is, see `sim.mechanisms.incidents.running`
    owners: Floats  # [categories, 3] who can solve it, see `sim.mechanisms.solvability.running`


@merged
def _level(demand, fate, category, day):
    """Level of a category today: mean of k unit exponentials, a gamma number of mean 1."""
    if demand.k <= 0 or not demand.shares[category] > 0.0:
        return 1.0
    level = 0.0
    for j in range(demand.k):
        u, _a, _b, _c = philox(fate.key0, fate.key1, category * PARTS + j, day, _DAY, fate.replication)
        level -= log(u)
    return level / demand.k


@merged
def _most(demand, category):
    """Greatest factor that anybody's age, care and building can have on a category."""
    ages = demand.age_factor
    most = max(ages[0], ages[1], ages[2]) * demand.old_factor
    if category == _CARE:
        most *= demand.vulnerable_factor
    return most


@merged
def _call(residents, block, size, pace, day, fate, when, who):
    """Name all candidates of a block, ``pace`` an hour; return how many there are."""
    clock = 0.0
    count = 0
    while count < CANDIDATES:
        u_gap, u_who, u_what, u_is = philox(
            fate.key0, fate.key1, block * CANDIDATES + count, day, _OCCUR, fate.replication
        )
        clock -= log(u_gap) / pace
        if clock >= 24.0:
            break
        when[count] = clock
        who[count, 0] = u_who
        who[count, 1] = u_what
        who[count, 2] = u_is
        fetch(residents, block * BLOCK + int(u_who * size), 0)
        count += 1
    return count


@merged
def _pick(weights, u):
    """Pick a category; ``weights`` are running sums."""
    category = 0
    while category < N_CATEGORIES - 1 and u * weights[N_CATEGORIES - 1] >= weights[category]:
        category += 1
    return category


@merged
def _chance(people, rules, demand, resident, category):
    """Factor of a resident's age, care, building and community on a category."""
    residents = people.rows
    cell = residents.cell[resident]
    m = people.community[cell]
    chance = demand.age_factor[residents.age[resident]] * min(rules.by_category.need[m, category], 1.0)
    if category == _CARE and residents.vulnerable[resident] > 0:
        chance *= demand.vulnerable_factor * min(rules.by_community.need_vulnerable[m], 1.0)
    if people.old[cell]:
        chance *= demand.old_factor
    return chance


@merged
def _hour(demand, part):
    """Hour of the day at which a part of the day's problems has arisen: even while people are up, and at night."""
    early = demand.early * (1.0 - demand.daytime)
    if part < early:
        return demand.wakes * part / early
    if part < early + demand.daytime:
        return demand.wakes + (demand.sleeps - demand.wakes) * (part - early) / demand.daytime
    late = demand.late * (1.0 - demand.daytime)
    return demand.sleeps + (24.0 - demand.sleeps) * (part - early - demand.daytime) / late


@merged
def _class(demand, category, u):
    """Class of a problem's legal limit."""
    quick = demand.urgent * demand.urgent_times if category == _SAFETY or category == _HEALTH else demand.urgent
    if u < quick:
        return _URGENT
    if u < quick + demand.utility:
        return _UTILITY
    return _GENERAL if u < 1.0 - demand.hard else _HARD


@merged
def _cost_fen(demand, category, u_pay, u_cost):
    """Money that a repair needs; 0 where nothing is to be paid for."""
    repair = category == _ENVIRONMENT or category == _FACILITIES or category == _PROPERTY
    if repair and u_pay < demand.p_money:
        # lognormal with log-sd 1; at least a fen, because 0 says that nothing is to be paid for
        return int(min(demand.repair_fen * exp(normal_quantile(u_cost) - 0.5), MOST_FEN)) + 1
    return 0


@allocating
def _arise(cases, blank, n, people, rules, demand, fate, day):
    """Write today's problems into the case table; return the number of rows in use (negative: no room).

    Residents are gone through block by block, each with candidates of its own, so that those looked at one after the
    other lie near each other in memory: a district of ten millions waits for its memory otherwise.
    """
    residents = people.rows
    weights = np.empty(N_CATEGORIES)
    total = 0.0
    for c in range(N_CATEGORIES):
        total += demand.shares[c] * _level(demand, fate, c, day) * _most(demand, c)
        weights[c] = total
    if demand.rate * total <= 0.0:
        return n
    when, who = np.empty(CANDIDATES), np.empty((CANDIDATES, 3))
    for block in range((people.n + BLOCK - 1) // BLOCK):
        size = min(BLOCK, people.n - block * BLOCK)
        # first all candidates are named, then it is seen what becomes of them: by then their records have come
        count = _call(residents, block, size, demand.rate * total * size / 24.0, day, fate, when, who)
        for i in range(count):
            resident = block * BLOCK + int(who[i, 0] * size)
            category = _pick(weights, who[i, 1])
            if who[i, 2] * _most(demand, category) >= _chance(people, rules, demand, resident, category):
                continue
            if n >= len(cases):
                return -1
            index = block * CANDIDATES + i
            u_class, u_layer, u_pay, u_cost = philox(fate.key0, fate.key1, index, day, _NATURE, fate.replication)
            u_extent, u_owner, _a, _b = philox(fate.key0, fate.key1, index, day, _EXTENT, fate.replication)
            cell = residents.cell[resident]
            birth = Birth(
                index, day, 24.0 * day + min(_hour(demand, when[i] / 24.0), LAST_HOUR), resident,
                residents.vulnerable[resident], cell, people.community[cell], category,
                int(u_layer * demand.own_nets), _class(demand, category, u_class),
                extent_of(demand.extents, category, u_extent), owner_of(demand.owners, category, u_owner),
            )  # fmt: skip
            cost_fen = _cost_fen(demand, category, u_pay, u_cost)
            bear(cases, blank, n, birth, _SILENT, _REPORT, NOBODY, 0, cost_fen)
            n += 1
    return n


def expected(world: World, days: int) -> float:
    """About how many problems will arise in so many days."""
    p = world.settings.needs
    return (p.requests_per_year + p.enquiries_per_year) * world.residents.n * days / 365.0


def demand_of(world: World) -> Demand:
    """Put together what decides how many problems arise today."""
    p, e = world.settings.needs, world.settings.emergencies
    shares = np.array(p.mix, np.float64)
    shares *= p.requests_per_year / shares.sum()
    shares[Category.SERVICES] += p.enquiries_per_year
    if acts(e, world.day):
        surge = 1.0 + (e.multiplier - 1.0) * strength(e, world.day)
        shares[[Category.HEALTH, Category.SERVICES]] *= surge
    night_h = 24.0 - (p.sleeps - p.wakes)
    return Demand(
        shares=shares,
        # the factors on age, care and building raise the mean; the rates are meant for the mean resident
        rate=float(world.people.season[world.day % 365] / 365.0 / world.people.mean_need),
        k=p.overdispersion_k,
        age_factor=(p.child_factor, 1.0, p.elder_factor),
        vulnerable_factor=p.vulnerable_factor,
        old_factor=p.old_building_factor,
        daytime=p.daytime_share,
        early=p.wakes / night_h,
        late=(24.0 - p.sleeps) / night_h,
        wakes=p.wakes,
        sleeps=p.sleeps,
        urgent=p.urgent_share,
        urgent_times=p.urgent_times,
        utility=p.utility_share,
        hard=p.hard_share,
        p_money=p.p_money,
        repair_fen=100.0 * p.repair_yuan,
        own_nets=world.map.own_nets,
        extents=incidents.running(world.settings.incidents),
        owners=solvability.running(world.settings.solvability, p.unsolvable_times),
    )


def arise(world: World) -> None:
    """Let today's problems arise; they are silent until somebody speaks."""
    demand, residents, cases = demand_of(world), world.residents, world.cases
    world.today.first_case = cases.n
    candidates = float(demand.shares.sum()) * demand.rate * residents.n * 3.0
    cases.reserve(cases.n + int(2.2 * candidates) + 64)
    people = People(residents.rows, residents.n, world.map.community, world.map.unrenovated)
    while True:
        n = _arise(cases.rows, cases.blank, cases.n, people, world.rules.rows, demand, world.fate, world.day)
        if n >= 0:
            cases.n = int(n)
            return
        cases.reserve(2 * len(cases.rows))


def renew(world: World, compounds: Array) -> None:
    """Renew the buildings of compounds: their cells are no longer old."""
    world.map.unrenovated[np.isin(world.map.compound, compounds)] = False


def begin_year(world: World, day_of_year: int) -> None:
    """Begin the year of the seasons on a day of it, 0 for the first of January."""
    world.people.season = np.roll(world.people.season, -day_of_year)


def mean_need(geography: Geography, residents: Residents, p: Needs) -> float:
    """Mean over residents of the factors that multiply the rate (care factor left out: it adds)."""
    factor = np.array([p.child_factor, 1.0, p.elder_factor])
    old = np.where(geography.old, p.old_building_factor, 1.0)
    total = 0.0
    for age in range(3):
        by_cell = np.bincount(residents.cell[residents.age == age], minlength=geography.n_cells)
        total += float(factor[age] * (by_cell * old).sum())
    return total / residents.n
