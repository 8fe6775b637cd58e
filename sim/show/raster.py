"""Cells as picture elements: which cell is seen where."""

from __future__ import annotations

import numpy as np

from sim.geography.cells import Cells
from sim.geography.shapes import Shapes, shapes_of
from sim.types import Array, Bools, Floats, Ints, Rows

PER_SIDE = 5
"""Picture elements along the side of an ordinary cell, where cells are not all made of squares of one size."""
LEAST, MOST = 320, 900
"""Picture elements along the longer side of such a map: with fewer its borders are stairs."""


def raster_of(cells: Cells) -> Rows:
    """Cell at each picture element, [height, width]; -1 where there is none.

    Elements are squares, and what lies in the middle of one is its cell. Where all corners lie on a net of squares as
    large as an ordinary cell, the squares of the net are the elements; else they are smaller.
    """
    shapes = shapes_of(cells)
    left, top, right, bottom = shapes.box
    corners = shapes.corners - (left, top)
    whole = np.rint(corners)
    if np.abs(corners - whole).max() < 1e-6:
        corners, step = whole, 1.0
    else:
        longer = max(right - left, bottom - top)
        step = max(1.0 / max(PER_SIDE, np.ceil(LEAST / longer)), longer / MOST)
    width, height = (max(1, int(np.ceil(side / step - 1e-6))) for side in (right - left, bottom - top))
    return _scanned(corners / step, shapes, width, height)


def _scanned(corners: Floats, shapes: Shapes, width: int, height: int) -> Rows:
    """Go along the middle of each row of elements: where it crosses a side, a cell begins or ends."""
    owner, ends, enters = _sides(corners, shapes.corner_first)
    top, bottom = ends[:, 0, 1], ends[:, 1, 1]
    first, last = np.ceil(top - 0.5).astype(np.int64), np.ceil(bottom - 0.5).astype(np.int64)
    crossed = last - first
    side = np.repeat(np.arange(len(owner)), crossed)
    row = np.arange(len(side)) - np.repeat(np.cumsum(crossed) - crossed, crossed) + first[side]
    (x0, y0), (x1, y1) = ends[side, 0].T, ends[side, 1].T
    x = x0 + (x1 - x0) * ((row + 0.5 - y0) / (y1 - y0))
    # each row begins outside; where one cell ends and another begins, the one that begins is seen
    rows = np.arange(height)
    row, x = np.concatenate([rows, row]), np.concatenate([np.full(height, -np.inf), x])
    begins = np.concatenate([np.zeros(height, np.bool_), enters[side]])
    cell = np.where(begins, np.concatenate([rows, owner[side]]), -1)
    order = np.lexsort((begins, x, row))
    column = np.clip(np.ceil(np.maximum(x[order], 0.0) - 0.5), 0, width).astype(np.int64)
    start = row[order] * width + column
    length = np.diff(start, append=height * width)
    made: Rows = np.repeat(cell[order], length).astype(np.int32).reshape(height, width)
    return made


def _sides(corners: Floats, corner_first: Ints) -> tuple[Array, Floats, Bools]:
    """Sides that are not level, each once for either cell: cell, ends (upper one first), whether it begins there."""
    count = np.diff(corner_first)
    follower = np.arange(1, len(corners) + 1)
    follower[corner_first[1:] - 1] = corner_first[:-1]
    x, y = corners.T
    turn = np.add.reduceat(x * y[follower] - x[follower] * y, corner_first[:-1]) > 0.0
    owner = np.repeat(np.arange(len(count)), count)
    up = y[follower] < y
    ends = np.stack([corners, corners[follower]], axis=1)
    ends[up] = ends[up, ::-1]  # so that two cells that share a side find the same bits
    slanted = y[follower] != y
    return owner[slanted], ends[slanted], (up == turn[owner])[slanted]


def cut_out(raster: Rows) -> Rows:
    """The part of a raster in which there is anything."""
    rows, columns = np.flatnonzero((raster >= 0).any(axis=1)), np.flatnonzero((raster >= 0).any(axis=0))
    return raster[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
