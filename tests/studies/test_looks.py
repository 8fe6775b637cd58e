"""Looks are named beforehand, and all of them together spend no more than 5 %."""

from __future__ import annotations

import json
import math

import pytest
from scipy import stats

from sim.errors import ConfigError
from sim.studies.looks import Plan, looks, spent


@pytest.mark.parametrize(
    ("maximum", "expected"),
    [(40, (10, 20, 40)), (160, (10, 20, 40, 80, 160)), (50, (10, 20, 40, 50)), (10, (10,)), (4, (4,))],
)
def test_looks_double_up_to_the_maximum(maximum: int, expected: tuple[int, ...]) -> None:
    assert looks(maximum) == expected


def test_spending_is_obrien_and_flemings() -> None:
    for n in (10, 20, 40):
        assert spent(n / 40, 0.05) == pytest.approx(2.0 * stats.norm.sf(1.959964 / math.sqrt(n / 40)), rel=1e-6)
    assert spent(1.0, 0.04) == pytest.approx(0.04)
    assert spent(0.0, 0.04) == 0.0


def test_alpha_adds_up_to_five_percent_over_any_number_of_extensions() -> None:
    plan = Plan.of(["response_mean"])
    assert sum(plan.alphas().values()) == pytest.approx(0.04)
    first = plan.alphas()
    before = 0.04
    for k in range(30):
        plan = plan.extended(plan.end + 15)
        total = sum(plan.alphas().values())
        assert total == pytest.approx(before + 0.01 / 2 ** (k + 1))
        assert total <= 0.05 + 1e-12
        before = total
    assert total == pytest.approx(0.05)
    # what was looked at already is not judged anew by an extension
    assert {n: plan.alphas()[n] for n in first} == first
    assert all(a > 0.0 for a in plan.alphas().values())
    assert list(plan.looks) == sorted(set(plan.looks))


def test_a_plan_is_named_beforehand_and_read_again() -> None:
    plan = Plan.of(["response_mean", "silent", "silent"], 80).extended(120)
    assert plan.measures == ("response_mean", "silent")
    assert Plan.from_dict(json.loads(json.dumps(plan.to_dict()))) == plan
    assert plan.looks == (10, 20, 40, 80, 120)


def test_all_that_is_wrong_with_a_plan_is_said_at_once() -> None:
    with pytest.raises(ConfigError, match="did you mean response_mean") as caught:
        Plan.of(["respons_mean"], 1)
    assert len(caught.value.problems) == 2
    with pytest.raises(ConfigError, match=r"1\.\.10"):
        Plan.of([])
    with pytest.raises(ConfigError, match="more than the 40"):
        Plan.of(["silent"]).extended(40)
