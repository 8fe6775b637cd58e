"""Satisfaction: what a closed case, one given up, or a problem nobody ever heard of does to a resident.

Experience is compared with expectation (Oliver's disconfirmation) and valued for itself (performance)::

    quality        = 1 - t / (t + expected)                       t = accepted (or reopened) -> closed, h
    P(satisfied)   = base(solved) + 2 w swing (quality - 1/2)     w = weight of disconfirmation

A satisfied resident moves towards 1, a dissatisfied one towards 0; expectation and trust learn; neighbours hear
of it and move a little too. With ``rule = "performance"`` only the result counts (w = 0), the rival rule.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from sim.fate import draw, of_rating
from sim.jit import AHEAD, compiled, fetch, merged
from sim.kernel.look_ahead import fetch_case
from sim.state.agenda import Count
from sim.state.cases import Cases
from sim.state.residents import LAST_DAY, MOST_CONTACTS
from sim.state.table import record_type

if TYPE_CHECKING:
    from sim.state.world import World

_CLOSED, _LOST = Count.CLOSED, Count.LOST
_RESIDENT_AT = record_type(Cases.SPEC).fields["resident"][1]


class Judging(NamedTuple):
    """How residents judge; see `sim.parameters.satisfaction` for the numbers named like there."""

    p_if_solved: float
    p_if_unsolved: float
    weight: float  # of speed against expectation
    swing: float
    learn_expectation: float
    learn: float
    learn_trust: float
    unheard: float
    told: float  # effect on each neighbour told


@compiled
def _learn(residents, community, mood, resident, target, rate, rate_trust):
    """Move one resident; keep the community's sum of satisfaction up to date."""
    s = float(residents.satisfaction[resident])
    residents.satisfaction[resident] = s + rate * (target - s)
    mood[community[residents.cell[resident]]] += rate * (target - s)
    t = float(residents.trust[resident])
    residents.trust[resident] = t + rate_trust * (target - t)


@merged
def _rate(cases, residents, judging, case, took, u):
    """Let the resident of a closed case judge it, and learn what to expect; return whether he is satisfied."""
    resident = cases.resident[case]
    solved = cases.solved[case]
    expected = float(residents.expectation_h[resident])
    quality = expected / (took + expected)
    p = judging.p_if_solved if solved else judging.p_if_unsolved
    satisfied = u < p + judging.weight * judging.swing * 2.0 * (quality - 0.5)
    cases.rating[case] = 1 if satisfied else 0
    residents.expectation_h[resident] = expected + judging.learn_expectation * (took - expected)
    day = min(int(cases.t_close[case] / 24.0) + 1, LAST_DAY)
    residents.experience[resident] = day if solved else -day
    residents.contacts[resident] = min(residents.contacts[resident] + 1, MOST_CONTACTS)
    return satisfied


@merged
def _tell_neighbours(residents, community, mood, cell_first, resident, target, judging, friends):
    """Let two next door and two elsewhere in the cell hear of it; ``friends`` are random numbers for these."""
    cell = residents.cell[resident]
    first = cell_first[cell]
    size = cell_first[cell + 1] - first
    next_door = first + (resident - first + 1) % size
    other_side = first + (resident - first + size - 1) % size
    rate, rate_trust = judging.told * judging.learn, judging.told * judging.learn_trust
    for friend in (next_door, other_side, first + int(friends[0] * size), first + int(friends[1] * size)):
        _learn(residents, community, mood, friend, target, rate, rate_trust)


@compiled
def _update(cases, residents, community, mood, cell_first, closed, lost, counts, fate, judging):
    """Let the residents of today's closed and lost cases learn, and those they tell."""
    n_closed, n_lost = counts[_CLOSED], counts[_LOST]
    for i in range(n_closed):
        if i + 2 * AHEAD < n_closed:
            fetch_case(cases, closed[i + 2 * AHEAD])
        if i + AHEAD < n_closed:
            fetch(residents, cases.resident[closed[i + AHEAD]], 0)
        case = closed[i]
        resident = cases.resident[case]
        took = cases.t_close[case] - cases.t_open[case]
        if not took >= 0.0:
            continue
        u_rate, u_one, u_two, _ = draw(fate, cases, case, of_rating(cases, case))
        target = 1.0 if _rate(cases, residents, judging, case, took, u_rate) else 0.0
        _learn(residents, community, mood, resident, target, judging.learn, judging.learn_trust)
        if judging.told > 0.0:
            _tell_neighbours(residents, community, mood, cell_first, resident, target, judging, (u_one, u_two))
    rate, rate_trust = judging.unheard * judging.learn, judging.unheard * judging.learn_trust
    for i in range(n_lost):
        if i + 2 * AHEAD < n_lost:
            fetch(cases, lost[i + 2 * AHEAD], _RESIDENT_AT)
        if i + AHEAD < n_lost:
            fetch(residents, cases.resident[lost[i + AHEAD]], 0)
        _learn(residents, community, mood, cases.resident[lost[i]], 0.0, rate, rate_trust)


def keep_mood(world: World, residents: Any, change: Any) -> None:
    """Keep the communities' sums of satisfaction up to date when that of residents is changed from outside."""
    np.add.at(world.people.mood, world.map.community[world.residents.cell[residents]], change)


def update(world: World) -> None:
    """Let residents judge what today brought."""
    p, geography, agenda = world.settings.satisfaction, world.map, world.agenda
    judging = Judging(
        p_if_solved=p.p_if_solved,
        p_if_unsolved=p.p_if_unsolved,
        weight=p.disconfirmation if p.rule == "disconfirmation" else 0.0,
        swing=p.swing,
        learn_expectation=p.learn_expectation,
        learn=p.learn,
        learn_trust=p.learn_trust,
        unheard=p.unheard,
        told=p.neighbours,
    )
    _update(
        world.cases.rows, world.residents.rows, geography.community, world.people.mood, geography.resident_first,
        agenda.closed, agenda.lost, agenda.counts, world.fate, judging,
    )  # fmt: skip
