"""Columns that are not stored but follow from what is: computed once for the whole, then cut for its parts.

A case that was closed and came back keeps the time of its last closure only. How long it had been away follows
from its stages: from acceptance on they fill its time except for the stays between a closure and the return.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from sim.measures.columns import Columns
from sim.state.cases import OPEN, Category, Stage, Status
from sim.state.desks import Net
from sim.types import Array

if TYPE_CHECKING:
    from sim.state.world import World


def _away_h(c: Columns, world: World) -> Array:
    """Hours between a closure and the return, mean over the returns of a case; nan of cases that never came back."""
    out = np.full(c.n, np.nan)
    back = np.flatnonzero(c["life"])
    spent = world.cases.spent[c["row"][back]].astype(np.float64)
    staged = spent.sum(axis=1) - spent[:, Stage.DISCOVERY]
    out[back] = (c["t_stage"][back] - c["t_accept"][back] - staged) / c["life"][back]
    return out


def _first_close(c: Columns, world: World) -> Array:
    """When a case was first closed; nan of cases that never were."""
    at = np.where(c["life"] > 0, c["t_open"] - c["away_h"], c["t_close"])
    return np.where(c["closed"] | (c["life"] > 0), at, np.nan)


def _mediation_level(world: World) -> int:
    """Level on the route of disputes at which the mediation committee stands."""
    return int(np.flatnonzero(world.routes.table.net[int(Category.DISPUTES)] == int(Net.MEDIATION))[0])


def _agreed(c: Columns, world: World) -> Array:
    """Disputes that a committee has closed and that are closed."""
    return np.asarray((c["category"] == Category.DISPUTES) & (c["level"] == _mediation_level(world)) & c["closed"])


def _not_agreed(c: Columns, world: World) -> Array:
    """Disputes that a committee has passed up."""
    return np.asarray((c["category"] == Category.DISPUTES) & (c["level"] > _mediation_level(world)))


def _broken(c: Columns, world: World) -> Array:
    """Disputes that came back after an agreement.

    Passes count over all lives and the level starts anew with each, so passes less level is the level at which
    earlier lives ended (their sum, if there were several).
    """
    before = c["passes"].astype(np.int64) - c["level"]
    last = _mediation_level(world) * c["life"].astype(np.int64)
    return np.asarray((c["category"] == Category.DISPUTES) & (c["life"] > 0) & (before > 0) & (before <= last))


def _of_resident(name: str) -> Callable[[Columns, World], Array]:
    return lambda c, world: getattr(world.residents, name)[c["resident"]]


DERIVED: dict[str, Callable[[Columns, World], Array]] = {
    "closed": lambda c, world: c["status"] == Status.CLOSED,
    "open": lambda c, world: np.isin(c["status"], OPEN),
    "contacted": lambda c, world: c["t_contact"] <= 24.0 * world.day,  # later ones are planned, not made
    "response_h": lambda c, world: c["t_contact"] - c["t_accept"],
    "closing_h": lambda c, world: c["t_close"] - c["t_accept"],
    "old": lambda c, world: world.map.old[c["cell"]],
    "vulnerable": _of_resident("vulnerable"),
    "age": _of_resident("age"),
    "away_h": _away_h,
    "first_close": _first_close,
    "agreed": _agreed,
    "not_agreed": _not_agreed,
    "broken": _broken,
}
"""{column: function of the stored columns and the world}"""
