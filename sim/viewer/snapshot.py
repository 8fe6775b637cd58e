"""What one day looks like, as plain arrays: the only file of the viewer that reads the model.

Stepping runs in a thread and drawing in another, so nothing that is drawn may change under it:
`take` copies, and what it returns is frozen.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from sim.show.frames import View, blank, view_of
from sim.show.layers import WINDOW_DAYS
from sim.show.stamps import Ground, ground_of
from sim.state.cases import OPEN
from sim.state.opinion import of_communities
from sim.types import Array, Floats

ARM = "live"
"""The one arm that is lived."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One day of a district.

    Attributes
    ----------
    day, last_day : int
        Days lived, and days of the whole run.
    ground : Ground
    view : View
        Cells of a small place, communities of a large one.
    layers : dict of float array
        By the key of a layer, by unit or community; nan where there is nothing to show.
    grids : array [units] or None
        Grid of each cell that is drawn.
    days : tuple of int [T]
    response_h, satisfaction, open_cases : tuple of float [T]
        The district by day: hours from accepted to first contact, mean of the last 30 days (nan when
        nobody was contacted); mean of residents in [0, 1]; cases accepted and not yet closed.
    """

    day: int
    last_day: int
    ground: Ground
    view: View
    layers: dict[str, Floats]
    grids: Array | None
    days: tuple[int, ...]
    response_h: tuple[float, ...]
    satisfaction: tuple[float, ...]
    open_cases: tuple[float, ...]

    def blank(self) -> dict[str, Any]:
        """What the renderer must know before the first day."""
        return blank(self.ground, self.view, [ARM], self.last_day)

    def frame(self) -> dict[str, Any]:
        """Give the day as the renderer takes it; the evening before the first day is -1."""
        values = {f"{ARM}/{key}": _plain(own) for key, own in self.layers.items()}
        grids = {} if self.grids is None else {ARM: self.grids.tolist()}
        return {"day": self.day - 1, "values": values, "grids": grids}


def days_csv(now: Snapshot) -> bytes:
    """The district by day, as a sheet."""
    columns = {"response_h": now.response_h, "satisfaction": now.satisfaction, "open_cases": now.open_cases}
    table = pd.DataFrame({"day": now.days, **columns})
    return str(table.to_csv(index=False, lineterminator="\n")).encode()


def _plain(values: Floats) -> list[float | None]:
    return [v if v == v else None for v in values.round(3).tolist()]  # JSON knows no nan


def take(model: Any, before: Snapshot | None = None) -> Snapshot:
    """Photograph a model.

    Parameters
    ----------
    model : GovernanceModel
    before : Snapshot, optional
        The day before, whose map and series are carried on.
    """
    world, last_day = model.world, model.config.run.days
    ground = before.ground if before else ground_of(world.map)
    view = before.view if before else view_of(ground, last_day)
    layers, response_h = _layers(world, ground, view)
    happy = of_communities(world)
    layers["satisfaction"] = happy / np.maximum(
        1, np.bincount(ground.community, ground.residents, ground.n_communities)
    )
    grids = world.map.grids.of_cell[view.unit_of_cell >= 0].copy() if view.unit == "cell" else None
    past = before or _Past()
    return Snapshot(
        int(world.day), last_day, ground, view, layers, grids,
        days=(*past.days, int(world.day)),
        response_h=(*past.response_h, response_h),
        satisfaction=(*past.satisfaction, float(happy.sum()) / world.residents.n if world.day else float("nan")),
        open_cases=(*past.open_cases, float(world.open_cases())),
    )  # fmt: skip


def _layers(world: Any, ground: Ground, view: View) -> tuple[dict[str, Floats], float]:
    """Waiting, silent and open problems by unit as of this evening, and the district's mean wait."""
    cases, n = world.cases, view.n
    unit, accepted, contact = view.unit_of_cell[cases.cell], cases.t_accept, cases.t_contact
    now_h = 24.0 * world.day
    since_h = now_h - 24.0 * WINDOW_DAYS

    def per_unit(rows: Array, weights: Array | None = None) -> Floats:
        return np.bincount(unit[rows], weights=weights, minlength=n).astype(float)

    # Counted by the day of contact, not of acceptance: those still waiting would drop out of the mean.
    answered = np.flatnonzero((contact >= since_h) & (contact <= now_h))
    wait_h = contact[answered] - accepted[answered]
    original = cases.parent < 0  # repeats are not problems
    recent = np.flatnonzero((cases.t_occur >= since_h) & original)
    unknown = recent[~(accepted[recent] <= now_h)]  # silent, gone, or on its way to be told
    is_open = np.flatnonzero(np.isin(cases.status, OPEN) & original & (accepted <= now_h))
    opened = per_unit(is_open)
    residents = np.bincount(view.unit_of_cell, ground.residents, n)
    with np.errstate(invalid="ignore", divide="ignore"):
        found = {
            "waiting": per_unit(answered, wait_h) / per_unit(answered),
            "silent": per_unit(unknown) / per_unit(recent),
            "open": opened,
            "open_per_1000": 1000.0 * opened / residents,
        }
    kept = {layer.key for layer in view.layers}
    told = {key: own for key, own in found.items() if key in kept}
    return told, float(wait_h.mean()) if len(wait_h) else float("nan")


@dataclass(frozen=True, slots=True)
class _Past:
    """The series of a day before which there was none."""

    days: tuple[int, ...] = ()
    response_h: tuple[float, ...] = ()
    satisfaction: tuple[float, ...] = ()
    open_cases: tuple[float, ...] = ()
