"""Simulators that are known on paper."""

from __future__ import annotations

import numpy as np

from sim.calibration.goals import Goals
from sim.types import Floats, Ints

INPUTS, NOISE = 8, 0.05
WEIGHTS = np.array([[1.0, 0.5, 0, 0, 0, 0, 0, 0], [-0.7, 1.0, 0, 0, 0, 0, 0, 0], [0, 0, 0.4, 1.0, 0, 0, 0, 0]])
"""Three outputs over eight inputs: two tell the first two inputs, the third what two others are together; four move
nothing."""
NAMES = ("a", "b", "c")


def line(points: Floats) -> Floats:
    """Outputs without noise, [n, 3]."""
    return np.asarray((2.0 * points - 1.0) @ WEIGHTS.T)


class Simulator:
    """A line with noise that belongs to a fate; counts its runs."""

    def __init__(self) -> None:
        self.runs: dict[str, int] = {}

    def __call__(self, points: Floats, fates: Ints, step: str) -> dict[str, Floats]:
        self.runs[step] = self.runs.get(step, 0) + len(points)
        noise = np.array([np.random.default_rng([9, int(k)]).normal(size=len(NAMES)) for k in fates])
        return dict(zip(NAMES, (line(points) + NOISE * noise).T, strict=True))


def goals(truth: Floats, sd: float) -> Goals:
    """What would be observed of a truth without error, said to have one."""
    return Goals(NAMES, line(truth[None, :])[0], np.full(len(NAMES), sd))
