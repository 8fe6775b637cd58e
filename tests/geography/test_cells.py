"""Cells in no rows and columns: who touches whom, how far it is, areas drawn on them, a district that lives there."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from sim.district import District
from sim.errors import PlaceError
from sim.geography.areas import Grids
from sim.geography.cells import Metric, distance, n_pieces
from sim.geography.partition import balance, merge, read_grids, split
from sim.geography.shapes import sides
from sim.kernel.service import SPARE, run_until
from sim.mechanisms import founding
from sim.mechanisms.offices import walking_h
from sim.policies.community_merging import choose
from sim.state.agenda import empty_agenda
from tests.drawn_maps import EDGES, five_cells, hamlet, hamlet_config
from tests.shops import one_net, table_of, work

LOAD = np.array([5.0, 1.0, 1.0, 2.0, 4.0])


def test_cells_touch_along_sides_and_not_at_corners() -> None:
    cells = five_cells()
    _, between = sides(cells.corners, cells.corner_first)
    assert sorted(map(sorted, between[between[:, 1] >= 0].tolist())) == sorted(map(list, EDGES))


@pytest.mark.parametrize(
    ("area", "pieces"),
    [([0, 0, 0, 1, 1], [1, 1]), ([0, 1, 0, 1, 1], [2, 2]), ([0, 0, 1, 0, 1], [1, 1]), ([1, 0, 1, 0, 2], [2, 2, 1])],
)
def test_an_area_is_in_one_piece_if_its_cells_touch(area: list[int], pieces: list[int]) -> None:
    assert n_pieces(five_cells(), np.array(area)).tolist() == pieces


def test_positions_are_metres() -> None:
    cells = five_cells()
    assert cells.unit_m == 1.0
    assert (cells.x_m[4], cells.y_m[4]) == (250.0, 100.0)
    assert cells.area_m2.sum() == 300.0 * 200.0


@pytest.mark.parametrize(("metric", "far"), [(Metric.CITY_BLOCK, 7.0), (Metric.STRAIGHT, 5.0)])
def test_distance_is_measured_as_the_map_says(metric: Metric, far: float) -> None:
    @np.vectorize
    def plain(dx: float, dy: float) -> float:
        return getattr(distance, "py_func", distance)(int(metric), dx, dy)  # type: ignore[no-any-return]

    assert plain([3.0, -3.0, 4.0, 0.0], [4.0, 4.0, -3.0, 0.0]).tolist() == [far, far, far, 0.0]


@pytest.mark.parametrize(("metric", "far_m"), [(Metric.CITY_BLOCK, 196.0 + 52.0), (Metric.STRAIGHT, 202.78)])
def test_somebody_walks_the_metres_of_the_map(metric: Metric, far_m: float) -> None:
    cells = five_cells(metric)
    cases = table_of(np.array([0.0]), np.zeros(1, int))
    desks, routes, rules = one_net(np.ones(1), 2.0, 0.0)
    routes.table.travels[:, 0] = 1
    desks.travel_h[:], desks.x[:], desks.y[:] = 3.0 / 60.0 * cells.unit, cells.x[4], cells.y[4]
    handed = work(cases, desks, routes, rules, empty_agenda(2 * SPARE, 1))
    handed = handed._replace(x=cells.x[:1], y=cells.y[:1], metric=int(metric))
    assert run_until(handed, cases.t_occur.copy(), np.arange(1, dtype=np.int32), np.inf)
    assert 50.0 * 60.0 * cases.t_contact[0] == pytest.approx(far_m, abs=0.01)  # 50 m a minute


# -- areas


def drawn(of_cell: list[int]) -> Grids:
    cells = np.array(of_cell, np.int32)
    community = hamlet().community[np.unique(cells, return_index=True)[1]]
    return Grids(cells, community)


def test_the_heaviest_grid_is_halved() -> None:
    assert split(hamlet(), drawn([0, 0, 0, 1, 1]), LOAD, 3).of_cell.tolist() == [0, 1, 1, 2, 2]


def test_the_lightest_grids_that_touch_are_merged() -> None:
    each = drawn([0, 1, 2, 3, 4])
    assert merge(hamlet(), each, LOAD, 4).of_cell.tolist() == [0, 1, 1, 2, 3]
    # 0 and 2 are lighter than any pair that touches, and only meet at a corner
    light = np.array([1.0, 9.0, 1.0, 9.0, 9.0])
    assert merge(hamlet(), each, light, 4).of_cell.tolist() == [0, 0, 1, 2, 3]


def test_grids_are_balanced_inside_communities() -> None:
    assert balance(hamlet(), LOAD, 3).of_cell.tolist() == [0, 1, 1, 2, 2]


def test_a_file_of_grids_is_checked_by_who_touches(tmp_path: Path) -> None:
    path = tmp_path / "grids.csv"
    path.write_text("cell,grid\n0,a\n1,b\n2,a\n3,c\n4,c\n")
    with pytest.raises(PlaceError, match="'a' is in 2 pieces"):
        read_grids(path, hamlet())
    path.write_text("cell,grid\n0,a\n1,a\n2,b\n3,c\n4,c\n")
    assert read_grids(path, hamlet()).of_cell.tolist() == [0, 0, 1, 2, 2]


def test_communities_that_touch_can_be_merged() -> None:
    assert choose(hamlet(), 1.0).tolist() == [1, 0]
    apart = replace(five_cells(), edges=np.array([(0, 1), (1, 2), (3, 4)], np.int32))
    assert choose(replace(hamlet(), cells=apart), 1.0).tolist() == [0, 1]


# -- a district


@pytest.mark.parametrize("levers", [(), ("grid_redivision",), ("community_merging",)])
def test_a_district_lives_there(monkeypatch: pytest.MonkeyPatch, levers: tuple[str, ...]) -> None:
    monkeypatch.setattr(founding, "draw_map", lambda _: hamlet())
    settings = {"grid_redivision": {"grids": 4}, "community_merging": {"coverage": 1.0}}
    district = District(hamlet_config(*levers, policies={name: settings[name] for name in levers}))
    world = district.world
    assert walking_h(world) * 60.0 * 150.0 == pytest.approx(world.settings.service.minutes_per_cell)
    assert world.map.grids.of_cell.tolist() == [0, 0, 1, 2, 2]
    district.live(30)
    district.check()
    there = world.cases.t_contact >= 0.0
    assert there.sum() > 20
    assert n_pieces(world.map.cells, world.map.grids.of_cell).tolist() == [1] * world.map.grids.n
    assert world.map.grids.n == (4 if "grid_redivision" in levers else 3)
