"""The ledger has two sides."""

from __future__ import annotations

from sim.state.money import Ledger


def test_money_leaves_one_account_and_comes_to_another() -> None:
    ledger = Ledger()
    ledger.move("a", "b", 150)
    ledger.move("b", "c", 50)
    assert ledger.accounts == {"a": -150, "b": 100, "c": 50}
    assert ledger.yuan("b") == 1.0
    assert ledger.yuan("nobody") == 0.0
