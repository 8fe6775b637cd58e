"""Polygons checked and repaired, with a line for each: what is left lies side by side, without overlaps or slits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import count
from typing import Any

import numpy as np
import shapely

from sim.i18n import Bilingual, joined, say
from sim.maps.areas import REFUSED, TOLD, Area, Log

STEP_M = 0.01
"""All corners are moved to a net of this step, so that those that are meant to be the same are."""
CRUMB_M2 = 50.0
"""Pieces and holes smaller than this are slips of the pen."""
MOST_OVERLAP = 0.05
"""Of the smaller polygon: a larger overlap is no slip, and nobody but the user can say whose it is."""
SLIP_M2 = 10.0
"""Overlaps and slits that are smaller come from rounded coordinates, and are not told of."""
SLIT_M = 10.0
"""A gap that is nowhere wider than this is a slit between neighbours."""
INSIDE = 0.98
"""Of a grid that should lie in its community."""
LEAST_INSIDE = 0.5


def size(m2: float) -> Bilingual:
    """Write an area: square metres, or square kilometres where it is large."""
    return say("maps.km2", x=m2 / 1e6) if m2 >= 10_000.0 else say("maps.m2", x=m2)


def repair(areas: list[Area], log: Log) -> list[Area]:
    """Make polygons valid and drop crumbs; leave out what is no polygon."""
    kept = []
    for area in areas:
        shape = area.shape
        if shape is None or shape.is_empty:
            log.note(say("maps.no_shape", name=_called(area)), TOLD)
            continue
        if shape.geom_type not in ("Polygon", "MultiPolygon", "GeometryCollection"):
            log.note(say("maps.no_polygon", name=_called(area), kind=shape.geom_type), REFUSED, shape)
            continue
        if not shape.is_valid:
            why = shapely.is_valid_reason(shape).partition("[")[0].lower()
            shape = _polygons(shapely.make_valid(shape, method="structure", keep_collapsed=False))
            before, after = abs(float(shapely.area(area.shape))), float(shapely.area(shape))
            log.note(say("maps.invalid", name=_called(area), why=why, before=size(before), after=size(after)), at=shape)
        shape = _polygons(shapely.set_precision(_polygons(shape), STEP_M))
        if shape.is_empty or shape.area < CRUMB_M2:
            log.note(say("maps.tiny", name=_called(area), size=size(float(shape.area))), TOLD, shape)
            continue
        area.shape = _without_crumbs(_called(area), shape, log)
        kept.append(area)
    return kept


def _called(area: Area) -> Bilingual:
    """Name an area that may have the same name as one of another community, or none."""
    name = " ".join(filter(None, (area.community, area.name)))
    return Bilingual(name, name) if area.name else say("maps.unnamed") + (f" ({name})" if name else "")


def _polygons(shape: Any) -> Any:
    """Keep the polygons of a shape that may be a mixture."""
    if shape.geom_type == "Polygon":
        return shape
    parts = [part for part in shapely.get_parts(shape) if part.geom_type in ("Polygon", "MultiPolygon")]
    return shapely.union_all(parts) if parts else shapely.Polygon()


def _without_crumbs(name: Bilingual, shape: Any, log: Log) -> Any:
    """Drop pieces and fill holes that are slips of the pen; tell of the others."""
    pieces = sorted(shapely.get_parts(shape), key=lambda piece: -piece.area)
    large = [piece for piece in pieces if piece.area >= CRUMB_M2]
    if crumbs := pieces[len(large) :]:
        log.note(say("maps.crumbs", name=name, n=len(crumbs), size=size(sum(c.area for c in crumbs))), at=crumbs[0])
    if len(large) > 1:
        others = joined([size(piece.area) for piece in large[1:4]], " and ")
        log.note(say("maps.pieces", name=name, n=len(large), sizes=others), TOLD, large[1])
    whole, filled = [], []
    for piece in large:
        holes = [ring for ring in piece.interiors if shapely.Polygon(ring).area >= CRUMB_M2]
        filled += [ring for ring in piece.interiors if ring not in holes]
        whole.append(shapely.Polygon(piece.exterior, holes))
    if filled:
        m2 = sum(shapely.Polygon(ring).area for ring in filled)
        log.note(say("maps.holes_filled", name=name, n=len(filled), size=size(m2)), at=filled[0])
    return whole[0] if len(whole) == 1 else shapely.MultiPolygon(whole)


def name_all(areas: Sequence[Area], kind: Bilingual, log: Log) -> None:
    """Give a name to who has none, and make names differ that are the same."""
    nameless = [area for area in areas if not area.name]
    taken = {area.name for area in areas}
    for number, area in zip(count(1), nameless, strict=False):
        word = kind.zh if any("\u4e00" <= c <= "\u9fff" for name in taken for c in name) else kind.en
        area.name = next(name for name in (f"{word} {k}" for k in count(number)) if name not in taken)
        taken.add(area.name)
        log.note(say("maps.nameless", kind=kind, name=area.name, size=size(area.shape.area)), at=area.shape)
    in_each: list[str] = []
    for name, n in Counter(area.name for area in areas).items():
        if n == 1:
            continue
        same = [area for area in areas if area.name == name]
        if all(area.community for area in same) and len({area.community for area in same}) == n:
            for area in same:
                area.name = f"{area.community} {name}"
            in_each.append(name)
        else:
            free = (f"{name} ({k})" for k in count(2))
            for area in same[1:]:
                area.name = next(new for new in free if new not in taken)
                taken.add(area.name)
            log.note(say("maps.name_twice", name=name, n=n, new=same[1].name), at=same[1].shape)
    if in_each:
        example = next(area.name for area in areas if area.name.endswith(f" {in_each[0]}"))
        log.note(say("maps.name_in_each", names=joined(in_each[:3]), n=len(in_each), example=example), TOLD)


def part(areas: list[Area], log: Log, *, quiet: bool = False) -> None:
    """Take overlaps from the later of two polygons; refuse those that are no slip."""
    tree = shapely.STRtree([area.shape for area in areas])
    one, other = tree.query([area.shape for area in areas], predicate="intersects")
    for i, j in sorted(zip(one.tolist(), other.tolist(), strict=True)):
        if i >= j:
            continue
        first, second = areas[i], areas[j]
        both = _polygons(shapely.intersection(first.shape, second.shape, grid_size=STEP_M))
        if both.area < STEP_M:
            continue
        share = both.area / min(first.shape.area, second.shape.area)
        told = {"first": first.name, "second": second.name, "size": size(both.area), "share": 100.0 * share}
        if share > MOST_OVERLAP:
            log.note(say("maps.overlap_refused", **told), REFUSED, both)
            continue
        second.shape = _polygons(shapely.difference(second.shape, first.shape, grid_size=STEP_M))
        if both.area >= SLIP_M2 and not quiet:
            log.note(say("maps.overlap", **told), at=both)


def close_gaps(areas: list[Area], log: Log) -> None:
    """Give slits between neighbours to the one with the longer border; tell of wider gaps."""
    whole = shapely.union_all([area.shape for area in areas], grid_size=STEP_M)
    closed = whole.buffer(SLIT_M / 2, join_style="mitre").buffer(-SLIT_M / 2, join_style="mitre")
    gaps = [gap for gap in shapely.get_parts(shapely.difference(closed, whole, grid_size=STEP_M)) if gap.area > 0.5]
    holes = [shapely.Polygon(r) for piece in shapely.get_parts(whole) for r in piece.interiors]
    slits = [hole for hole in holes if shapely.buffer(hole, -SLIT_M / 2).is_empty]
    gaps = [gap for gap in gaps if not any(slit.buffer(STEP_M).contains(gap) for slit in slits)] + slits
    for gap in gaps:
        near = [area for area in areas if area.shape.distance(gap) < 2 * STEP_M]
        if gap.geom_type != "Polygon" or len(near) < 2:
            continue  # a notch of one polygon is its own shape
        border = [float(shapely.intersection(gap.buffer(2 * STEP_M), area.shape.boundary).length) for area in near]
        taker = near[int(np.argmax(border))]
        taker.shape = _polygons(shapely.union_all([taker.shape, gap], grid_size=STEP_M))
        if gap.area >= SLIP_M2:
            between = joined([area.name for area in near[:3]])
            log.note(say("maps.slit", between=between, size=size(gap.area), taker=taker.name), at=gap)
    part(areas, log, quiet=True)
    for hole in holes:
        if not shapely.buffer(hole, -SLIT_M / 2).is_empty:
            names = [area.name for area in areas if area.shape.distance(hole) < 2 * STEP_M]
            around = joined(names[:3], " and ")
            log.note(say("maps.lake", size=size(hole.area), around=around), TOLD, hole)


def into_communities(grids: Sequence[Area], communities: Sequence[Area], log: Log) -> None:
    """Find the community of each grid, by its own word or by where it lies."""
    by_name = {area.name: area for area in communities}
    for grid in grids:
        shares = [shapely.intersection(grid.shape, area.shape).area / grid.shape.area for area in communities]
        best = int(np.argmax(shares))
        if grid.community and grid.community not in by_name:
            told = {"name": grid.name, "community": grid.community, "best": communities[best].name}
            log.note(say("maps.no_community", **told), TOLD if shares[best] >= LEAST_INSIDE else REFUSED, grid.shape)
            grid.community = ""
        at = communities.index(by_name[grid.community]) if grid.community else best
        told = {"name": grid.name, "community": communities[at].name, "share": 100.0 * shares[at]}
        if not grid.community and shares[at] < LEAST_INSIDE:
            log.note(say("maps.nowhere", **told), REFUSED, grid.shape)
        elif at != best and shares[best] >= LEAST_INSIDE:
            log.note(say("maps.names_another", **told, best=communities[best].name), TOLD, grid.shape)
        elif shares[at] < INSIDE:
            log.note(say("maps.outside", **told), TOLD, grid.shape)
        grid.community = communities[at].name
        grid.street = grid.street or communities[at].street
    without = {area.name for area in communities} - {grid.community for grid in grids}
    for area in communities:
        if area.name in without:
            log.note(say("maps.empty_community", name=area.name), REFUSED, area.shape)
