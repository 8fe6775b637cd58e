"""The map as SVG: communities in pale colours, grids with their names, cells, links, and where something was found."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape

import numpy as np

from sim.geography.cells import touching
from sim.geography.shapes import Shapes
from sim.geography.surveyed import Survey
from sim.i18n import say
from sim.types import Array, Floats, Ints

Place = Callable[[Array], Floats]
"""From metres to units of the picture; [n, 2]."""
PALE = ("#cfe3f2", "#f6dfc4", "#d5ead0", "#e8d7ec", "#f4ecc2", "#d9dcde")
INK, FOUND = "#1a1a1a", "#9a4a08"
ACROSS = 1000.0
"""Units of the picture, from west to east."""
MARGIN = 12.0
CHARACTER = 0.62
"""Width of a Latin character, in heights; a Chinese one is as wide as high."""
LARGEST, SMALLEST = 15.0, 6.0
"""Sizes of a name, units."""


def drawn(survey: Survey, marks: Sequence[tuple[int, tuple[float, float]]]) -> str:
    """Draw a map.

    Parameters
    ----------
    survey : Survey
    marks : sequence of (number, (x, y) in metres)
        Numbers of findings, where they are.
    """
    cells = survey.cells
    shapes = Shapes(cells.corners, cells.corner_first, 1.0)
    left, top, right, bottom = shapes.box
    scale = (ACROSS - 2 * MARGIN) / max(right - left, 1.4 * (bottom - top))

    def at(points: Array) -> Floats:
        moved: Floats = (np.asarray(points, np.float64) - (left, top)) * scale + MARGIN
        return moved

    wide, high = (right - left) * scale + 2 * MARGIN, (bottom - top) * scale + 2 * MARGIN + 30.0
    colour = _colours(survey)
    parts = [
        f'<path d="{_closed(at(polygon))}" fill="{PALE[colour[m]]}"><title>{escape(_told(survey, c))}</title></path>'
        for c, (polygon, m) in enumerate(zip(shapes.polygons, survey.community, strict=True))
    ]
    parts = [f'<g stroke="#fff" stroke-width=".7">{"".join(parts)}</g>']
    for area, width in ((survey.grid, 1.1), (survey.community, 2.8)):
        ends = at(shapes.boundaries(area).reshape(-1, 2)).reshape(-1, 4)
        path = "".join(f"M{_n(a)} {_n(b)}L{_n(c)} {_n(d)}" for a, b, c, d in ends)
        parts.append(f'<path d="{path}" fill="none" stroke="{INK}" stroke-width="{width}" stroke-linecap="round"/>')
    middles = at(np.stack([cells.x, cells.y], axis=1))
    for a, b, _ in survey.about.get("links", ()):
        (x1, y1), (x2, y2) = middles[a], middles[b]
        parts.append(f'<line x1="{_n(x1)}" y1="{_n(y1)}" x2="{_n(x2)}" y2="{_n(y2)}" class="link"/>')
    parts += [_community(survey, shapes, m, at) for m in range(len(survey.community_names))]
    parts += [_name(survey, shapes, g, at) for g in range(len(survey.grid_names))]
    for number, place in marks:
        x, y = at(np.array([place]))[0]
        parts.append(
            f'<circle cx="{_n(x)}" cy="{_n(y)}" r="8.5" fill="#fff" stroke="{FOUND}" stroke-width="1.6"/>'
            f'<text x="{_n(x)}" y="{_n(y + 3.6)}" font-size="10.5" text-anchor="middle" fill="{FOUND}">{number}</text>'
        )
    parts.append(_bar(scale, high))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_n(wide)} {_n(high)}" role="img" '
        f'aria-label="{escape(say("maps.picture", **{k: v for k, v in survey.counts.items() if k != "streets"}))}">'
        f"{''.join(parts)}</svg>"
    )


def _told(survey: Survey, cell: int) -> str:
    names = {"grid": survey.grid_names[survey.grid[cell]], "community": survey.community_names[survey.community[cell]]}
    return say("maps.cell", cell=cell, residents=round(float(survey.residents[cell])), **names)


def _colours(survey: Survey) -> list[int]:
    """Give touching communities different colours."""
    pairs = touching(survey.cells, survey.community).tolist()
    found: list[int] = []
    for m in range(len(survey.community_names)):
        taken = {found[a] for a, b in pairs if b == m and a < m}
        free = [k for k in range(len(PALE)) if k not in taken] or [m % len(PALE)]
        found.append(min(free, key=found.count))
    return found


def _name(survey: Survey, shapes: Shapes, g: int, at: Place) -> str:
    """Write the name of a grid in its room, as large as it fits; too small ones say it when pointed at."""
    own = np.flatnonzero(survey.grid == g)
    name = survey.grid_names[g].removeprefix(f"{survey.community_names[survey.community[own[0]]]} ")
    x, y, size = _fitting(survey, shapes, own, at, name, LARGEST)
    if size < SMALLEST:
        return ""
    return (
        f'<text x="{_n(x)}" y="{_n(y + 0.35 * size)}" font-size="{_n(size)}" text-anchor="middle" fill="{INK}" '
        f'stroke="#fff" stroke-width="2.4" paint-order="stroke" stroke-linejoin="round">{escape(name)}</text>'
    )


def _community(survey: Survey, shapes: Shapes, m: int, at: Place) -> str:
    """Write the name of a community large and pale over its room, below the names of its grids."""
    name = survey.community_names[m]
    x, y, size = _fitting(survey, shapes, np.flatnonzero(survey.community == m), at, name, 3.0 * LARGEST)
    if size < SMALLEST:
        return ""
    return (
        f'<text x="{_n(x)}" y="{_n(y + 0.35 * size)}" font-size="{_n(size)}" text-anchor="middle" fill="{INK}" '
        f'fill-opacity=".2" font-weight="600">{escape(name)}</text>'
    )


def _fitting(
    survey: Survey, shapes: Shapes, own: Ints, at: Place, name: str, largest: float
) -> tuple[float, float, float]:
    """Where the name of an area stands, and how large: in its middle, or where that lies elsewhere nearest to it."""
    corners = at(np.concatenate([shapes.polygons[c] for c in own]))
    broad = sum(1.0 if ord(c) > 0x2E80 else CHARACTER for c in name)
    (low_x, low_y), (high_x, high_y) = corners.min(axis=0), corners.max(axis=0)
    size = min(largest, 0.72 * (high_x - low_x) / max(broad, 1.0), 0.3 * (high_y - low_y))
    middles = at(np.stack([survey.cells.x[own], survey.cells.y[own]], axis=1))
    weight = survey.cells.area[own] / survey.cells.area[own].sum()
    x, y = (float(v) for v in weight @ middles)
    if not any(_inside(at(shapes.polygons[c]), x, y) for c in own):  # a ring, or pieces
        x, y = (float(v) for v in middles[np.argmin(np.hypot(*(middles - (x, y)).T))])
    return x, y, float(size)


def _inside(polygon: Floats, x: float, y: float) -> bool:
    """Whether a point lies in a polygon: a line eastwards from it crosses the border an odd number of times."""
    (px, py), (qx, qy) = polygon.T, np.roll(polygon, -1, axis=0).T
    crossed = (py > y) != (qy > y)
    east = px[crossed] + (y - py[crossed]) / (qy[crossed] - py[crossed]) * (qx[crossed] - px[crossed])
    return bool((east > x).sum() % 2)


def _bar(scale: float, high: float) -> str:
    """A bar of a round length, and where north is."""
    metres = next(m for m in (5000, 2000, 1000, 500, 200, 100, 50, 20) if m * scale < 0.25 * ACROSS or m == 20)
    words = f"{metres // 1000} km" if metres >= 1000 else f"{metres} m"
    told = f"{words} · {escape(say('maps.north_up'))}"
    y, end = high - 14.0, MARGIN + metres * scale
    return (
        f'<path d="M{_n(MARGIN)} {_n(y - 4)}V{_n(y)}H{_n(end)}V{_n(y - 4)}" fill="none" stroke="{INK}"/>'
        f'<text x="{_n(end + 6)}" y="{_n(y + 3)}" font-size="12" fill="{INK}">{told}</text>'
    )


def _closed(points: Floats) -> str:
    return "M" + "L".join(f"{_n(x)} {_n(y)}" for x, y in points) + "Z"


def _n(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
