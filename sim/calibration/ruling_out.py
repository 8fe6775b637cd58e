"""Ruling out: which points cannot be, whatever one allows for.

History matching after Vernon, Goldstein and Bower 2010 (Bayesian Analysis 5, 619-669).
"""

from __future__ import annotations

import numpy as np

from sim.calibration.goals import Goals
from sim.types import Bools, Floats

LARGEST, SECOND = 3.0, 2.5
"""Standard deviations from a target beyond which a point is ruled out: of its worst target, and of its second worst."""


def implausibility(means: Floats, errors: Floats, goals: Goals) -> Floats:
    """Distance of points from each target in standard deviations of all that is uncertain, [n, K].

    Parameters
    ----------
    means : array [n, K]
    errors : array [K]
        Standard deviation of an emulator's error, the noise of a replication included.
    goals : Goals
    """
    return np.asarray(np.abs(means - goals.values) / np.sqrt(errors**2 + goals.sds**2))


def possible(distance: Floats) -> Bools:
    """Which points are not ruled out, [n].

    Parameters
    ----------
    distance : array [n, K]
        See `implausibility`.
    """
    ordered = np.sort(distance, axis=1)
    second = ordered[:, -2] if ordered.shape[1] > 1 else np.zeros(len(ordered))
    return np.asarray((ordered[:, -1] <= LARGEST) & (second <= SECOND))
