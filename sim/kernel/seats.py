"""Seats: who sits at a desk today, how fast they are, and who of them is busy.

Whoever staffs desks (offices, firms, helpers, the grid net) says so here.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.jit import merged
from sim.state.desks import Desks
from sim.types import Array, Floats


def seat(desks: Desks, rows: Array, servers: Any) -> None:
    """Seat so many servers at desks."""
    desks.servers[rows] = servers


def set_speed(desks: Desks, rows: Array, speed: Floats) -> None:
    """Set the hands-on hours that each server of the desks does in an open hour, for all categories alike."""
    desks.speed[rows] = speed[:, None]


@merged
def seat_workers(desks, desk, servers, speed):
    """Seat grid workers at a desk, all at one speed."""
    desks.servers[desk] = servers
    for c in range(desks.speed.shape[1]):
        desks.speed[desk, c] = speed


def offer_hours(desks: Desks, rows: Array, hours: Array) -> None:
    """Offer helpers' hours of today; what ran over yesterday is taken off."""
    desks.budget_h[rows] = np.minimum(desks.budget_h[rows], 0.0) + hours


@merged
def spend_hours(desks, desk, hours):
    """Take hours off what a helper still gives today."""
    desks.budget_h[desk] -= hours


@merged
def occupy(desks, desk):
    """Let a server of a desk begin a case."""
    desks.busy[desk] += 1


@merged
def release(desks, desk):
    """Let a server of a desk be free again."""
    desks.busy[desk] -= 1


def move_busy(desks: Desks, old: Array, desk: Array) -> None:
    """Let those who are busy at closed desks go on at others, one for each entry of ``desk``."""
    np.add.at(desks.busy, desk, 1)
    desks.busy[old] = 0
