"""Averages agree with NumPy's, and Kaplan-Meier with the textbook."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.measures.averages import mean, median, percent, percent_of, quantile, survival_median

NUMBERS = st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=40).map(np.array)


@given(NUMBERS, st.floats(0.0, 1.0))
def test_as_numpy_has_it(x: np.ndarray, q: float) -> None:
    ordered = np.sort(x)
    assert median(ordered) == np.median(x)
    assert quantile(ordered, q) == pytest.approx(np.quantile(x, q), rel=1e-12, abs=1e-9)
    assert mean(x) == pytest.approx(float(x.mean()), rel=1e-12, abs=1e-9)


def test_shares() -> None:
    assert percent(np.array([True, False, False, True, True])) == 60.0
    assert percent_of(1, 4) == 25.0


def test_of_nothing_there_is_no_average() -> None:
    none = np.zeros(0)
    found = [
        percent(none),
        percent_of(0, 0),
        mean(none),
        median(none),
        quantile(none, 0.5),
        survival_median(none, none),
    ]
    assert all(math.isnan(f) for f in found)


def test_kaplan_meier_by_hand() -> None:
    # at risk 6, 5, 3 (one censored at 2.5): 5/6, 4/6, 4/9 < 1/2
    ended, censored = np.array([1.0, 2.0, 3.0]), np.array([2.5, 4.0, 5.0])
    assert survival_median(ended, censored) == 3.0
    assert math.isnan(survival_median(ended[:2], np.array([2.0, 2.5, 4.0, 5.0])))
    # at a tie the closure comes first: 2 at risk at 1, so survival is 1/2 there
    assert survival_median(np.array([1.0]), np.array([1.0])) == 1.0
    assert survival_median(np.sort(np.arange(9.0)), np.zeros(0)) == 4.0
