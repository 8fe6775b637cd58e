"""The sampler, against posteriors known on paper."""

import numpy as np
import pytest
from scipy.special import ndtri

from sim.calibration.smc import START, _effective, _resampled, tempered
from sim.studies.designs import cube

D, K = 10, 4


def of_a_line(sd):
    """A normal prior, a line, normal errors: the posterior is normal, its mean and covariance known."""
    a = np.random.default_rng(5).normal(size=(K, D))
    y = a @ np.random.default_rng(6).normal(size=D)
    covariance = np.linalg.inv(np.eye(D) + a.T @ a / sd**2)
    mean = covariance @ a.T @ y / sd**2

    def likelihood(points):
        z = ndtri(np.clip(points, 1e-12, 1 - 1e-12))
        return -0.5 * (((z @ a.T - y) / sd) ** 2).sum(axis=1)

    return likelihood, mean, np.sqrt(np.diag(covariance))


def sampled(sd, seed=1):
    likelihood, mean, sds = of_a_line(sd)
    start = cube("lhs", START, D, seed)
    found = tempered(likelihood, start, likelihood(start), np.random.default_rng(seed))
    return found, mean, sds


@pytest.mark.parametrize("sd", [1.0, 0.05])
def test_a_normal_posterior_is_found_with_mean_and_width(sd):
    found, mean, sds = sampled(sd)
    z = ndtri(found.points)
    assert np.abs((z.mean(axis=0) - mean) / sds).max() < 0.25  # 500 particles: 0.045 each, correlated
    assert np.all(np.abs(z.std(axis=0) / sds - 1.0) < 0.2)
    assert found.degrees[-1] == 1.0
    assert found.effective >= 240.0


def test_known_figures_take_more_degrees_than_vague_ones():
    assert len(sampled(0.05)[0].degrees) > len(sampled(3.0)[0].degrees) == 1


def test_without_data_the_prior_stays():
    start = cube("lhs", START, D, 1)
    nothing = np.zeros(START)
    found = tempered(lambda points: np.zeros(len(points)), start, nothing, np.random.default_rng(1))
    assert np.abs(found.points.mean(axis=0) - 0.5).max() < 0.06
    assert np.abs(found.points.std(axis=0) * np.sqrt(12.0) - 1.0).max() < 0.1


def test_the_same_seed_gives_the_same_bits():
    assert np.array_equal(sampled(0.3)[0].points, sampled(0.3)[0].points)
    assert not np.array_equal(sampled(0.3)[0].points, sampled(0.3, seed=2)[0].points)


def test_effective_size_of_equal_and_of_one_weight():
    assert _effective(np.full(40, 1 / 40)) == pytest.approx(40.0)
    assert _effective(np.array([1.0, 0.0, 0.0])) == 1.0


def test_particles_that_never_move_are_told_of():
    """A likelihood that lets nothing but the start through: the effective size is that of the few that are left."""
    start = cube("lhs", START, 2, 1)
    known = np.where(np.arange(START) < 50, 0.0, -1e9)

    def likelihood(points):
        return np.full(len(points), -1e9)

    assert tempered(likelihood, start, known, np.random.default_rng(1)).effective <= 50.0


def test_resampling_takes_each_as_often_as_its_weight_says():
    weights = np.array([0.5, 0.25, 0.0, 0.25])
    assert np.bincount(_resampled(weights, 400, np.random.default_rng(1)), minlength=4).tolist() == [200, 100, 0, 100]
