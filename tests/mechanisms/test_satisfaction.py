"""Satisfaction: ratings, learning and word of mouth of cases made by hand, against numbers worked out on paper."""

from __future__ import annotations

import copy
import math
from functools import cache
from typing import Any

import numpy as np
import pytest

from sim.district import District
from sim.fate import Decision
from sim.mechanisms import satisfaction
from sim.state.agenda import Count
from sim.state.cases import Category, Status
from sim.state.incidents import Extent
from sim.state.opinion import OPINION_SPEC, of_communities, of_residents
from sim.state.world import World
from tests.places import hamlet, small, uniform

ALWAYS = {"p_if_solved": 1.0, "p_if_unsolved": 0.0, "swing": 0.0}
"""Whoever is helped is satisfied, however long it took; nobody else is."""
TRUST, EXPECTED = 0.6, 72.0
NOBODY_SEES = {"unsolved_effect": 0.0}


def closed(world: World, resident: int, took: float, *, solved: bool = True, life: int = 0) -> int:
    """Close a case today that was opened (again) so many hours ago, and accepted a week before that."""
    t_open = 1000.0
    (row,) = world.cases.add(
        1, index=world.cases.n, born=3, resident=resident, cell=world.residents.cell[resident], community=0, life=life,
        status=Status.CLOSED, solved=solved, t_accept=t_open - 168.0, t_open=t_open, t_close=t_open + took,
    )  # fmt: skip
    world.agenda.closed[world.agenda.counts[Count.CLOSED]] = row
    world.agenda.counts[Count.CLOSED] += 1
    return int(row)


def lost(world: World, resident: int) -> None:
    """Let a problem go away unheard."""
    (row,) = world.cases.add(1, resident=resident, status=Status.EXPIRED)
    world.agenda.lost[world.agenda.counts[Count.LOST]] = row
    world.agenda.counts[Count.LOST] += 1


def next_evening(world: World, *, warming_up: bool = False) -> None:
    """Let a day pass on which nothing ends."""
    world.agenda.counts[[Count.CLOSED, Count.LOST]] = 0
    satisfaction.update(world, warming_up)


def everybody(world: World) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Satisfaction of all residents."""
    return of_residents(world, np.arange(world.residents.n))


def chance(world: World, took: float, *, solved: bool) -> float:
    """Share of satisfied among 400 residents, one case each; must agree with fate case by case."""
    rows = [closed(world, resident, took, solved=solved, life=resident % 3) for resident in range(400)]
    satisfaction.update(world)
    draws = [uniform(world, row, 3, Decision.RATING + 4096 * (row % 3))[0] for row in rows]
    happy = world.cases.rating[rows] == 1
    assert set(world.cases.rating[rows].tolist()) <= {0, 1}
    # all whose number is below the chance, and nobody else
    draws_of = np.array(draws)
    low = draws_of[happy].max(initial=0.0)
    high = draws_of[~happy].min(initial=1.0)
    assert low < high
    return float((low + high) / 2.0)


def moved(p: float, logits: float) -> float:
    """Move a probability by so many logits."""
    return 1.0 / (1.0 + math.exp(-(math.log(p / (1.0 - p)) + logits)))


@pytest.mark.parametrize(
    ("took", "solved", "expected"),
    [
        # quality = 72 / (took + 72); logit P = logit of 0.98 or 0.45, + 2 * 0.5 * 0.8 * (quality - 1/2)
        (72.0, True, 0.98),
        (72.0, False, 0.45),
        (0.0, False, moved(0.45, 0.4)),
        (216.0, True, moved(0.98, -0.2)),
        (648.0, False, moved(0.45, -0.32)),
    ],
)
def test_speed_is_judged_against_what_was_expected(took: float, solved: bool, expected: float) -> None:
    world = hamlet(400, satisfaction={"neighbours": 0.0})
    assert chance(world, took, solved=solved) == pytest.approx(expected, abs=0.01)


def test_weight_and_swing_of_speed() -> None:
    # 2 * 0.8 * 3 * (1 - 1/2) = 2.4 logits; added to the probability it would pass 1
    world = hamlet(400, satisfaction={"neighbours": 0.0, "disconfirmation": 0.8, "swing": 3.0})
    assert chance(world, 0.0, solved=False) == pytest.approx(moved(0.45, 2.4), abs=0.01)


@pytest.mark.parametrize("swing", [0.0, 10.0])
@pytest.mark.parametrize("p", [0.0, 0.2, 0.98, 1.0])
def test_a_chance_never_passes_its_ends(p: float, swing: float) -> None:
    world = hamlet(satisfaction={"p_if_solved": p, "swing": swing, "disconfirmation": 1.0})
    judging = satisfaction.judging_of(world)
    found = [satisfaction.chance(judging, True, took, 72.0) for took in (0.0, 72.0, 1e6)]
    assert all(0.0 <= chance <= 1.0 for chance in found)
    assert found[1] == pytest.approx(p)
    assert found == sorted(found, reverse=True)


def test_by_the_rival_rule_only_the_result_counts() -> None:
    world = hamlet(400, satisfaction={"neighbours": 0.0, "rule": "performance"})
    assert chance(world, 10_000.0, solved=True) == pytest.approx(0.98, abs=0.01)


@pytest.mark.parametrize(("solved", "target"), [(True, 1.0), (False, 0.0)])
def test_a_resident_learns_from_a_case(solved: bool, target: float) -> None:
    world = hamlet(satisfaction={**ALWAYS, **NOBODY_SEES, "neighbours": 0.0})
    row = closed(world, 7, 24.0, solved=solved)
    satisfaction.update(world)
    r, others = world.residents, np.arange(world.residents.n) != 7
    assert world.cases.rating[row] == target
    # the community's opinion is 0.6 * what was said + 0.4 * 1; own experience counts half
    ambient = 0.6 * target + 0.4
    assert everybody(world)[7] == pytest.approx(0.5 * target + 0.5 * ambient)
    assert everybody(world)[others] == pytest.approx(ambient)
    assert r.trust[7] == pytest.approx(0.6 + 0.05 * 0.4 if solved else 0.6 - 0.05 * 0.6)
    # expected 72 h, it took 24: 72 + 0.15 (24 - 72)
    assert r.expectation_h[7] == pytest.approx(64.8)
    day = int(world.cases.t_close[row] // 24.0) + 1
    assert r.experience[7] == (day if solved else -day)
    assert r.contacts[7] == 1
    assert (r.trust[others] == TRUST).all()
    assert (r.contacts[others] == 0).all()


def test_cases_of_one_resident_are_learnt_from_one_after_the_other() -> None:
    world = hamlet(satisfaction={**ALWAYS, "neighbours": 0.0})
    closed(world, 7, 72.0)
    closed(world, 7, 132.0, solved=False)
    satisfaction.update(world)
    assert world.residents.contacts[7] == 2
    assert world.residents.expectation_h[7] == pytest.approx(72.0 + 0.15 * 60.0)
    assert world.residents.own_weight[7] == pytest.approx(1.0 - 0.5**2)
    assert world.residents.own[7] == pytest.approx(0.25)  # half of it, and half of what had been 0.5


@pytest.mark.parametrize("where", ["first", "middle", "last"])
@pytest.mark.parametrize("solved", [True, False])
def test_four_people_of_the_cell_are_told(where: str, solved: bool) -> None:
    world = hamlet(120, satisfaction={**ALWAYS, "neighbours": 0.2})
    first, after = world.map.resident_first[2:4]
    size = int(after - first)
    assert size > 6
    own = int({"first": first, "middle": first + 3, "last": after - 1}[where])
    row = closed(world, own, 24.0, solved=solved)
    satisfaction.update(world)
    _, one, two, _ = uniform(world, row, 3, Decision.RATING)
    # next door on both sides, on a ring, and two anywhere in the cell
    told = [(own - first + 1) % size, (own - first - 1) % size, int(one * size), int(two * size)]
    weight, content, trusting = np.zeros(size), np.zeros(size), np.full(size, TRUST)
    target = float(solved)
    for who, times in [(own - first, 1.0), *((who, 0.2) for who in told)]:
        weight[who] += times * 0.5 * (1.0 - weight[who])
        content[who] += times * 0.5 * (target - content[who])
        trusting[who] += times * 0.05 * (target - trusting[who])
    assert world.residents.own_weight[first:after] == pytest.approx(weight)
    assert world.residents.own[first:after] == pytest.approx(content)
    assert world.residents.trust[first:after] == pytest.approx(trusting)
    assert (np.delete(world.residents.own_weight, np.arange(first, after)) == 0.0).all()
    assert world.residents.contacts.sum() == 1  # to hear of a case is no case


def test_a_problem_that_nobody_heard_of_costs_half_as_much_and_nobody_is_told() -> None:
    world = hamlet(satisfaction=NOBODY_SEES)
    lost(world, 7)
    satisfaction.update(world)
    r = world.residents
    # weight 0.5 * 0.5 at 0; 0.6 - 0.5 * 0.05 * 0.6
    assert (r.own_weight[7], r.own[7]) == (0.25, 0.0)
    assert r.trust[7] == pytest.approx(0.585)
    assert (r.expectation_h[7], r.experience[7], r.contacts[7]) == (EXPECTED, 0, 0)
    # nobody has rated anything: opinion is that of a district that solves everything
    assert everybody(world)[7] == pytest.approx(0.75 * (0.6 * 0.98 + 0.4))
    assert world.people.opinion["rated"][0] == 0.0


def test_what_has_no_time_is_not_judged() -> None:
    world = hamlet(satisfaction=ALWAYS)
    rows = [closed(world, 7, -1.0), closed(world, 8, math.nan)]
    closed(world, 9, 0.0)
    satisfaction.update(world)
    assert (world.cases.rating[rows] == -1).all()
    assert world.residents.contacts[7:10].tolist() == [0, 0, 1]


def test_own_experience_fades_by_its_time_constant() -> None:
    world = hamlet(satisfaction={**ALWAYS, **NOBODY_SEES, "neighbours": 0.0, "memory_days": 100.0})
    closed(world, 7, 24.0)
    closed(world, 8, 24.0, solved=False)
    for _ in range(51):
        next_evening(world) if world.people.evening else satisfaction.update(world)
    # fifty evenings later each has exp(-1/2) of the half that it was; opinion stays at what was said, 1/2
    left, ambient = 0.5 * math.exp(-0.5), 0.6 * 0.5 + 0.4
    assert everybody(world)[[7, 8]] == pytest.approx([left + (1 - left) * ambient, (1 - left) * ambient])


@pytest.mark.parametrize(("warming_up", "days"), [(False, 90.0), (True, 90.0 / 8.0)])
def test_opinion_follows_what_is_said_by_its_time_constant(warming_up: bool, days: float) -> None:
    world = hamlet(satisfaction={**ALWAYS, **NOBODY_SEES, "neighbours": 0.0})
    next_evening(world)
    assert world.people.opinion["ambient"][0] == pytest.approx(1.0)  # the first evening is taken as it is
    world.agenda.counts[Count.CLOSED] = 0
    closed(world, 7, 24.0, solved=False)
    satisfaction.update(world, warming_up)
    for _ in range(29):
        next_evening(world, warming_up=warming_up)
    # thirty evenings on the way from 1 to 0.6 * 0 + 0.4
    assert world.people.opinion["ambient"][0] == pytest.approx(0.4 + 0.6 * math.exp(-30.0 / days))


def test_a_community_is_judged_by_the_ratings_of_a_month() -> None:
    world = hamlet(satisfaction={**ALWAYS, "neighbours": 0.0})
    closed(world, 7, 24.0)
    satisfaction.update(world)
    for _ in range(14):
        next_evening(world)
    world.agenda.counts[Count.CLOSED] = 0
    for resident in (8, 9):
        closed(world, resident, 24.0, solved=False)
    satisfaction.update(world)
    faded = math.exp(-15.0 / 30.0)
    here = world.people.opinion[0]
    assert float(here["content"]) == pytest.approx(faded)
    assert float(here["rated"]) == pytest.approx(2.0 + faded)


def test_what_is_unsolved_in_sight_lowers_opinion() -> None:
    world = hamlet(100, satisfaction={"reputation_share": 0.0, "ambient_days": 1.0})
    for extent in (Extent.STAIRWELL, Extent.COMPOUND, Extent.STREET):
        world.cases.add(1, category=Category.CARE, extent=int(extent), status=Status.SILENT)
    world.cases.add(2, category=Category.ENVIRONMENT, extent=int(Extent.HOUSEHOLD), status=Status.SILENT)
    next_evening(world)
    # 3 among 100 residents are 30 per 1,000
    assert everybody(world) == pytest.approx(math.exp(-0.02 * 30.0))


def test_the_sum_of_a_community_is_that_of_its_residents() -> None:
    world = hamlet(120, satisfaction={**ALWAYS, "neighbours": 0.3})
    for resident in range(0, 113, 7):
        closed(world, resident, 50.0, solved=resident % 2 == 0)
        lost(world, resident + 1)
    satisfaction.update(world, warming_up=True)
    for _ in range(5):
        next_evening(world, warming_up=True)
    assert world.people.opinion["before"][0] > 0.0
    assert of_communities(world)[0] == pytest.approx(everybody(world).sum(), rel=1e-6)


def test_experience_of_the_years_before_is_that_of_the_warm_up() -> None:
    """With one contact a day, each of another resident, weight gained and faded must already be even."""
    people, memory = 4000, 200.0
    world = hamlet(people, satisfaction={**ALWAYS, **NOBODY_SEES, "neighbours": 0.0, "memory_days": memory})
    for day in range(40):
        world.agenda.counts[Count.CLOSED] = 0
        for k in range(5):
            closed(world, 17 * (5 * day + k) % people, 24.0, solved=k > 0)
        satisfaction.update(world, warming_up=True)
    a_day = 5 * 0.5 / people
    here = world.people.opinion[0]
    own = float(here["weight"]) / people
    whole = own + float(here["before"]) * (1.0 - own)
    assert whole == pytest.approx(a_day / (a_day + 1.0 / memory), rel=1e-3)
    assert float(here["past"]) == pytest.approx(0.8)


def test_a_start_has_no_say() -> None:
    ends = []
    for start in (0.2, 0.9):
        district = small(days=120).live(1)
        district.world.people.opinion["ambient"][:] = start
        for _ in range(119):
            satisfaction_haste(district)
        ends.append(district.recorder.satisfaction[-1])
    assert ends[0] == pytest.approx(ends[1], abs=0.0005)


def satisfaction_haste(district: object) -> None:
    """Live a day of a warm-up of ninety days."""
    run = district.config.run  # type: ignore[attr-defined]
    object.__setattr__(run, "warmup_days", 90)
    district.live_day()  # type: ignore[attr-defined]


def test_what_a_resident_is_said_to_think_is_what_it_thinks() -> None:
    world = hamlet(120, satisfaction=ALWAYS)
    closed(world, 7, 50.0)
    satisfaction.update(world, warming_up=True)
    satisfaction.say_satisfied(world, np.array([7, 8]), np.array([0.25, 1.0]))
    satisfaction.say_satisfied(world, 9, 0.5)
    assert everybody(world)[[7, 8, 9]] == pytest.approx([0.25, 1.0, 0.5])
    assert of_communities(world)[0] == pytest.approx(everybody(world).sum(), rel=1e-6)
    next_evening(world)
    assert 0.25 < everybody(world)[7] < 0.26  # and fades
    assert of_communities(world)[0] == pytest.approx(everybody(world).sum(), rel=1e-6)


def test_every_number_kept_of_a_community_is_one_that_moves() -> None:
    world = small(days=20).live(20).world
    assert all((world.people.opinion[name] != 0.0).any() for name in OPINION_SPEC if name not in ("before", "past"))


NO_OWNERS: dict[str, Any] = {"owned": False, "formal_pressure": 0.0}
"""Whoever is asked can solve it, and nobody closes it because much is overdue."""


@cache
def lived_for(days: int, nobody_owns: bool) -> District:
    """Live a place for so many of 271 days, once for all who copy it."""
    owners = NO_OWNERS if nobody_owns else {}
    return small(population=6000, days=271, solvability=owners).live(days)


def curve(resolved: float) -> float:
    """Satisfied by resolved as in Beijing, on the logit scale (X031)."""
    return 0.864 + 0.773 * math.log(resolved / (1.0 - resolved))


@pytest.mark.parametrize(
    ("owners", "formal", "come_back", "resolved"),
    [(NO_OWNERS, 0.05, 0.3, 0.97), ({}, 0.05, 0.3, 0.89), ({}, 0.31, 0.1, 0.7), ({}, 0.615, 0.1, 0.4)],
)
def test_rated_cases_lie_on_the_curve_and_opinion_follows_resolution(
    owners: dict[str, Any], formal: float, come_back: float, resolved: float
) -> None:
    """Within one standard deviation (residual 0.26, discrepancy 0.2 logits); 180 days after resolution fell."""
    fallen = copy.deepcopy(lived_for(90, bool(owners)))
    for rule, value in (("formal", formal), ("come_back", come_back)):
        fallen.world.rules[rule].base[:] = fallen.world.rules[rule].value[:] = value
    lived = lived_for(271, bool(owners)), fallen.live(181)
    cases = lived[1].world.cases
    rated = (cases.rating >= 0) & (cases.t_close >= 24.0 * 100)
    found, satisfied = cases.solved[rated].mean(), cases.rating[rated].mean()
    assert found == pytest.approx(resolved, abs=0.04)
    assert math.log(satisfied / (1.0 - satisfied)) == pytest.approx(curve(found), abs=math.hypot(0.26, 0.2))
    before, after = (float(of_communities(d.world).sum()) / 6000 for d in lived)
    if resolved < 0.5:
        assert before - after > 0.1
    elif resolved > 0.8:
        assert before - after < 0.01
