"""A map imported: read, brought into a plane, checked, cut into cells, peopled, joined, written."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.errors import ConfigError, Problem
from sim.geography.cells import USUAL_CELL_M, Cells
from sim.geography.cuts import share_out
from sim.geography.surveyed import Survey, write_survey
from sim.geography.trees import connected_cut, within
from sim.i18n import say
from sim.maps.areas import TOLD, Area, Log
from sim.maps.columns import find_columns, number_of, strange_columns, text_of
from sim.maps.coordinates import Plane
from sim.maps.reading import Layer, read_layer
from sim.maps.wanted import Wanted
from sim.types import Array, Floats, Ints, Rows

if TYPE_CHECKING:
    from sim.maps.people import Buildings

CELLS_A_GRID = 10
"""With so many the heaviest grid of a redivision is 1.1 times the mean; with two, 1.65 (measured)."""
LEAST_PEOPLE = 20.0
"""Residents of a cell, in the mean, where cells are not asked for by number."""
MOST_CELLS = 50_000
MAP, REPORT = "map.npz", "map_report.html"


@dataclass(frozen=True, slots=True)
class Imported:
    """A map that was imported.

    Attributes
    ----------
    survey : Survey
    log : Log
    target : array [C] of str, optional
        Grid to which each cell is to belong one day.
    """

    survey: Survey
    log: Log
    target: Array | None = None


def import_map(wanted: Wanted) -> Imported:
    """Read, check and cut a map; nothing is written.

    Raises
    ------
    ConfigError
        With all that stands in the way.
    """
    layers = [read_layer(path) for path in wanted.files]
    # these need shapely, which is looked for by the line above
    from sim.maps import checks
    from sim.maps.placing import datum_problems, placed
    from sim.maps.points import are_points, around_points

    strangers = [problem for layer in layers[:1] for problem in strange_columns(layer.rows, _columns(wanted))]
    if strangers:
        raise ConfigError(strangers)
    log = Log()
    plane, layers = placed(layers, wanted.crs, wanted.datum, log)
    lowest, communities = _areas(layers, wanted)
    targets = _target_of(lowest, layers[0], wanted.target)
    if are_points(lowest):
        lowest = around_points(lowest, communities, log)
    for areas in filter(None, (communities, lowest)):
        areas[:] = checks.repair(areas, log)
    _need(lowest, wanted, log)
    is_grid = _has_grids(layers, wanted)
    checks.name_all(communities, say("maps.a_community"), log)
    checks.name_all(lowest, say("maps.a_grid") if is_grid else say("maps.a_community"), log)
    if communities:
        checks.part(communities, log)
        checks.into_communities(lowest, communities, log)
    elif not is_grid:
        for area in lowest:
            area.community = area.name
    checks.part(lowest, log)
    checks.close_gaps(lowest, log)
    _streets(lowest, log)
    _compare_names(wanted.names, lowest, log)
    problems = [finding.problem(wanted.files[0].name) for finding in log.refused]
    problems += _without_community(lowest, wanted)
    problems += datum_problems(lowest, plane, wanted, log)
    if problems:
        raise ConfigError(problems)
    survey, first = _cut(lowest, wanted, log, plane, is_grid)
    target = np.array([targets[id(lowest[k])] or lowest[k].name for k in first]) if wanted.target else None
    return Imported(survey, log, target)


def write_map(imported: Imported, out: Path, about: Mapping[str, Any]) -> tuple[Survey, Path]:
    """Write a map into a folder; return it with its hash, and its path."""
    out.mkdir(parents=True, exist_ok=True)
    survey, path = imported.survey, out / MAP
    survey.about.update(about)
    survey.about["findings"] = [[f.kind, f.what.en, f.what.zh, f.place] for f in imported.log.findings]
    sha256 = write_survey(survey, path)
    return _with_hash(survey, sha256), path


def _with_hash(survey: Survey, sha256: str) -> Survey:
    return replace(survey, sha256=sha256)


def hash_of(path: Path) -> str:
    """Hash of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _columns(wanted: Wanted) -> dict[str, str]:
    return {**wanted.columns, **({"target": wanted.target} if wanted.target else {})}


def _has_grids(layers: Sequence[Layer], wanted: Wanted) -> bool:
    """Whether the lowest polygons are grids; with ``--grids`` they are communities, in which grids are drawn."""
    return not wanted.grids


def _areas(layers: Sequence[Layer], wanted: Wanted) -> tuple[list[Area], list[Area]]:
    """Take the rows of files as areas: the lowest ones, and communities if they have a file of their own."""
    is_grid = _has_grids(layers, wanted)
    keys = ["community", "street", "residents", "households"]
    first = find_columns(layers[0].rows, ["grid", *keys] if is_grid else keys, wanted.columns)
    lowest = _rows_as_areas(layers[0], first, first.get("grid" if is_grid else "community", ""))
    if len(layers) == 1:
        return lowest, []
    second = find_columns(layers[1].rows, ["community", "street"], wanted.columns)
    return lowest, _rows_as_areas(layers[1], second, second.get("community", ""))


def _rows_as_areas(layer: Layer, columns: Mapping[str, str], name: str) -> list[Area]:
    found = []
    for shape, row in zip(layer.shapes, layer.rows, strict=True):
        value = {key: row.get(column) for key, column in columns.items()}
        residents = number_of(value.get("residents"))
        if residents != residents:
            residents = number_of(value.get("households")) * 2.6
        community = text_of(value.get("community")) if columns.get("community") != name else ""
        found.append(Area(text_of(row.get(name)), shape, community, text_of(value.get("street")), residents))
    return found


def _target_of(lowest: Sequence[Area], layer: Layer, column: str) -> dict[int, str]:
    if not column:
        return {}
    return {id(area): text_of(row.get(column)) for area, row in zip(lowest, layer.rows, strict=True)}


def _need(lowest: Sequence[Area], wanted: Wanted, log: Log) -> None:
    """Refuse a map without a polygon."""
    if not lowest:
        raise ConfigError([Problem(str(wanted.files[0]), say("maps.nothing_left")), *(
            finding.problem(wanted.files[0].name) for finding in log.findings)])  # fmt: skip


def _without_community(lowest: Sequence[Area], wanted: Wanted) -> list[Problem]:
    """Refuse grids of which nobody says in which community they are."""
    alone = [area.name for area in lowest if not area.community]
    if not alone or len(wanted.files) > 1:
        return []
    found = say("maps.without_community", n=len(alone), names=", ".join(alone[:5]))
    return [Problem(str(wanted.files[0]), found, say("maps.say_community"))]


def _streets(lowest: Sequence[Area], log: Log) -> None:
    """Give every community one street: the one that most of its grids name."""
    if not any(area.street for area in lowest):
        log.note(say("maps.one_street"), TOLD)
    for community in dict.fromkeys(area.community for area in lowest):
        own = [area for area in lowest if area.community == community]
        named = [area.street for area in own if area.street]
        street = max(dict.fromkeys(named), key=named.count, default="S1")
        if len(set(named)) > 1:
            log.note(
                say("maps.two_streets", name=community, streets=", ".join(sorted(set(named))), street=street), TOLD
            )
        for area in own:
            area.street = street


def _compare_names(names: Sequence[str], lowest: Sequence[Area], log: Log) -> None:
    """Tell which areas the records name and the map has not, and the other way round, with the nearest name."""
    from difflib import get_close_matches

    if not names:
        return
    known = {area.name for area in lowest} | {area.community for area in lowest} | {area.street for area in lowest}
    for name in names:
        if name not in known:
            near = get_close_matches(name, sorted(known), n=1, cutoff=0.5)
            hint = say("maps.nearest", name=near[0]) if near else ""
            log.note(say("maps.not_on_map", name=name) + hint, TOLD)
    silent = sorted({area.community for area in lowest} - set(names))
    if silent and len(silent) < len({area.community for area in lowest}):
        log.note(say("maps.not_in_records", names=", ".join(silent[:8])), TOLD)


def _cut(lowest: list[Area], wanted: Wanted, log: Log, plane: Plane, is_grid: bool) -> tuple[Survey, Ints]:
    """Cut areas into cells, people them and join them; also the area of each cell."""
    from sim.maps.cutting import corners_of, cut_into_cells
    from sim.maps.joining import joined, neighbours
    from sim.maps.people import counted, spread

    streets = list(dict.fromkeys(area.street for area in lowest))
    communities = sorted(dict.fromkeys(a.community for a in lowest), key=lambda c: streets.index(_street(lowest, c)))
    lowest.sort(key=lambda area: communities.index(area.community))
    built = _buildings(lowest, plane, wanted, log)
    residents, are_counted = counted(lowest, log, built.of([area.shape for area in lowest]) if built else None)
    n = _number_of_cells(lowest, residents, are_counted, wanted)
    weight = residents if are_counted else np.array([area.shape.area for area in lowest])
    pieces = cut_into_cells([area.shape for area in lowest], share_out(n, weight, least=1))
    order = _walk(pieces.shapes, pieces.owner)
    shapes, owner = [pieces.shapes[i] for i in order], pieces.owner[order]
    people = spread(residents, owner, shapes, built.of(shapes) if built else None)
    community = np.array([communities.index(area.community) for area in lowest], np.int32)[owner]
    edges = neighbours(shapes)
    grid = owner.astype(np.int32) if is_grid else community
    edges, links = joined(shapes, edges, grid, community)
    grid_names = tuple(area.name for area in lowest)
    if not is_grid:
        grid = _draw_grids(edges, people, community, max(wanted.grids, len(communities)))
        grid_names = tuple(f"G{g + 1:03d}" for g in range(int(grid.max()) + 1))
    names = {"grid": grid_names, "community": communities}
    for link in links:
        who = names[link.level][link.area] if link.level in names else say("maps.the_map")
        log.note(say("maps.link", who=who, metres=link.metres), TOLD, shapes[link.a])
    corners, first = corners_of(shapes)
    middle = np.array([_middle(shape) for shape in shapes])
    cells = Cells(
        x=middle[:, 0].copy(), y=middle[:, 1].copy(), area=np.array([shape.area for shape in shapes]), edges=edges,
        corners=corners, corner_first=first, unit=1.0 / USUAL_CELL_M, walk=False,
    )  # fmt: skip
    about = {
        "counted": are_counted, "plane": [plane.lon, plane.lat], "datum": wanted.datum or "wgs84",
        "buildings": wanted.buildings is not None,
        "files": [[path.name, hash_of(path)] for path in wanted.files],
        "links": [[link.a, link.b, round(link.metres, 1)] for link in links],
    }  # fmt: skip
    street = np.array([streets.index(_street(lowest, c)) for c in communities], np.int32)
    return Survey(
        cells, people, community, grid, street, tuple(communities), tuple(streets), grid_names, about
    ), owner  # fmt: skip


def _street(lowest: Sequence[Area], community: str) -> str:
    return next(area.street for area in lowest if area.community == community)


def _middle(shape: Any) -> tuple[float, float]:
    """Where people of a cell are met: its middle, or a point of it where the middle lies outside."""
    point = shape.centroid if shape.contains(shape.centroid) else shape.representative_point()
    return float(point.x), float(point.y)


def _number_of_cells(lowest: Sequence[Area], residents: Floats, are_counted: bool, wanted: Wanted) -> int:
    if wanted.cells:
        n = wanted.cells
    elif wanted.households:
        n = round(float(residents.sum()) / 2.6 / wanted.households)
    else:
        n = CELLS_A_GRID * (wanted.grids or len(lowest))
        if are_counted:
            n = min(n, int(residents.sum() / LEAST_PEOPLE))
    return min(max(n, len(lowest), wanted.grids), MOST_CELLS)


def _buildings(lowest: Sequence[Area], plane: Plane, wanted: Wanted, log: Log) -> Buildings | None:
    """Read the buildings, if there is a file of them.

    Raises
    ------
    ConfigError
        If none of them lies on the map.
    """
    if wanted.buildings is None:
        return None
    from sim.maps.people import buildings
    from sim.maps.placing import moved

    layer = read_layer(wanted.buildings)
    column = find_columns(layer.rows, ["floors"], {}).get("floors")
    floors = np.array([number_of(row.get(column)) if column else 1.0 for row in layer.rows])
    found = buildings(moved(layer, wanted.crs, wanted.datum, plane), floors)
    inside = len(found.within([area.shape for area in lowest]))
    if not inside or not found.floor_m2.sum() > 0.0:
        raise ConfigError([Problem(f"--buildings {wanted.buildings}", say("maps.no_building"))])
    log.note(say("maps.buildings" if column else "maps.buildings_flat", n=len(floors), inside=inside), TOLD)
    return found


def _draw_grids(edges: Rows, people: Floats, community: Rows, n: int) -> Rows:
    """Draw grids in communities that have none."""
    per = np.minimum(share_out(n, np.bincount(community, people), least=1), np.bincount(community))
    grid = np.zeros(len(people), np.int32)
    for m, k in enumerate(per):
        own = np.flatnonzero(community == m)
        grid[own] = per[:m].sum() + connected_cut(within(edges, own, len(people)), people[own], int(k))
    return grid


def _walk(shapes: Sequence[Any], owner: Ints) -> Ints:
    """Order cells: polygon by polygon, and in each from one to the nearest."""
    middle = np.array([_middle(shape) for shape in shapes])
    order: list[int] = []
    here = middle.min(axis=0)
    for k in range(int(owner.max()) + 1):
        left = np.flatnonzero(owner == k).tolist()
        while left:
            next_one = left.pop(int(np.argmin(np.hypot(*(middle[left] - here).T))))
            order.append(next_one)
            here = middle[next_one]
    return np.array(order)
