"""How good a predictive distribution was, once what it predicted is known."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sim.types import Array, Floats

QUANTILES = (5, 25, 50, 75, 95)
"""Of a predictive distribution, %."""


def crps(samples: Array, value: float) -> float:
    """Continuous ranked probability score of samples against what came; smaller is better, of a point it is |error|.

    Gneiting and Raftery (2007), Strictly proper scoring rules, JASA 102, 359-378: E|X - y| - E|X - X'| / 2, the second
    term over all pairs of samples by their order.

    Parameters
    ----------
    samples : array [n]
        At least one; in the unit of `value`.
    value : float
    """
    ordered: Floats = np.sort(np.asarray(samples, np.float64))
    n = len(ordered)
    weights = 2.0 * np.arange(1, n + 1) - n - 1.0
    spread = float(weights @ ordered) / (n * n)
    return float(np.mean(np.abs(ordered - value))) - spread


def covered(samples: Array, value: float, share: float) -> bool:
    """Whether a value lies in the middle `share` (0..1) of samples, its ends included."""
    low, high = np.quantile(samples, [0.5 - share / 2.0, 0.5 + share / 2.0])
    return bool(low <= value <= high)


def quantiles(samples: Array) -> dict[int, float]:
    """The quantiles that are told, {%: value}."""
    return dict(zip(QUANTILES, map(float, np.quantile(samples, np.array(QUANTILES) / 100.0)), strict=True))


@dataclass(frozen=True, slots=True)
class Scores:
    """Scores over rows that were predicted.

    Attributes
    ----------
    rows : int
    in_50, in_90 : int
        Rows in the middle 50 and 90 %.
    crps, crps_prior, crps_last : float
        Mean over rows in standard deviations of what no model could explain; against the prior predictive; against the
        place's last value, over the rows that have one. nan where there is none.
    worse : int
        Rows on which the score is worse than the prior's.
    width : float
        Median width of the 90 % interval, in indifference zones of the measures; nan where no row has one.
    """

    rows: int
    in_50: int
    in_90: int
    crps: float
    crps_prior: float
    crps_last: float
    worse: int
    width: float

    @property
    def gain(self) -> float:
        """By how much the score is better than the prior's, 0..1; negative if it is worse."""
        return 1.0 - self.crps / self.crps_prior if self.crps_prior > 0.0 else math.nan


def mean_of(values: Sequence[float]) -> float:
    """Mean of what is a number; nan of nothing."""
    kept = [v for v in values if math.isfinite(v)]
    return sum(kept) / len(kept) if kept else math.nan


def median_of(values: Sequence[float]) -> float:
    """Median of what is a number; nan of nothing."""
    kept = [v for v in values if math.isfinite(v)]
    return float(np.median(kept)) if kept else math.nan
