"""The lattice by hand: walks, rectangles, shares, cuts, neighbours and pieces."""

from __future__ import annotations

import numpy as np
import pytest

from sim.state.lattice import balanced_cuts, curve, n_pieces, neighbours, rectangle, share_out


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


@pytest.mark.parametrize(
    ("total", "weights", "least", "parts"),
    [
        (10, [1.0, 1.0], 0, [5, 5]),
        (10, [3.0, 1.0, 1.0], 0, [6, 2, 2]),
        (7, [1.0, 1.0, 1.0], 0, [3, 2, 2]),  # a tie goes to the first
        (7, [1.0, 2.4, 1.6], 0, [2, 3, 2]),  # 1.4, 3.36, 2.24: the largest remainder gets the seventh
        (7, [1.0, 2.4, 1.6], 1, [2, 3, 2]),  # four to share: 0.8, 1.92, 1.28
        (5, [0.0, 0.0], 0, [3, 2]),
        (3, [9.0, 0.0, 0.0], 1, [1, 1, 1]),
        (0, [1.0], 0, [0]),
    ],
)
def test_whole_things_are_shared_out_by_the_largest_remainder(
    total: int, weights: list[float], least: int, parts: list[int]
) -> None:
    assert share_out(total, np.array(weights), least).tolist() == parts


@pytest.mark.parametrize(
    ("weights", "k", "label"),
    [
        ([1.0, 1.0, 1.0, 1.0], 2, [0, 0, 1, 1]),
        ([5.0, 1.0, 1.0, 1.0], 2, [0, 1, 1, 1]),
        ([1.0, 1.0, 1.0, 5.0], 2, [0, 0, 0, 1]),
        ([1.0, 2.0, 3.0, 4.0], 3, [0, 0, 1, 2]),
        ([0.0, 0.0, 0.0], 3, [0, 1, 2]),
        ([7.0], 1, [0]),
        ([4.0, 1.0, 4.0], 1, [0, 0, 0]),
    ],
)
def test_a_row_is_cut_so_that_the_heaviest_stretch_is_light(weights: list[float], k: int, label: list[int]) -> None:
    assert balanced_cuts(np.array(weights), k).tolist() == label


def test_cells_that_share_a_side_are_neighbours_once() -> None:
    # 2 at (0, 1), 0 at (0, 0), 1 at (1, 0); 3 at (2, 1) touches nobody
    x, y = np.array([0, 1, 0, 2]), np.array([0, 0, 1, 1])
    pairs = {tuple(sorted(pair)) for pair in zip(*(a.tolist() for a in neighbours(x, y)), strict=True)}
    assert pairs == {(0, 1), (0, 2)}
    assert len(neighbours(x, y)[0]) == 2


def test_an_area_in_two_places_has_two_pieces() -> None:
    x, y = np.arange(6), np.zeros(6, int)
    assert n_pieces(x, y, np.array([0, 0, 1, 1, 0, 2])).tolist() == [2, 1, 1]
    assert n_pieces(x, y, np.zeros(6, int)).tolist() == [1]
