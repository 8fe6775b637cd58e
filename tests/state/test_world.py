"""The world knows what was closed today and what is open."""

from __future__ import annotations

import numpy as np

from sim.state.agenda import Count
from tests.places import small


def test_closed_cases_are_todays() -> None:
    world = small().world
    world.agenda.closed[:3] = [5, 6, 7]
    world.agenda.counts[Count.CLOSED], world.agenda.counts[Count.OPEN] = 2, 11
    assert world.closed_today().tolist() == [5, 6]
    assert world.open_cases() == 11
    assert np.array_equal(np.arange(5), np.arange(world.n_communities))
