"""Who is reached by a return visit after a case, and how they would answer; drawn when somebody asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.fate import Fate, draw, of_return_visit
from sim.jit import compiled
from sim.measures.columns import Columns
from sim.types import Array, Ints

if TYPE_CHECKING:
    from sim.state.world import World

NOT_REACHED, REACHED, BASICALLY = 0, 1, 2
"""Answers: nobody was reached; somebody was; somebody who, if satisfied, says 'basically satisfied'."""


@compiled
def _draw(fate: Fate, cases: Array, rows: Ints, p_reached: float, p_basically: float, out: Array) -> None:
    """Draw the answer of each case."""
    for i in range(len(rows)):
        case = rows[i]
        u_reached, u_basically, _a, _b = draw(fate, cases, case, of_return_visit(cases, case))
        if u_reached < p_reached:
            out[i] = BASICALLY if u_basically < p_basically else REACHED


def answers(cases: Columns, world: World) -> Array:
    """Answer of each case, of those above. The same in every arm where the case has come back as often."""
    p, out = world.settings.satisfaction, np.zeros(cases.n, np.int8)
    _draw(world.fate, world.cases.rows, cases["row"], p.visit_reached, p.basically, out)
    return out
