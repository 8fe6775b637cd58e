"""What all levers share: how far they are rolled out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest

from sim.policies import POLICIES
from sim.policies.base import Policy
from sim.policies.programme import Programme
from tests.places import small


@dataclass(frozen=True, slots=True)
class Plain(Policy):
    """Does nothing."""

    name = "plain"


def test_how_far_a_lever_was_rolled_out_some_days_ago() -> None:
    world = small().world
    for lever in (Plain(start_day=10, ramp_days=20, coverage=0.4), Plain(start_day=10, communities=(1,))):
        world.day = 17
        then = lever.dose(world)
        world.day = 24
        assert np.array_equal(lever.dose(world, ago=7), then)
        assert (lever.dose(world, ago=15) == 0.0).all()


def test_a_lever_that_has_ended_is_not_there() -> None:
    world = small().world
    lever = Plain(start_day=10, ramp_days=20, end_day=40)
    for day, share in ((9, 0.0), (10, 0.05), (39, 1.0), (40, 0.0), (400, 0.0)):
        world.day = day
        assert lever.dose(world) == pytest.approx(np.full(world.n_communities, share))
    assert (lever.dose(world, ago=361) == 1.0).all()  # on its last day
    assert (lever.dose(world, ago=360) == 0.0).all()


def test_days_on_which_a_lever_is_there() -> None:
    assert Plain(start_day=10).days_within(100) == 90
    assert Plain(start_day=10, end_day=40).days_within(100) == 30
    assert Plain(start_day=10, end_day=400).days_within(100) == 90


def test_levers_whose_work_stays_cannot_be_ended() -> None:
    assert {name for name, lever in POLICIES.items() if not lever.ends} == {
        "community_merging", "community_renovation", "grid_redivision", "layer_integration", "owners_committee",
        "staffing", "state_property_firm",
    }  # fmt: skip


@pytest.mark.parametrize("name", [name for name, lever in POLICIES.items() if lever.ends])
def test_an_ended_lever_edits_no_rule_and_costs_nothing_more(name: str) -> None:
    said = {"needs": {"requests_per_year": 6.0}, "emergencies": {"start_day": 5, "days": 30}}
    lived = small(name, days=40, policies={name: {"end_day": 20}}, **said).live(21)
    world, (lever,) = lived.world, lived.policies
    before = {key: (cost.running_fen, cost.post_days, dict(cost.hours)) for key, cost in world.money.costs.items()}
    lived.live(9)
    after = {key: (cost.running_fen, cost.post_days, dict(cost.hours)) for key, cost in world.money.costs.items()}
    assert after == before
    sheets = []
    for plans in (False, True):
        world.rules.reset()
        if plans:
            lever.plan(world, Programme(world, lever.name, lever.funding))
        world.rules.settle()
        sheets.append([np.array(rows) for rows in world.rules.rows])
    assert all(np.array_equal(a, b) for a, b in zip(*sheets, strict=True))
