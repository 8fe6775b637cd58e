"""The grid net: grids, their workers' desks, and what happens when boundaries move.

A grid with a worker of its own has a desk. Where there are fewer workers than grids, neighbouring grids of a
community share one. When a net is redrawn, workers follow their area in the order of the map, know as much of
the new area as it overlaps with the old one, and take over the cases that were waiting.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.geography.areas import Grids, named_after
from sim.geography.cells import touching
from sim.geography.cuts import balanced_cuts, share_out
from sim.geography.trees import connected_cut, within
from sim.kernel.life import take_along
from sim.kernel.queues import hand_over
from sim.kernel.seats import move_busy, seat
from sim.mechanisms.offices import ALL_DAYS, centres, cover, walking_h
from sim.mechanisms.workers import resettle
from sim.state.cases import Status
from sim.state.desks import Net
from sim.types import Array, Floats, Ints

if TYPE_CHECKING:
    from sim.state.world import World


MOST_AID = 4
"""Desks that stand in for one."""


def share_desks(grids: Grids, weights: Floats, workers: int, neighbours: Array | None = None) -> tuple[Ints, Ints]:
    """Deal workers over grids.

    Parameters
    ----------
    grids : Grids
    weights : array [G]
        Expected load of each grid.
    workers : int
    neighbours : int array [pairs, 2], optional
        Grids that touch; without them, those with following numbers do.

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
        desk_of_grid[mine] = first + _shared(mine, weights, int(min(k, len(mine))), neighbours)
        first += int(min(k, len(mine)))
    return desk_of_grid, np.ones(first, np.int64)


def _shared(mine: Ints, weights: Floats, k: int, neighbours: Array | None) -> Ints:
    """Cut the grids of a community, or of some communities, into k groups of neighbours."""
    if neighbours is not None:
        try:
            return connected_cut(within(neighbours, mine, len(weights)), weights[mine], k)
        except ValueError:  # the net of a department crosses communities, and their parts of it may lie apart
            pass
    return balanced_cuts(weights[mine], k)


def open_grid_desks(world: World, grids: Grids, layer: int, workers: int) -> tuple[Array, Ints]:
    """Open the desks of one grid net and put them on the map.

    Returns
    -------
    desk rows, servers of each
    """
    s = world.settings
    load = np.bincount(grids.of_cell, world.map.residents, grids.n).astype(np.float64)
    desk_of_grid, servers = share_desks(
        grids, load, workers, None if world.map.cells.walk else touching(world.map.cells, grids.of_cell)
    )
    area = desk_of_grid[grids.of_cell]
    x, y, households = centres(world, area, len(servers))
    first_grid = np.unique(desk_of_grid, return_index=True)[1]
    days = s.workers.days_per_week
    rows = world.desks.add(
        len(servers),
        net=int(Net.GRID) + layer,
        layer=layer,
        unit=first_grid,
        community=grids.community[first_grid],
        servers=servers,
        persons=servers,
        open_from=s.service.office_opens,
        open_to=min(24.0, s.service.office_opens + s.workers.hours_per_day),
        open_days=ALL_DAYS >> (7 - days),
        callout=True,
        x=x,
        y=y,
        households=households,
        travel_h=walking_h(world),
    )
    cover(world, int(Net.GRID) + layer, rows[area])
    return rows, servers


def close_grid_nets(world: World) -> Array:
    """Take all grid nets off the map and close their desks; return their rows."""
    old = np.flatnonzero(world.desks.net >= int(Net.GRID)).astype(np.int32)
    seat(world.desks, old, 0)
    cover(world, slice(int(Net.GRID), None), -1)
    return old


def redraw(
    world: World, grids: Grids, added: int = 0, *, generalist: bool | None = None, skill: float | None = None
) -> None:
    """Replace all grid nets by one net of the given grids, with the workers there are plus `added`.

    Parameters
    ----------
    grids : Grids
    added : int
        New posts; negative takes posts away (the last ones).
    generalist : bool, optional
        Make every worker a generalist.
    skill : float, optional
        Their speed at first.
    """
    staff = world.staff
    before = world.routes.of_cell[Net.GRID :].copy()
    active = np.flatnonzero(staff.desk >= 0)
    old = close_grid_nets(world)
    world.map.layers = world.map.own_nets = 1
    world.map.grids = named_after(grids, world.map.grids)
    rows, servers = open_grid_desks(world, grids, 0, len(active) + added)
    if added < 0:
        staff.desk[active[added:]] = -1
        active = active[:added]
    area = world.routes.of_cell[Net.GRID]
    desk, known = _follow(staff.desk[active], before, area, rows, servers, world.map.households)
    new = staff.add(
        max(added, 0), added=True, familiarity=0.0, skill=world.settings.workers.new_skill, hired_day=world.day
    )
    active = np.concatenate([active, new]).astype(np.int64)
    desk = np.concatenate([desk, np.full(len(active) - len(desk), -1)])
    free = np.repeat(rows, servers - np.bincount(desk[desk >= 0] - rows[0], minlength=len(rows)))
    desk[desk < 0] = free
    resettle(world, active, known, skill)
    came_from = staff.desk[active].copy()
    staff.desk[active] = desk
    staff.net[active] = int(Net.GRID)
    staff.community[active] = world.desks.community[desk]
    if generalist is not None:
        staff.generalist[active] = generalist
        staff.layer[active] = 0
    hand_over(world.cases.rows, world.desks.rows, world.agenda.counts, old, area)
    _take_along(world, old, came_from, desk)


def _follow(
    old_desk: Array, before: Array, area: Array, rows: Array, servers: Ints, households: Ints
) -> tuple[Ints, Floats]:
    """Give each worker the new desk that overlaps most with the old area, as far as there are posts.

    Returns
    -------
    new desk of each worker, -1 where all posts of overlapping desks are taken
    share of its households that the worker knows
    """
    desk, known = np.full(len(old_desk), -1, np.int64), np.zeros(len(old_desk))
    waiting = {int(d): list(np.flatnonzero(old_desk == d)) for d in np.unique(old_desk)}
    posts = dict(zip(rows.tolist(), servers.tolist(), strict=True))
    size = np.bincount(area, households)
    pairs: dict[tuple[int, int], float] = {}
    for net in before:
        for (a, b), count in zip(*_overlaps(net, area, households), strict=True):
            pairs[a, b] = count
    for (a, b), count in sorted(pairs.items(), key=lambda item: (-item[1], item[0])):
        while waiting.get(a) and posts[b] > 0:
            worker = waiting[a].pop(0)
            desk[worker], known[worker] = b, count / size[b]
            posts[b] -= 1
    return desk, known


def _overlaps(net: Array, area: Array, households: Ints) -> tuple[list[tuple[int, int]], list[float]]:
    """Households that an old and a new desk have in common: pairs of desks, counts."""
    there = net >= 0
    both, index = np.unique(np.stack([net[there], area[there]]), axis=1, return_inverse=True)
    counts = np.bincount(index.ravel(), households[there], both.shape[1])
    return [(int(a), int(b)) for a, b in both.T], counts.tolist()


def _take_along(world: World, old: Array, came_from: Array, now_at: Array) -> None:
    """Let workers finish the cases in hand at their new desks."""
    cases = world.cases
    in_hand = np.flatnonzero((cases.status == Status.AT_WORK) & np.isin(cases.desk, old))
    hands: dict[int, list[int]] = {}
    now_busy: list[int] = []
    for before, after in zip(came_from.tolist(), now_at.tolist(), strict=False):
        hands.setdefault(before, []).append(after)
    for case in in_hand.tolist():
        mine = hands.get(int(cases.desk[case]))
        desk = mine.pop(0) if mine else int(world.routes.of_cell[Net.GRID, cases.cell[case]])
        take_along(cases, case, desk)
        now_busy.append(desk)
    move_busy(world.desks, old, np.array(now_busy, np.int64))


def add_workers(world: World, posts: Ints, ready: int = 0) -> Array:
    """Give grid desks more posts; new workers come when they are hired.

    Parameters
    ----------
    posts : int array [M]
        New posts in each community; the desks with most households per worker get them.
    ready : int
        Days until the first of them is in post; all others follow within ``workers.hiring_days``.

    Returns
    -------
    rows of the new workers
    """
    desks, p = world.desks, world.settings.workers
    grid = np.flatnonzero(desks.net >= int(Net.GRID))
    grid = grid[np.isin(grid, np.unique(world.staff.desk[world.staff.desk >= 0]))]
    per = np.bincount(world.staff.desk[world.staff.desk >= 0], minlength=desks.n)[grid].astype(np.float64)
    chosen: list[int] = []
    for m in np.flatnonzero(posts):
        mine = np.flatnonzero(desks.community[grid] == m)
        if len(mine) == 0:
            continue
        for _ in range(int(posts[m])):
            heaviest = mine[np.argmax(desks.households[grid[mine]] / (per[mine] + 0.5))]
            per[heaviest] += 1
            chosen.append(int(grid[heaviest]))
    rows = np.array(chosen, np.int32)
    wait = ready + (np.arange(len(rows)) * p.hiring_days) // max(len(rows), 1)
    return world.staff.add(
        len(rows), desk=rows, net=desks.net[rows], community=desks.community[rows], layer=desks.layer[rows],
        generalist=world.map.own_nets == 1, skill=p.new_skill, familiarity=0.0, added=True,
        vacant_until=world.day + wait, hired_day=world.day,
    )  # fmt: skip


def arrange_aid(world: World) -> None:
    """Let neighbouring grid desks of a community stand in for each other where the rule ``mutual_aid`` says so.

    The table is made anew only when the rule or the net has changed. Aid is mutual: each desk and the next ones on
    the walk through the community, two to either side; on a real map the nearest that touch, at most as many.
    """
    wanted = world.rules["mutual_aid"].value > 0.5
    if world.routes.aid_net is world.map.grids and np.array_equal(wanted, world.routes.aid_for):
        return
    world.routes.aid_for, world.routes.aid_net = wanted.copy(), world.map.grids
    if not wanted.any():
        world.routes.aid = np.full((1, 0), -1, np.int32)
        return
    desks = world.desks
    aid = np.full((desks.n, MOST_AID), -1, np.int32)
    serving = np.unique(world.routes.of_cell[Net.GRID :])
    serving = serving[serving >= 0]
    if not world.map.cells.walk:
        world.routes.aid = _aid_across_borders(world, wanted, aid)
        return
    for m in np.flatnonzero(wanted):
        mine = serving[desks.community[serving] == m]
        for step in (1, 2):
            if len(mine) > step:
                aid[mine[:-step], 2 * step - 2] = mine[step:]
                aid[mine[step:], 2 * step - 1] = mine[:-step]
    world.routes.aid = aid


def _aid_across_borders(world: World, wanted: Array, aid: Array) -> Array:
    """Pair desks of a community whose areas touch, the nearest first, while both have room in the table."""
    desks = world.desks
    nets = world.routes.of_cell[Net.GRID :]
    pairs = np.unique(np.concatenate([touching(world.map.cells, net) for net in nets]), axis=0)
    a, b = pairs.T
    near = np.flatnonzero(wanted[desks.community[a]] & (desks.community[a] == desks.community[b]))
    a, b = a[near], b[near]
    apart = np.hypot(desks.x[a] - desks.x[b], desks.y[a] - desks.y[b])
    count = np.zeros(len(aid), np.int64)
    for i in np.argsort(apart, kind="stable"):
        one, other = a[i], b[i]
        if count[one] < MOST_AID and count[other] < MOST_AID:
            aid[one, count[one]], aid[other, count[other]] = other, one
            count[[one, other]] += 1
    return aid
