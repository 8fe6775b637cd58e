"""Files of polygons: GeoJSON, CSV with WKT or points, shapefile, GeoPackage."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from sim.errors import ConfigError, PlaceError, Problem, words_of
from sim.i18n import say
from sim.maps.columns import LATITUDES, LONGITUDES, WKT, plain, uncut
from sim.text_files import decode
from sim.types import Array

MOST_BYTES = 500_000_000
"""Size of a file of polygons at most."""
LONGEST_FIELD = 10_000_000
"""Characters of a polygon in WKT at most."""
BY_GDAL = (".shp", ".gpkg")


@dataclass(frozen=True, slots=True)
class Layer:
    """What a file holds, as it is written there.

    Attributes
    ----------
    path : Path
    shapes : array [n] of shapely geometries
        None where a row has none.
    rows : list of dict
        Columns of each.
    crs : str
        Coordinate system that the file names; empty where it names none.
    """

    path: Path
    shapes: Array
    rows: list[dict[str, Any]]
    crs: str = ""


def needed(package: str, why: str) -> None:
    """Refuse to go on without a package of the extra ``geo``.

    Raises
    ------
    ConfigError
        With the command that installs it.
    """
    if find_spec(package) is None:
        raise ConfigError([Problem(why, say("maps.needs", package=package), hint="pip install 'govsim[geo]'")])


def read_layer(path: Path) -> Layer:
    """Read a file of polygons.

    Raises
    ------
    ConfigError
        If it cannot be read, is of another kind, or has no row.
    """
    try:
        kind = path.suffix.lower()
        if not path.is_file():
            raise PlaceError(say("text.missing"))
        if path.stat().st_size > MOST_BYTES:
            raise PlaceError(say("text.large", most=MOST_BYTES))
        if kind in BY_GDAL:
            layer = _by_gdal(path)
        else:
            raw = path.read_bytes()
            text, _ = decode(raw)
            layer = _geojson(path, text) if text.lstrip()[:1] in ("{", "[") else _csv(path, text)
        if not len(layer.shapes):
            raise PlaceError(say("maps.no_row"))
    except PlaceError as error:
        raise ConfigError([Problem(str(path), words_of(error), say("maps.kinds"))]) from None
    except OSError as error:
        raise ConfigError([Problem(str(path), str(error.strerror or error), say("maps.kinds"))]) from None
    return layer


def _geojson(path: Path, text: str) -> Layer:
    """Read GeoJSON: a collection of features, one feature, or one per line."""
    import shapely

    try:
        tree = json.loads(text)
    except (ValueError, RecursionError):
        try:
            tree = {"type": "FeatureCollection", "features": [json.loads(line) for line in text.splitlines() if line]}
        except (ValueError, RecursionError) as error:
            raise PlaceError(say("maps.broken", why=str(error)[:120])) from None
    if not isinstance(tree, dict):
        raise PlaceError(say("maps.no_features"))
    features = tree.get("features") if tree.get("type") == "FeatureCollection" else [tree]
    if not isinstance(features, list) or not all(isinstance(f, dict) and f.get("type") == "Feature" for f in features):
        raise PlaceError(say("maps.no_features"))
    shapes = np.empty(len(features), object)
    for i, feature in enumerate(features):
        if feature.get("geometry"):
            try:
                shapes[i] = shapely.from_geojson(json.dumps(feature["geometry"]))
            except (shapely.errors.ShapelyError, ValueError, TypeError) as error:
                raise PlaceError(say("maps.broken_shape", n=i + 1, why=str(error)[:120])) from None
    rows = [dict(f["properties"]) if isinstance(f.get("properties"), dict) else {} for f in features]
    crs = tree.get("crs")
    named = str(crs.get("properties", {}).get("name", "")) if isinstance(crs, Mapping) else ""
    return Layer(path, shapes, rows, named)


def _csv(path: Path, text: str) -> Layer:
    """Read CSV or TSV with a column of WKT, or columns of longitude and latitude."""
    import shapely

    head = text.partition("\n")[0]
    mark = max(",;\t|", key=head.count)
    if not head.count(mark):
        raise PlaceError(say("maps.no_kind"))
    usual = csv.field_size_limit(LONGEST_FIELD)  # it holds for the whole process: for others it is put back
    try:
        rows = [dict(row) for row in csv.DictReader(io.StringIO(text, newline=""), delimiter=mark)]
    except csv.Error as error:
        raise PlaceError(say("maps.broken", why=error)) from None
    finally:
        csv.field_size_limit(usual)
    names = {plain(name): name for name in (rows[0] if rows else {}) if name}
    wkt, lon, lat = (next((names[n] for n in known if n in names), "") for known in (WKT, LONGITUDES, LATITUDES))
    shapes, crs = np.empty(len(rows), object), ""
    for i, row in enumerate(rows):
        row.pop(None, None)
        try:
            if wkt:
                system, _, text = (row.pop(wkt) or "").rpartition(";")
                shapes[i] = shapely.from_wkt(text.strip() or None)
                crs = crs or system.strip().upper().replace("SRID=", "EPSG:")
            elif lon and lat:
                shapes[i] = shapely.Point(float(row[lon]), float(row[lat]))
        except (shapely.errors.ShapelyError, ValueError) as error:
            raise PlaceError(say("maps.broken_shape", n=i + 1, why=str(error)[:120])) from None
    if rows and not wkt and not (lon and lat):
        raise PlaceError(say("maps.no_shapes", names=", ".join(list(names.values())[:12])))
    return Layer(path, shapes, rows, crs)


def _by_gdal(path: Path) -> Layer:
    """Read a shapefile or a GeoPackage."""
    import shapely

    needed("pyogrio", str(path))
    import pyogrio
    from pyogrio.errors import DataLayerError, DataSourceError

    is_shapefile = path.suffix.lower() == ".shp"
    try:
        layers = [str(name) for name, kind in pyogrio.list_layers(path).tolist() if kind is not None]
        if len(layers) > 1:
            raise PlaceError(say("maps.layers", n=len(layers), names=", ".join(layers[:8])))
        # the bytes of a shapefile as they stand: its code page is often wrong or missing
        meta, _, shapes, columns = pyogrio.raw.read(path, encoding="ISO-8859-1" if is_shapefile else None)
    except (DataSourceError, DataLayerError, ValueError) as error:
        raise PlaceError(say("maps.broken", why=str(error)[:160])) from None
    names = [str(name) for name in meta["fields"]]
    if is_shapefile:
        names, columns = _decoded(names, columns)
    rows: list[dict[str, Any]] = [{} for _ in shapes]
    for name, values in zip(names, columns, strict=True):
        for row, value in zip(rows, values, strict=True):
            row[name] = value
    return Layer(path, shapely.from_wkb(shapes), rows, str(meta["crs"] or ""))


def _decoded(names: Sequence[str], columns: Sequence[Array]) -> tuple[list[str], list[Any]]:
    """Read the text of a shapefile, given as bytes: it is UTF-8 if all of it can be, or else GB 18030."""
    words = [value for values in columns for value in values if isinstance(value, str)]
    encoding = "UTF-8"
    try:
        for word in words:
            word.encode("latin-1").decode(encoding)
    except UnicodeDecodeError:
        encoding = "GB18030"
    found = [
        [v.encode("latin-1").decode(encoding, "replace") if isinstance(v, str) else v for v in values]
        for values in columns
    ]
    return [uncut(name.encode("latin-1"), encoding) for name in names], found


def read_points(path: Path) -> Array:
    """Read longitude and latitude of cases, nothing else of them; [n, 2] with nan where there is none.

    Raises
    ------
    ConfigError
        If it is no table with such columns.
    """
    try:
        text, _ = decode(path.read_bytes())
        head = text.partition("\n")[0]
        mark = max(",;\t|", key=head.count)
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
        names = [plain(name) for name in next(reader, [])]
        at = [next((names.index(n) for n in known if n in names), -1) for known in (LONGITUDES, LATITUDES)]
        if min(at) < 0:
            raise PlaceError(say("maps.no_points"))
        return np.array([[_number(row, k) for k in at] for row in reader]).reshape(-1, 2)
    except (PlaceError, csv.Error) as error:
        raise ConfigError([Problem(f"--points {path}", words_of(error), say("maps.points"))]) from None
    except OSError as error:
        raise ConfigError([Problem(f"--points {path}", str(error.strerror or error), say("maps.points"))]) from None


def _number(row: Sequence[str], k: int) -> float:
    try:
        return float(row[k])
    except (ValueError, IndexError):
        return float("nan")
