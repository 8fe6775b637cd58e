"""What a replay needs of one lived replication: the stamps of its cases as days, and the evenings by community.

Frames are derived from these after the run. Photographing every evening would cost more than living the day.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from sim.config.run import RunConfig
from sim.district import District
from sim.geography.cells import Cells
from sim.state.desks import Net
from sim.state.map import Map
from sim.state.tally import read
from sim.state.world import World
from sim.types import Bools, Floats, Ints, Rows


@dataclass(frozen=True, slots=True)
class Ground:
    """The map of a place: what is the same in all arms.

    Attributes
    ----------
    cells : Cells
    community : array [C]
    street_of_community : array [M]
    residents : array [C]
    community_names, street_names : tuple of str
    """

    cells: Cells
    community: Rows
    street_of_community: Rows
    residents: Ints
    community_names: tuple[str, ...]
    street_names: tuple[str, ...]

    @property
    def n_communities(self) -> int:
        """Number of communities."""
        return len(self.street_of_community)


@dataclass(frozen=True, slots=True)
class Stamps:
    """Cases of one replication of one arm, as days since day 0; `days` stands for never.

    Attributes
    ----------
    days : int
        Days lived.
    cell : array [n]
    occur, accept, contact, end : int32 array [n]
        Day on which a problem arose, became known, was first contacted, and ended for good (closed or given up).
    wait_s : int32 array [n]
        Seconds from acceptance to first contact; 0 where there was none.
    original : bool array [n]
        False of a case that repeats another one: it is no problem of its own.
    satisfaction : array [days, M]
        Mean of residents by evening and community, 0..1.
    grids : tuple of (day, array [C])
        Grid of each cell from that day on, oldest first.
    workers : array [M]
        Grid workers in post on the last evening, by community; empty where that was not counted.
    grid_workers : array [grids]
        The same by grid of the last net; a worker who serves several grids counts in each.
    """

    days: int
    cell: Rows
    occur: Rows
    accept: Rows
    contact: Rows
    end: Rows
    wait_s: Rows
    original: Bools
    satisfaction: Floats
    grids: tuple[tuple[int, Rows], ...]
    workers: Rows = field(default_factory=lambda: np.empty(0, np.int32))
    grid_workers: Rows = field(default_factory=lambda: np.empty(0, np.int32))


def ground_of(city: Map) -> Ground:
    """Take what does not move from a map."""
    return Ground(
        city.cells, city.community, city.street_of_community, city.residents,
        tuple(city.community_names), tuple(city.street_names),
    )  # fmt: skip


def lived_again(config: RunConfig, number: int) -> tuple[Ground, Stamps]:
    """Live a replication and keep its stamps; the same seed gives the same fate as before.

    Parameters
    ----------
    config : RunConfig
    number : int
        Which fate.
    """
    district = District(config, number)
    grids = [(0, district.world.map.grids.of_cell)]
    for day in range(config.run.days):
        district.live_day()
        now = district.world.map.grids.of_cell
        if now is not grids[-1][1] and not np.array_equal(now, grids[-1][1]):
            grids.append((day, now))
    return ground_of(district.world.map), stamps_of(district, grids)


def stamps_of(district: District, grids: list[tuple[int, Rows]]) -> Stamps:
    """Read the stamps of a district that has lived.

    Parameters
    ----------
    district : District
    grids : list of (day, array [C])
        The grid net from each day on which it was drawn.
    """
    cases, days = district.world.cases, district.recorder.days
    made: Rows = np.empty((7, cases.n), np.int32)
    read(cases.rows, cases.n, days, made)
    occur, accept, contact, end, wait_s, cell, original = made
    return Stamps(
        days=days, cell=cell, occur=occur, accept=accept, contact=contact, end=end, wait_s=wait_s,
        original=original.astype(np.bool_), satisfaction=district.recorder.satisfaction,
        grids=tuple((day, np.array(of_cell, np.int32)) for day, of_cell in grids), workers=_in_post(district.world),
        grid_workers=_serving(district.world),
    )  # fmt: skip


def _is_there(world: World) -> Bools:
    """Whether a grid worker is in post this evening, [workers]."""
    found: Bools = (world.staff.desk >= 0) & (world.staff.vacant_until < 0)
    return found


def _in_post(world: World) -> Rows:
    """Count the grid workers that a community has this evening, [M]."""
    own = world.staff.community[_is_there(world)]
    found: Rows = np.bincount(own[own >= 0], minlength=world.map.n_communities).astype(np.int32)
    return found


def _serving(world: World) -> Rows:
    """Count the grid workers who serve each grid this evening, at whichever desks of the grid nets, [grids]."""
    grids = world.map.grids
    at_desk = np.bincount(world.staff.desk[_is_there(world)], minlength=world.desks.n)
    desk = world.routes.of_cell[int(Net.GRID) :]  # [nets, C]
    grid = np.broadcast_to(grids.of_cell, desk.shape)
    pairs = np.unique(np.column_stack([grid[desk >= 0], desk[desk >= 0]]), axis=0)
    found: Rows = np.bincount(pairs[:, 0], at_desk[pairs[:, 1]], minlength=grids.n).astype(np.int32)
    return found
