"""Service decentralisation: windows decide more, take longer, and have the same few people for everything else."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.district import District
from sim.state.cases import Category, Stage, Status
from sim.state.desks import Net, Office
from sim.types import Array
from tests.levers import assert_changes_nothing, pair, surely
from tests.places import small

NAME = "service_decentralisation"
NOTHING: dict[str, Any] = {
    "community_decides": 0.0, "street_decides": 0.0, "longer": 0.0, "shorter": 0.0, "sooner": 0.0, "hall_h": 0.0,
    "training_h": 0.0,
}  # fmt: skip
ENQUIRIES: dict[str, Any] = {
    "needs": {"enquiries_per_year": 8.0, "requests_per_year": 0.0}, "days": 60, "dispatch": {"p_formal": 0.0},
    "solvability": {"owned": False, "formal_pressure": 0.0},
}  # fmt: skip


def test_windows_decide_a_share_of_what_they_passed_up() -> None:
    said = {**NOTHING, "community_decides": 0.4, "street_decides": 0.5, "coverage": 0.6}
    _, run = pair(NAME, said, **ENQUIRIES, service={"p_window": 0.5})
    world = run.world
    cases, covered = world.cases, run.policies[0].covered(world) > 0
    first = (cases.parent < 0) & (cases.category == Category.SERVICES) & (cases.t_accept < 24.0 * 30)
    known = first & np.isin(cases.status, (Status.CLOSED, Status.MOVING, Status.QUEUED, Status.AT_WORK))
    for where, community, street in ((covered, 0.7, 0.7), (~covered, 0.5, 0.4)):
        tried = known & where[cases.community]
        stays = cases.level[tried] <= 1
        assert abs(stays.mean() - community) <= 4.0 * (community * (1.0 - community) / len(stays)) ** 0.5
        further = cases.level[tried & (cases.level >= 2)] <= 2
        assert abs(further.mean() - street) <= 4.0 * (street * (1.0 - street) / len(further)) ** 0.5


def same_services(without: District, with_it: District) -> tuple[Array, Array]:
    """Rows of the enquiries that were closed in both runs, once and without going round departments."""
    rows, keys = [], []
    for run in (without, with_it):
        cases = run.world.cases
        plain = (cases.category == Category.SERVICES) & (cases.parent < 0) & (cases.status == Status.CLOSED)
        rows.append(np.flatnonzero(plain & (cases.life == 0) & (cases.handoffs == 0)))
        keys.append(2**32 * cases.born[rows[-1]].astype(np.int64) + cases.index[rows[-1]])
    _, one, other = np.intersect1d(*keys, return_indices=True)
    return rows[0][one], rows[1][other]


def test_an_enquiry_takes_as_long_as_said() -> None:
    without, with_it = pair(NAME, {**NOTHING, "longer": 0.5, "shorter": 0.2}, **ENQUIRIES, service={"p_window": 1.0})
    one, other = same_services(without, with_it)
    assert len(one) > 500
    hours = [run.world.cases.effort_h[k] for run, k in ((without, one), (with_it, other))]
    assert hours[1] == pytest.approx(1.5 * 0.8 * hours[0], rel=1e-4)


def test_departments_prepare_services_in_less_time_and_nothing_else() -> None:
    busy = {"needs": {"enquiries_per_year": 8.0, "requests_per_year": 4.0}, "days": 60, "service": {"p_window": 0.2}}
    without, with_it = pair(NAME, {**NOTHING, "sooner": 0.5}, **busy)
    one, other = same_services(without, with_it)
    before = without.world.cases.spent[one, Stage.LEAD]
    after = with_it.world.cases.spent[other, Stage.LEAD]
    assert (before > 0.0).sum() > 20
    assert after == pytest.approx(0.5 * before, rel=1e-3)
    lead = with_it.world.rules["lead"].value
    assert (lead[:, Category.SERVICES] == 0.5).all()
    assert (np.delete(lead, Category.SERVICES, axis=1) == 1.0).all()


def test_windows_that_get_no_power_change_nothing() -> None:
    assert_changes_nothing(NAME, NOTHING)


def test_windows_full_of_departments_work_let_everything_else_wait() -> None:
    busy: dict[str, Any] = {"needs": {"enquiries_per_year": 8.0, "requests_per_year": 4.0}, "days": 60}
    said = {**NOTHING, "longer": 0.5, "hall_h": 40.0}

    def waits(k: int) -> list[float]:
        hours = []
        for run in pair(NAME, said, replication=k, **busy):
            cases, office = run.world.cases, run.world.desks.net == Net.COMMUNITY
            others = (cases.category != Category.SERVICES) & office[cases.desk] & (cases.status == Status.CLOSED)
            hours.append(float((cases.t_close - cases.t_accept)[others].mean()))
        return hours

    hours = np.array([waits(k) for k in range(4)])
    assert surely(1, hours[:, 1] - hours[:, 0])


def test_it_costs_equipment_upkeep_and_working_time() -> None:
    said = {**NOTHING, "hall_h": 5.0, "training_h": 16.0, "training_weeks": 2, "training_yuan": 1000.0}
    said |= {"community_yuan": 20000.0, "street_yuan": 100000.0, "upkeep_yuan": 3650.0, "years_of_use": 2.0}
    run = small(NAME, policies={NAME: said}).live(5)
    rules = run.world.rules
    # a community's four persons give 1 hour a day to the hall and 1.6 each to the course, of 34; a street's six 1.6
    assert rules["time"].value[:, Office.COMMUNITY] == pytest.approx(0.5 * (1.0 - 1.0 / 34.0) * (1.0 - 4 * 1.6 / 34.0))
    assert rules["time"].value[:, Office.STREET] == pytest.approx(0.6 * (1.0 - 1.6 / 8.5))
    run.live(23)
    cost = run.world.money.costs[NAME]
    assert rules["time"].value[:, Office.STREET] == pytest.approx(0.6)
    assert cost.hours["community workers"] == pytest.approx(5 * (4 * 5.0 + 4 * 16.0))
    assert cost.hours["street staff"] == pytest.approx(6 * 16.0)
    price = 5 * (20000.0 + 4 * 1000.0) + 100000.0 + 6 * 1000.0
    assert cost.capital_fen == 100 * price
    assert cost.charge_fen == pytest.approx(28 * 100 * price / 730, abs=28)
    assert cost.running_fen == 28 * 5 * 1000
