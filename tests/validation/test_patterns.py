"""Patterns by hand-made figures."""

from __future__ import annotations

import math

import pytest

from sim.config.run import load
from sim.state.cases import Category
from sim.validation.patterns import Lived, arms, beijing_residual, changed, duplicates_follow_time, mean_of, shown


def test_the_beijing_curve_at_one_of_its_points() -> None:
    resolved = 100.0 / (1.0 + math.exp(-1.0))  # logit 1
    satisfied = 100.0 / (1.0 + math.exp(-(0.86 + 0.77 + 0.2)))
    assert beijing_residual(resolved, satisfied) == pytest.approx(0.2)
    assert math.isfinite(beijing_residual(100.0, 0.0))


def _shares(order: list[float]) -> Lived:
    names = [c.name.lower() for c in Category]
    days = {f"resolution_median:{name}": float(k) for k, name in enumerate(names)}
    return Lived(days | {f"duplicate:{name}": share for name, share in zip(names, order, strict=True)})


def test_duplicates_follow_time() -> None:
    assert duplicates_follow_time(_shares([float(k) for k in range(8)])) == pytest.approx(1.0)
    assert duplicates_follow_time(_shares([-float(k) for k in range(8)])) == pytest.approx(-1.0)
    assert duplicates_follow_time(_shares([3.0] * 8)) == 0.0
    assert duplicates_follow_time(_shares([math.nan] * 8)) == 0.0


def test_one_thing_is_changed_and_the_rest_stays() -> None:
    config = load("demo", days=60)
    other = changed(config, dispatch__p_formal=0.3, place__grids=6)
    assert (other.settings.dispatch.p_formal, other.place.grids) == (0.3, 6)
    assert other.run == config.run
    assert changed(config) == config


def test_means_leave_out_what_is_no_number() -> None:
    found = mean_of({1: {"a": 3.0, "b": math.nan}, 0: {"a": math.nan, "b": math.nan}})
    assert found["a"] == 3.0
    assert math.isnan(found["b"])


def test_each_arm_changes_one_thing() -> None:
    made = arms(load("demo"))
    assert made["alone"].place.grids == made["alone"].place.workers == made["together"].place.workers
    assert made["together"].place.grids * 2 == made["together"].place.workers
    assert made["formal"].settings.dispatch.p_formal > made["base"].settings.dispatch.p_formal
    assert len({arm.digest() for name, arm in made.items() if name != "alone"}) == len(made) - 1


class Always(dict[str, float]):
    """Every figure that was not said is one."""

    def __missing__(self, name: str) -> float:
        return 1.0


def test_a_pattern_that_is_not_shown_is_told() -> None:
    config = load("demo")
    good = {
        "base": Always(workload_gini=0.4, response_mean=20.0, satisfaction_rate=90.0, repeat=3.0),
        "redesign": Always(workload_gini=0.2, response_mean=15.0),
        "together": Always(response_mean=20.0), "alone": Always(response_mean=25.0),
        "surge": Always(emergency_peak=5.0, recovery=20.0), "formal": Always(repeat=9.0, satisfaction_rate=80.0),
    }  # fmt: skip
    held = {c.name: c.holds for c in shown(config, {name: Lived(of) for name, of in good.items()})}
    changes = ("redesign", "pooling", "surge", "recovery", "formal_repeats", "formal_satisfaction")
    assert all(held[name] for name in changes)
    bad = good | {
        "redesign": Always(workload_gini=0.3, response_mean=10.0), "alone": Always(response_mean=19.0),
        "surge": Always(emergency_peak=0.0, recovery=math.nan), "formal": Always(repeat=3.0, satisfaction_rate=90.0),
    }  # fmt: skip
    lost = {c.name: c.holds for c in shown(config, {name: Lived(of) for name, of in bad.items()})}
    assert not any(lost[name] for name in changes)
