"""GovernanceModel: the forms of its constructor, the lattice, the collector, and the day's promise."""

from __future__ import annotations

import numpy as np
import pytest

from sim import District, GovernanceModel, load
from sim.errors import ConfigError


def test_names_or_a_whole_run_config_give_the_same_model() -> None:
    named = GovernanceModel(place="demo", policy=["dual_report"], rng=7, days=50, warmup_days=10)
    whole = GovernanceModel(config=load("demo", ["dual_report"], seed=7, days=50, warmup_days=10))
    assert named.config == whole.config
    for _ in range(5):
        named.step()
        whole.step()
    assert (
        named.world.cases.rows[: named.world.cases.n].tobytes()
        == whole.world.cases.rows[: whole.world.cases.n].tobytes()
    )


def test_a_step_is_a_day_of_the_district() -> None:
    model, district = GovernanceModel(rng=3), District(load("demo", seed=3))
    for _ in range(4):
        model.step()
    district.live(4)
    assert model.day == district.world.day == 4
    np.testing.assert_array_equal(model.world.residents.satisfaction, district.world.residents.satisfaction)


def test_it_stops_when_the_run_is_over() -> None:
    model = GovernanceModel(days=3, warmup_days=0)
    days = 0
    while model.running:
        model.step()
        days += 1
    assert days == 3


def test_the_lattice_is_the_map() -> None:
    model = GovernanceModel()
    space, geography = model.space, model.world.map
    assert (space.width, space.height) == (geography.width, geography.height)
    assert len(list(space.all_cells)) >= geography.n_cells


def test_the_collector_writes_a_row_a_day() -> None:
    model = GovernanceModel()
    for _ in range(10):
        model.step()
    table = model.datacollector.get_model_vars_dataframe()
    assert list(table.day) == list(range(11))
    assert table.open_cases.iloc[-1] == model.world.open_cases()


def test_bad_settings_are_refused_at_once() -> None:
    with pytest.raises(ConfigError, match="2 problems"):
        GovernanceModel(place="demo", policy=["dual_reprot"], days=0)
