"""Averages agree with NumPy's; of nothing there is no average."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.measures.averages import mean, median, percent, quantile
from sim.measures.parts import Ordered

NUMBERS = st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=40).map(np.array)


def parts(*values: object) -> Ordered:
    """Values of each part, in order."""
    lengths = np.array([len(v) for v in values])  # type: ignore[arg-type]
    whole = np.concatenate([np.sort(np.asarray(v, np.float64)) for v in values])
    return Ordered(whole, np.cumsum(lengths) - lengths, lengths)


@given(st.lists(NUMBERS, min_size=1, max_size=3), st.floats(0.0, 1.0))
def test_as_numpy_has_it(several: list[np.ndarray], q: float) -> None:
    ordered = parts(*several)
    assert median(ordered).tolist() == [np.median(x) for x in several]
    expected = [np.quantile(x, q) for x in several]
    assert quantile(ordered, q) == pytest.approx(expected, rel=1e-12, abs=1e-9)


def test_shares_and_means() -> None:
    assert percent(np.array([3, 1]), np.array([5, 4])).tolist() == [60.0, 25.0]
    assert mean(np.array([7.0, -3.0]), np.array([2.0, 1.0])).tolist() == [3.5, -3.0]


def test_of_nothing_there_is_no_average() -> None:
    some = parts([], [4.0], [])
    for found in (median(some), quantile(some, 0.5), mean(np.array([0.0, 4.0, 0.0]), np.array([0, 1, 0]))):  # fmt: skip
        assert math.isnan(found[0])
        assert found[1] == 4.0
        assert math.isnan(found[2])
