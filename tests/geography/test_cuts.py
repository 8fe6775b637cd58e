"""Shares and cuts: everything is dealt out, and no cut is more even."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sim.geography.cuts import balanced_cuts, share_out
from tests.places import FIXED


@FIXED
@given(st.lists(st.integers(0, 20), min_size=1, max_size=9), st.integers(1, 9))
def test_balanced_cuts_are_the_best_there_are(weights: list[int], k: int) -> None:
    assume(k <= len(weights))
    load = np.array(weights, np.float64)
    label = balanced_cuts(load, k)
    assert np.array_equal(np.unique(label), np.arange(k))
    assert (np.diff(label) >= 0).all()
    best = min(
        max(part.sum() for part in np.split(load, list(cuts)))
        for cuts in combinations(range(1, len(load)), k - 1)
    )  # fmt: skip
    assert np.bincount(label, load).max() == best


@pytest.mark.parametrize("k", [0, 4])
def test_three_cells_cannot_be_cut_so(k: int) -> None:
    with pytest.raises(ValueError, match="cannot cut 3 cells"):
        balanced_cuts(np.ones(3), k)


@FIXED
@given(st.integers(0, 500), st.lists(st.floats(0.0, 100.0), min_size=1, max_size=20), st.integers(0, 3))
def test_sharing_out_gives_everything_away(total: int, weights: list[float], least: int) -> None:
    if total < least * len(weights):
        with pytest.raises(ValueError, match="cannot give"):
            share_out(total, np.array(weights), least)
        return
    parts = share_out(total, np.array(weights), least)
    assert parts.sum() == total
    assert parts.min() >= least
    if sum(weights) > 1e-300:
        exact = least + (total - least * len(weights)) * np.array(weights) / sum(weights)
        assert (np.abs(parts - exact) < 1.0 + 1e-9).all()


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
