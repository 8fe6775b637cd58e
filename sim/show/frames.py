"""frames.json: the days of one pair of replications, ready to be drawn.

See `frames_of` for the format. The same stamps give the same bytes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.show.coding import packed, packed_days
from sim.show.layers import BY_CELL, BY_COMMUNITY, Areas, Layer
from sim.show.names import community_name, street_name
from sim.show.raster import cut_out, raster_of
from sim.show.stamps import Ground, Stamps
from sim.types import Array, Floats, Rows

FORMAT = "govsim-frames/1"
MOST_CELLS = 3000
"""A place with more cells is drawn by community and week: a page of it could not be mailed."""
WEEK = 7
SAME_SHARE = 0.98
"""A layer of which so many values have one colour is told in words instead."""


@dataclass(frozen=True, slots=True)
class View:
    """What is drawn: units of a map (cells or communities), and which evenings.

    Attributes
    ----------
    unit : {"cell", "community"}
    layers : tuple of Layer
    unit_of_cell : array [C]
        -1 of cells that are not drawn.
    community, street : array [units], [communities]
        Numbers within this picture.
    communities, streets : array
        Numbers of these in the place.
    days : array
        Evenings that are drawn, days since day 0.
    """

    unit: str
    layers: tuple[Layer, ...]
    unit_of_cell: Rows
    community: Rows
    street: Rows
    communities: Array
    streets: Array
    days: Array

    @property
    def n(self) -> int:
        """Units drawn."""
        return len(self.community)


def view_of(ground: Ground, days: int) -> View:
    """Choose what is drawn of a place: its cells day by day, or its communities week by week."""
    m = np.arange(ground.n_communities, dtype=np.int32)
    streets = np.arange(len(ground.street_names))
    if len(ground.cells) <= MOST_CELLS:
        every = np.arange(len(ground.cells), dtype=np.int32)
        return View("cell", BY_CELL, every, ground.community, ground.street_of_community, m, streets, np.arange(days))
    return View(
        "community", BY_COMMUNITY, ground.community, m, ground.street_of_community, m, streets, _weeks(days)
    )  # fmt: skip


def view_of_street(ground: Ground, street: int, days: int) -> View:
    """Draw the cells of one street, day by day."""
    communities = np.flatnonzero(ground.street_of_community == street)
    cells = np.flatnonzero(np.isin(ground.community, communities))
    unit: Rows = np.full(len(ground.cells), -1, np.int32)
    unit[cells] = np.arange(len(cells))
    own = np.searchsorted(communities, ground.community[cells]).astype(np.int32)
    nowhere = np.zeros(len(communities), np.int32)
    return View("cell", BY_CELL, unit, own, nowhere, communities, np.array([street]), np.arange(days))


def _weeks(days: int) -> Array:
    """Last evenings of the weeks, counted back from the last day."""
    return np.arange(days - 1, min(WEEK - 2, days - 2), -WEEK)[::-1]


def frames_of(
    ground: Ground, arms: Mapping[str, Stamps], view: View, *, replication: int, details: Sequence[int] = ()
) -> dict[str, Any]:
    """Derive the frames of a pair (or of one arm, or of several).

    Parameters
    ----------
    ground : Ground
    arms : mapping label -> Stamps
        Of the same replication.
    view : View
    replication : int
    details : sequence of int
        Streets of which there is a file of their own.

    Returns
    -------
    dict
        ``raster``: unit at each picture element or -1, rows from the north; ``community``: of each unit, ``street``: of
        each community, with ``names`` and ``streets``; ``days``: evenings drawn, of ``run_days``; ``layers``: scale of
        each, ``of`` unit or community, ``flat`` where hardly anything differs, then with ``p1`` and ``p99``; ``arms``
        with their grids from each day on, by unit (cells only), and their grid workers in post on the last evening, by
        community, and of a place that is drawn whole by grid of the last net; ``blocks``: the bytes of ``ARM/LAYER``,
        see `sim.show.coding`.
    """
    coded = {
        layer.key: {arm: layer.coding.encode(values_of(layer, stamps, ground, view)) for arm, stamps in arms.items()}
        for layer in view.layers
    }
    return {
        **outline(ground, view, next(iter(arms.values())).days, replication),
        "days": view.days.tolist(),
        "details": list(details),
        "layers": [_scale(layer, list(coded[layer.key].values())) for layer in view.layers],
        "arms": [
            {
                "key": arm,
                "grids": _grids(stamps, view),
                "workers": _workers(stamps, view),
                "grid_workers": _grid_workers(stamps, view),
            }
            for arm, stamps in arms.items()
        ],
        "blocks": {f"{arm}/{key}": packed_days(own) for key, by_arm in coded.items() for arm, own in by_arm.items()},
    }


def outline(ground: Ground, view: View, run_days: int, replication: int) -> dict[str, Any]:
    """The part of the frames that is known before a day is lived."""
    of_cells = raster_of(ground.cells)
    raster = cut_out(np.where(of_cells < 0, -1, view.unit_of_cell[of_cells]))
    return {
        "format": FORMAT,
        "unit": view.unit,
        "n": view.n,
        "width": raster.shape[1],
        "height": raster.shape[0],
        "run_days": run_days,
        "replication": replication,
        "raster": packed(raster),
        "community": packed(view.community),
        "street": packed(view.street),
        "names": [community_name(ground.community_names[k]) for k in view.communities],
        "streets": [street_name(ground.street_names[k]) for k in view.streets],
    }


def blank(ground: Ground, view: View, arms: Sequence[str], run_days: int, replication: int = 0) -> dict[str, Any]:
    """Frames of a run that is only about to be lived: days are pushed to the renderer as they come."""
    return {
        **outline(ground, view, run_days, replication),
        "days": [],
        "details": [],
        "layers": [_scale(layer, []) for layer in view.layers],
        "arms": [{"key": arm, "grids": []} for arm in arms],
        "blocks": {},
    }


def values_of(layer: Layer, stamps: Stamps, ground: Ground, view: View) -> Floats:
    """Values of a layer on the evenings drawn, [days, units or communities]; nan where there is nothing to show."""
    found: Floats = layer.derive(stamps, _areas(stamps, ground, view))[view.days]
    return found[:, view.communities] if layer.by_community else found


def _areas(stamps: Stamps, ground: Ground, view: View) -> Areas:
    drawn = view.unit_of_cell >= 0
    residents = np.bincount(view.unit_of_cell[drawn], ground.residents[drawn], view.n)
    return Areas(view.unit_of_cell[stamps.cell], view.n, residents)


def _scale(layer: Layer, coded: Sequence[Array]) -> dict[str, Any]:
    """Write down how a layer is read, and whether there is anything to see."""
    coding = layer.coding
    count = sum((np.bincount(own.ravel(), minlength=256) for own in coded), np.zeros(256, np.int64))[:251]
    values = coding.decode(np.arange(251, dtype=np.uint8))
    by_class = np.bincount(np.searchsorted(layer.breaks, values, side="right"), count)
    told = {
        "key": layer.key, "of": "community" if layer.by_community else "unit", "coding": coding.name,
        "lo": coding.lo, "hi": coding.hi, "breaks": list(layer.breaks), "steps": list(layer.steps),
        "worse": layer.worse, "digits": layer.digits, "counts": layer.counts,
    }  # fmt: skip
    if count.sum() and by_class.max() >= SAME_SHARE * count.sum():
        up_to = np.cumsum(count) / count.sum()
        p1, p99 = (float(values[np.searchsorted(up_to, share)]) for share in (0.01, 0.99))
        told |= {"flat": True, "p1": round(p1, layer.digits), "p99": round(p99, layer.digits)}
    return told


def _grids(stamps: Stamps, view: View) -> list[dict[str, Any]]:
    """Grid of each unit from each day on; none where units are communities."""
    if view.unit != "cell":
        return []
    cells = np.flatnonzero(view.unit_of_cell >= 0)
    return [{"from_day": day, "of": packed(of_cell[cells])} for day, of_cell in stamps.grids]


def _workers(stamps: Stamps, view: View) -> list[int]:
    """Grid workers of each community at the end; none where they were not counted."""
    found: list[int] = stamps.workers[view.communities].tolist() if len(stamps.workers) else []
    return found


def _grid_workers(stamps: Stamps, view: View) -> list[int]:
    """Grid workers of each grid at the end; none where a part of a place is drawn, or communities."""
    whole = view.unit == "cell" and len(view.unit_of_cell) == view.n
    return stamps.grid_workers.tolist() if whole else []


def written(frames: Mapping[str, Any]) -> str:
    """Write frames as JSON without a blank."""
    return json.dumps(frames, ensure_ascii=False, separators=(",", ":"))


def street_file(street: int) -> str:
    """Name of the file with the cells of a street, beside the page."""
    return f"detail/street_{street + 1:03d}.js"


def street_script(street: int, frames: Mapping[str, Any]) -> str:
    """Write the file: one call, because a page opened from a disk may load scripts and nothing else."""
    return f"Govsim.detail({street},{written(frames)});\n"
