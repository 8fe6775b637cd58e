"""Shares and cuts: whole things dealt out by weight, a row of weights cut into even stretches."""

from __future__ import annotations

import numpy as np

from sim.jit import compiled
from sim.types import Floats, Ints


def share_out(total: int, weights: Floats | Ints, least: int = 0) -> Ints:
    """Split `total` whole things by weight (largest remainder), at least `least` each.

    Raises
    ------
    ValueError
        If there are fewer than `least` for each.
    """
    n = len(weights)
    if total < least * n:
        raise ValueError(f"{total} cannot give {least} to each of {n}")
    spare = total - least * n
    w = np.asarray(weights, np.float64)
    exact = spare * w / w.sum() if w.sum() > 0 else np.full(n, spare / n)
    parts = np.floor(exact).astype(np.int64)
    order = np.argsort(-(exact - parts), kind="stable")
    parts[order[: spare - int(parts.sum())]] += 1
    return np.asarray(parts + least)


def balanced_cuts(weights: Floats, k: int) -> Ints:
    """Cut a row of weights into k stretches whose heaviest is as light as possible.

    Exact: the smallest bound that greedy packing can keep is found by bisection.

    Parameters
    ----------
    weights : array [n], non-negative
    k : int, 1 <= k <= n

    Returns
    -------
    array [n] of int
        Stretch of each item, 0..k-1, non-decreasing; every stretch has at least one item.
    """
    n = len(weights)
    if not 1 <= k <= n:
        raise ValueError(f"cannot cut {n} cells into {k} areas")
    ends = np.concatenate([[0.0], np.cumsum(weights)])
    cuts = np.zeros(k, np.int64)
    _cut(ends, max(float(np.max(weights)), float(ends[-1]) / k), cuts)
    label = np.zeros(n, np.int64)
    label[cuts[1:]] = 1
    return np.cumsum(label)


@compiled
def _cut(ends: Floats, low: float, cuts: Ints) -> None:
    """Find the smallest bound by bisection, from `low` up, and write where its stretches start."""
    high = ends[-1]
    for _ in range(60):
        middle = (low + high) / 2
        if _pack(ends, middle, cuts):
            high = middle
        else:
            low = middle
    if not _pack(ends, high, cuts):
        for j in range(len(cuts)):
            cuts[j] = j


@compiled
def _pack(ends: Floats, bound: float, cuts: Ints) -> bool:
    """Write where each of k stretches starts when none may weigh more than `bound`; False if k do not suffice."""
    n, k = len(ends) - 1, len(cuts)
    at = 0
    for j in range(1, k + 1):
        stop = int(np.searchsorted(ends, ends[at] + bound + 1e-9, side="right")) - 1
        stop = min(stop, n - (k - j))
        if stop <= at:
            return False
        if stop == n or j == k:
            return bool(stop == n and j == k)
        cuts[j] = stop
        at = stop
    return False
