"""Columns are read once, and parts take theirs from the whole."""

from __future__ import annotations

import numpy as np

from sim.measures.columns import Columns


def test_a_column_is_read_once_and_cut_for_parts() -> None:
    asked = []

    def read(_: Columns, name: str) -> np.ndarray:
        asked.append(name)
        return np.arange(5) * 10

    whole = Columns(5, read)
    assert whole["a"].tolist() == whole["a"].tolist() == [0, 10, 20, 30, 40]
    some, stretch = whole.take(np.array([3, 1])), whole.cut(1, 4)
    assert (some.n, some["a"].tolist()) == (2, [30, 10])
    assert (stretch.n, stretch["a"].tolist()) == (3, [10, 20, 30])
    assert asked == ["a"]
