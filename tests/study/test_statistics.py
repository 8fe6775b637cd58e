"""Intervals and verdicts against hand calculation, scipy and known coverage."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from sim.measures import MEASURES
from sim.study.statistics import compare, half_widths, holm, mean_interval

RESPONSE = MEASURES["response_median"]  # 1 h matters


def test_interval_by_hand() -> None:
    i = mean_interval([1.0, 2.0, 3.0, 4.0])
    half = 3.182446305284263 * math.sqrt(5.0 / 3.0) / 2.0  # t(0.975, 3) s / sqrt(4)
    assert i.mean == 2.5
    assert i.high - i.mean == pytest.approx(half, rel=1e-12)


def test_interval_covers_as_often_as_it_says() -> None:
    draws = np.random.default_rng(3).normal(7.0, 2.0, (2000, 6))
    hits = sum(i.low <= 7.0 <= i.high for i in map(mean_interval, draws))
    assert hits / 2000 == pytest.approx(0.95, abs=4 * math.sqrt(0.95 * 0.05 / 2000))


def test_one_value_has_no_interval_and_nan_is_left_out() -> None:
    assert math.isnan(mean_interval([3.0]).low)
    assert mean_interval([3.0, math.nan, 5.0]).n == 2
    assert mean_interval([]).n == 0


def test_no_interval_leaves_what_the_measure_can_take() -> None:
    share, hours = MEASURES["on_time"], MEASURES["response_mean"]
    assert mean_interval([99.0, 100.0, 96.0], share.limits).high == 100.0
    assert mean_interval([0.0, 0.1, 3.0], hours.limits).low == 0.0
    assert mean_interval([100.0, 100.0], share.limits) == mean_interval([100.0, 100.0])
    change = compare(share, np.array([0.0, 100.0]), np.array([100.0, 0.0])).change
    assert (change.low, change.high) == (-100.0, 100.0)
    for measure in MEASURES.values():  # a cut interval still holds its mean
        low, high = measure.limits
        inside = mean_interval([max(low, 0.0), min(high, 1.0)], measure.limits)
        assert low <= inside.low <= inside.mean <= inside.high <= high


def test_a_cut_interval_covers_as_often_as_it_says() -> None:
    draws = np.random.default_rng(4).beta(0.5, 8.0, (4000, 5))
    truth = 0.5 / 8.5
    whole = [mean_interval(x) for x in draws]
    cut = [mean_interval(x, (0.0, 1.0)) for x in draws]
    assert any(i.low < 0.0 for i in whole)
    assert sum(i.low <= truth <= i.high for i in cut) == sum(i.low <= truth <= i.high for i in whole)


def test_many_half_widths_are_those_of_single_intervals() -> None:
    rows = np.random.default_rng(5).normal(0.0, 1.0, (6, 7))
    rows[0, 2:] = np.nan
    rows[1, 1:] = np.nan
    half = half_widths(rows)
    assert np.isnan(half[1])
    for row, found in zip(rows, half, strict=True):
        expected = mean_interval(row)
        assert found == pytest.approx(expected.half_width, nan_ok=True)


def test_a_single_pair_settles_nothing_and_says_so() -> None:
    d = holm([compare(RESPONSE, np.array([9.0]), np.array([7.0]))])[0]
    assert d.settled == "open"
    assert "nan" not in d.verdict()
    assert "-2 h in a single pair" in d.verdict()
    none = holm([compare(RESPONSE, np.array([math.nan]), np.array([7.0]))])[0]
    assert "nan" not in none.verdict()
    assert "no pair" in none.verdict()


def test_pairing_is_measured_not_assumed() -> None:
    rng = np.random.default_rng(1)
    shared, noise = rng.normal(0, 5, 40), rng.normal(0, 0.5, (2, 40))
    d = compare(RESPONSE, 10 + shared + noise[0], 8 + shared + noise[1])
    expected = (np.var(shared + noise[0], ddof=1) + np.var(shared + noise[1], ddof=1)) / np.var(
        noise[1] - noise[0], ddof=1
    )
    assert d.variance_cut == pytest.approx(expected)
    assert d.p == pytest.approx(float(stats.ttest_rel(8 + shared + noise[1], 10 + shared + noise[0]).pvalue))
    apart = compare(RESPONSE, 10 + rng.normal(0, 5, 400), 8 + rng.normal(0, 5, 400))
    assert apart.variance_cut == pytest.approx(1.0, abs=0.2)


@pytest.mark.parametrize(
    ("change", "spread", "word"), [(-3.0, 0.5, "less"), (3.0, 0.5, "more"), (0.1, 0.2, "same"), (0.8, 4.0, "open")]
)
def test_verdicts(change: float, spread: float, word: str) -> None:
    before = np.linspace(20, 30, 12)
    wiggle = spread * np.array([1, -1] * 6)
    d = holm([compare(RESPONSE, before, before + change + wiggle)])[0]
    assert d.settled == word
    assert "the model" in d.verdict()
    assert (d.pairs_needed > 12) == (word == "open")


def test_more_pairs_settle_what_it_says() -> None:
    rng = np.random.default_rng(5)
    first = compare(RESPONSE, np.zeros(10), rng.normal(0.0, 4.0, 10))
    assert first.pairs_needed > 10
    then = compare(RESPONSE, np.zeros(3 * first.pairs_needed), rng.normal(0.0, 4.0, 3 * first.pairs_needed))
    assert then.change.half_width < RESPONSE.matters


def test_holm_is_holm() -> None:
    rng = np.random.default_rng(2)
    pairs = [compare(RESPONSE, np.zeros(8), rng.normal(m, 1.0, 8)) for m in (0.0, 0.5, 1.0, 2.0)]
    p = np.array([d.p for d in pairs])
    order = np.argsort(p)
    expected = np.empty(4)
    expected[order] = np.maximum.accumulate(np.minimum(1.0, p[order] * np.arange(4, 0, -1)))
    assert [d.p_holm for d in holm(pairs)] == pytest.approx(list(expected))
    assert all(d.p_holm >= d.p for d in holm(pairs))


def test_a_constant_difference_is_certain() -> None:
    d = compare(RESPONSE, np.arange(5.0), np.arange(5.0) - 2.0)
    assert d.p == 0.0
    assert d.settled == "less"
