"""What a photograph of the world must show, on a world small enough to work out by hand."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from sim.geography.lattice import lattice
from sim.parameters.settings import Settings
from sim.state.cases import Cases, Status
from sim.state.opinion import no_opinion
from sim.state.residents import Residents
from sim.viewer.snapshot import LAYERS, take

NAN = np.nan
CASES = [  # cell, status, repeated case, hours of: occurring, accepted, first contact
    (0, Status.CLOSED, -1, 899, 900, 904),
    (0, Status.AT_WORK, -1, 929, 930, 938),
    (1, Status.CLOSED, -1, 90, 92, 100),  # more than 30 days ago
    (1, Status.SILENT, -1, 950, NAN, NAN),
    (1, Status.TOLD, -1, 955, NAN, NAN),  # will be told tomorrow
    (1, Status.QUEUED, -1, 955, 957, NAN),
    (1, Status.MERGED, 5, 955, 958, NAN),  # says the same again
]


@pytest.fixture
def model() -> SimpleNamespace:
    """Three cells at the corners of a square, four residents, at the end of day 40 (hour 960)."""
    cases = Cases()
    cell, status, parent, occur, accept, contact = np.array(CASES).T
    cases.add(len(CASES), cell=cell, status=status, parent=parent, t_occur=occur)
    cases.t_accept[:], cases.t_contact[:] = accept, contact
    residents = Residents(4)
    residents.cell[:] = [0, 0, 1, 1]
    residents.own[:], residents.own_weight[:] = [0.2, 0.4, 0.9, 0.7], 1.0
    world = SimpleNamespace(
        day=40,
        place=SimpleNamespace(name="hamlet"),
        cases=cases,
        residents=residents,
        people=SimpleNamespace(opinion=no_opinion(1), evening=0),
        settings=Settings(),
        map=SimpleNamespace(
            cells=lattice(3),
            community=np.array([0, 0, 0]),
            grids=SimpleNamespace(of_cell=np.array([0, 0, 1])),
            community_names=["C01"],
        ),
    )
    return SimpleNamespace(world=world, config=SimpleNamespace(run=SimpleNamespace(days=365)))


@pytest.mark.parametrize(
    ("layer", "by_hand"),
    [
        ("waiting", [(4 + 8) / 2, NAN, NAN]),
        ("open_cases", [1, 1, 0]),
        ("satisfaction", [0.3, 0.8, NAN]),
        ("silent", [0 / 2, 2 / 3, NAN]),
    ],
)
def test_layer_equals_the_value_worked_out_by_hand(model: SimpleNamespace, layer: str, by_hand: list[float]) -> None:
    np.testing.assert_allclose(take(model).layers[layer], by_hand)


def test_every_layer_that_can_be_chosen_is_there(model: SimpleNamespace) -> None:
    assert set(take(model).layers) == {layer.name for layer in LAYERS}


def test_series_grow_by_one_day_each(model: SimpleNamespace) -> None:
    first = take(model)
    model.world.day = 41
    model.world.residents.own[:] = 0.5
    second = take(model, first)
    assert second.days == (40, 41)
    assert second.response_h == (6.0, 6.0)
    assert second.satisfaction == pytest.approx((0.55, 0.5))
    assert second.open_cases == (2.0, 2.0)


def test_day_without_contact_has_no_response_time(model: SimpleNamespace) -> None:
    model.world.cases.t_contact[:] = NAN
    assert np.isnan(take(model).response_h[-1])


def test_photograph_does_not_change_with_the_world(model: SimpleNamespace) -> None:
    picture = take(model)
    model.world.map.grids.of_cell[:] = 7
    model.world.residents.own[:] = 0.0
    assert picture.grid_of_cell.tolist() == [0, 0, 1]
    assert picture.layers["satisfaction"][0] == pytest.approx(0.3)
