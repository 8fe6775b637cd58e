"""Kaplan-Meier curves agree with the textbook's product in fractions, with NumPy where all is seen, and by hand."""

from __future__ import annotations

import itertools
import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.measures.parts import Ordered
from sim.measures.survival import Waits, waits


def parts(*values: object) -> Ordered:
    """Values of each part, in order."""
    lengths = np.array([len(v) for v in values])  # type: ignore[arg-type]
    whole = np.concatenate([np.sort(np.asarray(v, np.float64)) for v in values])
    return Ordered(whole, np.cumsum(lengths) - lengths, lengths)


def curve(ended: list[float], unended: list[float]) -> list[tuple[float, Fraction]]:
    """The steps of the curve, from its definition: at every time, those at risk and those who end."""
    left, steps = Fraction(1), [(0.0, Fraction(1))]
    for time in sorted({*ended, *unended}):
        at_risk = sum(t >= time for t in [*ended, *unended])
        left *= 1 - Fraction(sum(t == time for t in ended), at_risk)
        steps.append((time, left))
    return [*steps[:-1], (steps[-1][0], Fraction(0))]  # the last counts as ended


def mean_of(steps: list[tuple[float, Fraction]], horizon: float) -> float:
    area = Fraction(0)
    for (begin, left), (end, _) in itertools.pairwise(steps):
        area += left * Fraction(max(min(end, horizon) - min(begin, horizon), 0.0))
    return float(area)


def quantile_of(steps: list[tuple[float, Fraction]], q: Fraction, horizon: float) -> float:
    return min(next(time for time, left in steps if left <= 1 - q), horizon)


TIMES = st.lists(st.integers(0, 12).map(float), max_size=25)
QUANTILES = (Fraction(1, 2), Fraction(9, 10))


@given(st.lists(st.tuples(TIMES, TIMES), min_size=1, max_size=3), st.sampled_from([5.0, 7.5, 1000.0]))
def test_mean_and_quantiles_as_defined(several: list[tuple[list[float], list[float]]], h: float) -> None:
    made = waits(parts(*(ended for ended, _ in several)), parts(*(unended for _, unended in several)))
    for k, (ended, unended) in enumerate(several):
        if not ended and not unended:
            assert math.isnan(made.mean(h)[k])
            assert math.isnan(made.quantile(0.5, h)[k])
            continue
        steps = curve(ended, unended)
        assert made.mean(h)[k] == pytest.approx(mean_of(steps, h), abs=1e-9)
        for q in QUANTILES:
            assert made.quantile(float(q), h)[k] == quantile_of(steps, q, h), q


@given(st.lists(st.floats(0.0, 1e4), min_size=1, max_size=60))
def test_where_every_end_is_seen_the_mean_is_the_mean(values: list[float]) -> None:
    made = waits(parts(values), parts([]))
    assert made.mean()[0] == pytest.approx(np.mean(values), rel=1e-9, abs=1e-9)
    assert made.quantile(0.9)[0] == np.quantile(values, 0.9, method="inverted_cdf")
    assert made.mean(horizon=50.0)[0] == pytest.approx(np.minimum(values, 50.0).mean(), rel=1e-9, abs=1e-9)


def by_hand() -> Waits:
    # at risk 6, 5, 3 (one left unseen at 2.5): 5/6, 4/6, 4/9; then nobody is seen to end until 5
    return waits(parts([1.0, 2.0, 3.0]), parts([2.5, 4.0, 5.0]))


def test_by_hand() -> None:
    made = by_hand()
    assert made.left.tolist() == pytest.approx([5 / 6, 4 / 6, 4 / 9])
    assert made.quantile(0.5).tolist() == [3.0]
    assert made.quantile(0.9).tolist() == [5.0]  # the last counts as ended
    assert made.mean()[0] == pytest.approx(1.0 + 5 / 6 + 4 / 6 + 2 * 4 / 9)
    assert made.mean(horizon=2.5)[0] == pytest.approx(1.0 + 5 / 6 + 0.5 * 4 / 6)
    assert made.quantile(0.9, horizon=4.5).tolist() == [4.5]


def test_at_a_tie_the_ended_come_first() -> None:
    assert waits(parts([1.0]), parts([1.0])).left.tolist() == [0.5]


def test_a_median_is_unknown_where_more_than_half_outlast_all_that_ended() -> None:
    found = waits(parts([1.0, 2.0], [1.0], range(9), []), parts([2.0, 2.5, 4.0, 5.0], [1.0], [], [3.0])).median()
    assert math.isnan(found[0])
    assert found[1:3].tolist() == [1.0, 4.0]
    assert math.isnan(found[3])


def test_nobody_seen_to_end_waits_as_long_as_seen() -> None:
    made = waits(parts([], []), parts([7.0, 40.0], []))
    assert made.mean(30.0)[0] == 30.0
    assert made.mean()[0] == made.quantile(0.5)[0] == 40.0
    assert math.isnan(made.mean()[1])


def test_a_share_that_rounding_moves_is_met_all_the_same() -> None:
    # nine tenths of ten have ended at 9, whatever the product of nine fractions comes to
    for n in (10, 20, 30, 70, 90, 110):
        made = waits(parts(np.arange(1.0, n + 1.0)), parts([]))
        assert made.quantile(0.9)[0] == 0.9 * n
