"""Cells as picture elements."""

from __future__ import annotations

import numpy as np

from sim.geography.lattice import lattice
from sim.show.raster import cut_out, raster_of
from tests.maps import AREAS, CELLS, five_cells


def test_a_lattice_has_one_element_a_cell() -> None:
    raster = raster_of(lattice(7))
    cells = lattice(7)
    assert sorted(raster[raster >= 0].tolist()) == list(range(7))
    for cell in range(7):
        ((y, x),) = np.argwhere(raster == cell)
        assert (x, y) == (cells.x[cell] - cells.x.min(), cells.y[cell] - cells.y.min())


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
