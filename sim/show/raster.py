"""Cells as picture elements: which cell is seen where."""

from __future__ import annotations

import numpy as np

from sim.geography.cells import Cells
from sim.types import Array, Bools, Floats, Rows

PER_SIDE = 5
"""Picture elements along the side of an ordinary cell of a surveyed map."""
MOST = 900
"""Picture elements along the longer side of a surveyed map."""


def raster_of(cells: Cells) -> Rows:
    """Cell at each picture element, [height, width]; -1 where there is none.

    Cells of a lattice are one element each. A surveyed map is sampled in the middles of small squares.
    """
    x, y = np.rint(cells.x).astype(np.int64), np.rint(cells.y).astype(np.int64)
    on_lattice = np.array_equal(x, cells.x) and np.array_equal(y, cells.y) and bool((cells.area == 1.0).all())
    if not on_lattice:
        return _sampled(cells)
    x, y = x - x.min(), y - y.min()
    made: Rows = np.full((int(y.max()) + 1, int(x.max()) + 1), -1, np.int32)
    made[y, x] = np.arange(len(cells))
    return made


def _sampled(cells: Cells) -> Rows:
    """Look which cell each small square's middle lies in."""
    low, high = cells.corners.min(axis=0), cells.corners.max(axis=0)
    step = max(float(np.sqrt(np.median(cells.area))) / PER_SIDE, float((high - low).max()) / MOST)
    width, height = np.maximum(1, np.ceil((high - low) / step - 1e-9)).astype(int).tolist()
    made: Rows = np.full((height, width), -1, np.int32)
    for cell in range(len(cells)):
        corners = (cells.shape(cell) - low) / step
        left, top = np.floor(corners.min(axis=0)).astype(int).tolist()
        right, bottom = np.ceil(corners.max(axis=0)).astype(int).tolist()
        part = made[top:bottom, left:right]
        y, x = np.indices(part.shape) + 0.5
        part[_inside(corners, x + left, y + top)] = cell
    return made


def _inside(corners: Floats, x: Array, y: Array) -> Bools:
    """Whether points lie inside a polygon: a line to the right crosses its sides an odd number of times."""
    odd: Bools = np.zeros(x.shape, np.bool_)
    for (x0, y0), (x1, y1) in zip(corners, np.roll(corners, -1, axis=0), strict=True):
        if y0 != y1:
            odd ^= ((y0 > y) != (y1 > y)) & (x < (x1 - x0) * (y - y0) / (y1 - y0) + x0)
    return odd


def cut_out(raster: Rows) -> Rows:
    """The part of a raster in which there is anything."""
    rows, columns = np.flatnonzero((raster >= 0).any(axis=1)), np.flatnonzero((raster >= 0).any(axis=0))
    return raster[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
