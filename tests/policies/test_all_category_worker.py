"""All-category workers: right desk and shared load at once, speed only after learning, errands on top."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.policies.all_category_worker import AllCategoryWorker
from sim.state.cases import Category, Stage, Status
from sim.state.desks import Net
from tests.levers import assert_changes_nothing, differences, pair, programme, surely
from tests.places import small

NAME = "all_category_worker"
STEADY: dict[str, Any] = {"turnover_per_year": 0.0}
# two workers next to each other, at a load where the queue matters; whatever they begin they settle
NEIGHBOURS: dict[str, Any] = {
    "population": 1000, "days": 120, "place": {"communities": 1, "grids": 2, "workers": 2, "old_share": 0.0},
    "needs": {"requests_per_year": 3.0, "enquiries_per_year": 0.0, "mix": (1.0, 0, 0, 0, 0, 0, 0, 0), "p_money": 0.0},
    "service": {"p_grid": 1.0}, "dispatch": {"p_formal": 0.0}, "volunteering": {"share": 0.0}, "workers": STEADY,
    "solvability": {"owned": False, "formal_pressure": 0.0}, "incidents": {"shared": 0.0},
}  # fmt: skip
ONLY_AID = {"errands": 0.0, "loss": 0.0, "training_h": 0.0}
NOTHING = {**ONLY_AID, "stand_in": False}


def test_no_case_goes_to_the_worker_of_a_wrong_department() -> None:
    place = {"layers": 5, "grids": 20, "workers": 20}
    without, with_it = pair(NAME, {"coverage": 1.0}, place=place)
    assert (without.world.cases.misroutes > 0).sum() > 20
    assert (with_it.world.cases.misroutes > 0).sum() == 0


def test_neighbours_who_stand_in_shorten_the_queue() -> None:
    def queue(k: int) -> tuple[float, float]:
        waits = []
        for run in pair(NAME, ONLY_AID, replication=k, **NEIGHBOURS):
            cases = run.world.cases
            done = cases.status == Status.CLOSED
            waits.append(float(cases.spent[done, Stage.QUEUE].mean(dtype=np.float64)))
        return waits[0], waits[1]

    waits = np.array([queue(k) for k in range(4)])
    assert surely(-1, waits[:, 1] - waits[:, 0])


@pytest.mark.parametrize(("layers", "new"), [(1, 1 / 8), (4, 3 / 4)])
def test_workers_are_slower_at_first_and_learn(layers: int, new: float) -> None:
    said = {NAME: {"loss": 0.3, "learning_days": 50.0, "start_day": 5, "training_h": 0.0}}
    run = small(NAME, policies=said, place={"layers": layers, "grids": 20, "workers": 20})
    for day in range(12):
        run.live_day()
        left = (1.0 - 1.0 / 50.0) ** (day - 5) if day >= 5 else 0.0
        assert run.world.rules["skill"].value == pytest.approx(1.0 - 0.3 * new * left, rel=1e-12)


def test_those_who_begin_later_learn_later() -> None:
    world = small().world
    lever = AllCategoryWorker(loss=0.8, learning_days=10.0, ramp_days=2)
    for day in range(3):
        world.day = day
        world.rules.reset()
        lever.plan(world, programme(world, lever))
        world.rules.settle()
    still = 0.5 * 0.9**2 + 0.5 * 0.9
    assert world.rules["skill"].value == pytest.approx(1.0 - 0.1 * still)


def test_as_many_enquiries_as_said_are_put_to_the_grid_worker() -> None:
    said = {"errands": 0.4, "loss": 0.0, "training_h": 0.0, "coverage": 0.4}
    _, run = pair(NAME, said, needs={"enquiries_per_year": 40.0, "requests_per_year": 0.0}, days=30)
    world = run.world
    cases, covered = world.cases, run.policies[0].covered(world) > 0
    first = (cases.category == Category.SERVICES) & (cases.parent < 0) & (cases.status == Status.CLOSED)
    first &= (cases.passes == 0) & ~cases.formal.astype(bool) & cases.solved.astype(bool)
    at_grid = world.desks.net[cases.desk] >= Net.GRID
    assert not at_grid[first & ~covered[cases.community]].any()
    # of those solved at the first desk: 0.4 x 0.6 by grid workers, 0.6 x 0.9 by the window
    mine = at_grid[first & covered[cases.community]]
    p = 0.24 / (0.24 + 0.54)
    assert abs(mine.mean() - p) <= 4.0 * (p * (1.0 - p) / len(mine)) ** 0.5


def test_nothing_new_changes_nothing() -> None:
    assert_changes_nothing(NAME, NOTHING)


def test_errands_load_the_workers_and_learning_slows_them() -> None:
    busy = {"needs": {"requests_per_year": 6.0, "enquiries_per_year": 6.0}, "days": 40}
    assert surely(1, differences("utilisation", NAME, {**NOTHING, "errands": 1.0}, **busy))
    layers = {"place": {"layers": 4, "grids": 20, "workers": 20}, **busy}
    slow = {**NOTHING, "loss": 0.9, "learning_days": 10000.0}
    assert surely(1, differences("response_mean", NAME, slow, **layers))


@pytest.mark.parametrize("ramp", [0, 10])
def test_training_costs_time_in_the_first_weeks_and_money_over_years(ramp: int) -> None:
    said = {"training_weeks": 2, "training_h": 24.0, "training_yuan": 1000.0, "years_of_use": 2.0, "ramp_days": ramp}
    run = small(NAME, policies={NAME: said}, workers=STEADY).live(7)
    if ramp == 0:
        # 24 h in two weeks of six days, of eight hours a day
        assert run.world.rules["away"].value == pytest.approx(24.0 / 12 / 8)
    run.live(23)
    cost = run.world.money.costs[NAME]
    assert run.world.rules["away"].value == pytest.approx(0.0, abs=1e-12)
    assert cost.hours["grid workers"] == pytest.approx(12 * 24.0, rel=0.05 if ramp else 1e-9)
    assert cost.capital_fen == pytest.approx(12 * 100_000, abs=ramp)
    if ramp == 0:
        assert cost.spent_fen == 30 * (12 * 100_000 // 730)
