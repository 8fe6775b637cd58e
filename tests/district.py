"""A made district: three communities, 27 grids, with an island, an enclave, a lake, a sliver, a gap and a bow tie."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
from shapely import affinity, transform
from shapely.geometry import Point, Polygon, box, mapping

from sim.maps.coordinates import Plane

MIDDLE = Plane(106.55, 29.56)
SIDE = 650.0
"""Of a grid, metres, before it is bent."""
COMMUNITIES = ("滨江社区", "东湖社区", "南坪社区")


def grids() -> list[dict[str, Any]]:
    """27 grids of three by nine, bent, in metres east and south: name, community, residents, shape."""
    found: list[dict[str, Any]] = []
    for m, community in enumerate(COMMUNITIES):
        for k in range(9):
            x, y = (3 * m + k % 3) * SIDE, (k // 3) * SIDE
            shape = box(x, y, x + SIDE, y + SIDE).segmentize(SIDE / 4)
            found.append({"name": f"{k + 1}号网格", "community": community, "residents": 700 + 60 * k, "shape": shape})
    lake = Point(4.5 * SIDE, 1.5 * SIDE).buffer(180.0, 6)
    found[13]["shape"] = found[13]["shape"].difference(lake)
    enclave = Point(1.5 * SIDE, 1.5 * SIDE).buffer(150.0, 4)
    found[4]["shape"] = found[4]["shape"].difference(enclave)
    found[5]["shape"] = enclave  # of another place, so that there are 27 still
    found[4]["shape"] = found[4]["shape"].union(box(2 * SIDE, SIDE, 3 * SIDE, 2 * SIDE))
    found[8]["shape"] = found[8]["shape"].union(box(900.0, 3 * SIDE + 300.0, 1300.0, 3 * SIDE + 600.0))  # an island
    found[17]["shape"] = found[17]["shape"].union(box(6 * SIDE, 2 * SIDE, 6 * SIDE + 4.0, 3 * SIDE))  # an overlap
    found[18]["shape"] = found[18]["shape"].difference(box(6 * SIDE, -1.0, 6 * SIDE + 3.0, SIDE + 1.0))  # a gap
    for grid in found:
        grid["shape"] = affinity.skew(affinity.rotate(grid["shape"], 11.0, origin=(0, 0)), 6.0, origin=(0, 0))
    last = np.array(found[26]["shape"].exterior.coords[:-1])
    east = int(np.argmax(last[:, 0]))
    p, q = last[east], last[(east + 1) % len(last)]
    out = np.array([40.0, 0.0])
    bow = [p, q + out, p + out]
    found[26]["shape"] = Polygon([*last[:east], *bow, *last[east + 1 :]])
    return found


def geojson(rows: list[dict[str, Any]], plane: Plane = MIDDLE) -> str:
    """Write grids as GeoJSON in degrees."""
    features = []
    for row in rows:
        shape = mapping(transform(row["shape"], lambda points: plane.degrees(points).round(7)))
        told = {key: value for key, value in row.items() if key != "shape"}
        features.append({
            "type": "Feature", "properties": told, "geometry": shape,
        })  # fmt: skip
    return json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False)


def write_district(path: Path) -> Path:
    """Write the whole district as GeoJSON."""
    path.write_text(geojson(grids()), encoding="utf-8")
    return path
