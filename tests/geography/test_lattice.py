"""The lattice: room for all cells, a walk that steps on each once, squares that touch."""

from __future__ import annotations

import numpy as np
import pytest

from sim.geography.lattice import curve, lattice, rectangle
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
