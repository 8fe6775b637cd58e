"""Counts in their units, by hand: 50 of 200 cases, 1,000 residents, 73 days."""

from __future__ import annotations

import math

import pytest

from sim.observations.counts import COUNT_UNITS, in_unit


@pytest.mark.parametrize(
    ("unit", "value"),
    [("cases", 50.0), ("%", 25.0), ("cases/d", 50 / 73), ("cases/yr", 250.0), ("per 1000", 50.0),
     ("per 1000/yr", 250.0), ("per person/yr", 0.25)],
)  # fmt: skip
def test_a_count_in_each_unit(unit: str, value: float) -> None:
    assert unit in COUNT_UNITS
    assert in_unit(50.0, unit, residents=1000.0, days=73, whole=200.0) == pytest.approx(value)


def test_of_nobody_and_of_nothing_there_is_no_rate() -> None:
    assert math.isnan(in_unit(5.0, "per 1000", 0.0, 73, 9.0))
    assert math.isnan(in_unit(0.0, "%", 1000.0, 73, 0.0))
