"""Cells as picture elements."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sim.geography.lattice import lattice
from sim.show.raster import cut_out, raster_of
from tests.drawn_maps import AREAS, CELLS, five_cells


def test_a_lattice_has_one_element_a_cell() -> None:
    raster = raster_of(lattice(7))
    cells = lattice(7)
    assert sorted(raster[raster >= 0].tolist()) == list(range(7))
    for cell in range(7):
        ((y, x),) = np.argwhere(raster == cell)
        assert (x, y) == (cells.x[cell] - cells.x.min(), cells.y[cell] - cells.y.min())


@pytest.fixture
def coarse(monkeypatch: pytest.MonkeyPatch) -> None:
    """Five elements a side also on a small map."""
    monkeypatch.setattr("sim.show.raster.LEAST", 1)


@pytest.mark.usefixtures("coarse")
def test_a_surveyed_map_shows_each_cell_where_and_as_large_as_it_is() -> None:
    raster = raster_of(five_cells())
    height, width = raster.shape
    assert (width, height) == (15, 10)  # 300 m by 200 m, elements of 20 m
    assert (raster >= 0).all()
    element = 300.0 / width * 200.0 / height
    counts = np.bincount(raster.ravel(), minlength=len(CELLS))
    np.testing.assert_allclose(counts * element, AREAS, atol=4 * element)
    assert raster[1, 1] == 0
    assert raster[9, 0] == 1
    assert raster[9, 9] == 2
    assert raster[0, 9] == 3
    assert (raster[:, -1] == 4).all()


def test_what_is_empty_is_cut_off() -> None:
    raster = np.full((5, 6), -1, np.int32)
    raster[1, 2] = raster[3, 2] = 0
    assert cut_out(raster).tolist() == [[0], [-1], [0]]


def test_a_small_map_has_elements_enough_for_its_borders() -> None:
    assert raster_of(five_cells()).shape == (214, 321)


@pytest.mark.usefixtures("coarse")
def test_every_element_lies_in_its_cell() -> None:
    """The plain way: a line to the right crosses the sides of a polygon an odd number of times."""
    cells = five_cells()
    raster = raster_of(cells)
    step = 300.0 / raster.shape[1]
    for (row, column), cell in np.ndenumerate(raster):
        x, y = (column + 0.5) * step, (row + 0.5) * step
        corners = cells.shape(cell)
        odd = False
        for (x0, y0), (x1, y1) in zip(corners, np.roll(corners, -1, axis=0), strict=True):
            if (y0 > y) != (y1 > y) and x < (x1 - x0) * (y - y0) / (y1 - y0) + x0:
                odd = not odd
        assert odd, (row, column)


def test_corners_may_go_round_either_way() -> None:
    cells = five_cells()
    turned = np.concatenate([cells.shape(k)[::-1] for k in range(len(cells))])
    assert np.array_equal(raster_of(replace(cells, corners=turned)), raster_of(cells))


def test_holes_of_a_map_stay_empty() -> None:
    cells = five_cells()
    less = replace(
        cells, x=cells.x[1:], y=cells.y[1:], area=cells.area[1:], corners=cells.corners[4:],
        corner_first=cells.corner_first[1:] - 4,
    )  # fmt: skip
    raster = raster_of(less)
    assert (raster == -1).mean() == pytest.approx(AREAS[0] / sum(AREAS), abs=0.02)
    assert raster[0, 0] == -1
