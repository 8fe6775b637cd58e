"""Scales and numbers."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.show.svg.scales import digits_of, scale, told
from tests.places import FIXED

VALUES = st.lists(st.floats(-1e6, 1e6).filter(lambda v: v == 0 or abs(v) > 1e-6), min_size=1, max_size=8)


@pytest.mark.parametrize(
    ("values", "ticks"),
    [
        ([0.0, 10.0], (0, 2, 4, 6, 8, 10)),
        ([1.0, 9.7], (0, 2, 4, 6, 8, 10)),
        ([-3.7, 7.8], (-5, -2.5, 0, 2.5, 5, 7.5, 10)),
    ],
)
def test_ticks_are_round(values: list[float], ticks: tuple[float, ...]) -> None:
    assert scale(values, 0, 100).ticks == pytest.approx(ticks)


@FIXED
@given(values=VALUES, root=st.booleans(), zero=st.booleans(), tight=st.booleans())
def test_every_value_lies_between_the_ends(values: list[float], root: bool, zero: bool, tight: bool) -> None:
    made = scale([*values, math.nan], 40.0, 700.0, zero=zero, root=root, tight=tight)
    for value in [*values, *made.ticks]:
        assert 40.0 - 1e-6 <= made(value) <= 700.0 + 1e-6
    assert made.ticks == tuple(sorted(made.ticks))
    assert len(made.ticks) <= 20


def test_a_downward_axis_is_turned() -> None:
    y = scale([0.0, 10.0], 300.0, 20.0)
    assert (y(0.0), y(5.0), y(10.0)) == (300.0, 160.0, 20.0)


def test_roots_spread_small_values() -> None:
    x = scale([0.0, 100.0], 0.0, 100.0, root=True)
    assert x(25.0) == pytest.approx(50.0)
    assert x(1.0) == pytest.approx(10.0)
    both = scale([-1.0, 43.0], 0.0, 700.0, root=True)
    assert 0.0 in both.ticks
    assert 40.0 in both.ticks
    assert both(0.0) - both(-1.0) == pytest.approx(both(1.0) - both(0.0))


def test_one_value_and_none_have_a_scale() -> None:
    assert scale([4.0], 0.0, 10.0)(4.0) == pytest.approx(5.0, abs=2.0)
    assert scale([], 0.0, 10.0).low == 0.0
    assert scale([0.0], 0.0, 10.0, zero=True).high == 1.0


def test_a_tight_axis_ends_with_its_values() -> None:
    made = scale([0.0, 364.0], 0.0, 10.0, tight=True)
    assert (made.low, made.high) == (0.0, 364.0)
    assert made.ticks[-1] == 300.0


@pytest.mark.parametrize(
    ("value", "digits", "sign", "said"),
    [
        (4.83, 1, True, "+4.8"),
        (-4.83, 1, False, "−4.8"),
        (-0.04, 1, True, "0.0"),
        (1234.5, 0, False, "1,234"),
        (0.0, 0, True, "0"),
    ],
)
def test_numbers_are_told_with_fixed_decimals(value: float, digits: int, sign: bool, said: str) -> None:
    assert told(value, digits, sign=sign) == said


@pytest.mark.parametrize(("ticks", "digits"), [((0.0, 2.0), 0), ((0.0, 2.5), 1), ((0.25, 0.5), 2)])
def test_ticks_have_the_decimals_that_they_need(ticks: tuple[float, ...], digits: int) -> None:
    assert digits_of(ticks) == digits
