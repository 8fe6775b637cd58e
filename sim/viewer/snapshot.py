"""What one day looks like, as plain arrays: the only file of the viewer that reads the model.

Stepping runs in a thread and drawing in another, so nothing that is drawn may change under it:
`take` copies, and what it returns is frozen.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.geography.cells import Cells
from sim.i18n import Bilingual, say
from sim.state.cases import OPEN
from sim.state.opinion import of_residents
from sim.types import Array, Floats

WINDOW_DAYS = 30
"""A cell sees a handful of cases a month; a shorter window would show dice, not places."""


@dataclass(frozen=True, slots=True)
class Layer:
    """What a cell can be coloured by."""

    name: str
    title: Bilingual
    unit: Bilingual
    is_share: bool = False


LAYERS = (
    Layer("waiting", say("viewer.waiting"), say("viewer.waiting_unit", n=WINDOW_DAYS)),
    Layer("open_cases", say("viewer.open"), say("viewer.cases")),
    Layer("satisfaction", say("viewer.satisfaction"), say("viewer.satisfaction_unit"), is_share=True),
    Layer("silent", say("viewer.silent"), say("viewer.silent_unit", n=WINDOW_DAYS), is_share=True),
)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One day of a district.

    Attributes
    ----------
    day, last_day : int
        Days lived, and days of the whole run.
    place : str
    cells : Cells
        The map, which does not change.
    grid_of_cell, community : array [C]
    community_names : tuple of str [M]
    layers : dict of float array [C]
        By name in `LAYERS`; nan where a cell has nothing to show.
    days : tuple of int [T]
    response_h, satisfaction, open_cases : tuple of float [T]
        The district by day: hours from accepted to first contact, mean of the last 30 days (nan when
        nobody was contacted); mean of residents in [0, 1]; cases accepted and not yet closed.
    """

    day: int
    last_day: int
    place: str
    cells: Cells
    grid_of_cell: Array
    community: Array
    community_names: tuple[str, ...]
    layers: dict[str, Floats]
    days: tuple[int, ...]
    response_h: tuple[float, ...]
    satisfaction: tuple[float, ...]
    open_cases: tuple[float, ...]


def take(model: Any, before: Snapshot | None = None) -> Snapshot:
    """Photograph a model.

    Parameters
    ----------
    model : GovernanceModel
    before : Snapshot, optional
        The day before, whose series are carried on.
    """
    world = model.world
    city, residents, cases = world.map, world.residents, world.cases
    n_cells = len(city.cells)
    cell, accepted, contact = cases.cell, cases.t_accept, cases.t_contact
    now_h = 24.0 * world.day
    since_h = now_h - 24.0 * WINDOW_DAYS

    def per_cell(rows: Array, weights: Array | None = None) -> Floats:
        return np.bincount(cell[rows], weights=weights, minlength=n_cells).astype(float)

    # Counted by the day of contact, not of acceptance: those still waiting would drop out of the mean.
    answered = np.flatnonzero((contact >= since_h) & (contact <= now_h))
    wait_h = contact[answered] - accepted[answered]
    is_open = np.flatnonzero(np.isin(cases.status, OPEN))
    recent = np.flatnonzero((cases.t_occur >= since_h) & (cases.parent < 0))  # repeats are not problems
    unknown = recent[np.isnan(accepted[recent])]  # silent, gone, or on its way to be told
    happy = of_residents(world, np.arange(residents.n))
    people = np.bincount(residents.cell, minlength=n_cells)
    content = np.bincount(residents.cell, weights=happy, minlength=n_cells)
    with np.errstate(invalid="ignore", divide="ignore"):
        layers = {
            "waiting": per_cell(answered, wait_h) / per_cell(answered),
            "open_cases": per_cell(is_open),
            "satisfaction": content / people,
            "silent": per_cell(unknown) / per_cell(recent),
        }
    past = before or _Past()
    return Snapshot(
        day=int(world.day), last_day=model.config.run.days, place=world.place.name,
        cells=city.cells,
        grid_of_cell=world.map.grids.of_cell.copy(), community=city.community.copy(),
        community_names=tuple(city.community_names), layers=layers,
        days=(*past.days, int(world.day)),
        response_h=(*past.response_h, float(wait_h.mean()) if len(wait_h) else float("nan")),
        satisfaction=(*past.satisfaction, float(happy.mean())),
        open_cases=(*past.open_cases, float(len(is_open))),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Past:
    """The series of a day before which there was none."""

    days: tuple[int, ...] = ()
    response_h: tuple[float, ...] = ()
    satisfaction: tuple[float, ...] = ()
    open_cases: tuple[float, ...] = ()
