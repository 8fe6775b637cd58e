"""Which numbers of a place shift fate: those declared not to leave every problem that arises as it was."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pytest

from sim.config.run import load
from sim.district import District
from sim.parameters.param import describe
from sim.parameters.place import KEEP_FATE, Place
from tests import bits

DAYS = 20
COLUMNS = (
    "born",
    "index",
    "cell",
    "community",
    "extent",
    "owner",
    "category",
    "limit_class",
    "vulnerable",
    "cost_fen",
    "t_occur",
)
KEPT: dict[str, dict[str, Any]] = {
    "grids": {"grids": 60},
    "grids_after": {"grids_after": 50},
    "workers": {"workers": 40},
    "part_time_workers": {"part_time_workers": 30},
    "part_time_fte": {"part_time_workers": 30, "part_time_fte": 0.5},
    "layers": {"layers": 4},
    "layer_reading": {"layers": 4, "layer_reading": "areas"},
    "managed_share": {"managed_share": 0.1},
    "owners_committees": {"owners_committees": 0},
    "reporting_members": {"reporting_members": 3000},
    "app_share": {"app_share": 0.9},
    "resident_member_share": {"resident_member_share": 0.3},
}
SHIFTED: dict[str, dict[str, Any]] = {
    "population": {"population": 12000},
    "household_size": {"household_size": 3.0},
    "households_per_cell": {"households_per_cell": 20.0},
    "streets": {"streets": 2},
    "communities": {"communities": 6},
    "compounds": {"compounds": 24},
    "old_share": {"old_share": 0.9},
    "elder_share": {"elder_share": 0.3},
    "child_share": {"child_share": 0.3},
    "density_sd": {"density_sd": 0.5},
    "elder_alone_share": {"elder_alone_share": 0.5},
    "disabled_share": {"disabled_share": 0.2},
    "left_behind_share": {"left_behind_share": 0.4},
    "map_seed": {"map_seed": 2},
}


def born(**place: Any) -> str:
    """Hash of the problems that arose in some weeks, heard of or not, in the order of their addresses."""
    config = load("demo", days=DAYS, **{f"place.{key}": value for key, value in place.items()})
    cases = District(config).live(DAYS).world.cases
    own = np.flatnonzero(cases.parent < 0)
    own = own[np.lexsort((cases.index[own], cases.born[own]))]
    return bits.digest(*(getattr(cases, column)[own] for column in COLUMNS))


@cache
def usual() -> str:
    return born()


def test_every_number_of_a_place_says_whether_it_shifts_fate() -> None:
    names = {info.name for info in describe("place", Place)}
    assert set(KEPT) == set(KEEP_FATE)
    assert set(KEPT) | set(SHIFTED) == names
    assert not set(KEPT) & set(SHIFTED)


@pytest.mark.parametrize("name", KEPT)
def test_the_same_problems_arise(name: str) -> None:
    assert born(**KEPT[name]) == usual()


@pytest.mark.parametrize("name", SHIFTED)
def test_other_problems_arise(name: str) -> None:
    assert born(**SHIFTED[name]) != usual()
