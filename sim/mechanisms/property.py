"""Property firms: first to be asked about property cases; what they do depends on effort, effort on pressure.

A firm really solves a case with probability ``effort``; what it does not solve goes on to the grid worker. Once a
month its effort moves towards the target that it sets itself (`sim.mechanisms.firms`); up as fast as a firm
reorganises, down as slowly as habits go. Fees follow the residents' satisfaction with its cases, and a firm pays its
crew from its fees. A firm can be replaced: the compound has none for a while, then another firm.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.jit import compiled
from sim.kernel.seats import seat
from sim.mechanisms.firms import first_effort, floors, targets, worth
from sim.mechanisms.offices import ALL_DAYS, centres, cover, walking_h
from sim.state.cases import Category
from sim.state.desks import Net
from sim.types import Array, Bools, Floats

if TYPE_CHECKING:
    from sim.state.world import World

MONTH = 30
_PROPERTY = int(Category.PROPERTY)


@compiled
def _count_ratings(cases, n, compound, firm_of_compound, since, count, happy):
    """Count by firm the property cases closed since a time that their residents rated, and the satisfied ones."""
    for case in range(n):
        if cases.category[case] == _PROPERTY and cases.rating[case] >= 0 and cases.t_close[case] >= since:
            firm = firm_of_compound[compound[cases.cell[case]]]
            if firm >= 0:
                count[firm] += 1.0
                happy[firm] += cases.rating[case]


def rank_in_community(community: Array) -> Array:
    """Number the rows of each community 0, 1, 2, ... in their order, for levers that take them one after another."""
    order = np.argsort(community, kind="stable")
    ordered = community[order]
    rank = np.empty(len(community), np.int64)
    rank[order] = np.arange(len(community)) - np.searchsorted(ordered, ordered)
    return rank


def open_firms(world: World, compounds: Array, effort: float, *, committees: Array | bool = False) -> Array:
    """Let property firms take on compounds that have none; return their rows.

    Parameters
    ----------
    compounds : int array
    effort : float
        With which the mean firm begins.
    committees : bool array, optional
        Which of the compounds have an owners' committee.
    """
    m, p = world.map, world.settings.property
    households = np.bincount(m.compound, m.households, m.n_compounds)[compounds].astype(np.int64)
    crew = np.maximum(1, np.floor(households / p.households_per_crew + 0.5)).astype(np.int32)
    x, y, _ = centres(world, m.compound, m.n_compounds)
    where = m.community_of_compound[compounds]
    floor = floors(world, compounds, np.zeros(len(compounds), np.int32))
    begins = first_effort(world, effort, floor)
    rows = world.desks.add(
        len(compounds), net=int(Net.PROPERTY), unit=compounds, community=where, servers=crew, speed=p.time_share,
        effort=begins, callout=True, open_from=p.opens, open_to=p.closes, open_days=ALL_DAYS, x=x[compounds],
        y=y[compounds], households=households, travel_h=walking_h(world),
    )  # fmt: skip
    desk_of_compound = np.full(m.n_compounds, -1, np.int32)
    desk_of_compound[compounds] = rows
    served = desk_of_compound[m.compound]
    cover(world, int(Net.PROPERTY), np.where(served >= 0, served, world.routes.of_cell[Net.PROPERTY]))
    return world.firms.add(
        len(compounds), compound=compounds, community=where, desk=rows, crew=crew, effort=begins, floor=floor,
        target=floor, rating=p.start_rating, n_households=households, fee_income_yuan=households * p.fee_yuan / MONTH,
        owners_committee=committees,
    )  # fmt: skip


def replace_firms(world: World, firms: Array) -> None:
    """Dismiss firms; their compounds have none for ``vacant_days``, then another with a floor of its own."""
    table, p = world.firms, world.settings.property
    table.closed_until[firms] = world.day + p.vacant_days
    table.replaced[firms] += 1
    table.floor[firms] = floors(world, table.compound[firms], table.replaced[firms])
    table.effort[firms] = first_effort(world, p.effort, table.floor[firms])
    table.rating[firms] = p.start_rating
    world.desks.effort[table.desk[firms]] = table.effort[firms]


def open_day(world: World) -> None:
    """Seat the crews; pressure on firms is said anew every day.

    Their desks get their effort anew too, because agents of a user may have changed it in the morning.
    """
    firms = world.firms
    firms.pressure[:] = 0.0
    world.desks.effort[firms.desk] = firms.effort
    seat(world.desks, firms.desk, np.where(firms.closed_until > world.day, 0, firms.crew))


def press(world: World, added: Floats) -> None:
    """Add to today's pressure on the effort of firms, [firms]."""
    world.firms.pressure[:] += added


def give_stars(world: World, rated: Array, stars: Array) -> None:
    """Give the rated firms their stars; all others have none."""
    world.firms.star[:] = 0
    world.firms.star[rated] = stars


def found_committees(world: World, firms: Bools) -> None:
    """Let the owners of these firms' compounds have a committee from now on."""
    world.firms.owners_committee[firms] = True


def update(world: World) -> None:
    """Let firms adapt once a month: rating from their closed cases, fees from ratings, effort to what is asked."""
    firms, p = world.firms, world.settings.property
    if firms.n == 0 or world.day % MONTH != MONTH - 1:
        return
    firm_of_compound = np.full(world.map.n_compounds, -1, np.int64)
    firm_of_compound[firms.compound] = np.arange(firms.n)
    count, happy = np.zeros(firms.n), np.zeros(firms.n)
    since = 24.0 * (world.day - MONTH + 1)
    _count_ratings(world.cases.rows, world.cases.n, world.map.compound, firm_of_compound, since, count, happy)
    # a firm with few cases keeps its old rating
    firms.rating[:] = (p.rating_memory * firms.rating + happy) / (p.rating_memory + count)
    paid = np.clip(1.0 + p.fee_elasticity * (firms.rating - p.start_rating), 0.0, p.fee_cap)
    firms.fee_income_yuan[:] = firms.n_households * p.fee_yuan * paid / MONTH
    fees = worth(world, paid)
    firms.target[:] = targets(world, fees)
    pace = np.where(firms.target > firms.effort, p.rise_per_month, p.drift_per_month)
    firms.effort[:] += pace * (firms.target - firms.effort)
    world.desks.effort[firms.desk] = firms.effort
    affordable = np.floor(firms.n_households * fees / p.households_per_crew + 0.5).astype(np.int32)
    firms.crew[:] = np.maximum(1, affordable)
