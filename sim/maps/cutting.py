"""Polygons cut into cells: by centroidal Voronoi cells, which are round and of about the same size.

Cells of the whole map are put together from faces of one drawing of all lines, so that neighbours have the very same
corners. A polygon with a hole is parted first, so that no cell has one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from scipy.spatial import cKDTree

from sim.rng import uniforms
from sim.types import Array, Floats, Ints

NET_M = 0.05
"""Lines that are nearer than this are the same."""
SAMPLES = 60
"""Random points for each cell, of which its middle is found."""
ROUNDS = 20
"""Times that middles move to the middle of their points (Lloyd); after twenty they hardly move."""
CRUMB = 0.05
"""Of a usual cell of the polygon: a smaller piece goes to its neighbour."""
KEY = 0x766F726F


@dataclass(frozen=True, slots=True)
class Pieces:
    """Cells as they were cut.

    Attributes
    ----------
    shapes : list of shapely polygons
        Without holes; neighbours have the same corners.
    owner : array [C]
        Polygon of each.
    """

    shapes: list[Any]
    owner: Ints


def cut_into_cells(polygons: Sequence[Any], wanted: Ints) -> Pieces:
    """Cut polygons that lie side by side into about as many cells as wanted.

    Parameters
    ----------
    polygons : sequence of shapely (multi)polygons
    wanted : array [polygons], at least 1 each
    """
    panels: list[Any] = []
    owner, middles = list[int](), list[Floats]()
    lines = []
    for k, polygon in enumerate(polygons):
        own = [panel for piece in shapely.get_parts(polygon) for panel in _without_holes(piece)]
        share = np.array([panel.area for panel in own]) / polygon.area * wanted[k]
        for panel, n in zip(own, np.maximum(1, np.rint(share)).astype(int), strict=True):
            seeds = _middles(panel, int(n), len(panels))
            panels.append(panel)
            owner.append(k)
            middles.append(seeds)
            lines.append(panel.boundary)
            if len(seeds) > 1:
                edges = shapely.voronoi_polygons(shapely.MultiPoint(seeds), extend_to=panel, only_edges=True)
                lines.append(shapely.intersection(edges, panel.buffer(NET_M)))
    drawing = shapely.union_all(lines, grid_size=NET_M)
    faces = list(shapely.get_parts(shapely.polygonize([drawing])))
    inside = shapely.STRtree(panels).query([face.representative_point() for face in faces], predicate="within")
    found: dict[tuple[int, int], list[Any]] = {}
    for f, p in sorted(zip(*inside.tolist(), strict=True)):
        point = faces[f].representative_point()
        seed = int(np.argmin(np.hypot(*(middles[p] - (point.x, point.y)).T)))
        found.setdefault((p, seed), []).append(faces[f])
    return _sorted_out(found, np.array(owner), np.array([p.area for p in polygons]) / wanted, len(polygons))


def _without_holes(piece: Any) -> list[Any]:
    """Part a polygon along upright lines through its holes."""
    todo, done = [piece], []
    while todo:
        part = todo.pop()
        if not part.interiors:
            done.append(part)
            continue
        x = round(float(shapely.Polygon(part.interiors[0]).representative_point().x), 2)
        left, top, right, bottom = part.bounds
        for box in (shapely.box(left - 1, top - 1, x, bottom + 1), shapely.box(x, top - 1, right + 1, bottom + 1)):
            half = shapely.intersection(part, box, grid_size=0.01)
            todo += [p for p in shapely.get_parts(half) if p.geom_type == "Polygon" and p.area > NET_M]
    return done


def _middles(polygon: Any, n: int, number: int) -> Floats:
    """Spread n middles evenly over a polygon; [n, 2]."""
    points = _points_in(polygon, max(SAMPLES * n, 200), number)
    if n == 1:
        return np.asarray(points.mean(axis=0, keepdims=True))
    chosen = np.zeros(n, np.int64)  # each as far as can be from those before
    far = np.hypot(*(points - points[0]).T)
    for k in range(1, n):
        chosen[k] = np.argmax(far)
        far = np.minimum(far, np.hypot(*(points - points[chosen[k]]).T))
    middles = points[chosen]
    for _ in range(ROUNDS):
        nearest = cKDTree(middles).query(points)[1]
        count = np.bincount(nearest, minlength=n)
        moved = np.stack([np.bincount(nearest, points[:, i], n) for i in (0, 1)], axis=1)
        middles = np.where(count[:, None] > 0, moved / np.maximum(count, 1)[:, None], middles)
    return np.asarray(middles)


def _points_in(polygon: Any, n: int, number: int) -> Floats:
    """Draw random points of a polygon; [n or more, 2]."""
    left, top, right, bottom = polygon.bounds
    found: list[Floats] = []
    shapely.prepare(polygon)
    have, turn = 0, 0
    while have < n:
        u = uniforms(KEY, number, 0, 2 * n, turn, 0, 0)[:, :2]
        drawn = u * (right - left, bottom - top) + (left, top)
        drawn = drawn[shapely.contains_xy(polygon, drawn[:, 0], drawn[:, 1])]
        found.append(drawn)
        have, turn = have + len(drawn), turn + 1
    return np.concatenate(found)


def _sorted_out(found: dict[tuple[int, int], list[Any]], owner: Ints, usual: Floats, n: int) -> Pieces:
    """Put faces together to cells in one piece each; crumbs go to a neighbour in the same polygon."""
    whole: list[list[Any]] = [[] for _ in range(n)]
    crumbs: list[list[Any]] = [[] for _ in range(n)]
    for (panel, _), faces in found.items():
        k = int(owner[panel])
        for piece in shapely.get_parts(shapely.union_all(faces)):
            is_crumb = piece.area < CRUMB * usual[k] or piece.interiors
            (crumbs if is_crumb else whole)[k].append(piece)
    for k in range(n):
        for crumb in sorted(crumbs[k], key=lambda c: -c.area):
            border = [float(shapely.intersection(crumb, cell).length) for cell in whole[k]]
            for i in np.argsort(border)[::-1]:
                joined = shapely.union_all([whole[k][i], crumb]) if border[i] > 0.0 else None
                if joined is not None and joined.geom_type == "Polygon" and not joined.interiors:
                    whole[k][i] = joined
                    break
            else:
                whole[k].append(shapely.Polygon(crumb.exterior))
    count = [len(own) for own in whole]
    return Pieces([cell for own in whole for cell in own], np.repeat(np.arange(n), count))


def corners_of(shapes: Sequence[Any]) -> tuple[Floats, Ints]:
    """Corners of cells and where each one's begin, see `sim.geography.cells.Cells`."""
    rings = [np.asarray(shapely.get_coordinates(shape.exterior))[:-1] for shape in shapes]
    first: Array = np.concatenate([[0], np.cumsum([len(ring) for ring in rings])])
    return np.concatenate(rings), first
