"""Columns are read once, and parts take theirs from the whole."""

from __future__ import annotations

import numpy as np

from sim.measures.columns import Columns
from sim.measures.parts import Divided


def test_a_column_is_read_once_and_cut_for_parts() -> None:
    asked = []

    def read(_: Columns, name: str) -> np.ndarray:
        asked.append(name)
        return np.arange(5) * 10

    whole = Columns(5, read)
    assert whole["a"].tolist() == whole["a"].tolist() == [0, 10, 20, 30, 40]
    some, divided = whole.take(np.array([3, 1])), whole.divided(Divided([np.array([0, 1, 1, 0, 1])], [2]))
    assert (some.n, some["a"].tolist()) == (2, [30, 10])
    assert (divided.n, divided["a"].tolist()) == (5, [0, 10, 20, 30, 40])
    assert asked == ["a"]


def test_what_a_set_and_its_parts_come_to() -> None:
    column = np.array([5.0, 1.0, 4.0, 2.0, 3.0])
    whole = Columns(5, lambda _, __: column)
    divided = whole.divided(Divided([np.array([0, 1, 1, 0, 1])], [3]))
    large, odd = column > 2.5, column % 2.0 == 1.0
    for columns, expected in ((whole, 0), (divided, slice(1, None))):
        found = [
            columns.count(large), columns.percent(large), columns.percent(large, odd), columns.mean(column),
            columns.mean(column, odd),
        ]  # fmt: skip
        by_hand = np.array([
            [3, 1, 2, 0], [60.0, 50.0, 200 / 3, np.nan], [200 / 3, 100.0, 50.0, np.nan], [3.0, 3.5, 8 / 3, np.nan],
            [3.0, 5.0, 2.0, np.nan],
        ])  # fmt: skip
        np.testing.assert_allclose(np.squeeze(found), by_hand[:, expected])
    ordered = [[1.0, 3.0, 5.0]], [[5.0], [1.0, 3.0], []]
    for columns, expected_order in zip((whole, divided), ordered, strict=True):
        for found_order in (columns.ordered("a", odd), columns.ordered_few(column, odd)):
            assert [part.tolist() for part in found_order.by_part()] == expected_order
