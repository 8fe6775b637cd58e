"""Shapes: sides between areas, areas of polygons, what a table of cells keeps."""

from __future__ import annotations

import numpy as np
import pytest

from sim.geography.lattice import lattice
from sim.geography.shapes import areas, from_middles, from_outlines, outlines, shapes_of
from tests.drawn_maps import hamlet


def test_one_cell_has_four_sides() -> None:
    sides = from_middles(np.array([0]), np.array([0])).boundaries(np.array([0]))
    ends = {tuple(sorted(map(tuple, side))) for side in sides.tolist()}
    h = 0.5
    assert ends == {((-h, -h), (-h, h)), ((h, -h), (h, h)), ((-h, -h), (h, -h)), ((-h, h), (h, h))}


@pytest.mark.parametrize(("area", "sides"), [([0, 0], 6), ([0, 1], 7)])
def test_two_cells_have_a_side_between_them_only_if_they_differ(area: list[int], sides: int) -> None:
    found = from_middles(np.array([0, 1]), np.array([0, 0])).boundaries(np.array(area))
    assert len(found) == sides
    between = [side for side in found.tolist() if {x for x, _ in side} == {0.5}]
    assert len(between) == sides - 6


def test_every_pair_of_unlike_neighbours_is_parted_and_nothing_else() -> None:
    cells = lattice(37)
    area = np.random.default_rng(3).integers(0, 4, len(cells))
    a, b = cells.edges.T
    outline = 4 * len(cells) - 2 * len(a)
    assert len(shapes_of(cells).boundaries(area)) == outline + int((area[a] != area[b]).sum())


def test_a_map_in_rows_looks_like_its_middles() -> None:
    cells = lattice(11, unit=0.3)
    kept, read, older = shapes_of(cells), from_outlines(outlines(cells)), from_middles(cells.x, cells.y)
    for shapes in (read, older):
        assert shapes.side == 1.0
        assert np.array_equal(shapes.corners, kept.corners)
        assert np.array_equal(shapes.corner_first, kept.corner_first)


def test_a_surveyed_map_keeps_its_shapes() -> None:
    cells = hamlet().cells
    assert areas(cells.corners, cells.corner_first).tolist() == cells.area.tolist()
    shapes = from_outlines(outlines(cells))
    assert shapes.side == np.sqrt(10_000.0)
    assert [len(polygon) for polygon in shapes.polygons] == [4, 4, 4, 4, 5]
    np.testing.assert_allclose(shapes.polygons[4] * shapes.side, cells.shape(4))
    np.testing.assert_allclose(shapes.box, (0.0, 0.0, 3.0, 2.0))


def test_a_surveyed_map_is_parted_along_its_streets() -> None:
    found = shapes_of(hamlet().cells).boundaries(np.array([0, 0, 0, 1, 1]))
    ends = {tuple(sorted(map(tuple, np.round(100 * side).astype(int).tolist()))) for side in found}
    inside = {((100, 100), (120, 0)), ((100, 100), (200, 100)), ((200, 100), (200, 200))}
    assert inside <= ends
    assert len(ends) == 9 + len(inside)
