"""Satisfaction: what a closed case, one given up, or a problem nobody ever heard of does to a resident.

Whoever had a case is asked: experience is compared with expectation (Oliver's disconfirmation) and valued for itself
(performance)::

    quality            = 1 - t / (t + expected)                  t = accepted (or reopened) -> closed, h
    logit P(satisfied) = logit base(solved) + 2 w swing (quality - 1/2)     w = weight of disconfirmation

With ``rule = "performance"`` only the result counts (w = 0), the rival rule.

A contact adds to the weight of own experience and pulls it to 1 or 0; expectation and trust learn; neighbours hear of
it and are pulled a little too. All others go by the opinion of their community, which follows what is said of its
cases and what can be seen of unsolved problems; see `sim.state.opinion` for what is kept. In the warm-up time runs
eight times as fast for opinion, and what contacts of the years before day 0 have left is worked out from those of the
warm-up, so that measuring begins at equilibrium whatever the district is like.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from sim.fate import draw, of_rating
from sim.jit import AHEAD, compiled, fetch, merged
from sim.kernel.look_ahead import fetch_case
from sim.mechanisms.unsolved import count_unsolved
from sim.rng import exp
from sim.state.agenda import Count
from sim.state.cases import Cases
from sim.state.residents import LAST_DAY, MOST_CONTACTS
from sim.state.table import record_type
from sim.types import Floats

if TYPE_CHECKING:
    from sim.state.world import World

HASTE = 8.0
"""How many times as fast opinion moves in the warm-up: 90 days are then two years of its slowest time constant."""
RATED_DAYS = 30.0
"""A community is judged by what was said of its cases in a month."""
_CLOSED, _LOST = Count.CLOSED, Count.LOST
_RESIDENT_AT = record_type(Cases.SPEC).fields["resident"][1]


class Judging(NamedTuple):
    """How residents judge; see `sim.parameters.satisfaction` for the numbers named like there."""

    p_if_solved: float
    p_if_unsolved: float
    push: float  # of speed against expectation, from never to at once, logits
    learn_expectation: float
    learn_trust: float
    own_weight: float  # weight that a contact adds
    unheard: float
    told: float  # effect on each neighbour told
    memory_days: float
    ambient_days: float
    rated_days: float
    haste: float  # 1 after the warm-up
    reputation_share: float
    unsolved_effect: float
    evening: int


@merged
def _learn(residents, opinion, m, fading, resident, target, judging, times):
    """Pull the own experience and the trust of one resident; keep the sums of the community up to date."""
    here = opinion[m]
    left = fading[judging.evening - residents.own_since[resident]]
    weight, own = left * residents.own_weight[resident], left * residents.own[resident]
    pull = times * judging.own_weight
    residents.own_weight[resident] = weight + pull * (1.0 - weight)
    residents.own[resident] = own + pull * (target - own)
    residents.own_since[resident] = judging.evening
    here.weight += residents.own_weight[resident] - weight
    here.own += residents.own[resident] - own
    here.pull += pull
    here.towards += pull * target
    t = float(residents.trust[resident])
    residents.trust[resident] = t + times * judging.learn_trust * (target - t)


@merged
def chance(judging, solved, took, expected):
    """Chance that a resident is satisfied with a case that took so long, h; by odds, so that 0 and 1 stay."""
    p = judging.p_if_solved if solved else judging.p_if_unsolved
    better = p * exp(judging.push * (expected / (took + expected) - 0.5))
    return better / (better + (1.0 - p))


@merged
def _rate(cases, residents, judging, case, took, u):
    """Let the resident of a closed case judge it, and learn what to expect; return whether he is satisfied."""
    resident = cases.resident[case]
    solved = cases.solved[case]
    expected = float(residents.expectation_h[resident])
    satisfied = u < chance(judging, solved, took, expected)
    cases.rating[case] = 1 if satisfied else 0
    residents.expectation_h[resident] = expected + judging.learn_expectation * (took - expected)
    day = min(int(cases.t_close[case] / 24.0) + 1, LAST_DAY)
    residents.experience[resident] = day if solved else -day
    residents.contacts[resident] = min(residents.contacts[resident] + 1, MOST_CONTACTS)
    return satisfied


@merged
def _tell_neighbours(residents, opinion, m, fading, cell_first, resident, target, judging, friends):
    """Let two next door and two elsewhere in the cell hear of it; ``friends`` are random numbers for these."""
    cell = residents.cell[resident]
    first = cell_first[cell]
    size = cell_first[cell + 1] - first
    next_door = first + (resident - first + 1) % size
    other_side = first + (resident - first + size - 1) % size
    for friend in (next_door, other_side, first + int(friends[0] * size), first + int(friends[1] * size)):
        _learn(residents, opinion, m, fading, friend, target, judging, judging.told)


@merged
def _fade(opinion, judging):
    """Let a night pass over what is remembered."""
    left = exp(-1.0 / judging.memory_days)
    left_of_late = exp(-judging.haste / judging.memory_days)
    left_rated = exp(-judging.haste / judging.rated_days)
    for m in range(len(opinion)):
        here = opinion[m]
        here.weight *= left
        here.own *= left
        here.before *= left
        here.pull *= left_of_late
        here.towards *= left_of_late
        here.rated *= left_rated
        here.content *= left_rated


@compiled
def _judge(cases, residents, community, opinion, fading, cell_first, agenda, fate, judging):
    """Let a night pass; let the residents of today's closed and lost cases learn, and those they tell."""
    _fade(opinion, judging)
    closed, lost, counts = agenda.closed, agenda.lost, agenda.counts
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
        m = community[residents.cell[resident]]
        opinion[m].rated += 1.0
        opinion[m].content += target
        _learn(residents, opinion, m, fading, resident, target, judging, 1.0)
        if judging.told > 0.0:
            _tell_neighbours(residents, opinion, m, fading, cell_first, resident, target, judging, (u_one, u_two))
    for i in range(n_lost):
        if i + 2 * AHEAD < n_lost:
            fetch(cases, lost[i + 2 * AHEAD], _RESIDENT_AT)
        if i + AHEAD < n_lost:
            fetch(residents, cases.resident[lost[i + AHEAD]], 0)
        resident = cases.resident[lost[i]]
        _learn(residents, opinion, community[residents.cell[resident]], fading, resident, 0.0, judging, judging.unheard)


@merged
def _remember(opinion, residents_of, judging):
    """Work out what contacts before day 0 have left, had they been as those of late: a weight and what it was like."""
    # sum over the evenings lived of what is left of each
    left = exp(-judging.haste / judging.memory_days)
    evenings = (1.0 - exp(-judging.evening * judging.haste / judging.memory_days)) / (1.0 - left)
    for m in range(len(opinion)):
        here = opinion[m]
        if residents_of[m] <= 0 or here.pull <= 0.0:
            continue
        a_day = here.pull / (evenings * residents_of[m])
        at_last = a_day / (a_day + 1.0 / judging.memory_days)  # where adding and fading are the same
        now = here.weight / residents_of[m]
        here.before = max(0.0, (at_last - now) / (1.0 - now))
        here.past = here.towards / here.pull


@compiled
def _form(cases, first, n, agenda, opinion, residents_of, unsolved, judging):
    """Let the opinion of each community follow what is said and seen today; in the warm-up, work out its past."""
    count_unsolved(cases, first, n, agenda, unsolved)
    pace = 1.0 - exp(-judging.haste / judging.ambient_days)
    for m in range(len(opinion)):
        people = residents_of[m]
        if people <= 0:
            continue
        here = opinion[m]
        reputation = here.content / here.rated if here.rated > 0.0 else judging.p_if_solved
        seen = exp(-judging.unsolved_effect * 1000.0 * unsolved[m] / people)
        opined = judging.reputation_share * reputation + (1.0 - judging.reputation_share) * seen
        # the first evening is the only start there is
        here.ambient = opined if judging.evening == 1 else here.ambient + pace * (opined - here.ambient)
    if judging.haste > 1.0:
        _remember(opinion, residents_of, judging)


def say_satisfied(world: World, rows: Any, value: Any) -> None:
    """Give residents an experience of their own that makes them so satisfied, 0..1; it fades like any other."""
    residents, people = world.residents, world.people
    rows = np.ascontiguousarray(rows, np.int64).ravel()
    value = np.ascontiguousarray(np.broadcast_to(np.asarray(value, np.float64), rows.shape))
    _say(residents.rows, world.map.community, people.opinion, rows, value, people.evening, _memory_days(world))


@compiled
def _say(residents, community, opinion, rows, value, evening, memory_days):
    """Set own experience, of full weight, row by row; keep the sums of the communities up to date."""
    for i in range(len(rows)):
        who = rows[i]
        here = opinion[community[residents.cell[who]]]
        left = exp((float(residents.own_since[who]) - evening) / memory_days)
        weight, own = left * residents.own_weight[who], left * residents.own[who]
        residents.own_weight[who] = 1.0
        residents.own[who] = value[i]
        residents.own_since[who] = evening
        here.weight += residents.own_weight[who] - weight
        here.own += residents.own[who] - own


@lru_cache(maxsize=4)
def _fading_of(memory_days: float, evenings: int) -> Floats:
    return np.array([exp(-evening / memory_days) for evening in range(evenings)])


def _fading(world: World) -> Floats:
    """List what is left of an experience after 0, 1, 2, ... evenings: it is looked up many times a day."""
    return _fading_of(_memory_days(world), 1 << max(world.people.evening.bit_length(), 9))


def _memory_days(world: World) -> float:
    return world.settings.satisfaction.memory_days


def judging_of(world: World, warming_up: bool = False) -> Judging:
    """Put together how residents judge this evening."""
    p = world.settings.satisfaction
    weight = p.disconfirmation if p.rule == "disconfirmation" else 0.0
    return Judging(
        p_if_solved=p.p_if_solved,
        p_if_unsolved=p.p_if_unsolved,
        push=2.0 * weight * p.swing,
        learn_expectation=p.learn_expectation,
        learn_trust=p.learn_trust,
        own_weight=p.own_weight,
        unheard=p.unheard,
        told=p.neighbours,
        memory_days=p.memory_days,
        ambient_days=p.ambient_days,
        rated_days=RATED_DAYS,
        haste=HASTE if warming_up else 1.0,
        reputation_share=p.reputation_share,
        unsolved_effect=p.unsolved_effect,
        evening=world.people.evening,
    )


def update(world: World, warming_up: bool = False) -> None:
    """Let residents judge what today brought; in the warm-up opinion moves faster, see the module."""
    geography, people, cases = world.map, world.people, world.cases
    people.evening += 1
    judging, opinion = judging_of(world, warming_up), people.opinion
    _judge(
        cases.rows, world.residents.rows, geography.community, opinion, _fading(world), geography.resident_first,
        world.agenda, world.fate, judging,
    )  # fmt: skip
    _form(cases.rows, people.counted, cases.n, world.agenda, opinion, people.residents, people.unsolved, judging)
    people.counted = cases.n
