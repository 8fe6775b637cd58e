"""Volunteering: residents give hours now and then; the hours go to cases that laymen can do.

Volunteers leave at a yearly rate and are replaced as far as recruiting goes. The hours offered today are a
rule of the community, so levers can add to them; a helper takes a case only if free at once. Part of the hours
are only written down (formalism): they are recorded, and nobody comes. Levers that make people count hours can have
more of them written down besides (rule ``paper_hours``); that takes nothing from the hours given.

Social organisations and the member units of party alliances help in the same way; they have no hours until a
lever gives them some.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.kernel.seats import offer_hours, seat
from sim.state.desks import Helper

if TYPE_CHECKING:
    from sim.state.world import World


def base_hours(world: World) -> None:
    """Offer the volunteers' hours of today, before levers add theirs."""
    p = world.settings.volunteering
    daily = p.turns_per_year / 365.0 * p.hours_per_turn * p.case_share
    rule = world.rules["help_hours"]
    rule.base[:, Helper.VOLUNTEER] = world.people.volunteers * daily
    rule.value[:, Helper.VOLUNTEER] = rule.base[:, Helper.VOLUNTEER]


def offer(world: World) -> None:
    """Put today's hours on the helpers' desks; a turn begun yesterday and run over is taken off."""
    p, rules, m = world.settings.volunteering, world.rules, world.n_communities
    table = world.desks
    written = rules["help_hours"].value
    paper = np.clip(rules["paper"].value, 0.0, 1.0)
    for helper in Helper:
        hours = np.bincount(world.offices.of_community, written[:, helper], m)
        if helper == Helper.VOLUNTEER:
            world.sums.hours_offered += float(hours.sum()) + float(rules["paper_hours"].value.sum())
            hours = np.bincount(world.offices.of_community, written[:, helper] * (1.0 - paper), m)
            world.sums.hours_given += float(hours.sum())
        rows = world.offices.helpers[helper]
        if not hours.any() and not table.servers[rows].any():
            continue
        offer_hours(table, rows, hours)
        seat(table, rows, np.ceil(hours / p.hours_per_turn).astype(np.int32))
    leave = p.attrition_per_year / 365.0 * rules["attrition"].value
    join = p.recruits_per_year / 365.0 * rules["recruit"].value
    world.people.volunteers += join * world.people.volunteers_at_start - leave * world.people.volunteers
