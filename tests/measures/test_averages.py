"""Averages agree with NumPy's, and Kaplan-Meier with the textbook; of nothing there is no average."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.measures.averages import mean, median, percent, quantile, survival_median
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
    for found in (median(some), quantile(some, 0.5), survival_median(some, parts([], [], [1.0])),
                  mean(np.array([0.0, 4.0, 0.0]), np.array([0, 1, 0]))):  # fmt: skip
        assert math.isnan(found[0])
        assert found[1] == 4.0
        assert math.isnan(found[2])


def test_kaplan_meier_by_hand() -> None:
    # at risk 6, 5, 3 (one censored at 2.5): 5/6, 4/6, 4/9 < 1/2
    ended, censored = [1.0, 2.0, 3.0], [2.5, 4.0, 5.0]
    # at a tie the closure comes first: 2 at risk at 1, so survival is 1/2 there
    found = survival_median(parts(ended, ended[:2], [1.0], range(9)), parts(censored, [2.0, 2.5, 4.0, 5.0], [1.0], []))
    assert found[0] == 3.0
    assert math.isnan(found[1])
    assert found[2:].tolist() == [1.0, 4.0]


TIMES = st.lists(st.integers(0, 12).map(float), max_size=25)


@given(TIMES, TIMES)
def test_kaplan_meier_as_the_product_has_it(ended: list[float], censored: list[float]) -> None:
    survival, expected = 1.0, math.nan
    for nth, time in enumerate(sorted(ended)):
        left = len(ended) - nth + sum(c >= time for c in censored)
        survival *= 1.0 - 1.0 / left
        if survival <= 0.5:
            expected = time
            break
    assert survival_median(parts(ended), parts(censored)).tolist() == pytest.approx([expected], nan_ok=True)
