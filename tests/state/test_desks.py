"""Nets lie in a row without gaps, and routes lead nowhere at first."""

from __future__ import annotations

import numpy as np

from sim.state.desks import N_NETS, Desks, Helper, Net, Office, empty_routes


def test_nets_follow_each_other() -> None:
    assert [Net.VOLUNTEER + h for h in Helper] == [Net.VOLUNTEER, Net.SOCIAL, Net.PARTNER]
    offices = (Office.COMMUNITY, Office.SOCIAL_WORK, Office.MEDIATION, Office.COUNCIL, Office.COURT)
    assert [Net.COMMUNITY + o for o in offices] == [
        Net.COMMUNITY,
        Net.SOCIAL_WORK,
        Net.MEDIATION,
        Net.COUNCIL,
        Net.COURT,
    ]
    assert Net.GRID == Net.DEPARTMENT + 8
    assert N_NETS == Net.GRID + 24


def test_routes_lead_nowhere_before_they_are_written() -> None:
    routes = empty_routes(7)
    assert routes.of_cell.shape == (N_NETS, 7)
    assert (routes.of_cell == -1).all()
    assert (routes.table.net == -1).all()
    assert routes.table.shape == (8,)
    assert routes.aid.shape == (1, 0)


def test_a_new_desk_is_empty_and_always_open() -> None:
    desks = Desks(1)
    assert (desks.head == -1).all()
    assert (desks.tail == -1).all()
    assert (desks.servers[0], desks.busy[0], desks.waiting[0], desks.open_days[0]) == (0, 0, 0, 127)
    assert (desks.open_from[0], desks.open_to[0]) == (0.0, 24.0)
    assert np.isinf(desks.budget_h[0])
    assert np.isinf(desks.wake[0])
