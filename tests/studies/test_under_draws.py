"""Verdicts under draws, on numbers made by hand."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd
import pytest

from sim.measures import MEASURES
from sim.studies.statistics import compare, paired
from sim.studies.under_draws import judge, resting, under_draws

MEASURE = MEASURES["on_time"]
ZONE = MEASURE.matters
SURE = compare(MEASURE, np.zeros(5), np.array([2.9, 3.0, 3.1, 3.0, 3.0]) * ZONE)
FEWER = compare(MEASURE, np.zeros(5), np.array([2.9, 3.0, 3.1, 3.0, 3.0]) * -ZONE)
OPEN = compare(MEASURE, np.zeros(3), np.array([-9.0, 0.0, 9.5]) * ZONE)
SAME = compare(MEASURE, np.zeros(3), np.array([0.1, 0.11, 0.12]) * ZONE)


def change(above: int, within: int, against: int) -> Any:
    """So many draws beyond the zone, within it but of the same sign, and of the other sign."""
    return np.array([2.0 * ZONE] * above + [0.5 * ZONE] * within + [-2.0 * ZONE] * against)


@pytest.mark.parametrize(
    ("above", "within", "against", "verdict"),
    [
        (100, 0, 0, "sure_too"),
        (80, 15, 5, "sure_too"),  # at both edges
        (79, 16, 5, "rests"),  # too often negligible
        (94, 0, 6, "rests"),  # too often of the other sign
        (60, 0, 0, "sure_too"),
        (59, 0, 0, "too_few"),
        (0, 0, 59, "too_few"),
        (0, 0, 0, "too_few"),
    ],
)
def test_the_three_verdicts(above: int, within: int, against: int, verdict: str) -> None:
    drawn = change(above, within, against)
    same, beyond, sure = judge(SURE, drawn)
    assert sure == verdict
    if len(drawn):
        assert (same, beyond) == pytest.approx(((above + within) / len(drawn), above / len(drawn)))
    assert judge(FEWER, -drawn) == pytest.approx((same, beyond, sure), nan_ok=True)


def test_what_is_not_sure_at_the_defaults_is_not_sure_under_any_draws() -> None:
    for d in (OPEN, SAME):
        assert d.settled in ("open", "same")
        assert judge(d, change(100, 0, 0))[2] == "not_sure"


def test_no_change_is_of_no_sign() -> None:
    assert judge(SURE, np.zeros(100)) == (0.0, 0.0, "rests")


def test_what_rests_on_numbers_is_the_variance_that_fate_does_not_have() -> None:
    pairs, draws = np.array([0.0, 2.0, 0.0, 2.0]), np.array([0.0, 4.0, 0.0, 4.0])  # variances 4/3 and 16/3
    assert resting(draws, pairs) == pytest.approx(0.75)
    assert resting(pairs, draws) == 0.0
    assert resting(draws, np.zeros(4)) == 1.0
    assert math.isnan(resting(np.zeros(4), pairs))
    assert math.isnan(resting(draws, pairs[:1]))


def test_draws_are_paired_by_their_number_and_the_first_arm_tells_the_figures() -> None:
    n = 70
    found = np.linspace(10.0, 20.0, n)
    rows = []
    for k in range(n):
        rows.append({"arm": "baseline", "draw": k, "found": found[k], "on_time": 50.0 + k})
        rows.append({"arm": "more", "draw": k, "found": 3.0, "on_time": 50.0 + k + 0.4 * found[k]})
    draws = pd.DataFrame(rows[::-1])
    runs = pd.DataFrame(
        [{"arm": arm, "replication": k, "on_time": 70.0 + k % 2 + (6.0 + 0.1 * (k % 3) if arm == "more" else 0.0)}
         for arm in ("baseline", "more") for k in range(6)]
    )  # fmt: skip
    d = paired(runs, "baseline", "more", ["on_time"])
    (under,) = under_draws(draws, "baseline", "more", d, runs)
    assert (under.low, under.median, under.high) == pytest.approx((4.2, 6.0, 7.8))
    assert (under.n, under.same_sign, under.above, under.sure) == (n, 1.0, 1.0, "sure_too")
    fate = np.var([6.0, 6.1, 6.2, 6.0, 6.1, 6.2], ddof=1)
    assert under.assumed == pytest.approx(1.0 - fate / np.var(0.4 * found, ddof=1))
    assert under.fetch is not None
    assert (under.fetch.figure, under.fetch.share) == ("found", pytest.approx(1.0))
    # a draw of which one arm is missing is no pair
    (less,) = under_draws(draws.iloc[1:], "baseline", "more", d, runs)
    assert less.n == n - 1
