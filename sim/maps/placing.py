"""Where a map lies: any coordinate system and datum into metres of a local plane, and whether cases lie inside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import shapely

from sim.errors import ConfigError, Problem
from sim.i18n import Bilingual, say
from sim.maps.areas import TOLD, Area, Log
from sim.maps.coordinates import (
    CALLED,
    DATUMS,
    LONG_LAT,
    Plane,
    code_of,
    from_datum,
    like_degrees,
    swapped,
    to_datum,
    to_degrees,
)
from sim.maps.reading import Layer, read_points
from sim.maps.wanted import Wanted
from sim.types import Array, Floats

BETTER = 0.05
"""Share of case points by which another datum must win before it is asked for."""
NEARLY = 0.01
LARGEST_M = 400_000.0
"""A district that is wider was read in wrong coordinates."""


def placed(layers: Sequence[Layer], crs: str, datum: str, log: Log) -> tuple[Plane, list[Layer]]:
    """Bring all layers into one plane, whose middle is that of the first.

    Raises
    ------
    ConfigError
        If coordinates are no numbers, no degrees and of no system that was named.
    """
    found: list[tuple[Layer, Floats]] = []
    problems: list[Problem] = []
    for layer in layers:
        points = _degrees(layer, crs, datum)
        if isinstance(points, Bilingual):
            problems.append(Problem(str(layer.path), points, say("maps.degrees_or_crs"), "--crs EPSG:4547"))
            continue
        if swapped(points):
            points = points[:, ::-1]
            log.note(say("maps.swapped", file=layer.path.name))
        found.append((layer, from_datum(points, datum or "wgs84")))
    if problems:
        raise ConfigError(problems)
    low, high = found[0][1].min(axis=0), found[0][1].max(axis=0)
    plane = Plane(*(round(float(v), 5) for v in (low + high) / 2.0))
    wide = float(np.ptp(plane.metres(np.stack([low, high])), axis=0).max())
    if wide > LARGEST_M:
        raise ConfigError(
            [Problem(str(layers[0].path), say("maps.too_wide", km=wide / 1000.0), say("maps.one_district"))]
        )
    return plane, [replace(layer, shapes=_with(layer.shapes, plane.metres(points))) for layer, points in found]


def moved(layer: Layer, crs: str, datum: str, plane: Plane) -> Array:
    """Bring one more layer into the plane of the others.

    Raises
    ------
    ConfigError
        If its coordinates are no degrees, and of no system that was named.
    """
    points = _degrees(layer, crs, datum)
    if isinstance(points, Bilingual):
        raise ConfigError([Problem(str(layer.path), points, say("maps.degrees_or_crs"), "--crs EPSG:4547")])
    points = points[:, ::-1] if swapped(points) else points
    return _with(layer.shapes, plane.metres(from_datum(points, datum or "wgs84")))


def _degrees(layer: Layer, crs: str, datum: str) -> Floats | Bilingual:
    """Coordinates of all corners as longitude and latitude, or what is wrong."""
    points = shapely.get_coordinates(layer.shapes)
    if not len(points):
        return say("maps.nothing_left")
    if not np.isfinite(points).all():
        return say("maps.no_numbers")
    said = crs or layer.crs
    if like_degrees(points) and code_of(said) not in LONG_LAT:
        said = ""  # --crs speaks of another file: no district is so near the origin of a system in metres
    if code_of(said) not in LONG_LAT and datum not in ("", "wgs84"):
        return say("maps.datum_of_degrees", crs=said)
    found = to_degrees(points, said)
    if isinstance(found, Bilingual) or like_degrees(found):
        return found
    return say("maps.no_degrees", x=float(found[0, 0]), y=float(found[0, 1]))


def _with(shapes: Array, points: Floats) -> Array:
    """Shapes with other coordinates."""
    made: Array = shapely.set_coordinates(shapely.force_2d(shapes), points)
    return made


def datum_problems(lowest: Sequence[Area], plane: Plane, wanted: Wanted, log: Log) -> list[Problem]:
    """Count cases inside the map under every datum; if another one wins, ask for it."""
    if wanted.points is None:
        return []
    points = read_points(wanted.points)
    known = points[np.isfinite(points).all(axis=1) & (points != 0.0).all(axis=1)]
    if not len(known):
        log.note(say("maps.no_case_has_a_place", file=wanted.points.name), TOLD)
        return []
    known = known[:, ::-1] if swapped(known) else known
    whole = shapely.union_all([area.shape for area in lowest])
    shapely.prepare(whole)
    used = (wanted.datum or "wgs84", wanted.points_datum or "wgs84")
    # what was said of the map is doubted last; where both are the same it is all one which
    others = [(used[0], q) for q in DATUMS] + [(d, q) for d in DATUMS for q in DATUMS if d != q]
    pairs = list(dict.fromkeys([used, *others]))
    share = {pair: _inside(whole, plane, known, pair, used[0]) for pair in pairs}
    best = max(share.values())
    winner = next(pair for pair in pairs if share[pair] >= best - NEARLY)
    told = {"n": len(known), "share": 100.0 * share[used], "best": 100.0 * share[winner]}
    if share[winner] - share[used] < BETTER:
        log.note(say("maps.points_inside", n=len(known), share=100.0 * share[used]), TOLD)
        return []
    flags = f"--datum {winner[0]}" + (f" --points-datum {winner[1]}" if winner[1] != "wgs84" else "")
    map_in, points_in = (CALLED[datum] for datum in winner)
    return [
        Problem("--datum", say("maps.other_datum", **told, map=map_in, points=points_in), say("maps.datums"), flags)
    ]


def _inside(whole: Any, plane: Plane, points: Floats, pair: tuple[str, str], used: str) -> float:
    """Share of points inside, if the map and the points have these datums."""
    of_map, of_points = pair
    there = to_datum(from_datum(points, of_points), of_map)
    x, y = plane.metres(from_datum(there, used)).T
    return float(np.mean(shapely.contains_xy(whole, x, y)))
