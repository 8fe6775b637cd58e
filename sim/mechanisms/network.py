"""The network before any lever: who is asked about what, in which order, how long it takes, how often it is enough.

=============  ==================================================================================
category       levels, first to last (in brackets: asked only where a lever opens them)
=============  ==================================================================================
environment    grid, community, (council), street, department
facilities     grid, community, (council), street, department
property       property firm, grid, community, (council), street, department
disputes       grid, (council), mediation committee, (court), street, department
care           grid, (social work), community, department
safety         grid, street, department
services       (grid), community, street, department
health         grid, (social work), community, department
=============  ==================================================================================

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
from sim.state.desks import MAX_LEVELS, N_HELPERS, Helper, Net
from sim.types import Floats

if TYPE_CHECKING:
    from sim.state.world import World

LEVELS: dict[Category, tuple[Net, ...]] = {
    Category.ENVIRONMENT: (Net.GRID, Net.COMMUNITY, Net.COUNCIL, Net.STREET, Net.DEPARTMENT),
    Category.FACILITIES: (Net.GRID, Net.COMMUNITY, Net.COUNCIL, Net.STREET, Net.DEPARTMENT),
    Category.PROPERTY: (Net.PROPERTY, Net.GRID, Net.COMMUNITY, Net.COUNCIL, Net.STREET, Net.DEPARTMENT),
    Category.DISPUTES: (Net.GRID, Net.COUNCIL, Net.MEDIATION, Net.COURT, Net.STREET, Net.DEPARTMENT),
    Category.CARE: (Net.GRID, Net.SOCIAL_WORK, Net.COMMUNITY, Net.DEPARTMENT),
    Category.SAFETY: (Net.GRID, Net.STREET, Net.DEPARTMENT),
    Category.SERVICES: (Net.GRID, Net.COMMUNITY, Net.STREET, Net.DEPARTMENT),
    Category.HEALTH: (Net.GRID, Net.SOCIAL_WORK, Net.COMMUNITY, Net.DEPARTMENT),
}
OPENED_BY_LEVERS = (Net.COUNCIL, Net.COURT, Net.SOCIAL_WORK)
"""Nobody sits there, and nobody is asked, unless a lever says so; the same holds for services at the grid."""
HELPED = (Category.ENVIRONMENT, Category.PROPERTY, Category.CARE)
"""What volunteers take on."""


MOST_REPORT = 0.97
"""However ready people are, a few problems that were noticed are not reported."""


def level_of(category: Category, net: Net) -> int:
    """Level at which a net is asked about a category.

    Raises
    ------
    ValueError
        If it is not on the category's route.
    """
    return LEVELS[category].index(net)


def places_of(net: Net) -> list[tuple[Category, int]]:
    """Every (category, level) at which a net is on the route; a lever edits rules there."""
    return [(category, nets.index(net)) for category, nets in LEVELS.items() if net in nets]


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
    social_work_h: float = _assumed(
        3.0, "h", 1.0, 8.0, (0.01, 200.0), "mean hands-on time of a case manager", "several talks and visits"
    )
    council_h: float = _assumed(
        0.5, "h", 0.2, 2.0, (0.01, 200.0), "mean meeting time that a case takes in a council", "four in an evening"
    )
    court_h: float = _assumed(
        3.0, "h", 1.0, 8.0, (0.01, 200.0), "mean hands-on time of a judge or officer in a community", "half a day"
    )
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
    p_services_grid: float = _assumed(
        0.6, "probability", 0.3, 0.9, (0.0, 1.0), "a grid worker who is asked settles an enquiry", "papers stay"
    )
    p_social_work: float = _assumed(
        0.7, "probability", 0.4, 0.9, (0.0, 1.0), "a case manager solves what reaches him", "their trade"
    )
    p_council: float = _assumed(
        0.55, "probability", 0.3, 0.8, (0.0, 1.0), "a council agrees on a solution", "not every quarrel ends"
    )
    p_court: float = _assumed(
        0.8, "probability", 0.6, 0.95, (0.0, 1.0), "a judge or officer settles a hard dispute", "authority"
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

    s, m = world.settings, world.n_communities
    report = np.clip(
        world.people.readiness[:, None] * s.voice.p_report * np.array(s.voice.category_factor), 0.0, MOST_REPORT
    )
    whole = (m, N_CATEGORIES, MAX_LEVELS)
    match = np.zeros((N_CATEGORIES, N_HELPERS))
    match[list(HELPED), Helper.VOLUNTEER] = s.volunteering.match
    part_time = s.workers.part_time_h(world.place) * world.people.households / world.people.households.sum()
    return {
        "report": report,
        "dispatch_h": s.dispatch.acceptance_h,
        "misroute": p_misroute(world.map.layers, s.dispatch.misroute_exponent),
        "handover_h": s.dispatch.handover_h,
        "handoff": s.dispatch.p_handoff,
        "formal": s.dispatch.p_formal,
        "come_back": s.dispatch.p_come_back,
        "merge": s.dispatch.p_merge,
        "supervise": float(s.dispatch.supervised),
        "match": match,
        "help": s.volunteering.p_solve,
        "paper": s.volunteering.paper_share,
        "admin_share": s.workers.admin_share,
        "patrol_share": s.workers.patrol_share,
        "visit_share": s.workers.visits_per_day * s.voice.visit_h / s.workers.hours_per_day,
        "patrol_hours": s.workers.part_time_patrol * part_time,
        "visit_hours": (1.0 - s.workers.part_time_patrol) * part_time,
        "funds_yuan": s.finance.base_funds_yuan * s.finance.repair_share / 365.0,
        "asked": np.broadcast_to(asked(), whole),
        "solve": np.broadcast_to(p_solve(world), whole),
    }


def asked() -> Floats:
    """Whether a level is asked before any lever, [categories, levels]."""
    out = np.zeros((N_CATEGORIES, MAX_LEVELS))
    for category, nets in LEVELS.items():
        out[category, : len(nets)] = [float(net not in OPENED_BY_LEVERS) for net in nets]
    out[Category.SERVICES, level_of(Category.SERVICES, Net.GRID)] = 0.0
    return out


def p_solve(world: World) -> Floats:
    """Probability that a level can solve a case, [categories, levels], before any lever."""
    s = world.settings.service
    chance = {
        Net.GRID: s.p_grid, Net.COMMUNITY: s.p_community, Net.STREET: s.p_street, Net.DEPARTMENT: 1.0,
        Net.MEDIATION: world.settings.mediation.p_agree, Net.PROPERTY: 1.0, Net.SOCIAL_WORK: s.p_social_work,
        Net.COUNCIL: s.p_council, Net.COURT: s.p_court,
    }  # fmt: skip
    out = np.zeros((N_CATEGORIES, MAX_LEVELS))
    for category, nets in LEVELS.items():
        out[category, : len(nets)] = [chance[net] for net in nets]
    out[Category.DISPUTES, level_of(Category.DISPUTES, Net.GRID)] = s.p_grid_dispute
    out[Category.SERVICES, level_of(Category.SERVICES, Net.COMMUNITY)] = s.p_window
    out[Category.SERVICES, level_of(Category.SERVICES, Net.GRID)] = s.p_services_grid
    return out


def set_routes(world: World) -> None:
    """Write the route of every category."""
    s, table = world.settings.service, world.routes.table
    hours = {
        Net.GRID: s.grid_h, Net.COMMUNITY: s.community_h, Net.STREET: s.street_h, Net.DEPARTMENT: s.department_h,
        Net.MEDIATION: world.settings.mediation.hours, Net.PROPERTY: s.property_h, Net.SOCIAL_WORK: s.social_work_h,
        Net.COUNCIL: s.council_h, Net.COURT: s.court_h,
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
            # what cannot wait for a meeting, or for the judge's day, is not kept for one
            table.urgent[category, level] = net not in (Net.COUNCIL, Net.COURT)
            if net == Net.DEPARTMENT:
                table.lead_median[category, level] = 24.0 * s.lead_days[category]
                table.lead_sigma[category, level] = s.lead_sigma
            if net in (Net.MEDIATION, Net.COURT, Net.COUNCIL) and category == Category.DISPUTES:
                table.p_relapse[category, level] = p_back(world.settings.mediation)
                table.relapse_h[category, level] = 24.0 * world.settings.mediation.relapse_days
    for net in (Net.COMMUNITY, Net.GRID):
        table.work_mean[Category.SERVICES, level_of(Category.SERVICES, net)] = s.window_h
    table.formal_share[:] = s.formal_share
    table.wrong_share[:] = s.wrong_share
    table.come_back_h[:] = 24.0 * world.settings.dispatch.come_back_days
