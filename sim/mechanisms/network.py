"""The network before any lever: who has a desk, how long it is open, who is asked in which order.

=============  =====================================================================
category       levels, first to last
=============  =====================================================================
environment    grid, community, street, department
facilities     grid, community, street, department
property       property firm, grid, community, street, department
disputes       grid, mediation committee, street, department
care           grid, community, department
safety         grid, street, department
services       community, street, department
health         grid, community, department
=============  =====================================================================

Volunteers help at the first level with environment, property and care. Departments prepare a case (time
without anybody working on it) before a crew takes it up.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sim.mechanisms.mediation import p_back
from sim.params import param
from sim.rng import log
from sim.state.cases import N_CATEGORIES, Category
from sim.state.desks import MAX_LEVELS, Net
from sim.types import Array, Floats

if TYPE_CHECKING:
    from sim.state.world import World

FIVE_DAYS, ALL_DAYS = 0b0011111, 0b1111111

LEVELS: dict[Category, tuple[Net, ...]] = {
    Category.ENVIRONMENT: (Net.GRID, Net.COMMUNITY, Net.STREET, Net.DEPARTMENT),
    Category.FACILITIES: (Net.GRID, Net.COMMUNITY, Net.STREET, Net.DEPARTMENT),
    Category.PROPERTY: (Net.PROPERTY, Net.GRID, Net.COMMUNITY, Net.STREET, Net.DEPARTMENT),
    Category.DISPUTES: (Net.GRID, Net.MEDIATION, Net.STREET, Net.DEPARTMENT),
    Category.CARE: (Net.GRID, Net.COMMUNITY, Net.DEPARTMENT),
    Category.SAFETY: (Net.GRID, Net.STREET, Net.DEPARTMENT),
    Category.SERVICES: (Net.COMMUNITY, Net.STREET, Net.DEPARTMENT),
    Category.HEALTH: (Net.GRID, Net.COMMUNITY, Net.DEPARTMENT),
}
HELPED = (Category.ENVIRONMENT, Category.PROPERTY, Category.CARE)


def _assumed(
    default: float, unit: str, low: float, high: float, allowed: tuple[float, float], doc: str, why: str
) -> float:
    return param(  # type: ignore[no-any-return]
        default,
        unit,
        basis="assumed",
        source=f"assumption: {why}",
        low=low,
        high=high,
        allowed=allowed,
        doc=doc,
    )


@dataclass(frozen=True, slots=True)
class Service:
    """Hands-on times, chances to solve, opening hours and sizes of the desks."""

    grid_h: float = _assumed(1.0, "h", 0.3, 3.0, (0.01, 200.0), "mean hands-on time in the grid", "an errand")
    community_h: float = _assumed(
        1.0, "h", 0.3, 3.0, (0.01, 200.0), "mean hands-on time in the community office", "as grid"
    )
    window_h: float = _assumed(0.3, "h", 0.1, 1.0, (0.01, 200.0), "mean time of an enquiry at the window", "20 minutes")
    property_h: float = _assumed(1.5, "h", 0.5, 4.0, (0.01, 200.0), "mean hands-on time of a property crew", "a repair")
    street_h: float = _assumed(
        2.0, "h", 0.5, 6.0, (0.01, 200.0), "mean hands-on time in the street centre", "coordination"
    )
    department_h: float = _assumed(3.0, "h", 1.0, 12.0, (0.01, 500.0), "mean hands-on time of a crew", "half a shift")
    work_cv: float = _assumed(
        1.2, "ratio", 0.5, 2.0, (0.0, 5.0), "coefficient of variation of hands-on times", "long tail"
    )
    look_share: float = _assumed(
        0.4, "share", 0.1, 1.0, (0.0, 1.0), "of hands-on time before a case is passed up", "a visit"
    )
    wrong_share: float = _assumed(0.25, "share", 0.1, 0.5, (0.0, 1.0), "of hands-on time at a wrong desk", "a look")
    formal_share: float = _assumed(
        0.2, "share", 0.05, 0.5, (0.0, 1.0), "of hands-on time of a formal closure", "a form"
    )
    p_grid: float = _assumed(
        0.45, "probability", 0.2, 0.7, (0.0, 1.0), "the grid can solve a case", "small things stay"
    )
    p_grid_dispute: float = _assumed(
        0.5, "probability", 0.2, 0.8, (0.0, 1.0), "the grid settles a quarrel", "most are small"
    )
    p_community: float = _assumed(
        0.5, "probability", 0.2, 0.8, (0.0, 1.0), "the community can solve what reaches it", "half"
    )
    p_window: float = _assumed(
        0.9, "probability", 0.6, 0.98, (0.0, 1.0), "the window answers an enquiry", "first contact"
    )
    p_street: float = _assumed(
        0.4, "probability", 0.1, 0.7, (0.0, 1.0), "the street can solve what reaches it", "fewer"
    )
    lead_days: tuple[float, ...] = param(
        (3.0, 3.0, 11.0, 13.0, 11.0, 1.0, 1.0, 1.0), "d", basis="derived",
        source="X018 medians 1/3/11/13 by class; mapping to categories assumed", allowed=(0.0, 1000.0),
        doc="median preparation time of departments by category", zh="部门前置时间",
    )  # fmt: skip
    lead_sigma: float = param(
        1.2, "log-sd", basis="derived", source="X019", low=0.9, high=1.6, allowed=(0.0, 3.0),
        doc="spread of preparation times", zh="前置时间离散",
    )  # fmt: skip
    limit_h: tuple[float, ...] = param(
        (2.0, 24.0, 168.0, 360.0), "h", basis="sourced", source="X020", allowed=(0.1, 10000.0),
        doc="limits for urgent, utility, general and hard cases, from acceptance to closure", zh="办理时限",
    )  # fmt: skip
    minutes_per_cell: float = _assumed(
        3.0, "min", 1.0, 8.0, (0.0, 120.0), "walking time per cell of 100 households", "150 m on foot"
    )
    office_opens: float = _assumed(9.0, "hour", 8.0, 9.5, (0.0, 23.0), "hour at which offices open", "usual")
    office_closes: float = _assumed(17.5, "hour", 17.0, 18.0, (0.5, 24.0), "hour at which offices close", "usual")
    community_staff: int = param(
        4, "persons", basis="assumed", source="assumption: of eight, half see residents", low=2, high=10,
        allowed=(1, 1000), doc="community workers who see residents, per community",
    )  # fmt: skip
    community_share: float = _assumed(
        0.5, "share", 0.2, 0.8, (0.01, 1.0), "of their time for residents' cases", "forms"
    )
    street_staff: int = param(
        6, "persons", basis="assumed", source="assumption: a desk of the governance centre", low=2, high=20,
        allowed=(1, 10000), doc="case handlers per street centre",
    )  # fmt: skip
    street_share: float = _assumed(0.6, "share", 0.3, 0.9, (0.01, 1.0), "of their time for cases", "meetings")
    residents_per_crew: float = _assumed(
        40000.0, "persons", 15000.0, 100000.0, (100.0, 1e7), "residents per crew of each department",
        "a few crews a district"
    )  # fmt: skip


def base_rules(world: World) -> dict[str, float | Floats]:
    """Rules of the district before any lever."""
    from sim.mechanisms.dispatch import p_misroute

    s = world.settings
    report = np.clip(world.area_report[:, None] * s.voice.p_report * np.array(s.voice.category_factor), 0.0, 0.97)
    return {
        "report": report,
        "dispatch_h": s.dispatch.acceptance_h,
        "misroute": p_misroute(world.layers, s.dispatch.misroute_exponent),
        "handover_h": s.dispatch.handover_h,
        "formal": s.dispatch.p_formal,
        "come_back": s.dispatch.p_come_back,
        "merge": s.dispatch.p_merge,
        "supervise": float(s.dispatch.supervised),
        "match": s.volunteering.match,
        "help": s.volunteering.p_solve,
        "admin_share": s.workers.admin_share,
        "patrol_share": s.workers.patrol_share,
        "funds_yuan": s.finance.base_funds_yuan * s.finance.repair_share / 365.0,
        "solve": np.broadcast_to(p_solve(world), (world.n_communities, N_CATEGORIES, MAX_LEVELS)),
    }


def p_solve(world: World) -> Floats:
    """Probability that a level solves a case, [categories, levels], before any lever."""
    s, d = world.settings.service, world.settings.dispatch
    chance = {
        Net.GRID: s.p_grid, Net.COMMUNITY: s.p_community, Net.STREET: s.p_street, Net.DEPARTMENT: 1.0 - d.p_handoff,
        Net.MEDIATION: world.settings.mediation.p_agree, Net.PROPERTY: 1.0,
    }  # fmt: skip
    out = np.zeros((N_CATEGORIES, MAX_LEVELS))
    for category, nets in LEVELS.items():
        out[category, : len(nets)] = [chance[net] for net in nets]
    out[Category.DISPUTES, 0] = s.p_grid_dispute
    out[Category.SERVICES, 0] = s.p_window
    return out


def set_routes(world: World) -> None:
    """Write the route of every category."""
    s, table = world.settings.service, world.routes.table
    hours = {
        Net.GRID: s.grid_h, Net.COMMUNITY: s.community_h, Net.STREET: s.street_h, Net.DEPARTMENT: s.department_h,
        Net.MEDIATION: world.settings.mediation.hours, Net.PROPERTY: s.property_h,
    }  # fmt: skip
    sigma = float(np.sqrt(log(1.0 + s.work_cv**2)))
    for category, nets in LEVELS.items():
        for level, net in enumerate(nets):
            table.net[category, level] = int(net) + (int(category) if net == Net.DEPARTMENT else 0)
            table.work_mean[category, level] = hours[net]
            table.work_sigma[category, level] = sigma
            table.look_share[category, level] = s.look_share
            table.travels[category, level] = net in (Net.GRID, Net.PROPERTY)
            table.pays[category, level] = net in (Net.GRID, Net.COMMUNITY)
            if net == Net.DEPARTMENT:
                table.lead_median[category, level] = 24.0 * s.lead_days[category]
                table.lead_sigma[category, level] = s.lead_sigma
            if net == Net.MEDIATION:
                table.p_relapse[category, level] = p_back(world.settings.mediation)
                table.relapse_h[category, level] = 24.0 * world.settings.mediation.relapse_days
    table.work_mean[Category.SERVICES, 0] = s.window_h
    table.formal_share[:] = s.formal_share
    table.wrong_share[:] = s.wrong_share
    table.come_back_h[:] = 24.0 * world.settings.dispatch.come_back_days
    for category in HELPED:
        table.helper[category, 0] = int(Net.VOLUNTEER)


def centres(world: World, area: Array, n: int) -> tuple[Floats, Floats, Floats]:
    """Mean x, mean y and households of each of n areas of cells."""
    cells = np.maximum(np.bincount(area, minlength=n), 1)
    x = np.bincount(area, world.map.x, n) / cells
    y = np.bincount(area, world.map.y, n) / cells
    return x, y, np.bincount(area, world.map.households, n).astype(np.float64)


def walking_h(world: World) -> float:
    """Hours to walk past one cell; smaller cells are passed sooner."""
    side = float(np.sqrt(world.place.households_per_cell / 100.0))
    return world.settings.service.minutes_per_cell / 60.0 * side


def open_offices(world: World) -> None:
    """Open every desk except the grid workers'."""
    s, m, desks, of_cell = world.settings, world.map, world.desks, world.routes.of_cell
    office = {"open_from": s.service.office_opens, "open_to": s.service.office_closes, "open_days": FIVE_DAYS}
    every = np.arange(m.n_communities)
    x, y, households = centres(world, m.community, m.n_communities)

    rows = desks.add(
        m.n_communities, net=int(Net.COMMUNITY), unit=every, community=every, servers=s.service.community_staff,
        speed=s.service.community_share, x=x, y=y, households=households, **office,
    )  # fmt: skip
    of_cell[Net.COMMUNITY] = rows[m.community]
    rows = desks.add(
        m.n_communities, net=int(Net.MEDIATION), unit=every, community=every, servers=s.mediation.mediators,
        speed=s.mediation.time_share, x=x, y=y, households=households, **office,
    )  # fmt: skip
    of_cell[Net.MEDIATION] = rows[m.community]
    world.volunteer_desks = desks.add(
        m.n_communities, net=int(Net.VOLUNTEER), unit=every, community=every, budget_h=0.0,
        open_from=s.volunteering.opens,
        open_to=s.volunteering.closes,
        open_days=ALL_DAYS, x=x, y=y, households=households, travel_h=walking_h(world),
    )  # fmt: skip
    of_cell[Net.VOLUNTEER] = world.volunteer_desks[m.community]
    first_community = np.array([np.flatnonzero(m.street_of_community == k)[0] for k in range(m.n_streets)])
    rows = desks.add(
        m.n_streets, net=int(Net.STREET), unit=np.arange(m.n_streets), community=first_community,
        servers=s.service.street_staff, speed=s.service.street_share, **office,
    )  # fmt: skip
    of_cell[Net.STREET] = rows[m.street_of_community[m.community]]
    crews = max(2, round(world.residents.n / s.service.residents_per_crew))
    for category in Category:
        row = desks.add(
            1, net=int(Net.DEPARTMENT) + category, unit=int(category), servers=crews, callout=True, **office
        )
        of_cell[Net.DEPARTMENT + category] = row[0]
    _open_firms(world)


def _open_firms(world: World) -> None:
    """Give managed compounds a property firm with a crew."""
    m, p, place = world.map, world.settings.property, world.place
    managed = round(place.managed_share * m.n_compounds)
    taken = np.flatnonzero(share_spread(m.n_compounds, managed))
    households = np.bincount(m.compound, m.households, m.n_compounds)[taken].astype(np.int64)
    crew = np.maximum(1, np.floor(households / p.households_per_crew + 0.5)).astype(np.int32)
    x, y, _ = centres(world, m.compound, m.n_compounds)
    rows = world.desks.add(
        len(taken), net=int(Net.PROPERTY), unit=taken, community=m.community_of_compound[taken], servers=crew,
        speed=p.time_share, effort=p.effort, callout=True, open_from=p.opens, open_to=p.closes, open_days=ALL_DAYS,
        x=x[taken], y=y[taken], households=households, travel_h=walking_h(world),
    )  # fmt: skip
    desk_of_compound = np.full(m.n_compounds, -1, np.int32)
    desk_of_compound[taken] = rows
    world.routes.of_cell[Net.PROPERTY] = desk_of_compound[m.compound]
    committees = min(place.owners_committees, len(taken))
    world.firms.add(
        len(taken), compound=taken, community=m.community_of_compound[taken], desk=rows, crew=crew, effort=p.effort,
        rating=p.start_rating, n_households=households, fee_income_yuan=households * p.fee_yuan / 30.0,
        owners_committee=share_spread(len(taken), committees),
    )  # fmt: skip


def share_spread(n: int, chosen: int) -> Array:
    """Mark `chosen` of n rows, spread evenly."""
    return np.diff(np.floor(np.arange(n + 1) * chosen / max(n, 1))).astype(bool)
