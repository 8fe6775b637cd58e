"""Desks: whoever serves cases, with servers, open hours, speed and queues; and the nets that find them.

A *net* covers the map with desks: the grid net maps every cell to the desk of its grid workers, the
property net to the firm of its compound, and so on. A route is a row of nets, so a new kind of helper is a
new net and a new row, never a change to the kernel.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Annotated, Any, ClassVar

import numpy as np

from sim.geography.areas import Grids
from sim.state.cases import N_CATEGORIES, N_URGENCIES
from sim.state.table import MADE, By, Spec, Table, records
from sim.types import Array, Floats

MAX_LAYERS = 24
MAX_LEVELS = 8  # an address of fate has three bits for the level


class Net(IntEnum):
    """The nets; GRID is followed by the nets of further department layers (GRID + layer)."""

    PROPERTY = 0
    VOLUNTEER = 1  # residents and in-service members who give hours
    SOCIAL = 2  # social organisations
    PARTNER = 3  # member units of a party alliance
    COMMUNITY = 4
    SOCIAL_WORK = 5
    MEDIATION = 6
    COUNCIL = 7
    COURT = 8  # judges and police who come to the community
    STREET = 9
    DEPARTMENT = 10  # + category
    GRID = DEPARTMENT + N_CATEGORIES  # + layer


class Helper(IntEnum):
    """Who helps at the first desk if free at once; net VOLUNTEER + helper."""

    VOLUNTEER = 0
    SOCIAL = 1
    PARTNER = 2


class Office(IntEnum):
    """Whose posts and time are rules of the day; net COMMUNITY + office."""

    COMMUNITY = 0
    SOCIAL_WORK = 1
    MEDIATION = 2
    COUNCIL = 3
    COURT = 4
    STREET = 5
    DEPARTMENT = 6  # + category


N_NETS = Net.GRID + MAX_LAYERS
N_HELPERS = len(Helper)
N_OFFICES = Office.DEPARTMENT + N_CATEGORIES


class Desks(Table):
    """The desk table; it only grows: a desk that is closed keeps its row, with no servers."""

    SPEC: ClassVar[Spec] = {
        # In the order of use: what every service reads and writes comes first, so that it lies together in memory.
        "servers": (np.int32, 0, "kernel.seats"),
        "busy": (np.int32, 0, "kernel.seats"),
        "waiting": (np.int32, 0, "kernel.queues"),
        "net": (np.int8, 0, MADE),
        "layer": (np.int8, 0, MADE),
        "open_days": (np.int8, 127, MADE),  # bits, Monday = 1
        "callout": (np.bool_, False, MADE),  # urgent cases are answered outside open hours
        "open_from": (np.float64, 0.0, MADE),  # hour of the day
        "open_to": (np.float64, 24.0, "mechanisms.offices"),
        "budget_h": (
            np.float64,
            np.inf,
            "kernel.seats",
        ),  # hours that a helper still gives today; paid staff have no such bound
        "wake": (np.float64, np.inf, "kernel.queues"),  # time of the pending opening event; inf if none
        "worked_h": (np.float64, 0.0, "kernel.finish"),  # open hours spent on cases
        "effort": (
            np.float64,
            1.0,
            "mechanisms.property",
        ),  # factor on the probability of solving a case (property firms)
        "head": ((np.int32, (N_URGENCIES,)), -1, "kernel.queues"),  # first case waiting, -1 none
        "tail": ((np.int32, (N_URGENCIES,)), -1, "kernel.queues"),
        "travel_h": (np.float64, 0.0, MADE),  # hours per unit of distance of the map
        "x": (np.float64, 0.0, MADE),
        "y": (np.float64, 0.0, MADE),
        "overtime_h": (np.float64, 0.0, "kernel.finish"),
        "overdue": (
            np.float64,
            0.0,
            "kernel.supervision",
        ),  # share of this morning's cases there
        "speed": ((np.float64, (N_CATEGORIES,)), 1.0, "kernel.seats"),  # hands-on hours done per open hour
        "unit": (np.int32, -1, MADE),  # grid, compound, community or street of the desk
        "community": (np.int32, -1, MADE),
        "households": (np.float64, 0.0, MADE),  # in its area
        "persons": (
            np.float64,
            0.0,
            "mechanisms.workers",
        ),  # of a grid desk: workers, with parts of them
        "counted_h": (np.float64, 0.0, "mechanisms.workers"),  # worked hours already counted into fatigue
        "patrolled": (np.float64, 1.0, "mechanisms.load"),  # part of its patrols that a grid desk walks, 0..1
        "booked_h": (np.float64, 0.0, "mechanisms.workers"),  # worked hours already booked as somebody's presence
    }
    MAKERS: ClassVar[tuple[str, ...]] = ("mechanisms.offices", "mechanisms.property", "mechanisms.grid_net")


ROUTE_SPEC: Spec = {
    "net": ((np.int8, (MAX_LEVELS,)), -1),  # who is asked at each level; -1 end
    "work_mean": ((np.float64, (MAX_LEVELS,)), 1.0),  # hands-on hours
    "work_sigma": ((np.float64, (MAX_LEVELS,)), 0.0),  # log-sd; 0 fixed, negative exponential
    "look_share": ((np.float64, (MAX_LEVELS,)), 1.0),  # of the work, before a case is passed up
    "lead_median": ((np.float64, (MAX_LEVELS,)), 0.0),  # hours of preparation; 0 none
    "lead_sigma": ((np.float64, (MAX_LEVELS,)), 1.0),  # log-sd of it
    "p_relapse": ((np.float64, (MAX_LEVELS,)), 0.0),  # a solved case comes back ...
    "relapse_h": ((np.float64, (MAX_LEVELS,)), 0.0),  # ... within so many hours, uniformly
    "pays": ((np.int8, (MAX_LEVELS,)), 0),  # repairs are paid from the community's fund
    "formal_share": (np.float64, 0.2),  # of the work, when a case is closed without being solved
    "wrong_share": (np.float64, 0.25),  # of the work, until a wrong desk (or a duplicate) is recognised
    "come_back_h": (np.float64, 168.0),  # mean hours until a resident comes back after a formal closure
    "travels": ((np.int8, (MAX_LEVELS,)), 0),  # somebody goes there
    "urgent": ((np.int8, (MAX_LEVELS,)), 1),  # urgent cases are put before this level too; 0 they pass it by
}
"""Who is asked about a category, in which order, how long it takes and how often it is enough."""


@dataclass(slots=True)
class Routes:
    """Where cases go.

    Attributes
    ----------
    table : record array [categories]
        See `ROUTE_SPEC`.
    of_cell : array [nets, C]
        Desk of a cell in a net, -1 none.
    aid : array [D, n]
        Other desks that stand in when this one is busy, in order of preference, -1 none. The relation must
        be mutual, because a desk that falls idle looks for work with those it helps.
    aid_for : array [M]
        Where mutual aid was arranged for.
    aid_net : Grids, optional
        And for which grids.
    """

    table: Annotated[Any, By("mechanisms.service")]
    of_cell: Annotated[Array, By("mechanisms.offices")]
    aid: Annotated[Array, By("mechanisms.grid_net")]
    aid_for: Annotated[Array, By("mechanisms.grid_net")]
    aid_net: Annotated[Grids | None, By("mechanisms.grid_net")] = None


def empty_routes(n_cells: int, n_communities: int = 1) -> Routes:
    """Make routes that lead nowhere yet."""
    return Routes(
        table=records(ROUTE_SPEC, N_CATEGORIES),
        of_cell=np.full((N_NETS, n_cells), -1, np.int32),
        aid=np.full((1, 0), -1, np.int32),
        aid_for=np.zeros(n_communities, np.bool_),
    )


@dataclass(slots=True)
class Offices:
    """The desks of offices and helpers.

    Attributes
    ----------
    desks : array
        Desks of all offices.
    helpers : array [helpers, M]
    of_community : array [M]
        Community whose offices serve it.
    seated : array
        The rules by which offices were last seated.
    """

    desks: Annotated[Array, By("mechanisms.offices")]
    helpers: Annotated[Array, By("mechanisms.offices")]
    of_community: Annotated[Array, By("mechanisms.offices")]
    seated: Annotated[Floats, By("mechanisms.offices")]


def no_offices() -> Offices:
    """Say that no office has been opened yet."""
    return Offices(np.zeros(0, np.int32), np.zeros((0, 0), np.int32), np.zeros(0, np.int32), np.zeros(0))
