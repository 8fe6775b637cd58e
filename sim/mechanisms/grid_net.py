"""The grid net: grids, their workers' desks, and what happens when boundaries move.

A grid with a worker of its own has a desk. Where there are fewer workers than grids, neighbouring grids of a
community share one. When a net is redrawn, workers follow their area in the order of the map, know as much of
the new area as it overlaps with the old one, and take over the cases that were waiting.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.jit import compiled
from sim.mechanisms.network import ALL_DAYS, centres
from sim.mechanisms.service import enqueue
from sim.state.desks import Net
from sim.state.lattice import balanced_cuts, share_out
from sim.state.places import Grids
from sim.state.world import Count
from sim.types import Array, Floats, Ints

if TYPE_CHECKING:
    from sim.state.world import World

_WAITING = Count.WAITING


def share_desks(grids: Grids, weights: Floats, workers: int) -> tuple[Ints, Ints]:
    """Deal workers over grids.

    Parameters
    ----------
    grids : Grids
    weights : array [G]
        Expected load of each grid.
    workers : int

    Returns
    -------
    desk of each grid [G], workers of each desk
        With at least as many workers as grids every grid is its own desk; with fewer, neighbours share.
    """
    if workers >= grids.n:
        return np.arange(grids.n), share_out(workers, weights, least=1)
    present, community = np.unique(grids.community, return_inverse=True)
    load = np.bincount(community, weights)
    n_grids = np.bincount(community)
    if workers >= len(present):
        per = np.minimum(share_out(workers, load, least=1), n_grids)
        while (spare := workers - int(per.sum())) > 0:
            room = np.flatnonzero(per < n_grids)
            per[room[np.argsort(-(load[room] / per[room]), kind="stable")][:spare]] += 1
    else:
        per = np.ones(len(present), np.int64)
        community = np.minimum(community * workers // len(present), workers - 1)
        per = np.ones(workers, np.int64)
    desk_of_grid = np.zeros(grids.n, np.int64)
    first = 0
    for m, k in enumerate(per):
        mine = np.flatnonzero(community == m)
        desk_of_grid[mine] = first + balanced_cuts(weights[mine], int(min(k, len(mine))))
        first += int(min(k, len(mine)))
    return desk_of_grid, np.ones(first, np.int64)


def open_grid_desks(world: World, grids: Grids, layer: int, workers: int) -> tuple[Array, Ints]:
    """Open the desks of one grid net and put them on the map.

    Returns
    -------
    desk rows, servers of each
    """
    s = world.settings
    load = np.bincount(grids.of_cell, world.map.residents, grids.n).astype(np.float64)
    desk_of_grid, servers = share_desks(grids, load, workers)
    area = desk_of_grid[grids.of_cell]
    x, y, households = centres(world, area, len(servers))
    first_grid = np.unique(desk_of_grid, return_index=True)[1]
    days = s.workers.days_per_week
    rows = world.desks.add(
        len(servers), net=int(Net.GRID) + layer, layer=layer, unit=first_grid, community=grids.community[first_grid],
        servers=servers, open_from=s.service.office_opens, open_to=min(24.0, s.service.office_opens + s.workers.hours_per_day),
        open_days=ALL_DAYS >> (7 - days), callout=True, x=x, y=y, households=households,
        travel_h=s.service.minutes_per_cell / 60.0,
    )  # fmt: skip
    world.routes.of_cell[Net.GRID + layer] = rows[area]
    return rows, servers


def close_grid_nets(world: World) -> Array:
    """Take all grid nets off the map; their desks finish what they are at. Returns their rows."""
    old = np.flatnonzero(world.desks.net >= int(Net.GRID)).astype(np.int32)
    world.desks.servers[old] = 0
    world.routes.of_cell[Net.GRID :] = -1
    return old


def redraw(world: World, grids: Grids, added: int = 0, *, generalist: bool | None = None, skill: float | None = None) -> None:
    """Replace all grid nets by one net of the given grids, with the workers there are plus `added`.

    Parameters
    ----------
    grids : Grids
    added : int
        New posts; negative takes posts away (the last of the map's order).
    generalist : bool, optional
        Make every worker a generalist, at `skill`.
    skill : float, optional
        Speed at first.
    """
    staff, key = world.staff, world.routes.of_cell
    old_area = {int(d): np.flatnonzero(key[n] == d) for n in range(Net.GRID, key.shape[0]) for d in np.unique(key[n]) if d >= 0}
    order = np.array([old_area[int(d)].mean() if int(d) in old_area else 0.0 for d in staff.desk])
    active = np.flatnonzero(staff.desk >= 0)
    old = close_grid_nets(world)
    world.layers = 1
    world.grids = grids
    workers = len(active) + added
    rows, servers = open_grid_desks(world, grids, 0, workers)
    if added > 0:
        fresh = staff.add(added, community=0, added=True, skill=world.settings.workers.new_skill, familiarity=0.0, hired_day=world.day)
        order = np.concatenate([order, np.linspace(0.0, world.map.n_cells, added, endpoint=False)])
        active = np.concatenate([active, fresh])
    active = active[np.argsort(order[active], kind="stable")]
    if added < 0:
        staff.desk[active[workers:]] = -1
        active = active[:workers]
    area = world.routes.of_cell[Net.GRID]
    place = np.array([np.flatnonzero(area == d).mean() for d in rows])
    desk_of = np.repeat(rows[np.argsort(place, kind="stable")], servers[np.argsort(place, kind="stable")])
    for w, desk in zip(active, desk_of, strict=True):
        cells = np.flatnonzero(area == desk)
        before = old_area.get(int(staff.desk[w]))
        if before is not None:
            known = world.map.households[np.intersect1d(cells, before, assume_unique=True)].sum()
            staff.familiarity[w] *= known / max(1, world.map.households[cells].sum())
        staff.desk[w] = desk
        staff.net[w] = int(Net.GRID)
        staff.community[w] = world.desks.community[desk]
    if generalist is not None:
        staff.generalist[active] = generalist
        staff.layer[active] = 0
    if skill is not None:
        staff.skill[active] = np.minimum(staff.skill[active], skill)
    _move_queues(world.cases.rows, world.desks.rows, world.agenda.counts, old, area)


@compiled
def _move_queues(cases, desks, counts, old, area):  # type: ignore[no-untyped-def]
    """Hand waiting cases of closed desks to the desks that now serve their cells, in their order."""
    for d in old:
        for p in range(desks.head.shape[1]):
            case = desks.head[d, p]
            desks.head[d, p] = -1
            desks.tail[d, p] = -1
            while case >= 0:
                after = cases.next[case]
                desks.waiting[d] -= 1
                counts[_WAITING] -= 1
                enqueue(cases, desks, counts, case, area[cases.cell[case]])
                case = after
