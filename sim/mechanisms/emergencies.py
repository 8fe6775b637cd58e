"""Emergencies: a surge of health and service needs that also takes workers away from routine work.

It rises over some days, holds and ebbs away; patrols and visits are put off as well, since the time is taken from all
that grid workers do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.parameters.emergencies import Emergencies

if TYPE_CHECKING:
    from sim.state.world import World


def strength(p: Emergencies, day: int) -> float:
    """How strong the surge is, 0 to 1: up in equal steps, full, and down in equal steps after its `days`."""
    passed = day - p.start_day
    if p.start_day < 0 or p.days <= 0 or passed < 0:
        return 0.0
    reached = min(1.0, (min(passed, p.days - 1) + 1) / (p.rise_days + 1))
    return reached * max(0.0, 1.0 - max(0, passed - p.days + 1) / (p.fall_days + 1))


def acts(p: Emergencies, day: int) -> bool:
    """Whether the surge is on."""
    return strength(p, day) > 0.0


def divert(world: World) -> None:
    """Take time of grid workers for the emergency: before any lever, so that levers can give it back."""
    p = world.settings.emergencies
    if acts(p, world.day):
        world.rules["away"].add(np.ones(world.n_communities), p.diverted_share * strength(p, world.day))
