"""Shapes: what cells look like, and where their sides are, for those who draw them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from sim.geography.cells import Cells
from sim.types import Array, Floats, Ints, Rows


@dataclass(frozen=True)
class Shapes:
    """Cells as they are drawn; lengths in sides of an ordinary cell of this map, x eastwards, y southwards.

    Attributes
    ----------
    corners : array [P, 2]
    corner_first : array [C + 1]
        See `Cells`.
    side : float
        Side of an ordinary cell in units of the map: what lengths were divided by.
    """

    corners: Floats
    corner_first: Ints
    side: float

    @property
    def polygons(self) -> list[Floats]:
        """Corners of each cell: C arrays [corners, 2]."""
        return np.split(self.corners, self.corner_first[1:-1])

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Left, top, right and bottom."""
        (left, top), (right, bottom) = self.corners.min(axis=0).tolist(), self.corners.max(axis=0).tolist()
        return left, top, right, bottom

    @cached_property
    def sides(self) -> tuple[Floats, Rows]:
        """Sides of cells, each once, see `sides`."""
        return sides(self.corners, self.corner_first)

    def boundaries(self, area: Array) -> Floats:
        """Choose the sides between two areas, and those around the whole map.

        Parameters
        ----------
        area : int array [C]

        Returns
        -------
        array [segments, 2 ends, 2 (x, y)]
        """
        ends, between = self.sides
        one, other = between.T
        outer = other < 0
        chosen: Floats = ends[outer | (area[one] != area[np.where(outer, one, other)])]
        return chosen


def shapes_of(cells: Cells) -> Shapes:
    """Scale the shapes of cells for drawing."""
    return _scaled(cells.corners, cells.corner_first)


def outlines(cells: Cells) -> list[Floats]:
    """Write each cell's corners in a row, x, y, x, y, ..., units of the map: as a table of cells keeps them."""
    return np.split(cells.corners.ravel(), 2 * cells.corner_first[1:-1])


def from_outlines(written: Sequence[Floats]) -> Shapes:
    """Read shapes from what `outlines` wrote."""
    first = np.concatenate([[0], np.cumsum([len(row) // 2 for row in written])])
    return _scaled(np.concatenate(written).reshape(-1, 2), first)


def from_middles(x: Array, y: Array) -> Shapes:
    """Make shapes of which only the middles are known, [C] each: squares of side 1, as older tables mean them."""
    middle = np.stack([x, y], axis=1).astype(np.float64)
    return _scaled(squares(middle), 4 * np.arange(len(middle) + 1))


def squares(middle: Floats) -> Floats:
    """Corners of squares of side 1 around points: [C, 2] -> [4 C, 2]."""
    corner = np.array([[-0.5, -0.5], [0.5, -0.5], [0.5, 0.5], [-0.5, 0.5]])
    corners: Floats = (middle[:, None, :] + corner).reshape(-1, 2)
    return corners


def _scaled(corners: Floats, first: Ints) -> Shapes:
    """Divide by the side of an ordinary cell: the root of the median area."""
    side = float(np.sqrt(np.median(areas(corners, first))))
    return Shapes(corners / side, first, side)


def areas(corners: Floats, corner_first: Ints) -> Floats:
    """Areas of polygons, square units; [C]."""
    x, y = corners.T
    follower = _follower(corner_first)
    return np.abs(np.add.reduceat(x * y[follower] - x[follower] * y, corner_first[:-1])) / 2.0


def _follower(corner_first: Ints) -> Ints:
    """Which corner follows each, round its cell."""
    follower = np.arange(1, int(corner_first[-1]) + 1)
    follower[corner_first[1:] - 1] = corner_first[:-1]
    return follower


def sides(corners: Floats, corner_first: Ints) -> tuple[Floats, Rows]:
    """Find the sides of cells, each once, by their ends; ends that are meant to be the same must be the same bits.

    Parameters
    ----------
    corners, corner_first : see `Cells`

    Returns
    -------
    ends : array [S, 2, 2]
        Both ends (x, y) of each side.
    between : int array [S, 2]
        The cell on either side; the second is -1 where there is none.
    """
    count = np.diff(corner_first)
    owner = np.repeat(np.arange(len(count), dtype=np.int32), count)
    point, at = np.unique(corners, axis=0, return_inverse=True)
    start = at.reshape(-1)
    pair = np.sort(np.stack([start, start[_follower(corner_first)]], axis=1), axis=1)
    side, first, which = np.unique(pair, axis=0, return_index=True, return_inverse=True)
    between = np.full((len(side), 2), -1, np.int32)
    between[:, 0] = owner[first]
    again = np.ones(len(pair), np.bool_)
    again[first] = False
    between[which.reshape(-1)[again], 1] = owner[again]
    return point[side], between
