"""Where names of areas stand on a map: within it, none over another, as many as there is room for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from sim.show.svg.drawing import wide
from sim.types import Array, Floats, Rows

SIZE_PX = 12.0
"""Of letters, whatever the size of the map."""
_AIR_PX = 2.0
"""Around a name."""
_KINDS = ("社区", "街道")
"""What an area is, which need not be said on a map of nothing else."""


class Name(NamedTuple):
    """A name with its middle, as shares of the map's width and height."""

    text: str
    x: float
    y: float


def short_name(name: Mapping[str, str], lang: str) -> str:
    """Name of an area as it stands on a map."""
    said = name["zh" if lang == "zh" else "en"]
    return next((said.removesuffix(kind) for kind in _KINDS if said.endswith(kind) and said != kind), said)


def placed(raster: Rows, names: Mapping[int, str], across_px: float) -> list[Name]:
    """Place names.

    Parameters
    ----------
    raster : array [height, width]
        Area at each picture element; -1 where there is none.
    names : mapping area -> str
        Those that are wanted, the most wanted first; one that finds no room is left out.
    across_px : float
        The least width at which the map is shown; a wider one has the more room.
    """
    high, across = raster.shape
    scale = across_px / across
    found: list[Name] = []
    taken: list[tuple[float, float, float, float]] = []
    for area, text in names.items():
        own = np.argwhere(raster == area)
        if not len(own):
            continue
        y, x = (_middle(own) + 0.5) * scale
        half, tall = wide(text, SIZE_PX) / 2.0 + _AIR_PX, SIZE_PX / 2.0 + _AIR_PX
        if 2.0 * half > across_px or 2.0 * tall > high * scale:
            continue
        x, y = min(max(x, half), across_px - half), min(max(y, tall), high * scale - tall)
        box = (x - half, y - tall, x + half, y + tall)
        if any(box[0] < b[2] and b[0] < box[2] and box[1] < b[3] and b[1] < box[3] for b in taken):
            continue
        taken.append(box)
        found.append(Name(text, x / across_px, y / (high * scale)))
    return found


def _middle(elements: Array) -> Floats:
    """Find the element nearest to the middle of an area, which itself may lie in a lake; [n, 2] -> [2]."""
    found: Floats = elements[np.argmin(np.hypot(*(elements - elements.mean(axis=0)).T))]
    return found


def most_wanted(ends: Sequence[int], raster: Rows) -> list[int]:
    """Areas in the order in which their names are wanted: some first, then the larger ones, which have the room."""
    sizes = np.bincount(raster[raster >= 0])
    return list(dict.fromkeys([*ends, *np.argsort(-sizes, kind="stable").tolist()]))
