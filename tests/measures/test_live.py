"""What can be read off a running world: only cases of the last days are looked at."""

from __future__ import annotations

import math

from sim.measures.live import recent_response_h
from tests.places import hamlet


def test_a_world_without_contacts_has_no_response() -> None:
    world = hamlet()
    assert math.isnan(recent_response_h(world))
    world.cases.add(1, t_accept=1.0, t_contact=2.0, parent=0)
    world.day = 1
    assert math.isnan(recent_response_h(world))


def test_cases_born_four_windows_ago_are_not_looked_at() -> None:
    world = hamlet()
    world.day = 100
    # born on day 79 and on day 80: with a window of five days those from day 80 on
    world.cases.add(2, born=[79, 80], t_accept=[2390.0, 2390.0], t_contact=[2399.0, 2393.0])
    assert recent_response_h(world, 5) == 3.0
    world.cases.born[0] = 80
    assert recent_response_h(world, 5) == 6.0
