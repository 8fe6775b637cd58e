"""What a lever costs, added up."""

from __future__ import annotations

from sim.district import District
from sim.recorder import Recorder
from sim.run_config import load
from sim.state.costs import LeverCost, in_order

ROUGH = (1e16, 1.0, -1e16)
"""From left to right the one is lost; Python's own sum() finds it again since 3.12."""


def test_sums_have_the_same_bits_on_every_python() -> None:
    assert in_order(ROUGH) == 0.0
    assert in_order(()) == 0.0
    assert LeverCost("added", hours=dict(zip("abc", ROUGH, strict=True)), post_h=2.0).asked_h == -2.0


def test_so_have_the_hours_of_all_levers() -> None:
    district = District(load("demo"), 0)
    costs = [LeverCost("budget_neutral", given_up_h=hours, hours={"residents": hours}) for hours in ROUGH]
    district.world.costs = dict(zip("abc", costs, strict=True))
    recorder = Recorder(district.world)
    recorder.collect(district.world)
    assert (recorder.asked_h[0], recorder.given_up_h[0], recorder.cut_h[0]) == (0.0, 0.0, 0.0)
