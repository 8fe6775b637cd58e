"""Three chiefs: they find and push; where all push, nobody is first."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.policies.three_chiefs import ThreeChiefs
from sim.state.cases import Category, Channel, Stage
from sim.types import Floats
from tests.levers import assert_changes_nothing, differences, pair, programme, surely
from tests.places import small

NAME = "three_chiefs"
BUSY: dict[str, Any] = {"needs": {"requests_per_year": 6.0}, "days": 60}
FIVE = {"communities": 5}
PUSHING = {"walk_h": 0.0, "push_h": 5.0, "departments": 0.15, "desks": 0.25}


def planned(rule: str, *, day: int = 0, **said: Any) -> Floats:
    world = small(place=FIVE).world
    world.day = day
    lever = ThreeChiefs(**said)
    lever.plan(world, programme(world, lever))
    world.rules.settle()
    return np.asarray(world.rules[rule].value / np.where(world.rules[rule].base == 0.0, 1.0, world.rules[rule].base))


def weights() -> Floats:
    return np.asarray(small(place=FIVE).world.people.households)


def test_pushing_has_less_and_less_effect() -> None:
    hours = np.array([0.0, 1.0, 2.0, 4.0])
    factors = np.array([planned("handover_h", chiefs=3.0, push_h=h, desks=0.1)[0, 0] for h in hours])
    assert factors == pytest.approx(1.0 / (1.0 + 0.1 * 3.0 * hours))
    saved = -np.diff(factors) / np.diff(hours)
    assert (np.diff(saved) < 0.0).all()


def test_chiefs_find_what_nobody_told_of() -> None:
    said = {"walk_h": 8.0, "push_h": 0.0}
    without, with_it = pair(NAME, said, **BUSY)
    assert not (without.world.cases.channel == Channel.VOLUNTEER).any()
    assert (with_it.world.cases.channel == Channel.VOLUNTEER).any()
    assert surely(-1, differences("silent", NAME, said, **BUSY))


def test_cases_that_chiefs_carry_lie_less_between_desks() -> None:
    without, with_it = pair(NAME, {**PUSHING, "departments": 0.0}, **BUSY)
    same = min(without.world.cases.n, with_it.world.cases.n)

    def lying(run: Any) -> float:
        cases = run.world.cases
        passed = cases.passes[:same] > 0
        return float(cases.spent[:same][passed, Stage.HANDOVER].sum() / cases.passes[:same][passed].sum())

    # 3.16 chiefs x 5 h x 0.25 = 3.95: a fifth of the time
    assert lying(with_it) / lying(without) == pytest.approx(1.0 / 4.95, rel=0.1)


def test_without_chiefs_nothing_changes() -> None:
    assert_changes_nothing(NAME, {"chiefs": 0.0}, {"walk_h": 0.0, "push_h": 0.0}, place=FIVE)


def test_communities_that_are_not_covered_feel_it_only_in_the_departments() -> None:
    out, covered = [0, 2, 4], [1, 3]
    said = {"communities": (1, 3)}
    for rule in ("patrol_hours", "handover_h"):
        changed = planned(rule, **said) != planned(rule, coverage=0.0)
        assert not changed[out].any(), rule
        assert changed[covered].all(), rule
    assert (planned("lead", crowding=0.0, **said)[out] == 1.0).all()
    lead = planned("lead", crowding=0.7, **said)
    assert (lead[out] > 1.0).all()
    assert (lead[covered] < 1.0).all()


@pytest.mark.parametrize("said", [{"coverage": 0.4}, {"communities": (0,)}, {"coverage": 1.0}, {"ramp_days": 4}])
def test_what_crowds_out_entirely_gains_nothing_on_the_whole(said: dict[str, Any]) -> None:
    """Harm: attention is only shifted; the mean of all households' factors stays 1, and if all push nobody gains."""
    lead = planned("lead", crowding=1.0, push_h=4.0, **said)
    assert np.average(lead, axis=0, weights=weights()) == pytest.approx(np.ones(lead.shape[1]))
    if "coverage" in said and said["coverage"] == 1.0:
        assert lead == pytest.approx(1.0)
    gain = 1.0 - 1.0 / (1.0 + 0.04 * 3.16 * 4.0)
    half = planned("lead", crowding=0.5, push_h=4.0, **said)
    dose = ThreeChiefs(**said).dose(small(place=FIVE).world)
    expected = 1.0 - gain * 0.5 * np.average(dose, weights=weights())
    assert np.average(half[:, Category.CARE], weights=weights()) == pytest.approx(expected)


def test_others_wait_longer_for_departments() -> None:
    """Harm: the cases of communities without chiefs are prepared later."""
    said = {**PUSHING, "desks": 0.0, "crowding": 1.0, "communities": (0, 1, 2)}
    without, with_it = pair(NAME, said, place=FIVE, needs={"requests_per_year": 6.0}, days=120)

    def preparing(run: Any, others: bool) -> float:
        cases = run.world.cases
        there = cases.community >= 3 if others else cases.community < 3
        prepared = there & (cases.spent[:, Stage.LEAD] > 0.0) & (cases.born < 60)
        return float(cases.spent[prepared, Stage.LEAD].mean())

    assert preparing(with_it, others=True) > 1.2 * preparing(without, others=True)
    assert preparing(with_it, others=False) < preparing(without, others=False)


def test_what_they_find_loads_the_grid_workers() -> None:
    assert surely(1, differences("utilisation", NAME, {"walk_h": 20.0, "push_h": 0.0}, **BUSY))


def test_it_costs_cadres_hours_and_money() -> None:
    run = small(NAME, policies={NAME: {"coverage": 0.4}}, place=FIVE, days=35).live(35)
    cost = run.world.money.costs[NAME]
    assert cost.hours == {"cadres": pytest.approx(2 * 3.16 * 3.0 * 5)}
    assert cost.running_fen == pytest.approx(100 * 2 * 3.16 * 600.0 * 35 / 365, abs=35)
    assert run.world.money.ledger.yuan(f"programme: {NAME}") == cost.running_fen / 100


def test_who_had_no_case_is_more_content_because_less_lies_about() -> None:
    said, walks = {"walk_h": 6.0, "push_h": 0.0}, {"needs": {"requests_per_year": 6.0}, "days": 120, "first_day": 30}
    changes = []
    for seen in (0.02, 0.0):
        only_seen = {"reputation_share": 0.0, "own_weight": 0.0, "unheard": 0.0, "neighbours": 0.0}
        opinion = {"satisfaction": {**only_seen, "unsolved_effect": seen}}
        changes.append(differences("satisfaction", NAME, said, pairs=4, **opinion, **walks))
    assert surely(1, changes[0]), changes
    assert changes[1] == pytest.approx(np.zeros(4), abs=1e-9)
