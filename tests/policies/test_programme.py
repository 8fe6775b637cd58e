"""What a lever pays, and what is noted as its cost."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from sim.mechanisms.grid_net import add_workers
from sim.policies import Policy
from sim.policies.programme import Programme
from tests.places import small


def test_a_lever_has_no_purse_of_its_own() -> None:
    hands = {name for name in vars(Programme) if not name.startswith("_")}
    assert {"pay", "invest", "employ", "take_time", "note_hours"} <= hands
    assert hands & set(dir(Policy)) == {"funding"}
    with pytest.raises(dataclasses.FrozenInstanceError):
        Programme(small().world, "plain", "added").funding = "staff_neutral"  # type: ignore[misc]


@pytest.mark.parametrize("hiring", [10, 40])
def test_a_post_is_paid_from_the_day_on_which_somebody_is_in_it(hiring: int) -> None:
    run = small(workers={"turnover_per_year": 0.0, "hiring_days": hiring})
    paid = 0.0
    rows = add_workers(run.world, np.array([0, 3, 0, 2, 0]))
    Programme(run.world, "plain", "added").note_grid_posts(len(rows))
    for day in range(50):
        run.live_day()
        paid += (np.arange(5) * hiring // 5 <= day).sum() * 6_000_000 / 365
    cost = run.world.money.costs["plain"]
    assert cost.wages_fen == pytest.approx(paid, abs=50)
    before = 50 * round(12 * 6_000_000 / 365)
    wages = run.world.money.ledger.accounts["wages of grid workers"]
    assert wages - before == pytest.approx(paid, abs=50)


def test_what_a_lever_adds_to_wages_is_its_cost_and_not_paid_twice() -> None:
    run = small()
    Programme(run.world, "plain", "added").note_wages(12.34)
    assert run.world.money.costs["plain"].wages_fen == 1234
    assert "programme: plain" not in run.world.money.ledger.accounts
