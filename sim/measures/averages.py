"""Means, shares and quantiles that are cheap on the few cases of a grid, and nan where there are none."""

from __future__ import annotations

import math
from typing import SupportsInt

import numpy as np

from sim.types import Array, Bools, Floats


def percent(hits: Bools) -> float:
    """Share of true values, %."""
    return 100.0 * (int(np.count_nonzero(hits)) / len(hits)) if len(hits) else math.nan


def percent_of(hits: SupportsInt, n: SupportsInt) -> float:
    """Share of n, %."""
    return 100.0 * (int(hits) / int(n)) if int(n) else math.nan


def mean(values: Array) -> float:
    """Arithmetic mean."""
    return float(np.add.reduce(values, dtype=np.float64)) / len(values) if len(values) else math.nan


def median(ordered: Floats) -> float:
    """Median of sorted values."""
    n = len(ordered)
    if n == 0:
        return math.nan
    middle = n // 2
    return float(ordered[middle]) if n % 2 else (float(ordered[middle - 1]) + float(ordered[middle])) / 2.0


def quantile(ordered: Floats, q: float) -> float:
    """Quantile of sorted values, linear between two of them (NumPy's default)."""
    n = len(ordered)
    if n == 0:
        return math.nan
    place = q * (n - 1)
    below = int(place)
    low, high, part = float(ordered[below]), float(ordered[min(below + 1, n - 1)]), place - below
    # from the nearer end, as NumPy does, so that both give the same last bit
    return high - (high - low) * (1.0 - part) if part >= 0.5 else low + (high - low) * part


def survival_median(ended: Floats, censored: Floats) -> float:
    """Kaplan-Meier median of sorted times; at a tie the ended come before the censored; nan if half outlast all."""
    n = len(ended)
    if n == 0:
        return math.nan
    at_risk = n + len(censored) - np.arange(n) - np.searchsorted(censored, ended)
    survival = np.cumprod(1.0 - 1.0 / at_risk)
    first = int(np.searchsorted(-survival, -0.5))
    return float(ended[first]) if first < n else math.nan
