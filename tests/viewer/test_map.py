"""Colour scales that stay still and never hide the ordinary cell behind the odd one."""

from __future__ import annotations

import numpy as np
import pytest

from sim.viewer.map import colour_range, nice
from sim.viewer.snapshot import LAYERS

HOURS = next(layer for layer in LAYERS if layer.name == "waiting")
SHARE = next(layer for layer in LAYERS if layer.name == "satisfaction")


@pytest.mark.parametrize(
    ("value", "rounded"), [(0.03, 0.05), (1.0, 1.0), (1.2, 2.0), (20.0, 20.0), (21.0, 50.0), (0.0, 1.0)]
)
def test_nice_rounds_up_to_one_two_or_five(value: float, rounded: float) -> None:
    assert nice(value) == pytest.approx(rounded)


def test_one_odd_cell_in_a_hundred_does_not_set_the_scale() -> None:
    assert colour_range(np.array([3.0] * 99 + [900.0]), HOURS) == (0.0, 5.0)


def test_shares_are_framed_closely() -> None:
    assert colour_range(np.array([0.741, 0.75, 0.759, np.nan]), SHARE) == (0.74, 0.78)


def test_map_without_data_has_a_scale() -> None:
    assert colour_range(np.array([np.nan, np.nan]), HOURS) == (0.0, 1.0)
