"""A place at a smaller scale: what counts something is divided, what is a size or a share stays."""

from __future__ import annotations

from dataclasses import fields

import pytest

from sim.config.run import load
from sim.district import District
from sim.errors import ConfigError
from sim.parameters.place import COUNTS, KEY_NUMBERS


def test_every_count_is_divided_and_nothing_else() -> None:
    whole = load("xialu").place
    fifth = whole.scaled(5)
    counts = {name: getattr(fifth, name) for name in COUNTS}
    assert counts == {
        "population": 46680, "streets": 1, "communities": 7, "grids": 41, "grids_after": 76, "workers": 41,
        "part_time_workers": 0, "compounds": 64, "owners_committees": 29, "reporting_members": 1127,
    }  # fmt: skip
    others = [f.name for f in fields(whole) if f.name not in COUNTS]
    assert all(getattr(fifth, name) == getattr(whole, name) for name in others)
    assert set(KEY_NUMBERS) <= set(COUNTS)


def test_one_is_left_of_each_and_of_nothing_nothing() -> None:
    tiny = load("demo").place.scaled(1000)
    assert {getattr(tiny, name) for name in COUNTS if name != "population"} == {1, 0}
    assert tiny.part_time_workers == 0
    assert tiny.population == 12


def test_a_district_is_lived_at_its_scale_and_says_so() -> None:
    config = load("xialu", scale=50, days=3, warmup_days=0)
    world = District(config).live(3).world
    assert (world.residents.n, world.n_communities, world.map.grids.n, world.staff.n) == (4668, 1, 4, 4)
    assert config.place.population == 233400
    assert "xialu is lived in at 1:50: 4,668 residents, 1 communities, 4 grids" in str(config.remarks()[0])
    again = config.with_policies(["dual_report"])
    assert again.lived_place == config.lived_place


def test_a_scale_moves_numbers_and_none_is_as_before_there_was_one() -> None:
    assert load("xialu", scale=5).digest() != load("xialu").digest() == load("xialu", scale=1).digest()
    assert "scale" not in load("xialu").canonical()


def test_what_does_not_fit_at_the_scale_is_said() -> None:
    with pytest.raises(ConfigError, match="communities"):
        load("xialu", ["dual_report"], scale=5, policies={"dual_report": {"communities": [12]}})
