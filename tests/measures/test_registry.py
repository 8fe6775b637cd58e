"""The list of measures: each is called where it makes sense, and nan elsewhere."""

from __future__ import annotations

import math
from types import SimpleNamespace
from typing import Any

import pytest

from sim.measures import HEADLINE, MEASURES, View, measure_all
from tests.places import hamlet


def test_a_measure_is_taken_where_it_makes_sense_only() -> None:
    world = hamlet()
    world.day = 10
    evenings: Any = SimpleNamespace()
    part = View(world, evenings, 0)
    for level in ("district", "community", "group"):
        part.levels = [level]
        assert math.isnan(MEASURES["trust"](part)) == (level not in MEASURES["trust"].levels)
    part.levels = ["group"]
    assert math.isnan(MEASURES["spending"](part))


def test_all_measures_asked_for_are_taken_by_name() -> None:
    world = hamlet()
    world.day = 10
    world.people.opinion["ambient"][:] = 0.75
    evenings: Any = SimpleNamespace()
    found = measure_all(View(world, evenings, 0), ("trust", "satisfaction_end"))
    assert found == pytest.approx({"trust": 60.0, "satisfaction_end": 75.0})
    assert set(HEADLINE) <= set(MEASURES)
    for name, measure in MEASURES.items():
        assert measure.name == name
        assert measure.matters > 0.0
        assert measure.definition
        assert measure.definition_zh
