"""The city as a lattice of cells, and contiguous areas on it."""

from __future__ import annotations

import math

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from sim.jit import compiled
from sim.types import Array, Floats, Ints, Rows


def curve(width: int, height: int, n: int | None = None) -> Rows:
    """Walk through a rectangle so that neighbours on the walk are neighbours on the map.

    A Hilbert walk for any rectangle: it halves the longer side until a strip is left. Every stretch of
    the walk is a contiguous and fairly round area, which is how streets, communities and grids are drawn
    when the real boundaries are not known.

    Parameters
    ----------
    width, height : int
    n : int, optional
        Steps to take; the whole rectangle by default.

    Returns
    -------
    array [n, 2] of int32
        x and y of each step.
    """
    steps = np.zeros((width * height if n is None else min(n, width * height), 2), np.int32)
    _walk(np.zeros((_ROOM, 6), np.int64), width, height, steps)
    return steps


_ROOM = 256  # rectangles put aside at a time: two for each halving of a side


@compiled
def _walk(aside: Array, width: int, height: int, steps: Rows) -> None:
    """Write the first steps of the walk; rectangles that are still to be walked are put aside, the next on top.

    A rectangle is a corner (x, y), its main side (ax, ay) and its cross side (bx, by).
    """
    aside[0, :] = 0
    if width >= height:
        aside[0, 2], aside[0, 5] = width, height
    else:
        aside[0, 3], aside[0, 4] = height, width
    top, done = 1, 0
    while top > 0 and done < len(steps):
        top -= 1
        x, y, ax, ay, bx, by = aside[top, 0], aside[top, 1], aside[top, 2], aside[top, 3], aside[top, 4], aside[top, 5]
        w, h = abs(ax + ay), abs(bx + by)
        dax, day, dbx, dby = _sign(ax), _sign(ay), _sign(bx), _sign(by)
        if h == 1 or w == 1:
            dx, dy, count = (dax, day, w) if h == 1 else (dbx, dby, h)
            for i in range(min(count, len(steps) - done)):
                steps[done, 0], steps[done, 1] = x + i * dx, y + i * dy
                done += 1
            continue
        ax2, ay2, bx2, by2 = _half(ax), _half(ay), _half(bx), _half(by)
        w2, h2 = abs(ax2 + ay2), abs(bx2 + by2)
        if 2 * w > 3 * h:
            if w2 % 2 and w > 2:
                ax2, ay2 = ax2 + dax, ay2 + day
            _put(aside, top, x + ax2, y + ay2, ax - ax2, ay - ay2, bx, by)
            _put(aside, top + 1, x, y, ax2, ay2, bx, by)
            top += 2
            continue
        if h2 % 2 and h > 2:
            bx2, by2 = bx2 + dbx, by2 + dby
        far_x, far_y = x + (ax - dax) + (bx2 - dbx), y + (ay - day) + (by2 - dby)
        _put(aside, top, far_x, far_y, -bx2, -by2, ax2 - ax, ay2 - ay)
        _put(aside, top + 1, x + bx2, y + by2, ax, ay, bx - bx2, by - by2)
        _put(aside, top + 2, x, y, bx2, by2, ax2, ay2)
        top += 3


@compiled
def _put(aside: Array, row: int, x: int, y: int, ax: int, ay: int, bx: int, by: int) -> None:
    """Put a rectangle aside."""
    aside[row, 0], aside[row, 1] = x, y
    aside[row, 2], aside[row, 3] = ax, ay
    aside[row, 4], aside[row, 5] = bx, by


@compiled
def _sign(v: int) -> int:
    return int(v > 0) - int(v < 0)


@compiled
def _half(v: int) -> int:
    """Halve towards minus infinity, as the walk needs for negative sides too."""
    return v // 2


def rectangle(n_cells: int) -> tuple[int, int]:
    """Width and height of a lattice with room for n cells, a little wider than high."""
    width = max(1, math.ceil(math.sqrt(n_cells * 1.4)))
    width += width % 2
    return width, math.ceil(n_cells / width)


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


def neighbours(x: Array, y: Array) -> tuple[Rows, Rows]:
    """Pairs of cells that share a side.

    Parameters
    ----------
    x, y : int arrays [C]

    Returns
    -------
    two arrays [pairs] of cell rows, each pair once
    """
    width, height = int(x.max()) + 1, int(y.max()) + 1
    at = np.full((width + 1, height + 1), -1, np.int32)
    at[x, y] = np.arange(len(x), dtype=np.int32)
    right, up = at[x + 1, y], at[x, y + 1]
    here = np.arange(len(x), dtype=np.int32)
    a = np.concatenate([here[right >= 0], here[up >= 0]])
    b = np.concatenate([right[right >= 0], up[up >= 0]])
    return a, b


def n_pieces(x: Array, y: Array, area: Array) -> Ints:
    """Count the connected pieces of each area (1 = contiguous).

    Parameters
    ----------
    x, y, area : int arrays [C]

    Returns
    -------
    array [n areas]
    """
    a, b = neighbours(x, y)
    same = area[a] == area[b]
    n = len(x)
    graph = coo_array((np.ones(int(same.sum()), np.int8), (a[same], b[same])), shape=(n, n))
    _, piece = connected_components(graph, directed=False)
    pairs = np.unique(np.stack([area, piece]), axis=1)
    return np.bincount(pairs[0], minlength=int(area.max()) + 1)
