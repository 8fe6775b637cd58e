"""From what the model says in many draws to what an office should then have seen, and a verdict on what it has seen.

A predictive draw is the figure of one replication of one draw of the parameters (so it holds the noise of the window),
moved by what the model itself may be off by and by the error of the observation.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from sim.measures import MEASURES
from sim.observations.of_cases import SPECIAL
from sim.observations.table import Observation
from sim.types import Array, Floats
from sim.validation.scores import QUANTILES, covered, crps, quantiles

REPEATS = 20
"""Errors drawn for each figure: the tails of a hundred draws are rough."""
DISCREPANCY = {"logit": 0.4, "log": 0.35, "": 0.0}
"""What the model may be off by where no target says so, on the scale of the figure: a judgement, near the discrepancies
of the targets."""
MOST_FACTOR = 4.0
"""A 90 % interval wider than this factor says nothing."""
MOST_POINTS = 50.0
"""The same of shares and ratings, points of 100."""
LEAST_SHARE = 0.5
"""Draws that must have a figure."""
_EDGE = 1e-3
"""Shares at their ends count as this much away from them, so that they have a logit."""


def scale_of(row: Observation) -> str:
    """Scale on which figures of a row's unit are compared where the row says none: logit of shares, log of amounts."""
    if row.transform:
        return row.transform
    if row.unit in ("%", "0-1") or (row.unit == "points" and not _signed(row)):
        return "logit"
    return "" if _signed(row) or row.value <= 0.0 else "log"


def _signed(row: Observation) -> bool:
    own = MEASURES.get(row.name) or SPECIAL.get(row.name)
    return row.unit == "logit" or (own is not None and own.signed)


def most_of(unit: str) -> float:
    """What is all of it, in a unit of shares."""
    return 100.0 if unit in ("%", "points") else 1.0


def forth(values: Array, scale: str, unit: str) -> Floats:
    """Put values on a scale."""
    x = np.asarray(values, np.float64)
    if scale == "log":
        return np.log(np.maximum(x, 1e-9))
    if scale == "logit":
        p = np.clip(x / most_of(unit), _EDGE, 1.0 - _EDGE)
        return np.log(p / (1.0 - p))
    return x


def back(values: Array, scale: str, unit: str) -> Floats:
    """Put values of a scale back into their unit."""
    x = np.asarray(values, np.float64)
    if scale == "log":
        return np.exp(x)
    return most_of(unit) / (1.0 + np.exp(-x)) if scale == "logit" else x


def predictive(row: Observation, said: Array) -> Floats:
    """Draws of what should have been seen, in the row's unit, [n * `REPEATS`].

    Parameters
    ----------
    row : Observation
    said : array [n]
        What the model says, one replication of each draw, in the row's unit; nan counts as nothing said.
    """
    known = np.asarray(said, np.float64)
    known = known[np.isfinite(known)]
    scale = scale_of(row)
    draw = np.random.Generator(np.random.Philox(key=int(row.key, 16)))
    off, error = draw.standard_normal((2, len(known), REPEATS))
    disc_sd, sd, on_scale = row.disc_sd, row.sd, bool(row.transform)
    if scale == "log" and not row.transform:  # errors of an amount are shares of it: it never falls below nothing
        disc_sd, sd, on_scale = disc_sd / row.value, sd / row.value, True
    if on_scale or math.isnan(disc_sd):
        disc = DISCREPANCY[scale] if math.isnan(disc_sd) else disc_sd
        should = back(forth(known, scale, row.unit)[:, None] + disc * off, scale, row.unit)
    else:
        should = known[:, None] + disc_sd * off
    seen = back(forth(should, scale, row.unit) + sd * error, scale, row.unit) if on_scale else should + sd * error
    return np.clip(seen, *limits(row)).ravel()


def limits(row: Observation) -> tuple[float, float]:
    """Smallest and largest value that can be seen."""
    if row.name in MEASURES:
        return MEASURES[row.name].limits
    if _signed(row):
        return -math.inf, math.inf
    return 0.0, 100.0 if row.unit == "%" else math.inf


@dataclass(frozen=True, slots=True)
class Card:
    """One row, what the model says, and what comes of it.

    Attributes
    ----------
    row : Observation
    quantiles : dict
        5, 25, 50, 75, 95 % of the predictive distribution, in the row's unit; nan where it has none.
    z : float
        How far the value lies from the mean, in standard deviations of the predictive distribution, on its scale.
    verdict : {"fits", "misses", "cannot say"}
    in_50, in_90 : bool
    crps, crps_prior, crps_last : float
        Scores on the scale of the row, in standard deviations of observation and discrepancy.
    width : float
        Of the 90 % interval, in indifference zones of the measure; nan where it has none.
    said : int
        Draws that had a figure.
    """

    row: Observation
    quantiles: dict[int, float]
    z: float
    verdict: str
    in_50: bool
    in_90: bool
    crps: float
    crps_prior: float
    crps_last: float
    width: float
    said: int


def card(row: Observation, said: Array, prior: Array | None = None, last: float = math.nan) -> Card:
    """Hold a row against the model.

    Parameters
    ----------
    row : Observation
    said : array [n]
        What the model says in draws of the posterior, or of the prior where there is none.
    prior : array [n], optional
        The same in draws of the prior, where it is another.
    last : float
        What was seen last before it, in the row's unit.
    """
    there = int(np.isfinite(said).sum())
    if there < max(1.0, LEAST_SHARE * len(said)):
        nothing = dict.fromkeys(QUANTILES, math.nan)
        nan = math.nan
        return Card(row, nothing, nan, "cannot say", False, False, nan, nan, nan, nan, there)
    samples, scale = predictive(row, said), scale_of(row)
    on_scale, value = forth(samples, scale, row.unit), float(forth(np.array(row.value), scale, row.unit))
    found = quantiles(samples)
    in_90 = covered(samples, row.value, 0.9)
    verdict = "misses" if not in_90 else "cannot say" if too_wide(found, scale, row.unit) else "fits"
    unit = tolerance(row, value, scale)
    sd = float(on_scale.std())
    zone = MEASURES[row.name].matters if row.name in MEASURES else math.nan
    before = math.nan if prior is None or not np.isfinite(prior).any() else predictive(row, prior)
    return Card(
        row, found, (value - float(on_scale.mean())) / sd if sd > 0.0 else math.nan, verdict,
        covered(samples, row.value, 0.5), in_90, crps(on_scale, value) / unit,
        math.nan if isinstance(before, float) else crps(forth(before, scale, row.unit), value) / unit,
        abs(float(forth(np.array(last), scale, row.unit)) - value) / unit if math.isfinite(last) else math.nan,
        (found[95] - found[5]) / zone, there,
    )  # fmt: skip


def too_wide(found: dict[int, float], scale: str, unit: str) -> bool:
    """Whether an interval is so wide that no value could have been a miss to learn from."""
    if scale == "log":
        return not found[95] <= MOST_FACTOR * found[5]
    return scale == "logit" and found[95] - found[5] > MOST_POINTS / 100.0 * most_of(unit)


def tolerance(row: Observation, value: float, scale: str) -> float:
    """Standard deviation of observation and discrepancy together, on the scale of the row; never quite zero."""
    disc = DISCREPANCY[scale] if math.isnan(row.disc_sd) else row.disc_sd
    error = row.sd
    if not row.transform:
        step = float(forth(np.array(row.value + row.sd), scale, row.unit)) - value
        down = value - float(forth(np.array(row.value - row.sd), scale, row.unit))
        error = max(step, 0.0) if row.value + row.sd < limits(row)[1] else max(down, 0.0)
        if not math.isnan(row.disc_sd):
            disc = float(forth(np.array(row.value + row.disc_sd), scale, row.unit)) - value
    return max(math.hypot(error, disc), 1e-6)
