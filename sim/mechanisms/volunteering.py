"""Volunteering: residents give hours now and then; the hours go to cases that laymen can do.

Volunteers leave at a yearly rate and are replaced as far as recruiting goes. The hours offered today are a
rule of the community, so levers can add to them; a helper takes a case only if free at once. Part of the hours
are only written down (formalism): they are recorded, and nobody comes. Levers that make people count hours can have
more of them written down besides (rule ``paper_hours``); that takes nothing from the hours given.

Social organisations and the member units of party alliances help in the same way; they have no hours until a
lever gives them some.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sim.kernel.seats import offer_hours, seat
from sim.params import param
from sim.state.desks import Helper

if TYPE_CHECKING:
    from sim.state.world import World


@dataclass(frozen=True, slots=True)
class Volunteering:
    """How much volunteers give."""

    share: float = param(
        0.10, "share", basis="assumed", source="assumption: registered volunteers among residents", low=0.03, high=0.2,
        allowed=(0.0, 1.0), doc="residents who volunteer at all", zh="志愿者占比",
    )  # fmt: skip
    turns_per_year: float = param(
        1.33, "per volunteer-year", basis="sourced", source="X028", low=0.5, high=12.0, allowed=(0.0, 400.0),
        doc="turns of a volunteer", zh="每年参与次数",
    )  # fmt: skip
    hours_per_turn: float = param(
        3.1, "h", basis="sourced", source="X027", low=1.0, high=5.0, allowed=(0.1, 24.0), doc="hours of a turn",
        zh="每次时长",
    )  # fmt: skip
    case_share: float = param(
        0.2, "share", basis="assumed", source="assumption: most turns are events and campaigns", low=0.05, high=0.5,
        allowed=(0.0, 1.0), doc="of volunteer hours given to residents' cases", zh="用于诉求占比",
    )  # fmt: skip
    paper_share: float = param(
        0.15, "share", basis="assumed", source="assumption: X027 is self-recorded in an app that earns credit", low=0.0,
        high=0.4, allowed=(0.0, 1.0), doc="of the hours written down that nobody gave", zh="虚报时长占比",
    )  # fmt: skip
    attrition_per_year: float = param(
        0.33, "per year", basis="sourced", source="X029", low=0.2, high=0.5, allowed=(0.0, 1.0),
        doc="volunteers who stop within a year", zh="年流失率",
    )  # fmt: skip
    recruits_per_year: float = param(
        0.33, "per year", basis="assumed", source="assumption: as many join as leave", low=0.1, high=0.6,
        allowed=(0.0, 2.0), doc="new volunteers a year, of the number at the start", zh="年新增率",
    )  # fmt: skip
    p_solve: float = param(
        0.8, "probability", basis="assumed", source="assumption: helpers take on what they think they can do", low=0.5,
        high=0.95, allowed=(0.0, 1.0), doc="a helper solves a case taken on", zh="志愿者解决率",
    )  # fmt: skip
    opens: float = param(
        8.0, "hour", basis="assumed", source="assumption: daylight", low=7.0, high=9.0,
        allowed=(0.0, 23.0), doc="hour from which helpers come",
    )  # fmt: skip
    closes: float = param(
        20.0, "hour", basis="assumed", source="assumption: after work", low=18.0, high=22.0,
        allowed=(0.5, 24.0), doc="hour until which helpers come",
    )  # fmt: skip
    match: float = param(
        0.35, "share", basis="assumed", source="assumption: what laymen can do", low=0.15, high=0.6, allowed=(0.0, 1.0),
        doc="cases that a helper takes on when free", zh="可承接占比",
    )  # fmt: skip


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
