"""Scores of samples whose answers are known."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from sim.validation.scores import Scores, covered, crps, mean_of, median_of, quantiles


def test_the_score_of_a_point_is_its_error() -> None:
    assert crps(np.array([3.0]), 5.0) == 2.0
    assert crps(np.full(7, 3.0), 5.0) == pytest.approx(2.0)


def test_the_score_of_two_points_by_hand() -> None:
    # E|X - y| = (1 + 3) / 2, E|X - X'| = (0 + 4 + 4 + 0) / 4
    assert crps(np.array([4.0, 0.0]), 1.0) == pytest.approx(2.0 - 1.0)


def test_the_score_is_all_pairs() -> None:
    samples = np.random.default_rng(5).gamma(2.0, size=60)
    pairs = np.abs(samples[:, None] - samples[None, :]).mean()
    assert crps(samples, 1.3) == pytest.approx(np.abs(samples - 1.3).mean() - pairs / 2.0)


@pytest.mark.parametrize("value", [-1.0, 0.0, 2.5])
def test_the_score_of_a_normal_distribution_is_the_closed_form(value: float) -> None:
    # Gneiting and Raftery 2007, equation 21
    samples = stats.norm.ppf((np.arange(20_000) + 0.5) / 20_000)
    z = value
    closed = z * (2.0 * stats.norm.cdf(z) - 1.0) + 2.0 * stats.norm.pdf(z) - 1.0 / math.sqrt(math.pi)
    assert crps(samples, value) == pytest.approx(closed, abs=2e-4)


def test_coverage_holds_its_ends() -> None:
    samples = np.arange(101.0)
    assert covered(samples, 25.0, 0.5)
    assert covered(samples, 75.0, 0.5)
    assert not covered(samples, 75.1, 0.5)
    assert covered(samples, 5.0, 0.9)
    assert not covered(samples, 4.9, 0.9)
    assert quantiles(samples) == {5: 5.0, 25: 25.0, 50: 50.0, 75: 75.0, 95: 95.0}


def test_a_forecast_that_is_right_covers_as_often_as_it_says() -> None:
    rng = np.random.default_rng(3)
    truths = rng.standard_normal(2000)
    forecasts = rng.standard_normal((2000, 400))
    in_90 = sum(covered(f, t, 0.9) for f, t in zip(forecasts, truths, strict=True)) / 2000
    assert in_90 == pytest.approx(0.9, abs=4.0 * math.sqrt(0.09 / 2000) + 0.005)


def test_means_leave_out_what_is_no_number() -> None:
    assert mean_of([1.0, math.nan, 3.0]) == 2.0
    assert median_of([math.inf, 1.0, 2.0, 9.0]) == 2.0
    assert math.isnan(mean_of([math.nan]))
    assert math.isnan(median_of([]))


def test_the_gain_is_on_the_prior() -> None:
    scores = Scores(4, 2, 3, 0.8, 1.0, math.nan, 1, 5.0)
    assert scores.gain == pytest.approx(0.2)
    assert math.isnan(Scores(4, 2, 3, 0.8, math.nan, math.nan, 0, 5.0).gain)
