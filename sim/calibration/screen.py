"""Screening: which inputs move anything at all, by Morris's elementary effects.

Morris 1991 (Technometrics 33, 161-174), with the mean of absolute effects of Campolongo, Cariboni and Saltelli 2007
(Environmental Modelling and Software 22, 1509-1518). All points of a trajectory are lived with the same fate, so that
an input without effect has none here either.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from sim.calibration.emulator import line_of
from sim.types import Floats, Ints

LEVELS = 4
"""Levels of each input, so that one step is two thirds of its span."""
EDGE = 0.05
"""Share of the prior left out at either end: its last wisps say little about the middle."""
NOTICED = 0.1
"""Share of the strongest effect on an output below which an input does not matter for it."""
MOST_ACTIVE = 40
"""Inputs that are emulated at most, the strongest; what the others do counts as noise."""


@dataclass(frozen=True, slots=True)
class Trajectories:
    """Points of a screening.

    Attributes
    ----------
    points : array [r * (d + 1), d]
        In the unit cube.
    moved : array [r, d]
        Which input changes with each step of a trajectory.
    steps : array [r, d]
        By how much, signed.
    """

    points: Floats
    moved: Ints
    steps: Floats

    @property
    def fates(self) -> Ints:
        """Number of the fate of each point: that of its trajectory, [r * (d + 1)]."""
        r, d = self.moved.shape
        return np.repeat(np.arange(r), d + 1)


def trajectories(inputs: int, number: int, seed: int) -> Trajectories:
    """Draw trajectories: from a point of a lattice, each input changes once, in random order.

    Parameters
    ----------
    inputs : int
    number : int
        Trajectories.
    seed : int
    """
    rng = np.random.default_rng([seed, 1])
    step = (1.0 - 2.0 * EDGE) * (LEVELS // 2) / (LEVELS - 1)
    rest = np.linspace(0.0, 1.0, LEVELS)[: LEVELS // 2] * (1.0 - 2.0 * EDGE) + EDGE
    points, moved, steps = [], [], []
    for _ in range(number):
        low = rng.choice(rest, inputs)
        up = rng.random(inputs) < 0.5
        at = np.where(up, low, low + step)
        order = rng.permutation(inputs)
        change = np.where(up, step, -step)[order]
        points.append(at.copy())
        for j, by in zip(order, change, strict=True):
            at[j] += by
            points.append(at.copy())
        moved.append(order)
        steps.append(change)
    return Trajectories(np.array(points), np.array(moved), np.array(steps))


def strengths(plan: Trajectories, outputs: Mapping[str, Floats]) -> dict[str, Floats]:
    """Mean absolute elementary effect of every input on every output, over the strongest on that output.

    Parameters
    ----------
    plan : Trajectories
    outputs : mapping name -> array [r * (d + 1)]
        What came out at its points; nan where there was nothing to measure.

    Returns
    -------
    dict name -> array [d]
        1 for the strongest; all zero where no input moves the output.
    """
    r, d = plan.moved.shape
    found = {}
    for name, values in outputs.items():
        effects = np.diff(np.asarray(values, np.float64).reshape(r, d + 1), axis=1) / plan.steps
        total, seen = np.zeros(d), np.zeros(d)
        for row, order in zip(effects, plan.moved, strict=True):
            there = np.isfinite(row)
            np.add.at(total, order[there], np.abs(row[there]))
            np.add.at(seen, order[there], 1.0)
        mean = total / np.maximum(seen, 1.0)
        most = mean.max(initial=0.0)
        found[name] = mean / most if most > 0.0 else mean
    return found


def strengths_of_wave(points: Floats, outputs: Mapping[str, Floats]) -> dict[str, Floats]:
    """Weight of every input on every output in a lasso over a wave, over the strongest: a screening without runs.

    Weaker than Morris's: the fate of each point is another, and its noise hides what moves little.

    Parameters
    ----------
    points : array [n, d]
    outputs : mapping name -> array [n]
        nan where there was nothing to measure; outputs that half of the points lack are left out.
    """
    found = {}
    for name, values in outputs.items():
        there = np.isfinite(values)
        if there.mean() < 0.5 or np.ptp(values[there]) == 0.0:
            continue
        weights = line_of(points[there], values[there]).reshape(2, -1)
        power = np.sqrt((weights**2).sum(axis=0))
        most = power.max(initial=0.0)
        found[name] = power / most if most > 0.0 else power
    return found


def active(strength: Mapping[str, Floats], most: int = MOST_ACTIVE) -> Ints:
    """Inputs that reach `NOTICED` on any output, the strongest `most` of them, in their order.

    Parameters
    ----------
    strength : mapping output -> array [d]
    most : int
    """
    best = np.max(np.array(list(strength.values())), axis=0)
    order = np.argsort(-best, kind="stable")[:most]
    return np.sort(order[best[order] >= NOTICED])
