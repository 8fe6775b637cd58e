"""Layer integration: with one net no case goes to a wrong department, whichever way the nets lay before."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.district import District
from sim.state.desks import Net
from tests.places import small

DAY = 15


def integrated(reading: str, **said: Any) -> District:
    """Thirty days of a place of 19 layers, integrated after fifteen."""
    place = {"layers": 19, "grids": 38, "workers": 40, "grids_after": 9, "layer_reading": reading}
    lever = {"start_day": DAY, "grids": 20, **said}
    return small(
        "layer_integration", place=place, needs={"requests_per_year": 12.0}, dispatch={"acceptance_h": 0.0},
        policies={"layer_integration": lever},
    ).live(30)  # fmt: skip


@pytest.mark.parametrize("reading", ["overlapping", "areas"])
def test_misrouting_ends(reading: str) -> None:
    lived = integrated(reading)
    lived.check()
    cases = lived.world.cases
    before, after = cases.t_accept < 24.0 * DAY, cases.t_accept >= 24.0 * DAY
    assert (cases.misroutes[before] > 0).mean() > 0.1
    assert after.sum() > 100
    assert (cases.misroutes[after] == 0).all()
    assert (lived.world.rules["misroute"].value == 0.0).all()


@pytest.mark.parametrize("reading", ["overlapping", "areas"])
def test_one_net_of_generalists(reading: str) -> None:
    world = integrated(reading).world
    assert world.map.layers == 1
    assert world.map.grids.n == 20
    assert np.array_equal(world.map.grids.community[world.map.grids.of_cell], world.map.community)
    staff = world.staff
    assert staff.generalist.all()
    assert (staff.desk >= 0).sum() == 40
    assert (staff.net == Net.GRID).all()
    assert (world.routes.of_cell[Net.GRID + 1 :] == -1).all()
    # slower at first than a specialist, and learning
    assert staff.skill[staff.hired_day == 0].max() < 1.0
    assert staff.skill[staff.hired_day == 0].min() > world.settings.workers.generalist_skill


@pytest.mark.parametrize(
    ("reading", "workers"), [("overlapping", 25), ("areas", 25), ("overlapping", 60), ("areas", 60)]
)
def test_another_number_of_workers(reading: str, workers: int) -> None:
    lived = integrated(reading, workers=workers)
    lived.check()
    assert (lived.world.staff.desk >= 0).sum() == workers
    cost = lived.world.money.costs["layer_integration"]
    assert cost.capital_fen == workers * 150_000
    assert cost.grid_posts == workers - 40
    assert lived.world.today.in_post <= workers


def test_before_it_each_department_has_its_own_desks() -> None:
    overlapping = small(place={"layers": 19, "grids": 38, "workers": 40}).world
    nets = overlapping.routes.of_cell[Net.GRID : Net.GRID + 19]
    assert len(np.unique(nets)) == 38
    assert all(len(np.unique(net)) == 2 for net in nets)
    assert len({tuple(np.diff(net).nonzero()[0]) for net in nets}) > 10, "the nets of departments coincide"
    side_by_side = small(place={"layers": 19, "grids": 38, "workers": 40, "layer_reading": "areas"}).world
    assert side_by_side.map.grids.n == 38
    nets = side_by_side.routes.of_cell[Net.GRID : Net.GRID + 19]
    assert (side_by_side.cases.layer == 0).all()
    assert side_by_side.map.own_nets == 1
    assert len(np.unique(nets[0])) == 38
    assert (nets[1:] != nets[0]).all(), "a wrong desk is the right one"
