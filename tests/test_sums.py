"""Sums go from left to right, whoever adds up."""

from __future__ import annotations

import numpy as np
import pytest

from sim.sums import by_column, by_part, in_order, total

ROUGH = (1e16, 1.0, -1e16)
"""From left to right the one is lost; Python's own sum() finds it again since 3.12."""


def test_from_left_to_right() -> None:
    assert in_order(ROUGH) == total(np.array(ROUGH)) == 0.0
    assert by_part(np.zeros(3, np.int64), np.array(ROUGH), 2).tolist() == [0.0, 0.0]
    assert by_column(np.array([ROUGH, ROUGH[::-1]]), np.array([0, 0, 0]), 1).tolist() == [[0.0], [0.0]]
    assert in_order(ROUGH[::2] + ROUGH[1:2]) == total(np.array(ROUGH)[[0, 2, 1]]) == 1.0


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_long_sums_too(dtype: type) -> None:
    """Long enough for NumPy to cut into blocks, which gives other last bits."""
    values = np.random.default_rng(1).random(20000).astype(dtype)
    running = 0.0
    for value in values.tolist():
        running += value
    assert total(values) == total(values[::-1][::-1]) == by_part(np.zeros(20000, np.int64), values, 1)[0] == running
    assert running != float(values.sum(dtype=np.float64))


def test_of_nothing_the_sum_is_nothing() -> None:
    assert in_order(()) == total(np.zeros(0)) == 0.0
    assert by_part(np.zeros(0, np.int64), np.zeros(0), 2).tolist() == [0.0, 0.0]
    assert by_column(np.zeros((2, 0)), np.zeros(0, np.int64), 3).tolist() == [[0.0] * 3] * 2


def test_columns_that_belong_together() -> None:
    table = np.arange(6.0).reshape(2, 3)
    assert by_column(table, np.array([1, 0, 1]), 2).tolist() == [[1.0, 2.0], [4.0, 8.0]]
    assert total(table) == 15.0
