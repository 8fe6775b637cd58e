"""What a lever costs, added up."""

from __future__ import annotations

import pytest

from sim.config.run import load
from sim.district import District
from sim.recorder import Recorder
from sim.state.costs import LeverCost

ROUGH = (1e16, 1.0, -1e16)
"""From left to right the one is lost; Python's own sum() finds it again since 3.12."""


def test_sums_have_the_same_bits_on_every_python() -> None:
    assert LeverCost("added", hours=dict(zip("abc", ROUGH, strict=True)), post_h=2.0).asked_h == -2.0


def test_so_have_the_hours_of_all_levers() -> None:
    district = District(load("demo"), 0)
    costs = [LeverCost("budget_neutral", given_up_h=hours, hours={"residents": hours}) for hours in ROUGH]
    district.world.money.costs = dict(zip("abc", costs, strict=True))
    recorder = Recorder(district.world)
    recorder.collect(district.world)
    assert (recorder.asked_h[0], recorder.given_up_h[0], recorder.cut_h[0]) == (0.0, 0.0, 0.0)


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
