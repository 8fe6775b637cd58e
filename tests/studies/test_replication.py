"""A replication: the warm-up is left out of the measures, and the tables are counted from the stamps."""

from __future__ import annotations

import gc
import math
import threading
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from sim.config.run import load
from sim.district import District
from sim.errors import Interrupted
from sim.measures import MEASURES, View
from sim.state.world import World
from sim.studies import replication
from sim.studies.replication import live
from tests.studies.lived import TINY, lived


def test_measures_begin_after_the_warm_up() -> None:
    config = load("demo", ["dual_report"], days=24, warmup_days=16, **TINY, **{"needs.requests_per_year": 20.0})
    found = live(config, 0, 10, tables=False)
    district = District(config, 0).live(24)
    late, whole = (View(district.world, district.recorder, first) for first in (16, 0))
    for name in ("response_mean", "volunteer_hours", "spending", "backlog", "satisfaction", "workers"):
        assert found.measures[name] == MEASURES[name](late), name
    assert found.measures["response_mean"] != MEASURES["response_mean"](whole)
    assert set(found.measures) == set(MEASURES)
    assert found.tables == {}
    assert set(found.costs) == {"dual_report"}
    assert sum(found.ledger.values()) == pytest.approx(0.0, abs=1e-6)
    assert found.ledger["district"] == district.world.money.ledger.accounts["district"] / 100.0


def test_a_run_that_is_stopped_says_so() -> None:
    stop = threading.Event()
    stop.set()
    with pytest.raises(Interrupted):
        live(load("demo", days=3, warmup_days=0, **TINY), 0, 10, stop)


def test_the_daily_table_counts_stamps() -> None:
    daily = replication._daily(lived()).to_pandas()
    assert len(daily) == 3 * (1 + 2 + 3)
    whole = daily[daily.level == "district"]
    # the duplicate is no case of its own, the silent one is not known
    assert whole.reported.tolist() == [2, 1, 1]
    assert whole.closed.tolist() == [1, 1, 0]
    # in the evenings: one of two; with the third; the fourth has come and been given up
    assert whole.open.tolist() == [1, 1, 1]
    # 4 h and 6 h on the first day, 10 h on the second; the fourth is planned for the day after the last
    assert whole.response_h.tolist()[:2] == [5.0, 10.0]
    assert math.isnan(whole.response_h.tolist()[2])
    # nobody has rated anything, and nothing is to be seen
    assert whole.satisfaction.tolist() == pytest.approx([0.6 * 0.98 + 0.4] * 3)
    second = daily[(daily.level == "community") & (daily.id == 1)]
    assert (second.reported.tolist(), second.open.tolist()) == ([0, 1, 0], [0, 1, 1])
    for level in ("street", "community"):
        own = daily[daily.level == level].groupby("day")[["reported", "closed", "open"]].sum()
        assert np.array_equal(own, whole[["reported", "closed", "open"]])


def test_satisfaction_is_weighed_by_residents() -> None:
    district = lived()
    size = district.world.map.by_community(district.world.map.residents)
    evenings: Any = SimpleNamespace(days=3, satisfaction=np.tile([0.2, 0.6, 0.9], (3, 1)))
    district.recorder = evenings
    daily = replication._daily(district).to_pandas()
    expected = float(np.array([0.2, 0.6, 0.9]) @ size / size.sum())
    assert daily[daily.level == "district"].satisfaction.tolist() == pytest.approx([expected] * 3)


def test_the_map_has_the_areas_of_each_cell_before_and_after() -> None:
    district = lived()
    world = district.world
    world.map.grids = SimpleNamespace(of_cell=world.map.grids.of_cell[::-1].copy())  # type: ignore[assignment]
    frame = replication._map(district).to_pandas()
    assert frame.cell.tolist() == list(range(world.map.n_cells))
    assert frame.grid.tolist() == frame.grid_at_start.tolist()[::-1]
    assert frame.street.tolist() == world.map.street_of_community[world.map.community].tolist()
    assert frame.residents.sum() == 200


@pytest.mark.slow
def test_a_finished_district_leaves_memory_at_once() -> None:
    """A circle of references would hold it until Python looks for circles, some hundred megabytes later."""

    def worlds() -> int:
        return sum(type(found) is World for found in gc.get_objects())

    config = load("demo", days=10, warmup_days=0)
    for number in range(2):  # a place that is asked for again is founded once, and kept to be copied
        live(config, number, 100)
    gc.collect()
    gc.disable()
    try:
        before = worlds()
        live(config, 2, 100)
        assert worlds() == before
    finally:
        gc.enable()
