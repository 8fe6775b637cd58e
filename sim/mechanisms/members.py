"""In-service members: each decides once a month whether to come, and looks at colleagues before.

Who is called upon comes for a turn, on a day of the month of one's own, with probability::

    logit P(comes) = logit(usual) + company (share of the unit that came last month - usual) - slack (1 - followed up)

``usual`` is the share that comes in the first month and goes on coming where everybody is followed up. Without that,
fewer come; then colleagues see fewer come, and fewer still do. While company x P (1 - P) is below 1, so with any
company below 4, turnout settles at one level; above it a unit has two, and tips from one to the other.

A unit is where members work: they are dealt to units by chance, once for the place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from sim.fate import Decision
from sim.jit import compiled, merged
from sim.rng import exp, log, philox

if TYPE_CHECKING:
    from sim.state.world import World
    from sim.types import Floats

MONTH = 30
_MEMBER, _UNIT = int(Decision.MEMBER), int(Decision.UNIT)
_LEAST = 1e-9
"""Shares of 0 and 1 have no logit."""


class Turnout(NamedTuple):
    """What makes members come; see `sim.policies.dual_report`."""

    usual: float  # share of those called upon that takes a turn in a month
    called: float  # share that can be called upon
    company: float  # logits for each unit of share
    slack: float  # logits lost without any following up
    followed_up: float  # 0..1
    per_unit: float  # members of a unit


@merged
def p_comes(turnout, came):
    """Probability that a member comes, where a share of the unit came last month."""
    usual = min(max(turnout.usual, _LEAST), 1.0 - _LEAST)
    logit = log(usual / (1.0 - usual)) + turnout.company * (came - turnout.usual)
    return 1.0 / (1.0 + exp(-(logit - turnout.slack * (1.0 - turnout.followed_up))))


@compiled
def _count_units(members, n, month, came, called):
    """Count by unit who came, and who was called upon, in a month."""
    for i in range(n):
        if members.month[i] == month:
            came[members.unit[i]] += members.comes[i]
            called[members.unit[i]] += members.called[i]


@compiled
def _decide(members, n, turnout, came, called, month, fate):
    """Let every member decide about this month, having seen how many colleagues came in the last one."""
    for i in range(n):
        u_comes, u_day, u_called, _a = philox(fate.key0, fate.key1, i, month, _MEMBER, fate.replication)
        unit = members.unit[i]
        share = came[unit] / called[unit] if called[unit] > 0.0 else turnout.usual
        members.called[i] = u_called < turnout.called
        members.comes[i] = members.called[i] and u_comes < p_comes(turnout, share)
        members.turn_day[i] = int(u_day * MONTH)
        members.month[i] = month


@compiled
def _deal(members, n, n_units, map_seed):
    """Deal members to units, once for the place."""
    for i in range(n):
        u, _a, _b, _c = philox(0x6D61, map_seed, i, 0, _UNIT, 0)
        members.unit[i] = int(u * n_units)


@compiled
def _take_turns(members, n, community, day_of_month, turns):
    """Count the turns of today by community."""
    for i in range(n):
        if members.comes[i] and members.turn_day[i] == day_of_month:
            members.turns[i] += 1
            turns[community[i]] += 1.0


def turns(world: World, turnout: Turnout) -> Floats:
    """Let members take their turns of today; return how many do by community, [M]. Called once a day.

    In the first month, and after one without anybody called upon, members take the usual share for what others do.
    """
    members, month = world.members, world.day // MONTH
    today = np.zeros(world.n_communities)
    if members.n == 0:
        return today
    if members.month[0] != month:
        n_units = max(1, round(members.n / turnout.per_unit))
        if members.month[0] < 0:
            _deal(members.rows, members.n, n_units, world.place.map_seed)
        came, called = np.zeros(n_units), np.zeros(n_units)
        _count_units(members.rows, members.n, month - 1, came, called)
        _decide(members.rows, members.n, turnout, came, called, month, world.fate)
    _take_turns(members.rows, members.n, world.people.members, world.day % MONTH, today)
    return today
