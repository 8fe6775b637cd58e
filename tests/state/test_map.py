"""A map is its geography with the grids and buildings of today."""

from __future__ import annotations

from dataclasses import fields

import numpy as np

from sim.geography.areas import Geography, Grids
from sim.state.map import Map
from tests.places import small


def test_a_map_is_its_geography_and_todays_grids() -> None:
    town = small().world.map
    one, two = Grids(town.community, np.arange(5)), Grids(town.compound, np.arange(9))
    made = Map.of(town, [one, two], 3)
    assert all(getattr(made, f.name) is getattr(town, f.name) for f in fields(Geography))
    assert made.grids is one
    assert made.grids_at_start is one
    assert (made.layers, made.own_nets) == (3, 2)
    assert np.array_equal(made.unrenovated, town.old)
    made.unrenovated[:] = True
    assert not town.old.all(), "renewal would rewrite what was there at the start"
