"""Cells: where they lie, how large they are, which touch, what they look like."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from math import sqrt

import numpy as np

from sim.jit import merged
from sim.types import Array, Floats, Ints, Rows

USUAL_CELL_M = 150.0
"""Side of a usual cell, of 100 households, metres: what ``service.minutes_per_cell`` is the time for."""


class Metric(IntEnum):
    """How far it is from one point to another."""

    CITY_BLOCK = 0  # along streets that cross at right angles
    STRAIGHT = 1


@merged
def distance(metric, dx, dy):  # type: ignore[no-untyped-def]
    """How far it is to somewhere that lies dx and dy away, in the same unit."""
    if metric == 0:  # CITY_BLOCK, the usual one
        return abs(dx) + abs(dy)
    return sqrt(dx * dx + dy * dy)


@dataclass(frozen=True, slots=True)
class Cells:
    """Cells of a map; ordered so that those of a community stand together.

    Lengths are in a unit of the map's own, so that a lattice counts in sides of its cells, exactly; a surveyed map
    counts in metres with ``unit = 1 / USUAL_CELL_M``. ``x`` grows eastwards, ``y`` southwards, as on a page.

    Attributes
    ----------
    x, y : array [C]
        Where people of the cell are met: its middle, in units.
    area : array [C]
        Square units.
    edges : array [E, 2]
        Pairs of cells that touch along a side, each pair once.
    corners : array [P, 2]
        Corners (x, y) of all cells, units, round each cell in turn; the last one is joined to the first. Cells that
        touch have both ends of each common side as corners, and no hole.
    corner_first : array [C + 1]
        Corners of cell c are ``corners[corner_first[c]:corner_first[c + 1]]``.
    unit : float
        Sides of a usual cell in one unit.
    metric : Metric
        How ways are measured.
    walk : bool
        Whether each cell touches the next one of its area, so that a stretch of cells is in one piece.
    """

    x: Floats
    y: Floats
    area: Floats
    edges: Rows
    corners: Floats
    corner_first: Ints
    unit: float = 1.0
    metric: Metric = Metric.CITY_BLOCK
    walk: bool = True

    def __len__(self) -> int:
        return len(self.x)

    @property
    def unit_m(self) -> float:
        """Metres in one unit."""
        return self.unit * USUAL_CELL_M

    @property
    def x_m(self) -> Floats:
        """Where cells lie, metres eastwards; [C]."""
        return self.x * self.unit_m

    @property
    def y_m(self) -> Floats:
        """Where cells lie, metres southwards; [C]."""
        return self.y * self.unit_m

    @property
    def area_m2(self) -> Floats:
        """How large cells are, square metres; [C]."""
        return self.area * self.unit_m**2

    def shape(self, cell: int) -> Floats:
        """Corners of one cell; [corners, 2]."""
        return self.corners[self.corner_first[cell] : self.corner_first[cell + 1]]


def touching(cells: Cells, area: Array) -> Rows:
    """Pairs of areas that touch, each once and the lower number first; [pairs, 2].

    Parameters
    ----------
    cells : Cells
    area : int array [C]
        Area of each cell; cells of none, below 0, touch nothing.
    """
    pairs = np.sort(area[cells.edges], axis=1)
    found: Rows = np.unique(pairs[(pairs[:, 0] >= 0) & (pairs[:, 0] != pairs[:, 1])], axis=0)
    return found


def n_pieces(cells: Cells, area: Array) -> Ints:
    """Count the connected pieces of each area (1 = contiguous).

    Parameters
    ----------
    cells : Cells
    area : int array [C]

    Returns
    -------
    array [n areas]
    """
    # here, because a district can live without them, and they take long to import
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    a, b = cells.edges.T
    same = area[a] == area[b]
    n = len(cells)
    graph = coo_array((np.ones(int(same.sum()), np.int8), (a[same], b[same])), shape=(n, n))
    _, piece = connected_components(graph, directed=False)
    pairs = np.unique(np.stack([area, piece]), axis=1)
    return np.bincount(pairs[0], minlength=int(area.max()) + 1)
