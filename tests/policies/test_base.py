"""What all levers share: how far they are rolled out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.policies.base import Policy
from tests.places import small


@dataclass(frozen=True, slots=True)
class Plain(Policy):
    """Does nothing."""

    name = "plain"


def test_how_far_a_lever_was_rolled_out_some_days_ago() -> None:
    world = small().world
    for lever in (Plain(start_day=10, ramp_days=20, coverage=0.4), Plain(start_day=10, communities=(1,))):
        world.day = 17
        then = lever.dose(world)
        world.day = 24
        assert np.array_equal(lever.dose(world, ago=7), then)
        assert (lever.dose(world, ago=15) == 0.0).all()
