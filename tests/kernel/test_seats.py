"""Who sits at a desk, how fast, and who is busy."""

from __future__ import annotations

import numpy as np

from sim.jit import compiled
from sim.kernel import seats
from sim.state.desks import Desks


@compiled
def staffed(desks):  # type: ignore[no-untyped-def]
    seats.seat_workers(desks, 2, 3, 0.5)
    seats.occupy(desks, 2)
    seats.occupy(desks, 2)
    seats.release(desks, 2)
    seats.spend_hours(desks, 2, 1.5)


def test_seats_by_desk() -> None:
    desks = Desks(4)
    desks.budget_h[:] = 4.0
    staffed(desks.rows)
    assert desks.servers.tolist() == [0, 0, 3, 0]
    assert desks.busy.tolist() == [0, 0, 1, 0]
    assert desks.budget_h.tolist() == [4.0, 4.0, 2.5, 4.0]
    assert (desks.speed[2] == 0.5).all()
    assert (desks.speed[[0, 1, 3]] == 1.0).all()


def test_seats_of_many_desks() -> None:
    desks, rows = Desks(4), np.array([3, 1])
    seats.seat(desks, rows, np.array([5, 6]))
    seats.set_speed(desks, rows, np.array([0.25, 0.75]))
    assert desks.servers.tolist() == [0, 6, 0, 5]
    assert desks.speed[:, 7].tolist() == [1.0, 0.75, 1.0, 0.25]


def test_hours_run_over_are_taken_off_and_hours_left_are_lost() -> None:
    desks = Desks(3)
    desks.budget_h[:] = [2.0, -1.0, 0.0]
    seats.offer_hours(desks, np.array([0, 1]), np.array([6.0, 6.0]))
    assert desks.budget_h.tolist() == [6.0, 5.0, 0.0]


def test_the_busy_go_on_at_other_desks() -> None:
    desks = Desks(4)
    desks.busy[:] = [1, 2, 0, 1]
    seats.move_busy(desks, np.array([0, 1]), np.array([3, 2, 3]))
    assert desks.busy.tolist() == [0, 0, 1, 3]
