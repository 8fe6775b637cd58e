"""Measures on hand-made cases, where every answer can be written down."""

from __future__ import annotations

import math
from types import SimpleNamespace

import numpy as np
import pytest

from sim.config.run import load
from sim.district import District
from sim.measures import MEASURES, View, recent_response_h
from sim.measures.work import gini
from sim.state.cases import Category, Stage, Status, Urgency
from sim.state.world import World

DAY = 24.0


def stages(hours: float) -> list[float]:
    """Hours by stage: some days of discovery, and all since acceptance in the queue."""
    return [99.0 if s == Stage.DISCOVERY else hours if s == Stage.QUEUE else 0.0 for s in Stage]


@pytest.fixture
def world() -> World:
    """Ten days of a small district in which nothing happened but four cases made by hand."""
    config = load("demo", needs={"requests_per_year": 0.0, "enquiries_per_year": 0.0}, days=10, warmup_days=0)
    district = District(config).live(10)
    assert district.world.cases.n == 0
    world = district.world
    world.cases.add(
        4,
        born=[0, 1, 1, 8],
        resident=[0, 1, 2, 3],
        cell=0,
        community=0,
        category=int(Category.ENVIRONMENT),
        limit_class=[Urgency.GENERAL, Urgency.URGENT, Urgency.GENERAL, Urgency.GENERAL],
        status=[Status.CLOSED, Status.CLOSED, Status.CLOSED, Status.QUEUED],
        t_occur=[0.0, 24.0, 24.0, 200.0],
        t_accept=[12.0, 24.0, 48.0, 216.0],
        t_contact=[14.0, 28.0, 54.0, math.nan],
        t_close=[36.0, 48.0, 96.0, math.nan],
        solved=[True, True, False, False],
        formal=[False, False, True, False],
        rating=[1, 0, 0, -1],
        passes=[0, 1, 0, 0],
        channel=[0, 0, 1, 0],
        life=[0, 1, 0, 0],
        # the second was closed after 4 h, came back 12 h later and was closed again after another 8 h
        t_first_close=[36.0, 28.0, 96.0, math.nan],
        t_first_back=[math.nan, 40.0, math.nan, math.nan],
        t_stage=[36.0, 48.0, 96.0, 216.0],
        t_open=[12.0, 40.0, 48.0, 216.0],
        spent=[stages(24.0), stages(12.0), stages(48.0), stages(0.0)],
    )
    return world


@pytest.fixture
def view(world: World) -> View:
    evenings = SimpleNamespace(
        satisfaction=np.full((10, 5), 0.8),
        open_cases=np.full(10, 2.0),
        in_post=np.full(10, 12),
        worked_h=np.arange(1.0, 11.0) * 3.0,
        paid_h=np.arange(1.0, 11.0) * 12.0,
        offered_h=np.arange(1.0, 11.0),
        spent_yuan=np.arange(1.0, 11.0) * 100.0,
    )
    return View(world, evenings, 0)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("response_median", 4.0),
        ("response_contacted", 4.0),
        # contacted after 2, 4 and 6 h, the fourth waits since 24 h: 2 * 1 + 2 * 3/4 + 2 * 1/2 + 18 * 1/4
        ("response_mean", 9.0),
        ("response_p90", 24.0),
        ("response_over_7d", 0.0),
        ("urgent_response", 4.0),
        ("discovery_delay", (12.0 + 0.0 + 24.0 + 16.0) / 4 / DAY),
        ("response_rate", 75.0),
        ("resolution_rate", 75.0),
        ("true_resolution", 50.0),
        ("formalism_gap", 25.0),
        ("satisfaction_rate", 100.0 / 3.0),
        ("on_time", 200.0 / 3.0),
        ("first_contact", 200.0 / 3.0),
        ("repeat", 100.0 / 3.0),
        ("backlog_age", 1.0),
        ("backlog_end", 1000.0 / 12480),
        ("found", 25.0),
        ("solved_of_all", 50.0),
        ("solved_per_1000", 2 * 1000.0 / 12480 / 10 * 365),
        ("handoffs", 25.0),
        ("satisfaction", 80.0),
        ("utilisation", 25.0),
        ("workers", 12.0),
        ("backlog", 1000.0 * 2.0 / 12480),
        ("cost_per_solved", 500.0),
        ("spending", 1000.0 / 10 * 365 / 12480),
        ("volunteer_hours", 10.0 / 10 * 365 * 1000 / 12480),
        # Kaplan-Meier: 1 d, 1 d, 1 d (censored 24 h is no event), 2 d -> survival 1/2 at 1 d
        ("resolution_median", 1.0),
    ],
)
def test_by_hand(view: View, name: str, value: float) -> None:
    assert MEASURES[name](view) == pytest.approx(value)


def test_the_warm_up_is_left_out(world: World, view: View) -> None:
    later = View(world, view.evenings, 2)
    assert MEASURES["response_rate"](later) == 50.0
    assert MEASURES["spending"](later) == pytest.approx(MEASURES["spending"](view))


@pytest.mark.parametrize(("away_d", "value"), [(29.9, 50.0), (30.1, 0.0)])
def test_a_repeat_is_a_return_within_30_days(world: World, view: View, away_d: float, value: float) -> None:
    world.day = 100
    cases = world.cases
    cases.t_first_back[1] = 28.0 + DAY * away_d
    cases.t_first_close[2] = DAY * 70.1  # closed less than 30 days ago: may yet come back, so it does not count
    assert MEASURES["repeat"](View(world, view.evenings, 0)) == pytest.approx(value)


def test_gini_of_known_distributions() -> None:
    assert gini(np.ones(7)) == pytest.approx(0.0)
    assert gini(np.array([0.0, 0.0, 0.0, 1.0])) == pytest.approx(0.75)
    assert gini(np.array([1.0, 2.0, 3.0])) == pytest.approx(2.0 / 9.0)
    x = np.random.default_rng(1).exponential(size=200_000)
    assert gini(x) == pytest.approx(0.5, abs=0.005)


def test_recent_response_reads_the_last_month(world: World) -> None:
    assert recent_response_h(world) == pytest.approx(4.0)
    world.day = 100
    assert math.isnan(recent_response_h(world))


def test_every_measure_gives_a_number_on_a_real_run() -> None:
    district = District(load("demo", ["dual_report"])).live(60)
    view = View(district.world, district.recorder, 10)
    values = {name: m(view) for name, m in MEASURES.items()}
    # sixty days are too few for a relapse within 180, and there was no surge
    nothing = {"relapse", "emergency_peak", "recovery"}
    assert {name for name, v in values.items() if not math.isfinite(v)} == nothing
    for name, m in MEASURES.items():
        if m.unit == "%" and name not in nothing:
            assert 0.0 <= values[name] <= 100.0, name
    assert values["true_resolution"] <= values["resolution_rate"] <= 100.0
    assert values["response_median"] <= values["response_p90"]


def test_columns_of_several_values_keep_their_shape(world: World) -> None:
    world.cases.parent[1] = 0  # left out
    evenings = SimpleNamespace(satisfaction=np.full((10, 5), 0.8))
    known = View(world, evenings, 0).sets.known
    np.testing.assert_array_equal(known["spent"], world.cases.spent[[0, 2, 3]])
