"""Work: everything that a call of the kernel works on, as one tuple."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sim.fate import Fate
from sim.jit import handed
from sim.state.agenda import AgendaCols
from sim.state.incidents import NOBODY_AROUND, Around
from sim.state.rules import RuleCols
from sim.types import Array

if TYPE_CHECKING:
    from sim.state.world import World


class Work(NamedTuple):
    """What a call works on; times are hours since midnight of day 0."""

    cases: Any  # records, see `sim.state.cases.Cases`
    desks: Any  # records, see `sim.state.desks.Desks`
    routes: Any  # records [categories], see `sim.state.desks.ROUTE_SPEC`
    of_cell: Array  # [nets, C] desk of a cell in a net, -1 none
    aid: Array  # [D, n] desks that stand in for a desk, -1 none
    rules: RuleCols
    agenda: AgendaCols
    x: Array  # [C] where a cell lies, units of the map
    y: Array  # [C]
    metric: int  # how ways are measured, see `sim.geography.cells.Metric`
    fate: Fate
    layers: int  # department layers of the grid net
    around: Around = NOBODY_AROUND
    formal_pressure: float = 0.0  # how formal closing grows with what is overdue at a desk and with ranks


def work_of(world: World) -> Work:
    """Put together what the kernel works on today."""
    routes = world.routes
    return Work(
        cases=world.cases.rows,
        desks=world.desks.rows,
        routes=handed(routes.table),
        of_cell=routes.of_cell,
        aid=routes.aid,
        rules=world.rules.rows,
        agenda=world.agenda,
        x=world.map.cells.x,
        y=world.map.cells.y,
        metric=int(world.map.cells.metric),
        fate=world.fate,
        layers=world.map.layers,
        around=world.witnesses.around(world.cases.blank),
        formal_pressure=world.settings.solvability.formal_pressure,
    )
