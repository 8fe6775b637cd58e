"""Check: draws of the posterior, run by the simulator itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from sim.calibration.emulator import Emulator, means
from sim.calibration.goals import Goals
from sim.types import Floats

SHARES = (0.05, 0.25, 0.5, 0.75, 0.95)


@dataclass(frozen=True, slots=True)
class Checked:
    """What the simulator said of draws, beside what the emulator had expected and what was observed.

    Attributes
    ----------
    name : str
        Of the goal.
    quantiles : array [5]
        Of the simulator, at `SHARES`, on the goal's scale.
    within : float
        Share of draws within two emulator errors.
    z : float
        Observed less the median, over all that is uncertain.
    """

    name: str
    quantiles: Floats
    within: float
    z: float


def check(
    points: Floats, outputs: Mapping[str, Floats], emulators: Mapping[str, Emulator], goals: Goals
) -> list[Checked]:
    """Compare draws with emulators and goals.

    Parameters
    ----------
    points : array [n, a]
        Draws, active inputs.
    outputs : mapping name -> array [n]
        What the simulator said.
    emulators : mapping name -> Emulator
    goals : Goals
    """
    found = []
    for k, name in enumerate(goals.names):
        values = np.asarray(outputs[name], np.float64)
        there = np.isfinite(values)
        if not there.any():
            continue
        missed = values - means([emulators[name].whole], points)[:, 0]
        within = float(np.mean(np.abs(missed[there]) <= 2.0 * emulators[name].error))
        spread = float(np.sqrt(np.var(values[there]) + goals.sds[k] ** 2))
        middle = np.quantile(values[there], SHARES)
        found.append(Checked(name, middle, within, float((goals.values[k] - middle[2]) / spread)))
    return found
