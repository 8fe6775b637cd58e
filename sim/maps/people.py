"""Who lives in each cell: counted by area, spread evenly or by the floors of buildings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

from sim.i18n import say
from sim.maps.areas import TOLD, Area, Log
from sim.types import Array, Floats, Ints

HOUSEHOLD = 2.6
"""Persons a household (X010)."""
LEAST_FLOOR = 0.001
"""Floor area that land has at least, of its own."""
GRID_HOUSEHOLDS = 400.0
"""Households of a grid of which nobody says how many (X011)."""


def counted(areas: Sequence[Area], log: Log, floor_m2: Floats | None = None) -> tuple[Floats, bool]:
    """Residents of each polygon, and whether they were counted.

    Polygons without a count get what they would have at the density of the others; where nobody counted, all have the
    same density. Density is by the floors of buildings where these are known, or else by area.
    """
    said = np.array([area.residents for area in areas])
    m2 = np.array([area.shape.area for area in areas])
    if floor_m2 is not None:
        m2 = floor_m2 + LEAST_FLOOR * m2  # nowhere is nobody: buildings may be missing from the file
    missing = np.isnan(said)
    if missing.all() or not np.nansum(said) > 0.0:
        log.note(say("maps.nobody_counted" if floor_m2 is None else "maps.counted_by_floors"), TOLD)
        return m2 / m2.sum() * len(areas) * GRID_HOUSEHOLDS * HOUSEHOLD, False
    if missing.any():
        said[missing] = m2[missing] * said[~missing].sum() / m2[~missing].sum()
        names = ", ".join(area.name for area, gone in zip(areas, missing, strict=True) if gone)
        log.note(say("maps.not_counted", n=int(missing.sum()), names=names[:200]), TOLD)
    return said, True


def spread(residents: Floats, owner: Ints, shapes: Sequence[Any], floor_m2: Floats | None) -> Floats:
    """Spread the residents of polygons over their cells; [C].

    Parameters
    ----------
    residents : array [polygons]
    owner : array [C]
        Polygon of each cell.
    shapes : sequence of shapely polygons
        Cells.
    floor_m2 : array [C], optional
        Floor area of the buildings of each cell; where a polygon has none, its cells share by their own area.
    """
    weight = np.array([shape.area for shape in shapes])
    if floor_m2 is not None:
        built = np.bincount(owner, floor_m2, len(residents))
        weight = np.where(built[owner] > 0.0, floor_m2, weight)
    found: Floats = residents[owner] * weight / np.bincount(owner, weight, len(residents))[owner]
    return found


@dataclass(frozen=True, slots=True)
class Buildings:
    """Buildings, each where its middle is.

    Attributes
    ----------
    middles : array [B] of shapely points
    floor_m2 : array [B]
        Ground area times floors.
    """

    middles: Array
    floor_m2: Floats

    def of(self, shapes: Sequence[Any]) -> Floats:
        """Floor area in each of some polygons that lie side by side, square metres."""
        pairs = self.within(shapes)
        found: Floats = np.bincount(pairs[:, 1], self.floor_m2[pairs[:, 0]], len(shapes)).astype(np.float64)
        return found

    def within(self, shapes: Sequence[Any]) -> Ints:
        """Pairs of a building and the polygon in which it lies, at most one each; [n, 2]."""
        pairs = shapely.STRtree(np.asarray(shapes, object)).query(self.middles, predicate="intersects").T
        found: Ints = pairs[np.unique(pairs[:, 0], return_index=True)[1]]  # on a border it counts once
        return found


def buildings(shapes: Array, floors: Floats) -> Buildings:
    """Take the polygons of buildings and their floors; nan counts as one."""
    known = np.array([shape is not None and not shape.is_empty for shape in shapes])
    m2 = shapely.area(shapes[known]) * np.nan_to_num(floors[known], nan=1.0)
    return Buildings(shapely.centroid(shapes[known]), m2)
