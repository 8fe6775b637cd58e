"""Coordinates: the offsets of GCJ-02 and BD-09, coordinate systems, and degrees as metres of a local plane.

The offsets are those of the published formula (eviltransform, geoChina); inverted by iteration they are exact to
millimetres. EPSG:4490 (CGCS 2000) counts as WGS 84: they differ by centimetres.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from sim.i18n import Bilingual, say
from sim.types import Array, Bools, Floats

DATUMS = ("wgs84", "gcj02", "bd09")
CALLED = {"wgs84": "WGS 84", "gcj02": "GCJ-02", "bd09": "BD-09"}
LONG_LAT = {"", "OGC:CRS84", "CRS84", "EPSG:4326", "EPSG:4490", "EPSG:4979"}
"""Coordinate systems in degrees that need no pyproj."""
A, E2 = 6378245.0, 0.00669342162296594323
"""Krasovsky's ellipsoid, of which the formula of GCJ-02 is made: half axis, metres, and square of the eccentricity."""
WGS_A, WGS_E2 = 6378137.0, 6.69437999014e-3
CHINA = (72.004, 0.8293, 137.8347, 55.8271)
"""West, south, east, north of where the formula holds, degrees."""
TURN = np.pi * 3000.0 / 180.0


@dataclass(frozen=True, slots=True)
class Plane:
    """A local plane: metres east and south of a point, true to 1 in 10,000 within 50 km."""

    lon: float
    lat: float

    @property
    def _metres(self) -> tuple[float, float]:
        """Metres in a degree of longitude and of latitude."""
        sine = np.sin(np.radians(self.lat))
        w = 1.0 - WGS_E2 * sine * sine
        east = WGS_A / np.sqrt(w) * np.cos(np.radians(self.lat))
        north = WGS_A * (1.0 - WGS_E2) / w**1.5
        return float(np.radians(east)), float(np.radians(north))

    def metres(self, lon_lat: Array) -> Floats:
        """Degrees to metres east and south; [n, 2]."""
        east, north = self._metres
        found: Floats = (np.asarray(lon_lat, np.float64) - (self.lon, self.lat)) * (east, -north)
        return found

    def degrees(self, metres: Array) -> Floats:
        """Metres east and south to degrees; [n, 2]."""
        east, north = self._metres
        found: Floats = np.asarray(metres, np.float64) / (east, -north) + (self.lon, self.lat)
        return found


def in_china(lon_lat: Array) -> Bools:
    """Whether points lie where the formula holds; [n]."""
    lon, lat = np.asarray(lon_lat).T
    found: Bools = (lon > CHINA[0]) & (lon < CHINA[2]) & (lat > CHINA[1]) & (lat < CHINA[3])
    return found


def to_datum(lon_lat: Array, datum: str) -> Floats:
    """Shift WGS 84 as a map service does; [n, 2], degrees."""
    points = np.array(lon_lat, np.float64)
    if datum == "wgs84":
        return points
    inside = in_china(points)
    points[inside] += _offset(points[inside])
    return _bd09(points) if datum == "bd09" else points


def from_datum(lon_lat: Array, datum: str) -> Floats:
    """Take the shift of a map service back; [n, 2], degrees."""
    shifted = np.array(lon_lat, np.float64)
    found = shifted.copy()
    for _ in range(12 if datum != "wgs84" else 0):
        found += shifted - to_datum(found, datum)
    return found


def _offset(points: Floats) -> Floats:
    x, y = points[:, 0] - 105.0, points[:, 1] - 35.0
    root = np.sqrt(np.abs(x))
    waves = 20.0 * np.sin(6.0 * x * np.pi) + 20.0 * np.sin(2.0 * x * np.pi)
    north = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root
    north += (waves + 20.0 * np.sin(y * np.pi) + 40.0 * np.sin(y / 3.0 * np.pi)) * 2.0 / 3.0
    north += (160.0 * np.sin(y / 12.0 * np.pi) + 320.0 * np.sin(y * np.pi / 30.0)) * 2.0 / 3.0
    east = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root
    east += (waves + 20.0 * np.sin(x * np.pi) + 40.0 * np.sin(x / 3.0 * np.pi)) * 2.0 / 3.0
    east += (150.0 * np.sin(x / 12.0 * np.pi) + 300.0 * np.sin(x / 30.0 * np.pi)) * 2.0 / 3.0
    lat = np.radians(points[:, 1])
    w = 1.0 - E2 * np.sin(lat) ** 2
    north = np.degrees(north / (A * (1.0 - E2) / w**1.5))
    east = np.degrees(east / (A / np.sqrt(w) * np.cos(lat)))
    return np.stack([east, north], axis=1)


def _bd09(points: Floats) -> Floats:
    x, y = points.T
    r = np.hypot(x, y) + 0.00002 * np.sin(y * TURN)
    angle = np.arctan2(y, x) + 0.000003 * np.cos(x * TURN)
    return np.stack([r * np.cos(angle) + 0.0065, r * np.sin(angle) + 0.006], axis=1)


def code_of(crs: str) -> str:
    """Name of a coordinate system as EPSG:4326: out of a URN, or as it stands."""
    text = crs.strip()
    urn = re.fullmatch(r"urn:ogc:def:crs:(\w+):[^:]*:(\w+)", text)
    return f"{urn[1]}:{urn[2]}".upper() if urn else text.upper() if re.fullmatch(r"\w+:\w+", text) else text


def to_degrees(coordinates: Floats, crs: str) -> Floats | Bilingual:
    """Bring coordinates of a named system into longitude and latitude.

    Returns
    -------
    array [n, 2], or what is wrong
    """
    code = code_of(crs)
    if code in LONG_LAT:
        return coordinates
    from importlib.util import find_spec

    if find_spec("pyproj") is None:
        return say("maps.needs_for", package="pyproj", what=code)
    import pyproj

    try:
        east, north = pyproj.Transformer.from_crs(code, "EPSG:4326", always_xy=True).transform(*coordinates.T)
    except pyproj.exceptions.ProjError as error:
        return say("maps.no_crs", crs=code, why=str(error)[:120])
    return np.stack([east, north], axis=1)


def like_degrees(points: Floats) -> bool:
    """Whether coordinates can be longitude and latitude, in either order; [n, 2]."""
    most = np.abs(points).max(axis=0)
    return bool(most.max() <= 360.0 and most.min() <= 90.0)


def swapped(points: Floats) -> bool:
    """Whether latitude stands where longitude should: as it is it is nowhere, or it is China the other way round."""
    lon, lat = points.T
    if np.abs(lat).max() > 90.0:
        return bool(np.abs(lon).max() <= 90.0 and np.abs(lat).max() <= 180.0)
    return bool(in_china(points[:, ::-1]).all() and not in_china(points).any())
