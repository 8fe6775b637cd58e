"""The posterior, by tempered sequential Monte Carlo on the emulators.

Del Moral, Doucet and Jasra 2006 (JRSS B 68, 411-436): particles from the prior, the likelihood let in by degrees, each
as large as the effective size allows, and moves in between. Plain weights on points of the prior were measured to be
wrong, and to look right, where figures are known to 5 %: so they are never used beyond the first degree.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from sim.types import Floats, Ints

START = 8192
"""Points of the prior that it begins from."""
PARTICLES = 500
KEPT = 0.5
"""Share of the particles that the effective size is kept above."""
REACHES = (0.15, 0.3, 0.5, 0.8, 0.15, 0.3, 0.5, 0.8)
"""How far the moves of a round reach, in standard deviations of the particles."""
FORGOTTEN, MOST_ROUNDS = 0.5, 6
"""Moves go on until no input's correlation with where its particles were is above this, and for so many rounds."""
MOST_DEGREES = 200

LogLikelihood = Callable[[Floats], Floats]
"""Logarithm of the likelihood of points of the unit cube, [n, d] -> [n]."""


@dataclass(frozen=True, slots=True)
class Posterior:
    """Particles of equal weight.

    Attributes
    ----------
    points : array [particles, d]
        In the unit cube.
    effective : float
        Effective size: the least of all degrees, and of the particles that differ at the end.
    degrees : tuple of float
        How much of the likelihood was in after each degree; the last is 1.
    accepted : float
        Share of the moves that were taken.
    """

    points: Floats
    effective: float
    degrees: tuple[float, ...]
    accepted: float


def tempered(
    likelihood: LogLikelihood, start: Floats, known: Floats, rng: np.random.Generator, particles: int = PARTICLES
) -> Posterior:
    """Sample a posterior over the unit cube, whose prior is uniform.

    Parameters
    ----------
    likelihood : callable
    start : array [N, d]
        Points of the prior.
    known : array [N]
        Their likelihood, logarithm.
    rng : Generator
    particles : int
    """
    points, at, power = start, known, 0.0
    degrees: list[float] = []
    effective, taken = float(len(start)), [0.0]
    while power < 1.0:
        least = KEPT * particles
        step = 1.0 if len(degrees) >= MOST_DEGREES else _largest_step(at, 1.0 - power, least)
        weights = _weights(step * at)
        effective = min(effective, _effective(weights))
        power = 1.0 if step >= 1.0 - power else power + step
        degrees.append(power)
        chosen = _resampled(weights, particles, rng)
        points, at = points[chosen], at[chosen]
        points, at, share = _moved(points, at, power, likelihood, rng)
        taken.append(share)
    distinct = np.unique(points, axis=0, return_counts=True)[1].astype(np.float64)
    effective = min(effective, float(distinct.sum() ** 2 / (distinct**2).sum()))
    return Posterior(points, effective, tuple(degrees), float(np.mean(taken[1:])))


def _weights(log_weights: Floats) -> Floats:
    weights = np.exp(log_weights - log_weights.max())
    return np.asarray(weights / weights.sum())


def _effective(weights: Floats) -> float:
    return float(1.0 / (weights**2).sum())


def _largest_step(at: Floats, left: float, least: float) -> float:
    """Largest step of the degree that keeps the effective size, by halving."""
    if _effective(_weights(left * at)) >= least:
        return left
    low, high = 0.0, left
    for _ in range(40):
        middle = 0.5 * (low + high)
        low, high = (middle, high) if _effective(_weights(middle * at)) >= least else (low, middle)
    return max(low, 1e-12)


def _resampled(weights: Floats, number: int, rng: np.random.Generator) -> Ints:
    """Systematic resampling: each point as often as its weight says, but for less than one."""
    where = (rng.random() + np.arange(number)) / number
    return np.minimum(np.searchsorted(np.cumsum(weights), where), len(weights) - 1)


def _moved(
    points: Floats, at: Floats, power: float, likelihood: LogLikelihood, rng: np.random.Generator
) -> tuple[Floats, Floats, float]:
    """Move particles without changing what they are drawn from.

    On the normal scale of each input the prior is a standard normal; a move is an autoregressive step that leaves the
    normal distribution of the particles' own mean and covariance as it is (Cotter, Roberts, Stuart and White 2013),
    accepted by what prior and likelihood say beyond that.

    Returns
    -------
    points, log-likelihoods, share of moves taken
    """
    from scipy.special import ndtr, ndtri

    z = ndtri(np.clip(points, 1e-9, 1.0 - 1e-9))
    mean = z.mean(axis=0)
    n, d = z.shape
    spread = np.cov(z, rowvar=False).reshape(d, d) + 1e-6 * np.eye(d)
    root = np.linalg.cholesky(spread)
    inverse = np.linalg.inv(spread)

    def beyond(z: Floats) -> Floats:
        """Logarithm of the prior over the proposal's normal, [n]."""
        off = z - mean
        return np.asarray(0.5 * ((off @ inverse) * off).sum(axis=1) - 0.5 * (z**2).sum(axis=1))

    score, first, taken = power * at + beyond(z), z.copy(), []
    for _ in range(MOST_ROUNDS):
        for reach in REACHES:
            trial = mean + np.sqrt(1.0 - reach**2) * (z - mean) + reach * rng.standard_normal((n, d)) @ root.T
            trial_points = ndtr(trial)
            trial_at = likelihood(trial_points)
            trial_score = power * trial_at + beyond(trial)
            better = np.log(rng.random(n)) < trial_score - score
            z[better], at[better], score[better] = trial[better], trial_at[better], trial_score[better]
            taken.append(better.mean())
        if _alike(first, z) < FORGOTTEN:
            break
    return np.asarray(ndtr(z)), at, float(np.mean(taken))


def _alike(before: Floats, after: Floats) -> float:
    """Correlation between where particles were and are, the largest of all inputs."""
    a, b = before - before.mean(axis=0), after - after.mean(axis=0)
    return float(((a * b).sum(axis=0) / np.sqrt((a**2).sum(axis=0) * (b**2).sum(axis=0) + 1e-300)).max())
