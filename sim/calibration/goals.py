"""What a simulated district is held against: targets on the scale on which their error is the same everywhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sim.types import Floats


@dataclass(frozen=True, slots=True)
class Goals:
    """Targets, on their own scales.

    Attributes
    ----------
    names : tuple of str
        Ids of the targets, [K].
    values : array [K]
        What was observed.
    sds : array [K]
        Standard deviation of the observation and of the discrepancy together: what no simulator could explain.
    """

    names: tuple[str, ...]
    values: Floats
    sds: Floats

    def only(self, names: Sequence[str]) -> Goals:
        """Those of some names, in the order of the names."""
        at = [self.names.index(name) for name in names]
        return Goals(tuple(names), self.values[at], self.sds[at])


def log_likelihood(means: Floats, errors: Floats, goals: Goals, values: Floats | None = None) -> Floats:
    """Logarithm of the likelihood of points, but for a constant.

    Parameters
    ----------
    means : array [n, K]
        What the emulators expect at each point.
    errors : array [K]
        Standard deviation of an emulator's error, the noise of a replication included.
    goals : Goals
    values : array [K], optional
        Observed instead of the goals' own values.

    Returns
    -------
    array [n]
    """
    seen = goals.values if values is None else values
    z = (means - seen) / np.sqrt(errors**2 + goals.sds**2)
    return np.asarray(-0.5 * (z**2).sum(axis=1))
