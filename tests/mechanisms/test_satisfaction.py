"""Satisfaction: ratings, learning and word of mouth of cases made by hand, against numbers worked out on paper."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sim.fate import Decision
from sim.mechanisms import satisfaction
from sim.state.agenda import Count
from sim.state.cases import Status
from sim.state.world import World
from tests.places import hamlet, uniform

ALWAYS = {"p_if_solved": 1.0, "p_if_unsolved": 0.0, "swing": 0.0}
"""Whoever is helped is satisfied, however long it took; nobody else is."""
START, TRUST, EXPECTED = 0.75, 0.6, 72.0


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


@pytest.mark.parametrize(
    ("took", "solved", "expected"),
    [
        # quality = 72 / (took + 72); P = 0.93 or 0.37, + 2 * 0.5 * 0.3 * (quality - 1/2)
        (72.0, True, 0.93),
        (72.0, False, 0.37),
        (0.0, False, 0.37 + 0.15),
        (216.0, True, 0.93 - 0.075),
        (648.0, False, 0.37 - 0.12),
    ],
)
def test_speed_is_judged_against_what_was_expected(took: float, solved: bool, expected: float) -> None:
    world = hamlet(400, satisfaction={"neighbours": 0.0})
    assert chance(world, took, solved=solved) == pytest.approx(expected, abs=0.01)


def test_weight_and_swing_of_speed() -> None:
    # 2 * 0.8 * 0.6 * (1 - 1/2) = 0.48
    world = hamlet(400, satisfaction={"neighbours": 0.0, "disconfirmation": 0.8, "swing": 0.6})
    assert chance(world, 0.0, solved=False) == pytest.approx(0.37 + 0.48, abs=0.01)


def test_by_the_rival_rule_only_the_result_counts() -> None:
    world = hamlet(400, satisfaction={"neighbours": 0.0, "rule": "performance"})
    assert chance(world, 10_000.0, solved=True) == pytest.approx(0.93, abs=0.01)


@pytest.mark.parametrize(("solved", "target"), [(True, 1.0), (False, 0.0)])
def test_a_resident_learns_from_a_case(solved: bool, target: float) -> None:
    world = hamlet(satisfaction={**ALWAYS, "neighbours": 0.0})
    before = float(world.people.mood[0])
    row = closed(world, 7, 24.0, solved=solved)
    satisfaction.update(world)
    r = world.residents
    assert world.cases.rating[row] == target
    # 0.75 + 0.25 (1 - 0.75) = 0.8125, or 0.75 - 0.25 * 0.75 = 0.5625
    assert r.satisfaction[7] == pytest.approx(0.8125 if solved else 0.5625)
    assert r.trust[7] == pytest.approx(0.6 + 0.05 * 0.4 if solved else 0.6 - 0.05 * 0.6)
    # expected 72 h, it took 24: 72 + 0.15 (24 - 72)
    assert r.expectation_h[7] == pytest.approx(64.8)
    day = int(world.cases.t_close[row] // 24.0) + 1
    assert r.experience[7] == (day if solved else -day)
    assert r.contacts[7] == 1
    assert world.people.mood[0] - before == pytest.approx(0.0625 if solved else -0.1875)
    others = np.arange(r.n) != 7
    assert (r.satisfaction[others] == START).all()
    assert (r.trust[others] == TRUST).all()
    assert (r.contacts[others] == 0).all()


def test_cases_of_one_resident_are_learnt_from_one_after_the_other() -> None:
    world = hamlet(satisfaction={**ALWAYS, "neighbours": 0.0})
    closed(world, 7, 72.0)
    closed(world, 7, 132.0)
    satisfaction.update(world)
    assert world.residents.contacts[7] == 2
    assert world.residents.expectation_h[7] == pytest.approx(72.0 + 0.15 * 60.0)
    assert world.residents.satisfaction[7] == pytest.approx(1.0 - 0.25 * 0.75**2)


@pytest.mark.parametrize("where", ["first", "middle", "last"])
@pytest.mark.parametrize("solved", [True, False])
def test_four_people_of_the_cell_are_told(where: str, solved: bool) -> None:
    world = hamlet(120, satisfaction={**ALWAYS, "neighbours": 0.2})
    first, after = world.map.resident_first[2:4]
    size = int(after - first)
    assert size > 6
    own = int({"first": first, "middle": first + 3, "last": after - 1}[where])
    row = closed(world, own, 24.0, solved=solved)
    before = float(world.people.mood[0])
    satisfaction.update(world)
    _, one, two, _ = uniform(world, row, 3, Decision.RATING)
    # next door on both sides, on a ring, and two anywhere in the cell
    told = [(own - first + 1) % size, (own - first - 1) % size, int(one * size), int(two * size)]
    happy, trusting = np.full(size, START), np.full(size, TRUST)
    target = float(solved)
    for who, times in [(own - first, 1.0), *((who, 0.2) for who in told)]:
        happy[who] += times * 0.25 * (target - happy[who])
        trusting[who] += times * 0.05 * (target - trusting[who])
    assert world.residents.satisfaction[first:after] == pytest.approx(happy)
    assert world.residents.trust[first:after] == pytest.approx(trusting)
    assert world.people.mood[0] - before == pytest.approx(happy.sum() - size * START)
    assert (np.delete(world.residents.satisfaction, np.arange(first, after)) == START).all()
    assert world.residents.contacts.sum() == 1  # to hear of a case is no case


def test_a_problem_that_nobody_heard_of_costs_half_as_much_and_nobody_is_told() -> None:
    world = hamlet()
    before = float(world.people.mood[0])
    lost(world, 7)
    satisfaction.update(world)
    r = world.residents
    # 0.75 - 0.5 * 0.25 * 0.75 and 0.6 - 0.5 * 0.05 * 0.6
    assert r.satisfaction[7] == pytest.approx(0.65625)
    assert r.trust[7] == pytest.approx(0.585)
    assert (r.expectation_h[7], r.experience[7], r.contacts[7]) == (EXPECTED, 0, 0)
    assert world.people.mood[0] - before == pytest.approx(-0.09375)
    assert (np.delete(r.satisfaction, 7) == START).all()


def test_what_has_no_time_is_not_judged() -> None:
    world = hamlet(satisfaction=ALWAYS)
    rows = [closed(world, 7, -1.0), closed(world, 8, math.nan)]
    closed(world, 9, 0.0)
    satisfaction.update(world)
    assert (world.cases.rating[rows] == -1).all()
    assert world.residents.contacts[7:10].tolist() == [0, 0, 1]


def test_the_sum_of_a_community_is_that_of_its_residents() -> None:
    world = hamlet(120, satisfaction={**ALWAYS, "neighbours": 0.3})
    for resident in range(0, 113, 7):
        closed(world, resident, 50.0, solved=resident % 2 == 0)
        lost(world, resident + 1)
    satisfaction.update(world)
    assert world.people.mood[0] == pytest.approx(world.residents.satisfaction.sum())
