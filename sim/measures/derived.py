"""Columns that are not stored but follow from what is: computed once for the whole, then cut for its parts."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from sim.measures.columns import Columns
from sim.measures.return_visits import NOT_REACHED, answers
from sim.state.cases import OPEN, Channel, Outcome, Stage, Status, due
from sim.state.desks import Net
from sim.state.opinion import of_residents
from sim.types import Array

if TYPE_CHECKING:
    from sim.state.world import World


def _of_departments(c: Columns, world: World) -> Array:
    """Whether the desk that each case was at last is a department's."""
    net = world.desks.net[np.maximum(c["desk"], 0)]
    return np.asarray((c["desk"] >= 0) & (net >= Net.DEPARTMENT) & (net < Net.GRID))


def _at_department(c: Columns, world: World) -> Array:
    """Whether each case is at a department or prepared there, or its resident gave up waiting there."""
    prepared = (c["status"] == Status.MOVING) & (c["outcome"] == Outcome.READY)
    there = np.isin(c["status"], (Status.QUEUED, Status.AT_WORK, Status.ABANDONED)) & _of_departments(c, world)
    return np.asarray(prepared | there)


def _department_d(c: Columns, world: World) -> Array:
    """Days of each case at departments, with those since its last stamp where it is at one."""
    now = np.where(c["at_department"] & np.isin(c["status"], OPEN), 24.0 * world.day - c["t_stage"], 0.0)
    return (c["department_h"] + np.maximum(now, 0.0)) / 24.0


def _visited(c: Columns, world: World) -> Array:
    """Whether the resident who reported a case was reached after it was closed, or its limit had passed."""
    over = c["closed"] | (c["due"] < 24.0 * world.day)
    return np.asarray(over & (c["channel"] == Channel.REPORT) & (c["answer"] != NOT_REACHED))


def _of_resident(name: str) -> Callable[[Columns, World], Array]:
    return lambda c, world: getattr(world.residents, name)[c["resident"]]


def _last_rated(c: Columns, _: World) -> Array:
    """Find the cases of which no other of the same resident was rated later."""
    rated = np.flatnonzero(c["rating"] >= 0)
    resident = c["resident"][rated]
    order = np.lexsort((c["t_close"][rated], resident))
    ends = np.ones(len(order), np.bool_)
    ends[:-1] = resident[order][1:] != resident[order][:-1]
    found = np.zeros(c.n, np.bool_)
    found[rated[order[ends]]] = True
    return found


DERIVED: dict[str, Callable[[Columns, World], Array]] = {
    "closed": lambda c, world: c["status"] == Status.CLOSED,
    "open": lambda c, world: np.isin(c["status"], OPEN),
    "contacted": lambda c, world: c["t_contact"] <= 24.0 * world.day,  # later ones are planned, not made
    "response_h": lambda c, world: c["t_contact"] - c["t_accept"],
    "seen_h": lambda c, world: np.fmin(c["t_close"], 24.0 * world.day) - c["t_accept"],  # till it ended, or the run did
    "answer": answers,
    "came_to_department": lambda c, world: (c["department_h"] > 0.0) | c["at_department"],
    "at_department": _at_department,
    "department_d": _department_d,
    "closing_d": lambda c, world: (c["t_close"] - c["t_accept"]) / 24.0,
    "due": lambda c, world: due(world.settings.service.limit_h, c["limit_class"], c["t_open"]),
    "deferred": lambda c, world: (c["status"] == Status.MONEY) | (world.cases.spent[:, Stage.MONEY][c["row"]] > 0.0),
    "is_due": lambda c, world: (c["due"] < 24.0 * world.day) & ~c["deferred"],
    "visited": _visited,
    "old": lambda c, world: world.map.old[c["cell"]],
    "age": _of_resident("age"),
    "satisfaction": lambda c, world: of_residents(world, c["row"]),
    "away_h": lambda c, world: c["t_first_back"] - c["t_first_close"],
    "last_rated": _last_rated,
    "kept_h": lambda c, world: c["t_broken"] - c["t_agreed"],
}
"""{column: function of the stored columns and the world}"""
