"""A hamlet in which single cases are followed, so that their hours can be worked out on paper."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from sim.state.cases import Category, Channel, Stage
from sim.state.world import World
from sim.types import Array
from tests.places import hamlet, serve_until

SAFETY, ENVIRONMENT, DISPUTES, HEALTH = (
    int(Category.SAFETY), int(Category.ENVIRONMENT), int(Category.DISPUTES), int(Category.HEALTH)
)  # fmt: skip
PLAIN = {"dispatch_h": 0.0, "misroute": 0.0, "merge": 0.0, "formal": 0.0, "come_back": 0.0, "handover_h": 0.0,
         "handoff": 0.0, "match": 0.0, "solve": 1.0, "lead": 0.0, "supervise": 0.0}  # fmt: skip
"""Nothing takes time but work: 1 h at the grid and the community, 2 h at the street, 3 h at a department."""


def plain(**said: Any) -> World:
    """A hamlet whose desks have one person each and never close; hands-on times are fixed."""
    world = hamlet(120, **said)
    for name, value in PLAIN.items():
        world.rules[name].value[:] = value
    world.routes.table.work_sigma[:] = 0.0
    desks = world.desks
    desks.servers[:], desks.open_from[:], desks.open_to[:], desks.open_days[:] = 1, 0.0, 24.0, 127
    desks.speed[:], desks.travel_h[:], desks.effort[:] = 1.0, 0.0, 1.0
    desks.servers[world.offices.helpers.ravel()] = 0
    return world


def rule(world: World, name: str, value: float, *at: Any) -> None:
    world.rules[name].value[(slice(None), *at)] = value


def tell(world: World, *times: float, end: float = math.inf, category: int = SAFETY, **columns: Any) -> Array:
    """Let cases become known at these hours, and serve all that follows from them; return their rows."""
    known = np.array(times)
    columns = {"t_occur": known - 5.0, "channel": int(Channel.REPORT), "cell": 0, "resident": 0, **columns}
    first = world.cases.n
    rows = world.cases.add(
        len(times), index=first + np.arange(len(times)), born=0, community=0, category=category, **columns
    )
    serve_until(world, end, known, rows)
    return rows


def desk_of(world: World, net: int, cell: int = 0) -> int:
    return int(world.routes.of_cell[net, cell])


def spent(world: World, case: int) -> dict[str, float]:
    return {s.name.lower(): float(h) for s, h in zip(Stage, world.cases.spent[case], strict=True) if h > 0.0}
