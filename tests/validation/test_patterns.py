"""Patterns by hand-made figures."""

from __future__ import annotations

import math

import pytest

from sim.config.run import load
from sim.state.cases import Category
from sim.validation.patterns import Lived, beijing_residual, changed, duplicates_follow_time


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
