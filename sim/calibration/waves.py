"""Waves: where the simulator is run next, a Latin hypercube over what has not been ruled out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sim.calibration.emulator import Fit, means
from sim.calibration.goals import Goals, log_likelihood
from sim.calibration.ruling_out import LARGEST, implausibility, possible
from sim.calibration.smc import tempered
from sim.studies.designs import cube
from sim.types import Bools, Floats, Ints

CANDIDATES = 2**14
"""Points of the prior among which those of a wave are looked for."""
DIGITS = 9
"""Decimals of a point: what the machine's last bits do to an emulator must not move where the simulator is run."""


@dataclass(frozen=True, slots=True)
class Judge:
    """Says what points are possible, by the emulators of all goals.

    Attributes
    ----------
    fits : sequence of Fit
        One a goal.
    errors : array [K]
    goals : Goals
    active : array [a]
        Inputs that the emulators know, of all d.
    """

    fits: Sequence[Fit]
    errors: Floats
    goals: Goals
    active: Ints

    def likelihood(self, points: Floats) -> Floats:
        """Logarithm of the likelihood of points of the active inputs, [n, a] -> [n]."""
        return log_likelihood(means(self.fits, points), self.errors, self.goals)

    def possible(self, points: Floats) -> Bools:
        """Which points of all inputs are not ruled out, [n, d] -> [n]."""
        return possible(implausibility(means(self.fits, points[:, self.active]), self.errors, self.goals))


def first_wave(inputs: int, number: int, seed: int) -> Floats:
    """Points of the prior, [number, d]."""
    return np.asarray(cube("lhs", number, inputs, seed).round(DIGITS))


def next_wave(judge: Judge, inputs: int, number: int, seed: int) -> tuple[Floats, float]:
    """Points that are not ruled out, and the share of the prior that is not.

    Where too little is left for points of the prior to hit it, they are drawn from a posterior whose tolerances are
    widened to what ruling out allows.

    Parameters
    ----------
    judge : Judge
    inputs : int
        All of them, d.
    number : int
        Points wanted.
    seed : int

    Returns
    -------
    points, share
        [number, d]
    """
    candidates = cube("lhs", CANDIDATES, inputs, seed)
    left = candidates[judge.possible(candidates)]
    share = len(left) / len(candidates)
    if len(left) < number:
        start = candidates[:, judge.active]

        def wide(points: Floats) -> Floats:
            return np.asarray(judge.likelihood(points) / LARGEST**2)

        drawn = tempered(wide, start, wide(start), np.random.default_rng([seed, 2]), max(number, 100)).points
        left = candidates[: len(drawn)].copy()
        left[:, judge.active] = drawn
        good = judge.possible(left)
        left = np.vstack([left[good], left[~good]])
    return np.asarray(left[:number].round(DIGITS)), share
