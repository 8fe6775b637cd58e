"""Own observations: which are used, held out, set aside, and why."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import numpy as np

from sim.calibration.own import lives_of, movable, sort_out
from sim.calibration.own_page import _moved
from sim.calibration.place import usual_days
from sim.calibration.screen import strengths_of_wave
from sim.calibration.steps import FULL, QUICK, calibrate
from sim.config.run import load
from sim.observations.table import Observation
from tests.calibration.synthetic import INPUTS, NAMES, Simulator, goals, line


def row(name: str, measure: str, value: float = 10.0, unit: str = "%", **said: object) -> Observation:
    return replace(Observation(name, measure, value, unit, 1.0, role="fit"), **said)  # type: ignore[arg-type]


def test_each_row_that_is_set_aside_has_its_reason() -> None:
    config = load("demo", days=200, warmup_days=40)
    rows = [
        row("A", "reported:environment", 60.0), row("B", "reported:facilities", 30.0),
        row("C", "reported:safety", 10.0),
        row("D", "on_time", 80.0), row("E", "on_time", 70.0, area="C01"), row("F", "duplicate", n=12.0),
        row("G", "found", place="xialu"), row("H", "closing_rate", window="300..400"),
    ]  # fmt: skip
    found = sort_out(config, rows)
    why = {one.id: str(reason) for one, reason in found.aside}
    assert set(why) == {"A", "E", "F", "G", "H"}
    assert "follows from the 2 other shares" in why["A"]
    assert "a part of D" in why["E"]
    assert "fewer than 30" in why["F"]
    assert not found.held  # three are too few to hold any out
    assert {one.id for one in found.used} == {"B", "C", "D"}


def test_two_are_held_out_by_lot_whatever_their_order_or_those_that_the_file_says() -> None:
    config = load("demo", days=200, warmup_days=40)
    rows = [
        row(f"R{k}", measure) for k, measure in enumerate(("on_time", "duplicate", "found", "closing_rate", "misroute"))
    ]
    found, turned = sort_out(config, rows), sort_out(config, rows[::-1])
    assert len(found.held) == 2
    assert found.held == turned.held
    said = sort_out(config, [replace(rows[0], role="predict"), *rows[1:]])
    assert [one.id for one in said.held] == ["R0"]


def test_a_run_is_dated_so_that_it_holds_the_windows_and_forgets_old_ones() -> None:
    config = usual_days(load("demo"))
    old, new = row("A", "on_time", window="2015-01..2015-06"), row("B", "on_time", window="2023-01-01..2024-03-31")
    found = sort_out(config, [old, new])
    assert [one.id for one in found.used] == ["B"]
    assert usual_days(found.config) == found.config  # calibrating leaves it so long
    assert (found.config.until_day - found.config.first_day) % 365 == 0
    days = new.days.in_run(found.config)
    assert days is not None
    assert days[0] >= 120
    assert days[1] - days[0] == 456
    kept = sort_out(load("demo", days=100, warmup_days=40), [new])
    assert kept.config.run.days == 100  # what was said stays
    assert not kept.used


def test_what_observations_can_move_and_how_many_lives_it_takes() -> None:
    assert movable([row("A", "on_time")], ["service", "mediation"]) == (["service"], ["mediation"])
    assert lives_of(FULL, 100) == (5 * 101 + 400 + 100, 5 * 101 + 1200 + 100)
    low, high = lives_of(QUICK, 100)
    assert low == high < 200


def test_a_wave_screens_as_well_as_trajectories_where_effects_are_plain() -> None:
    points = np.random.default_rng(1).random((150, INPUTS))
    outputs = dict(zip(NAMES, line(points).T, strict=True)) | {"nothing": np.full(150, np.nan)}
    found = strengths_of_wave(points, outputs)
    assert set(found) == set(NAMES)
    assert found["a"].argmax() == 0
    assert found["b"].argmax() == 1
    assert found["c"][3] == 1.0
    assert max(found[name][4:].max() for name in NAMES) < 0.1


def test_a_quick_plan_finds_the_truth_without_trajectories() -> None:
    simulator, truth = Simulator(), np.array([0.7, 0.3, 0.5, 0.6, *[0.5] * (INPUTS - 4)])
    found = calibrate(simulator, INPUTS, goals(truth, 0.1), replace(QUICK, checks=10, truths=5))
    assert "screen" not in simulator.runs
    assert set(found.active[:2]) == {0, 1}
    means = found.draws.mean(axis=0)
    assert abs(means[0] - 0.7) < 0.1
    assert abs(means[1] - 0.3) < 0.1
    assert found.posterior.effective >= 200.0


def test_an_input_that_keeps_nine_tenths_of_its_spread_is_not_listed_as_moved() -> None:
    spread = np.linspace(0.0, 1.0, 1001)
    points = np.stack([spread * 0.88, 0.5 + (spread - 0.5) * 0.93 + 0.035, spread, 0.1 + spread * 0.5], axis=1)
    found = SimpleNamespace(active=np.arange(4), posterior=SimpleNamespace(points=points))
    inputs = [SimpleNamespace(key=f"p{k}", quantile=float) for k in range(4)]
    told = _moved(found, inputs)  # type: ignore[arg-type]
    assert [one["key"] for one in told] == ["p3", "p0"]
    assert [round(one["narrower"], 2) for one in told] == [0.5, 0.88]
