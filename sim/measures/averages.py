"""Means, shares and quantiles of each part, and nan where a part has nothing."""

from __future__ import annotations

import math

import numpy as np

from sim.measures.parts import Ordered
from sim.types import Array, Floats


def percent(hits: Array, of: Array) -> Floats:
    """Share, %, [parts]."""
    return 100.0 * mean(hits, of)


def mean(total: Array, many: Array) -> Floats:
    """Arithmetic mean from sums and counts, [parts]."""
    found: Floats = np.full(len(many), math.nan)
    np.divide(total, many, out=found, where=many > 0)
    return found


def median(ordered: Ordered) -> Floats:
    """Median, [parts]."""
    values, first, many = ordered
    there = many > 0
    first, many = first[there], many[there]
    found = np.full(len(there), math.nan)
    found[there] = (values[first + (many - 1) // 2] + values[first + many // 2]) / 2.0
    return found


def quantile(ordered: Ordered, q: float) -> Floats:
    """Quantile, linear between two values (NumPy's default), [parts]."""
    values, first, many = ordered
    there = many > 0
    first, many = first[there], many[there]
    place = q * (many - 1)
    below = place.astype(np.int64)
    low, high, part = values[first + below], values[first + np.minimum(below + 1, many - 1)], place - below
    found = np.full(len(there), math.nan)
    # from the nearer end, as NumPy does, so that both give the same last bit
    found[there] = np.where(part >= 0.5, high - (high - low) * (1.0 - part), low + (high - low) * part)
    return found
