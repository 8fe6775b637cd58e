"""What a lever has spent, owes and asks of people."""

from __future__ import annotations

import pytest

from sim.state.costs import LeverCost


def test_spent_is_running_costs_capital_and_wages() -> None:
    cost = LeverCost("added", running_fen=100, charge_fen=20, wages_fen=3, capital_fen=1000, saved_fen=50)
    assert cost.spent_fen == 123
    assert cost.owed_fen == 0


@pytest.mark.parametrize(("saved", "owed"), [(0, 123), (100, 23), (123, 0), (200, 0)])
def test_a_budget_neutral_lever_owes_what_is_not_saved_yet(saved: int, owed: int) -> None:
    cost = LeverCost("budget_neutral", running_fen=100, charge_fen=20, wages_fen=3, saved_fen=saved)
    assert cost.owed_fen == owed


def test_hours_of_its_own_posts_are_not_asked_of_anybody() -> None:
    assert LeverCost("added", hours={"members": 10.0, "judges": 6.0}, post_h=6.0).asked_h == 10.0
