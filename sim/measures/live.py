"""What can be read off a running world at once, for the browser and for Mesa's DataCollector."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.sums import total

if TYPE_CHECKING:
    from sim.state.world import World


def recent_response_h(world: World, days: int = 30) -> float:
    """Mean hours from acceptance to first contact of cases first contacted in the last days; nan if none."""
    cases, now = world.cases, 24.0 * world.day
    # rows are in the order of birth, so older cases can be left out without looking at them
    first = int(np.searchsorted(cases.born, world.day - 4 * days))
    contact = cases.t_contact[first:]
    recent = (contact >= now - 24.0 * days) & (contact <= now) & (cases.parent[first:] < 0)
    if not recent.any():
        return float("nan")
    return total(contact[recent] - cases.t_accept[first:][recent]) / np.count_nonzero(recent)
