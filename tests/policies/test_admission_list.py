"""Admission list: fewer forms leave more time; what is refused goes on to a street that has few hands."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from sim.mechanisms.service import level_of
from sim.policies.admission_list import REFUSED
from sim.state.cases import Category
from sim.state.desks import Net, Office
from tests.levers import assert_changes_nothing, differences, pair, surely
from tests.places import small

NAME = "admission_list"
NOTHING: dict[str, Any] = {"forms_off": 0.0, "refused": 0.0, "to_street": 0.0, "vetting_h": 0.0}
BUSY: dict[str, Any] = {"needs": {"requests_per_year": 8.0}, "days": 60}


@pytest.mark.parametrize(("upheld", "rate"), [(1.0, 0.0), (0.0, 2.0), (0.5, 1.0)])
def test_forms_are_taken_off_and_creep_back_unless_departments_are_held_to_the_list(upheld: float, rate: float) -> None:
    said = {**NOTHING, "forms_off": 0.4, "creep": 2.0, "upheld": upheld, "start_day": 2, "coverage": 0.4}
    run = small(NAME, policies={NAME: said})
    for day in range(40):
        run.live_day()
        rules, covered = run.world.rules, run.policies[0].covered(run.world) > 0
        off = 0.4 * math.exp(-rate * (day - 2) / 365.0) if day >= 2 else 0.0
        assert rules["admin_share"].value[covered] == pytest.approx(0.5 * (1.0 - off))
        assert rules["time"].value[covered, Office.COMMUNITY] == pytest.approx(0.5 + 0.5 * off)
        assert (rules["admin_share"].value[~covered] == 0.5).all()
        assert (rules["time"].value[~covered, Office.COMMUNITY] == 0.5).all()


def test_a_share_of_what_departments_must_do_passes_by_the_community() -> None:
    # nobody at the grid can solve anything, the community could solve all
    settings: dict[str, Any] = {"service": {"p_grid": 0.0, "p_community": 1.0}, "volunteering": {"share": 0.0}}
    settings |= {"needs": {"requests_per_year": 20.0, "p_money": 0.0}, "days": 40, "solvability": {"owned": False}}
    _, run = pair(NAME, {**NOTHING, "refused": 0.3, "coverage": 0.6}, place={"compounds": 20}, **settings)
    world = run.world
    cases, covered = world.cases, run.policies[0].covered(world) > 0
    tried = (cases.parent < 0) & (cases.level >= 1) & (cases.life == 0)
    for category in (*REFUSED, Category.CARE):
        level = level_of(category, Net.COMMUNITY)
        reached = tried & (cases.category == category) & (cases.level >= level)
        # at the community or closed there, or gone past it
        past = cases.level > level
        assert not past[reached & ~covered[cases.community]].any()
        share = past[reached & covered[cases.community]]
        p = 0.3 if category in REFUSED else 0.0
        assert abs(share.mean() - p) <= 4.0 * (p * (1.0 - p) / len(share)) ** 0.5


def test_fewer_forms_shorten_the_wait_at_grid_and_community() -> None:
    said = {**NOTHING, "forms_off": 0.3}
    assert surely(-1, differences("response_mean", NAME, said, **BUSY))
    assert surely(-1, differences("utilisation", NAME, said, **BUSY))


def test_an_empty_list_changes_nothing() -> None:
    assert_changes_nothing(NAME, NOTHING)


def test_what_is_refused_and_what_is_shifted_load_the_street() -> None:
    def worked(**said: float) -> Any:
        changes = []
        for k in range(4):
            runs = pair(NAME, {**NOTHING, **said}, replication=k, needs={"requests_per_year": 3.0}, days=60)
            street = [run.world.desks.worked_h[run.world.desks.net == Net.STREET].sum() for run in runs]
            changes.append(street[1] - street[0])
        return np.array(changes)

    assert surely(1, worked(refused=0.5))
    assert surely(1, worked(forms_off=0.5, to_street=0.3))
    # one person at the street, and about as many problems for that person as in Xialu
    short: dict[str, Any] = {"needs": {"requests_per_year": 4.0}, "service": {"street_staff": 1}, "days": 90}
    assert surely(1, differences("backlog", NAME, {**NOTHING, "refused": 0.5}, **short))


def test_streets_pay_with_hours_and_the_list_costs_money() -> None:
    said = {"forms_off": 0.4, "to_street": 0.1, "creep": 0.0, "vetting_h": 10.0, "list_yuan": 7300.0}
    said |= {"years_of_use": 2.0, "refused": 0.0}
    place = {"communities": 4, "streets": 2}
    run = small(NAME, policies={NAME: said}, place=place, workers={"turnover_per_year": 0.0})
    run.live(14)
    cost = run.world.money.costs[NAME]
    # offices: 4 persons of 8.5 hours, half of it forms; grid workers: 12 of 8 hours, half of it forms; two
    # streets vet two hours a day each
    offices, grid = 4 * 4 * 8.5 * 0.5 * 0.4 * 0.1, 12 * 8.0 * 0.5 * 0.4 * 0.1
    assert cost.hours == {"street staff": pytest.approx(10 * (offices + 4.0) + 10 * grid)}
    assert cost.capital_fen == 2 * 730_000
    assert cost.spent_fen == 14 * 2 * 730_000 // 730
    run.live(1)
    in_street = run.world.today.workers.reshape(2, 2).sum(axis=1)  # communities 0, 1 and 2, 3
    asked = 2 * 4 * 8.5 * 0.5 * 0.04 + in_street * 8.0 * 0.5 * 0.04 + 2.0
    time = run.world.rules["time"].value[:, Office.STREET].reshape(2, 2).mean(axis=1)
    assert time == pytest.approx(0.6 * (1.0 - asked / (6 * 8.5)))


def test_fewer_forms_tire_grid_workers_less() -> None:
    lighter = []
    for k in range(4):
        staff = [run.world.staff for run in pair(NAME, {**NOTHING, "forms_off": 0.3}, replication=k, **BUSY)]
        loads = [float(of.load[of.desk >= 0].mean()) for of in staff]
        lighter.append(loads[1] - loads[0])
    assert surely(-1, np.array(lighter)), lighter
