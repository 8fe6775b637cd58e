"""Builds cells in rows and columns, along a walk on which neighbours stay together; knows of rows and columns alone."""

from __future__ import annotations

import math

import numpy as np

from sim.geography.cells import Cells
from sim.geography.shapes import squares
from sim.jit import compiled
from sim.types import Array, Rows


def lattice(n_cells: int, unit: float = 1.0) -> Cells:
    """Build square cells in rows and columns, a little wider than high.

    Parameters
    ----------
    n_cells : int
    unit : float
        Side of a cell, in sides of a usual cell.

    Returns
    -------
    Cells
        In the order of the walk; lengths in sides of a cell.
    """
    walk = curve(*rectangle(n_cells), n_cells)
    x, y = walk.T
    middle = walk.astype(np.float64)
    return Cells(
        x=middle[:, 0].copy(),
        y=middle[:, 1].copy(),
        area=np.ones(n_cells),
        edges=np.stack(neighbours(x, y), axis=1),
        corners=squares(middle),
        corner_first=4 * np.arange(n_cells + 1),
        unit=unit,
    )


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
