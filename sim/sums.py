"""Sums of floating-point numbers in an order that no library, processor or Python changes: from left to right.

`sum` makes up for rounding since Python 3.12; `np.sum` adds in blocks whose size is NumPy's own affair; a product of
matrices is left to a BLAS that looks at the processor. Running totals and counts with weights have but one order.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from sim.types import Array, Floats


def in_order(numbers: Iterable[float]) -> float:
    """Add up a few numbers of Python."""
    total = 0.0
    for number in numbers:
        total += number
    return total


def total(values: Array) -> float:
    """Add up an array, in the order of its memory as NumPy counts it (the last axis first)."""
    flat = np.ravel(values)
    return float(np.add.accumulate(flat, dtype=np.float64)[-1]) if len(flat) else 0.0


def by_part(part: Array, values: Array, n: int) -> Floats:
    """Add up the values of each of n parts, 0..n-1; a part without values has 0."""
    return np.bincount(part, values, n).astype(np.float64, copy=False)


def by_column(values: Array, column: Array, n: int) -> Floats:
    """Add up columns of a table that belong together: from [rows, columns] to [rows, n]."""
    rows = len(values)
    place = np.arange(rows)[:, None] * n + column
    return by_part(place.ravel(), np.ravel(values), rows * n).reshape(rows, n)
