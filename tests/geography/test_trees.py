"""Cuts of whatever hangs together: every part in one piece, about equally heavy; on a walk as ever."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.geography.areas import Grids, named_after
from sim.geography.cells import n_pieces
from sim.geography.cuts import balanced_cuts
from sim.geography.lattice import lattice
from sim.geography.partition import balance, merge, split
from sim.geography.trees import connected_cut, cut
from sim.state.places import draw_grids, draw_wide_grids, settled_map
from tests.drawn_maps import random_survey
from tests.places import FIXED, a_place

FEW = settings(FIXED, max_examples=8)


def test_a_walk_is_cut_along_it() -> None:
    cells, load = lattice(40), np.arange(40.0) + 1.0
    assert cut(cells, np.arange(7, 31), load, 5).tolist() == balanced_cuts(load[7:31], 5).tolist()


def test_a_square_is_cut_where_halves_are_alike() -> None:
    square = np.array([[0, 1], [1, 2], [2, 3], [3, 0]])
    parts = connected_cut(square, np.array([3.0, 1.0, 2.0, 2.0]), 2)
    assert sorted(np.bincount(parts, [3.0, 1.0, 2.0, 2.0]).tolist()) == [4.0, 4.0]


def test_a_star_leaves_its_middle_to_one_part() -> None:
    star = np.array([[0, k] for k in range(1, 6)])
    assert sorted(np.bincount(connected_cut(star, np.ones(6), 4)).tolist()) == [1, 1, 1, 3]


def test_what_is_in_pieces_cannot_be_cut() -> None:
    with pytest.raises(ValueError, match="pieces"):
        connected_cut(np.array([[0, 1], [2, 3]]), np.ones(4), 2)
    with pytest.raises(ValueError, match="into 3"):
        connected_cut(np.array([[0, 1]]), np.ones(2), 3)


@FEW
@given(st.integers(0, 10_000), st.integers(25, 90), st.data())
def test_every_redivision_keeps_grids_whole_on_any_map(seed: int, cells: int, data: st.DataObject) -> None:
    survey = random_survey(seed, cells, 3, 7)
    town = settled_map(a_place(population=30 * cells, map="x", map_cells=cells, communities=3, streets=1), survey)
    load, before = town.weights, draw_grids(town, 7)
    wanted = data.draw(st.integers(7, cells))
    fewer = data.draw(st.integers(3, 7))
    for made, n in (
        (before, 7), (split(town, before, load, wanted), wanted), (merge(town, before, load, fewer), fewer),
        (balance(town, load, wanted), wanted),
    ):  # fmt: skip
        assert made.n == n
        assert n_pieces(town.cells, made.of_cell).tolist() == [1] * n
        assert np.array_equal(made.community[made.of_cell], town.community)
    wide = draw_wide_grids(town, 5, 0.2)
    assert n_pieces(town.cells, wide.of_cell).tolist() == [1] * 5
    assert not np.array_equal(wide.of_cell, draw_wide_grids(town, 5, -0.2).of_cell)


def test_border_swaps_even_out_what_trees_leave() -> None:
    survey = random_survey(3, 120, 1, 1)
    parts = connected_cut(survey.cells.edges, np.ones(120), 12)
    assert np.bincount(parts).max() <= 11  # ten in the mean


def test_new_grids_are_named_after_old_ones() -> None:
    zeros = np.zeros(4, np.int32)
    old = Grids(np.array([0, 0, 1, 2], np.int32), zeros[:3], ("甲", "乙", "丙"))
    new = named_after(Grids(np.array([0, 1, 2, 2], np.int32), zeros[:3]), old)
    assert new.names == ("甲-1", "甲-2", "乙+丙")
    assert named_after(Grids(old.of_cell, zeros[:3]), Grids(old.of_cell, zeros[:3])).names == ()
