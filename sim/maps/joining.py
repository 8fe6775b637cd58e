"""What touches on a map, and the shortest links between what does not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

from sim.types import Array, Ints, Rows

REACH_M = 1.0
"""Cells are taken for neighbours across so much."""
BORDER_M = 3.0
"""Border that neighbours share at least: those that touch at a corner share less."""


@dataclass(frozen=True, slots=True)
class Link:
    """Two cells that do not touch and count as neighbours, so that an area hangs together.

    Attributes
    ----------
    a, b : int
        Cells.
    level : {"grid", "community", "map"}
    area : int
        Which grid or community; 0 for the whole map.
    metres : float
    """

    a: int
    b: int
    level: str
    area: int
    metres: float


def neighbours(shapes: Sequence[Any]) -> Rows:
    """Pairs of cells that share a border; [E, 2]."""
    cells = np.asarray(shapes, object)
    one, other = shapely.STRtree(cells).query(cells, predicate="dwithin", distance=REACH_M)
    pairs = np.stack([one, other], axis=1)[one < other]
    pairs = pairs[np.lexsort(pairs.T[::-1])]
    shared = shapely.length(
        shapely.intersection(shapely.buffer(cells[pairs[:, 0]], REACH_M), shapely.boundary(cells[pairs[:, 1]]))
    )
    found: Rows = pairs[shared >= BORDER_M].astype(np.int32)
    return found


def joined(shapes: Sequence[Any], edges: Rows, grid: Array, community: Array) -> tuple[Rows, list[Link]]:
    """Add the shortest links that make every grid, every community and the whole map hang together.

    Returns
    -------
    edges with the links, links
    """
    cells = np.asarray(shapes, object)
    links: list[Link] = []
    for level, area in (("grid", grid), ("community", community), ("map", np.zeros(len(cells), np.int64))):
        for k in range(int(area.max()) + 1):
            own = np.flatnonzero(area == k)
            piece = _pieces(edges, own, len(cells))
            while piece.max() > 0:
                first, rest = own[piece == 0], own[piece > 0]
                at, to = shapely.STRtree(cells[rest]).query_nearest(cells[first], all_matches=False)
                apart = shapely.distance(cells[first[at]], cells[rest[to]])
                best = int(np.argmin(apart))
                link = Link(int(first[at[best]]), int(rest[to[best]]), level, k, float(apart[best]))
                links.append(link)
                edges = np.concatenate([edges, np.array([sorted((link.a, link.b))], np.int32)])
                piece = _pieces(edges, own, len(cells))
    return edges, links


def _pieces(edges: Rows, own: Ints, n: int) -> Ints:
    """Which piece each cell of an area is in, the first cell's piece being 0."""
    inside = np.zeros(n, np.bool_)
    inside[own] = True
    label = np.arange(n)
    kept = edges[inside[edges].all(axis=1)]
    while True:
        least = label.copy()
        np.minimum.at(least, kept[:, 0], label[kept[:, 1]])
        np.minimum.at(least, kept[:, 1], label[kept[:, 0]])
        least = least[least]
        if np.array_equal(least, label):
            return np.unique(label[own], return_inverse=True)[1]
        label = least
