"""Self-test: truths that are known, found again as often as the intervals promise.

Simulation-based calibration (Talts, Betancourt, Simpson, Vehtari and Gelman 2018, arXiv 1804.06788). A truth is a point
of the first wave; what the simulator said there, with the errors that the targets allow for, stands in for what was
observed; emulators that have not seen the point find its posterior.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from sim.calibration.emulator import PARTS, Emulator, means, part_of
from sim.calibration.goals import Goals, log_likelihood
from sim.calibration.smc import START, tempered
from sim.studies.designs import cube
from sim.types import Floats

INSIDE = (0.5, 0.9)
"""Central intervals whose coverage is told."""


@dataclass(frozen=True, slots=True)
class SelfTest:
    """How often truths were found.

    Attributes
    ----------
    ranks : array [T, a]
        Share of a truth's posterior below the truth, of each active input; uniform if all is right.
    narrowing : array [a]
        Standard deviation of a posterior over that of the prior, mean over truths.
    effective : array [T]
        Effective sizes.
    """

    ranks: Floats
    narrowing: Floats
    effective: Floats

    def covered(self, inside: float) -> Floats:
        """Share of truths in the central interval, of each input, [a]."""
        return np.asarray((np.abs(self.ranks - 0.5) <= 0.5 * inside).mean(axis=0))

    @property
    def coverage(self) -> dict[float, float]:
        """Share of truths in each of `INSIDE`, over all inputs."""
        return {inside: float(self.covered(inside).mean()) for inside in INSIDE}


def self_test(
    points: Floats,
    outputs: Mapping[str, Floats],
    emulators: Sequence[Emulator],
    goals: Goals,
    truths: int,
    seed: int,
    told: Callable[[int, int], None] | None = None,
) -> SelfTest:
    """Find known truths.

    Parameters
    ----------
    points : array [n, a]
        First wave, active inputs; the first points that the emulators have seen.
    outputs : mapping name -> array [n]
        What the simulator said there.
    emulators : sequence of Emulator
        One a goal.
    goals : Goals
        Their sds are the errors that an observation may have.
    truths : int
        How many, fewer where the wave has fewer points with all outputs.
    seed : int
    told : callable, optional
        Told how many are done, and of how many.
    """
    seen = np.column_stack([outputs[name] for name in goals.names])
    chosen = np.flatnonzero(np.isfinite(seen).all(axis=1))[:truths]
    rng = np.random.default_rng([seed, 3])
    observed = seen[chosen] + goals.sds * rng.standard_normal((len(chosen), len(goals.names)))
    part = part_of(len(points))[chosen]
    errors = np.array([emulator.error for emulator in emulators])
    start = cube("lhs", START, points.shape[1], seed)
    ranks, widths, sizes = [], [], []
    for k in range(PARTS):
        fits = [emulator.parts[k] for emulator in emulators]
        expected = means(fits, start)
        for at in np.flatnonzero(part == k):

            def likelihood(trial: Floats, at: int = int(at), fits: Sequence[object] = fits) -> Floats:
                return log_likelihood(means(fits, trial), errors, goals, observed[at])  # type: ignore[arg-type]

            known = log_likelihood(expected, errors, goals, observed[at])
            found = tempered(likelihood, start, known, np.random.default_rng([seed, 4, int(at)]))
            ranks.append((found.points < points[chosen[at]]).mean(axis=0))
            widths.append(found.points.std(axis=0) * np.sqrt(12.0))
            sizes.append(found.effective)
            if told is not None:
                told(len(sizes), len(chosen))
    return SelfTest(np.array(ranks), np.mean(widths, axis=0), np.array(sizes))
