"""What all levers share: how far they are rolled out, and what is noted as their cost."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest

from sim.mechanisms.grid_net import add_workers
from sim.policies.base import Policy
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


@pytest.mark.parametrize("hiring", [10, 40])
def test_a_post_is_paid_from_the_day_on_which_somebody_is_in_it(hiring: int) -> None:
    run = small(workers={"turnover_per_year": 0.0, "hiring_days": hiring})
    paid = 0.0
    rows = add_workers(run.world, np.array([0, 3, 0, 2, 0]))
    Plain().note_grid_posts(run.world, len(rows))
    for day in range(50):
        run.live_day()
        paid += (np.arange(5) * hiring // 5 <= day).sum() * 6_000_000 / 365
    cost = run.world.costs["plain"]
    assert cost.wages_fen == pytest.approx(paid, abs=50)
    before = 50 * round(12 * 6_000_000 / 365)
    wages = run.world.ledger.accounts["wages of grid workers"]
    assert wages - before == pytest.approx(paid, abs=50)


def test_what_a_lever_adds_to_wages_is_its_cost_and_not_paid_twice() -> None:
    run = small()
    Plain().note_wages(run.world, 12.34)
    assert run.world.costs["plain"].wages_fen == 1234
    assert "programme: plain" not in run.world.ledger.accounts
