"""Grids of which only points are known: borders are drawn half way between them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely
from scipy.spatial import cKDTree

from sim.i18n import say
from sim.maps.areas import TOLD, Area, Log


def are_points(areas: Sequence[Area]) -> bool:
    """Whether there is no polygon and are at least three points."""
    kinds = [area.shape.geom_type for area in areas if area.shape is not None and not area.shape.is_empty]
    return len(kinds) > 2 and set(kinds) == {"Point"}


def around_points(areas: Sequence[Area], communities: Sequence[Area], log: Log) -> list[Area]:
    """Give each grid what is nearer to its points than to those of another (Voronoi).

    Parameters
    ----------
    areas : sequence of Area
        Of points; those of the same name and community are points of one grid.
    communities : sequence of Area
        Their polygons, if they are known: grids end there. Without them they end a usual distance beyond the points.
    log : Log
    """
    known = [area for area in areas if area.shape is not None and not area.shape.is_empty]
    points, which = np.unique([(area.shape.x, area.shape.y) for area in known], axis=0, return_inverse=True)
    if communities:
        outline = shapely.union_all([shapely.make_valid(area.shape) for area in communities])
    else:
        apart = cKDTree(points).query(points, k=2)[0][:, 1]
        outline = shapely.MultiPoint(points).convex_hull.buffer(float(np.median(apart)))
    rooms = shapely.get_parts(shapely.voronoi_polygons(shapely.MultiPoint(points), extend_to=outline))
    at, room = shapely.STRtree(rooms).query(shapely.points(points), predicate="intersects")
    room_of = dict(zip(at.tolist(), room.tolist(), strict=True))
    own: dict[tuple[str, str, int], list[int]] = {}
    for k, area in enumerate(known):
        own.setdefault((area.community, area.name, 0 if area.name else k), []).append(k)
    made = []
    for rows in own.values():
        area = known[rows[0]]
        counts = [known[k].residents for k in rows]
        area.residents = float(np.nansum(counts)) if np.isfinite(counts).any() else float("nan")
        # who stands on a point that another one has taken is left without a room, which is told of later
        mine = [rooms[room_of.pop(p)] for p in dict.fromkeys(which[rows].tolist()) if p in room_of]
        area.shape = shapely.intersection(shapely.union_all(mine), outline)
        made.append(area)
    log.note(say("maps.around_points", n=len(known), grids=len(made)), TOLD)
    return made
