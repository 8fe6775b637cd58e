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


def test_live_response_is_of_the_last_days_without_duplicates() -> None:
    world = hamlet()
    world.day = 40
    now = 960.0
    world.cases.add(
        6,
        born=[9, 20, 20, 20, 20, 39],
        t_accept=[230.0, 700.0, 700.0, 700.0, 950.0, 955.0],
        parent=[-1] * 3 + [0, -1, -1],
        t_contact=[240.0, 702.0, 704.0, 790.0, now + 0.1, now],
    )
    # 10, 2, 4 and 5 h; the fourth is a duplicate, the fifth is only planned
    assert recent_response_h(world) == (10.0 + 2.0 + 4.0 + 5.0) / 4.0
    world.cases.t_contact[0] = 239.9  # thirty days and a little ago
    assert recent_response_h(world) == (2.0 + 4.0 + 5.0) / 3.0
    assert recent_response_h(world, 5) == 5.0
