"""A replication: the warm-up is left out of the measures, and the tables are counted from the stamps."""

from __future__ import annotations

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
from sim.state.cases import Category, Channel, Stage, Status
from sim.study import replication
from sim.study.replication import live

TINY: dict[str, Any] = {
    "place.population": 200, "place.households_per_cell": 10.0, "place.reporting_members": 5, "place.streets": 2,
    "place.communities": 3, "place.grids": 3, "place.workers": 3, "place.compounds": 3, "place.owners_committees": 1,
}  # fmt: skip
QUIET = {"needs.requests_per_year": 0.0, "needs.enquiries_per_year": 0.0}


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


def lived() -> District:
    """Three days of three communities in two streets, and six cases by hand."""
    district = District(load("demo", days=3, warmup_days=0, **TINY, **QUIET)).live(3)
    m = district.world.map
    assert m.street_of_community.tolist() in ([0, 0, 1], [0, 1, 1])
    cell = [int(np.flatnonzero(m.community == k)[0]) for k in (0, 0, 1, 2, 2, 0)]
    nan = math.nan
    district.world.cases.add(
        6, community=[0, 0, 1, 2, 2, 0], cell=cell, resident=[1, 2, 3, 4, 5, 6], parent=[-1, -1, -1, -1, -1, 0],
        t_occur=[1.0, 2.0, 3.0, 4.0, 5.0, 1.0], t_accept=[10.0, 12.0, 30.0, 50.0, nan, 11.0],
        t_contact=[14.0, 18.0, 40.0, 80.0, nan, 12.0], t_close=[23.9, 47.0, nan, 60.0, nan, 12.5],
        status=[Status.CLOSED, Status.CLOSED, Status.QUEUED, Status.ABANDONED, Status.SILENT, Status.MERGED],
        t_open=[10.0, 20.0, 30.0, 50.0, nan, 11.0], limit_class=[0, 1, 2, 3, 2, 2],
        category=int(Category.CARE), channel=int(Channel.PATROL), passes=[0, 1, 2, 3, 4, 5],
    )  # fmt: skip
    district.world.cases.spent[:, Stage.QUEUE] = np.arange(6)
    return district


def test_the_daily_table_counts_stamps() -> None:
    daily = replication._daily(lived())
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
    assert whole.satisfaction.tolist() == pytest.approx([0.75] * 3)
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
    daily = replication._daily(district)
    expected = float(np.array([0.2, 0.6, 0.9]) @ size / size.sum())
    assert daily[daily.level == "district"].satisfaction.tolist() == pytest.approx([expected] * 3)


def test_the_table_of_cases_has_the_known_ones_with_their_stamps() -> None:
    frame = replication._cases(lived(), 100)
    assert frame.case.tolist() == [0, 1, 2, 3]
    assert frame.due_h.tolist() == [12.0, 44.0, 198.0, 410.0]
    assert frame.status.tolist() == ["closed", "closed", "queued", "abandoned"]
    assert set(frame.category) == {"care"}
    assert set(frame.channel) == {"patrol"}
    assert frame.t_accept_h.tolist() == [10.0, 12.0, 30.0, 50.0]
    assert frame.queue_h.tolist() == [0.0, 1.0, 2.0, 3.0]
    assert frame.passes.tolist() == [0, 1, 2, 3]


@pytest.mark.parametrize(
    ("rows", "kept"), [(0, []), (1, [0]), (2, [0, 3]), (3, [0, 1, 3]), (4, [0, 1, 2, 3]), (9, [0, 1, 2, 3])]
)
def test_the_table_of_cases_is_sampled_evenly(rows: int, kept: list[int]) -> None:
    assert replication._cases(lived(), rows).case.tolist() == kept


def test_the_map_has_the_areas_of_each_cell_before_and_after() -> None:
    district = lived()
    world = district.world
    world.map.grids = SimpleNamespace(of_cell=world.map.grids.of_cell[::-1].copy())  # type: ignore[assignment]
    frame = replication._map(district)
    assert frame.cell.tolist() == list(range(world.map.n_cells))
    assert frame.grid.tolist() == frame.grid_at_start.tolist()[::-1]
    assert frame.street.tolist() == world.map.street_of_community[world.map.community].tolist()
    assert frame.residents.sum() == 200
