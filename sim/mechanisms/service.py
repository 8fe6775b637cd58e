"""Service before any lever: who is asked about what, in which order, how long it takes, how often it is enough.

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

from typing import TYPE_CHECKING

import numpy as np

from sim.mechanisms.mediation import p_back
from sim.mechanisms.workers import part_time_h
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
    part_time = part_time_h(s.workers, world.place) * world.people.households / world.people.households.sum()
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
