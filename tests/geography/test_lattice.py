"""The lattice: room for all cells, a walk that steps on each once, squares that touch."""

from __future__ import annotations

import numpy as np
import pytest

from sim.geography.lattice import curve, lattice, neighbours, rectangle
from sim.geography.shapes import sides


@pytest.mark.parametrize("n", [1, 2, 3, 17, 480, 1000])
def test_the_lattice_has_room(n: int) -> None:
    width, height = rectangle(n)
    assert n <= width * height < n + 2 * width


@pytest.mark.parametrize(("width", "height"), [(1, 1), (1, 9), (8, 1), (2, 2), (7, 4), (4, 7), (12, 12), (31, 6)])
def test_the_walk_steps_on_every_cell_once(width: int, height: int) -> None:
    steps = curve(width, height)
    assert {(int(x), int(y)) for x, y in steps} == {(x, y) for x in range(width) for y in range(height)}
    jumps = np.abs(np.diff(steps, axis=0)).max(axis=1, initial=0)
    assert np.all(jumps <= 1)  # to a neighbour; across a corner where an odd side leaves no other way
    for n in range(width * height):
        assert np.array_equal(curve(width, height, n), steps[:n])


@pytest.mark.parametrize("n", [1, 2, 7, 60, 181])
def test_cells_touch_where_their_squares_share_a_side(n: int) -> None:
    cells = lattice(n)
    assert len(cells) == n
    _, between = sides(cells.corners, cells.corner_first)
    inner = between[between[:, 1] >= 0]
    assert sorted(map(sorted, inner.tolist())) == sorted(map(sorted, cells.edges.tolist()))
    assert len(between) == 4 * n - len(cells.edges)
    for c in range(n):
        assert cells.shape(c).mean(axis=0).tolist() == [cells.x[c], cells.y[c]]


def test_a_usual_cell_is_150_metres_wide() -> None:
    usual, small = lattice(6), lattice(6, unit=0.5)
    assert set(usual.area_m2) == {150.0**2}
    assert set(small.area_m2) == {75.0**2}
    a, b = usual.edges[0]
    assert abs(usual.x_m[a] - usual.x_m[b]) + abs(usual.y_m[a] - usual.y_m[b]) == 150.0
    assert np.array_equal(small.x, usual.x)  # lengths are counted in sides of a cell


@pytest.mark.parametrize(
    ("width", "height"), [(1, 1), (1, 5), (6, 1), (2, 2), (4, 3), (8, 8), (13, 6), (6, 13), (20, 9), (11, 4)]
)
def test_a_walk_goes_from_neighbour_to_neighbour_and_everywhere(width: int, height: int) -> None:
    walk = curve(width, height)
    assert len({tuple(step) for step in walk.tolist()}) == width * height
    assert walk.min() == 0
    assert (walk.max(axis=0) == [width - 1, height - 1]).all()
    steps = np.abs(np.diff(walk, axis=0)).sum(axis=1)
    # an odd length beside an even one needs a slanting step or two
    assert (steps <= 2).all()
    assert (steps > 1).sum() <= 1
    assert np.array_equal(curve(width, height, 3), walk[:3])


def test_small_walks_by_hand() -> None:
    assert curve(3, 1).tolist() == [[0, 0], [1, 0], [2, 0]]
    assert curve(1, 3).tolist() == [[0, 0], [0, 1], [0, 2]]
    assert curve(2, 2).tolist() == [[0, 0], [0, 1], [1, 1], [1, 0]]


def test_stretches_of_the_walk_are_fairly_round() -> None:
    walk = curve(16, 16)
    # of a row of 16 cells the farthest are 15 apart, of a square 4 x 4 six
    spans = [np.ptp(walk[first : first + 16], axis=0).sum() for first in range(0, 256, 16)]
    assert max(spans) == 6


@pytest.mark.parametrize(("cells", "size"), [(1, (2, 1)), (10, (4, 3)), (100, (12, 9)), (480, (26, 19))])
def test_a_lattice_is_a_little_wider_than_high(cells: int, size: tuple[int, int]) -> None:
    # sqrt(1.4 n) rounded up to an even number
    assert rectangle(cells) == size


def test_cells_that_share_a_side_are_neighbours_once() -> None:
    # 2 at (0, 1), 0 at (0, 0), 1 at (1, 0); 3 at (2, 1) touches nobody
    x, y = np.array([0, 1, 0, 2]), np.array([0, 0, 1, 1])
    pairs = {tuple(sorted(pair)) for pair in zip(*(a.tolist() for a in neighbours(x, y)), strict=True)}
    assert pairs == {(0, 1), (0, 2)}
    assert len(neighbours(x, y)[0]) == 2
