"""Who lives in each cell: counted by area, spread evenly or by the floors of buildings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely

from sim.i18n import say
from sim.maps.areas import TOLD, Area, Log
from sim.types import Array, Floats, Ints

HOUSEHOLD = 2.6
"""Persons a household (X010)."""
GRID_HOUSEHOLDS = 400.0
"""Households of a grid of which nobody says how many (X011)."""


def counted(areas: Sequence[Area], log: Log) -> tuple[Floats, bool]:
    """Residents of each polygon, and whether they were counted.

    Polygons without a count get what they would have at the density of the others; where nobody counted, all have the
    same density.
    """
    said = np.array([area.residents for area in areas])
    m2 = np.array([area.shape.area for area in areas])
    missing = np.isnan(said)
    if missing.all() or not np.nansum(said) > 0.0:
        log.note(say("maps.nobody_counted"), TOLD)
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


def floors_of(buildings: Array, floors: Floats, shapes: Sequence[Any]) -> Floats:
    """Floor area of the buildings of each cell, square metres; a building lies where its middle does.

    Parameters
    ----------
    buildings : array of shapely geometries
    floors : array
        Floors of each; nan counts as one.
    shapes : sequence of shapely polygons
        Cells.
    """
    known = [(b, f) for b, f in zip(buildings, floors, strict=True) if b is not None and not b.is_empty]
    middles = shapely.centroid(np.array([b for b, _ in known], object))
    at, cell = shapely.STRtree(np.asarray(shapes, object)).query(middles, predicate="intersects")
    m2 = shapely.area(np.array([b for b, _ in known], object)) * np.nan_to_num([f for _, f in known], nan=1.0)
    first = np.unique(at, return_index=True)[1]  # on a border it counts once
    found: Floats = np.bincount(cell[first], m2[at[first]], len(shapes)).astype(np.float64)
    return found
