"""Grids as they are to be one day: a second file of polygons, or a column, as the CSV that grid re-division reads."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from sim.errors import ConfigError, Problem
from sim.geography.cells import n_pieces
from sim.geography.surveyed import Survey
from sim.i18n import Bilingual, say
from sim.maps.areas import Log
from sim.maps.columns import find_columns, text_of
from sim.maps.coordinates import Plane
from sim.maps.reading import read_layer
from sim.types import Array

NAME = "target.csv"
SURE = 0.9
"""Of a cell's area in its new grid: cells with less are told of."""


def target_of_polygons(survey: Survey, path: Path, crs: str, datum: str) -> tuple[Array, list[Bilingual]]:
    """Give each cell the polygon of another file in which most of it lies.

    Returns
    -------
    array [C] of str, remarks

    Raises
    ------
    ConfigError
        If the file cannot be read, or lies elsewhere.
    """
    layer = read_layer(path)
    import shapely

    from sim.maps import checks
    from sim.maps.areas import Area
    from sim.maps.placing import moved

    shapes = moved(layer, crs, datum or str(survey.about.get("datum", "")), Plane(*survey.about["plane"]))
    columns = find_columns(layer.rows, ["grid", "community"], {})
    grid, community = columns.get("grid", ""), columns.get("community", "")
    log = Log()
    areas = [
        Area(text_of(row.get(grid)), shape, text_of(row.get(community)))
        for row, shape in zip(layer.rows, shapes, strict=True)
    ]
    areas = checks.repair(areas, log)
    checks.name_all(areas, say("maps.a_grid"), log)
    if not areas:
        raise ConfigError([Problem(str(path), say("maps.nothing_left"))])
    cells = np.array([shapely.Polygon(survey.cells.shape(c)) for c in range(len(survey.cells))], object)
    share = np.zeros((len(cells), len(areas)))
    new, cell = shapely.STRtree(cells).query([area.shape for area in areas], predicate="intersects")
    both = shapely.intersection(cells[cell], np.array([area.shape for area in areas], object)[new])
    share[cell, new] = shapely.area(both) / shapely.area(cells[cell])
    if outside := int((share.max(axis=1) < 0.5).sum()):
        found = say("maps.target_outside", n=outside, cells=len(cells))
        raise ConfigError([Problem(str(path), found, say("maps.target_covers"))])
    parted = share.max(axis=1) < SURE
    remarks = [finding.what for finding in log.findings]
    if parted.any():
        people = 100.0 * float(survey.residents[parted].sum() / survey.residents.sum())
        remarks.append(say("maps.target_parted", n=int(parted.sum()), share=people))
    return np.array([areas[k].name for k in share.argmax(axis=1)]), remarks


def sound_target(survey: Survey, target: Array, where: str) -> tuple[Array, list[Bilingual]]:
    """Look at whether new grids stay in communities, and join their crumbs to what they touch.

    Raises
    ------
    ConfigError
        If a grid crosses a community border, or is in pieces that are no crumbs; all of them at once.
    """
    names, label = np.unique(target, return_inverse=True)
    problems, remarks = list[Problem](), list[Bilingual]()
    for g, name in enumerate(names):
        own = np.unique(survey.community[label == g])
        if len(own) > 1:
            told = ", ".join(survey.community_names[m] for m in own)
            problems.append(Problem(where, say("maps.target_crosses", name=name, communities=told)))
    label, crumbs = _crumbs_joined(survey, label)
    if crumbs:
        remarks.append(say("maps.target_crumbs", n=crumbs))
    pieces = n_pieces(survey.cells, label)
    problems += [
        Problem(where, say("maps.target_pieces", name=names[g], n=int(n))) for g, n in enumerate(pieces) if n > 1
    ]
    if problems:
        raise ConfigError(problems)
    return names[label], remarks


def _crumbs_joined(survey: Survey, label: Array) -> tuple[Array, int]:
    """Give single cells that lie apart from their grid to the grid of a cell of their community that they touch."""
    label, moved = label.copy(), 0
    a, b = np.concatenate([survey.cells.edges, survey.cells.edges[:, ::-1]]).T
    for cell in range(len(label)):
        near = b[(a == cell) & (survey.community[b] == survey.community[cell])]
        if len(near) and not (label[near] == label[cell]).any() and (label == label[cell]).sum() > 1:
            label[cell] = np.bincount(label[near]).argmax()
            moved += 1
    return label, moved


def as_csv(target: Sequence[str] | Array) -> str:
    """Write new grids as a table with columns cell and grid."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["cell", "grid"])
    writer.writerows(enumerate(map(str, target)))
    return text.getvalue()
