"""The grid net: how workers are dealt, who follows whom when boundaries move, who stands in for whom."""

from __future__ import annotations

import numpy as np
import pytest

from sim.mechanisms.grid_net import add_workers, arrange_aid, redraw, share_desks
from sim.state.agenda import Count
from sim.state.cases import Status
from sim.state.desks import Net
from sim.state.places import Grids
from sim.state.world import World
from tests.places import hamlet, serve_until, small


def grids(*community: int) -> Grids:
    return Grids(np.arange(len(community), dtype=np.int32), np.array(community, np.int32))


@pytest.mark.parametrize(
    ("workers", "desk", "servers"),
    [
        # as many workers as grids: one each; more: the rest by load
        (4, [0, 1, 2, 3], [1, 1, 1, 1]),
        (7, [0, 1, 2, 3], [1, 1, 1, 4]),
        # fewer: the light community (6) shares a desk, the heavy one (12) keeps two
        (3, [0, 0, 1, 2], [1, 1, 1]),
        (2, [0, 0, 1, 1], [1, 1]),
        (1, [0, 0, 0, 0], [1]),
    ],
)
def test_workers_are_dealt_over_grids(workers: int, desk: list[int], servers: list[int]) -> None:
    of_grid, per = share_desks(grids(0, 0, 1, 1), np.array([3.0, 3.0, 2.0, 40.0]), workers)
    assert (of_grid.tolist(), per.tolist()) == (desk, servers)


def test_a_community_of_few_grids_leaves_workers_to_the_others() -> None:
    # by load the first community would get four of five workers, but it has one grid
    of_grid, per = share_desks(grids(0, 1, 1, 1, 1, 1), np.array([50.0, 2.0, 2.0, 2.0, 2.0, 2.0]), 5)
    assert of_grid[0] == 0
    assert len(per) == 5
    assert len(set(of_grid[1:].tolist())) == 4
    # what the first cannot use goes to the heavier of the others
    for heavy, desks in ((1, [0, 1, 2, 3, 3]), (2, [0, 1, 1, 2, 3])):
        load = np.array([100.0, 1.0, 1.0, 1.0, 1.0])
        load[2 * heavy - 1 : 2 * heavy + 1] = 15.0
        assert share_desks(grids(0, 1, 1, 2, 2), load, 4)[0].tolist() == desks


def test_fewer_workers_than_communities_serve_several_each() -> None:
    # seven communities of one grid and three workers: the first three, the next two, the last two
    of_grid, per = share_desks(grids(*range(7)), np.ones(7), 3)
    assert (of_grid.tolist(), per.tolist()) == ([0, 0, 0, 1, 1, 2, 2], [1, 1, 1])


def two_grids(workers: int = 2) -> World:
    return hamlet(260, place={"grids": 2, "workers": workers}, workers={"turnover_per_year": 0.0})


def test_a_desk_stands_in_the_middle_of_its_area() -> None:
    world = two_grids()
    for k, desk in enumerate(world.staff.desk):
        own = world.map.grids.of_cell == k
        assert (world.routes.of_cell[Net.GRID][own] == desk).all()
        assert (world.desks.x[desk], world.desks.y[desk]) == pytest.approx(
            (world.map.cells.x[own].mean(), world.map.cells.y[own].mean())
        )
        assert world.desks.households[desk] == world.map.households[own].sum()
        assert world.desks.unit[desk] == k
        assert (world.desks.open_from[desk], world.desks.open_to[desk]) == (9.0, 17.0)
        assert world.desks.open_days[desk] == 0b0111111
        assert world.desks.callout[desk]
        # 3 minutes a cell of 100 households, here of ten
        assert world.desks.travel_h[desk] == pytest.approx(0.05 * 0.1**0.5)


def moved(world: World, cells: int) -> Grids:
    """Move the border so that the first grid has so many cells."""
    of_cell = (np.arange(world.map.n_cells) >= cells).astype(np.int32)
    return Grids(of_cell, np.zeros(2, np.int32))


def test_workers_follow_their_area_and_know_what_overlaps() -> None:
    world = two_grids()
    first = int((world.map.grids.of_cell == 0).sum())
    households = world.map.households
    old = world.staff.desk.copy()
    world.staff.familiarity[:] = 1.0, 0.5
    redraw(world, moved(world, first + 2))
    new = world.staff.desk
    assert set(new) & set(old) == set()
    assert (world.routes.of_cell[Net.GRID][: first + 2] == new[0]).all()
    assert (world.routes.of_cell[Net.GRID][first + 2 :] == new[1]).all()
    # the first knows all but the two new cells, the second all that is left
    known = households[:first].sum() / households[: first + 2].sum()
    assert world.staff.familiarity == pytest.approx([known, 0.5])
    assert world.desks.servers[old].tolist() == [0, 0]
    assert world.desks.servers[new].tolist() == [1, 1]
    assert (world.staff.net == Net.GRID).all()
    assert (world.map.layers, world.map.own_nets) == (1, 1)


def test_new_workers_begin_as_such_and_posts_are_taken_from_the_last() -> None:
    world = two_grids()
    world.day = 12
    redraw(world, world.map.grids, added=1)
    assert world.staff.n == 3
    assert (world.staff.skill[2], world.staff.familiarity[2], world.staff.hired_day[2]) == (0.8, 0.0, 12)
    assert world.staff.added.tolist() == [False, False, True]
    assert world.staff.familiarity[:2].tolist() == [1.0, 1.0]
    redraw(world, world.map.grids, added=-2)
    assert (world.staff.desk >= 0).tolist() == [True, False, False]


def test_generalists_are_slower_at_first_but_nobody_gets_faster() -> None:
    world = two_grids()
    world.staff.generalist[:], world.staff.layer[:], world.staff.skill[:] = False, 3, [1.0, 0.7]
    redraw(world, world.map.grids, generalist=True, skill=0.9)
    assert world.staff.generalist.all()
    assert (world.staff.layer == 0).all()
    assert world.staff.skill.tolist() == [0.9, 0.7]


def test_cases_in_hand_and_in_the_queue_move_with_the_area() -> None:
    world = two_grids()
    grid = world.routes.of_cell[Net.GRID]
    last = world.map.n_cells - 1
    for name in ("dispatch_h", "match"):
        world.rules[name].value[:] = 0.0
    world.routes.table.work_mean[:], world.routes.table.work_sigma[:], world.routes.table.look_share[:] = 5.0, 0.0, 1.0
    world.routes.table.formal_share[:] = 1.0
    rows = world.cases.add(3, index=np.arange(3), cell=[0, 0, last], resident=0, community=0, category=5, t_occur=0.0)
    serve_until(world, 11.0, np.array([10.0, 10.1, 10.2]), rows)
    assert world.cases.status[rows].tolist() == [Status.AT_WORK, Status.QUEUED, Status.AT_WORK]
    old = grid[[0, last]].copy()
    redraw(world, moved(world, 2))
    new = world.routes.of_cell[Net.GRID][[0, last]]
    assert world.cases.desk[rows].tolist() == [new[0], new[0], new[1]]
    assert world.desks.busy[new].tolist() == [1, 1]
    assert world.desks.waiting[new].tolist() == [1, 0]
    assert world.desks.busy[old].tolist() == world.desks.waiting[old].tolist() == [0, 0]
    assert world.agenda.counts[Count.WAITING] == 1


def test_new_posts_go_to_the_desks_with_most_households_per_worker() -> None:
    world = two_grids()
    one, two = world.staff.desk.tolist()
    world.desks.households[[one, two]] = 100.0, 320.0
    world.day = 3
    rows = add_workers(world, np.array([4]), ready=5)
    # households / (workers + 1/2): 67 and 213, then 67 and 128, 67 and 91, 67 and 71, then 67 and 58
    assert world.staff.desk[rows].tolist() == [two] * 4
    (fifth,) = add_workers(world, np.array([1]))
    assert world.staff.desk[fifth] == one
    # within the 45 days that hiring takes, one after the other
    assert world.staff.vacant_until[rows].tolist() == [8, 8 + 11, 8 + 22, 8 + 33]
    assert (world.staff.skill[rows] == 0.8).all()
    assert (world.staff.familiarity[rows] == 0.0).all()
    assert world.staff.added[rows].all()
    assert world.staff.generalist[rows].all()
    assert (world.staff.hired_day[rows] == 3).all()


def test_a_community_without_grid_desks_gets_no_post() -> None:
    world = small().world
    world.staff.desk[world.staff.community == 2] = -1
    assert len(add_workers(world, np.array([0, 0, 3, 0, 0]))) == 0
    assert len(add_workers(world, np.array([1, 0, 3, 0, 2]))) == 3


def test_neighbours_stand_in_two_to_either_side() -> None:
    world = hamlet(520, place={"grids": 5, "workers": 5})
    a, b, c, d, e = sorted(world.staff.desk.tolist())
    arrange_aid(world)
    assert world.routes.aid.shape[1] == 0
    world.rules["mutual_aid"].value[:] = 0.6
    arrange_aid(world)
    aid = world.routes.aid
    # the next and the last on the walk, then those after
    assert aid[[a, b, c, d, e]].tolist() == [[b, -1, c, -1], [c, a, d, -1], [d, b, e, a], [e, c, -1, b], [-1, d, -1, c]]
    assert (np.delete(aid, [a, b, c, d, e], axis=0) == -1).all()
    arrange_aid(world)
    assert world.routes.aid is aid  # nothing has changed
    world.rules["mutual_aid"].value[:] = 0.5
    arrange_aid(world)
    assert world.routes.aid.shape[1] == 0


def test_aid_ends_at_the_border_of_the_community() -> None:
    world = small(place={"grids": 10, "workers": 10}).world
    world.rules["mutual_aid"].value[[1, 3]] = 1.0
    arrange_aid(world)
    for desk, others in enumerate(world.routes.aid):
        helped = others[others >= 0]
        if world.desks.net[desk] != Net.GRID or world.desks.community[desk] not in (1, 3):
            assert len(helped) == 0
        else:
            assert (world.desks.community[helped] == world.desks.community[desk]).all()
            assert len(helped) > 0


def test_each_layer_is_served_by_its_own_desks() -> None:
    world = small(place={"layers": 2}).world
    nets = [np.unique(world.routes.of_cell[int(Net.GRID) + layer]) for layer in range(2)]
    assert [set(world.desks.net[desks].tolist()) for desks in nets] == [{int(Net.GRID)}, {int(Net.GRID) + 1}]
    assert not set(nets[0].tolist()) & set(nets[1].tolist())
