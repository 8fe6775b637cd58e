"""Whistle: departments come to one place sooner and together, and several crews at one place are missing elsewhere."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.mechanisms.service import level_of
from sim.state.cases import Category, Stage, Status
from sim.state.desks import Net
from tests.levers import assert_changes_nothing, differences, measured, pair, surely
from tests.places import small

# Everything goes up to the street; what the street cannot do goes to a department.
UPHILL: dict[str, Any] = {
    "needs": {"requests_per_year": 8.0, "enquiries_per_year": 0.0, "mix": (0.5, 0.5, 0, 0, 0, 0, 0, 0), "p_money": 0.0},
    "service": {"p_grid": 0.0, "p_community": 0.0, "p_street": 0.4, "lead_days": (0.1,) * 8, "street_staff": 20},
    "dispatch": {"p_formal": 0.0, "p_handoff": 0.0, "handover_h": 1.0}, "volunteering": {"share": 0.0},
    "workers": {"admin_share": 0.1}, "solvability": {"owned": False, "formal_pressure": 0.0},
}  # fmt: skip


def test_the_rules_are_those_of_the_parting_of_flows() -> None:
    said = {"share": 0.5, "judgement": 0.5, "communities": (1, 2), "gain": 0.2, "handoff_left": 0.25}
    rules = small("whistle", policies={"whistle": said}).live(1).world.rules
    # of the street's cases 0.6 need a department; half of them are whistled, and a quarter of the others: 0.4 in all.
    # Of the 0.6 that are asked the street solves 0.3; 0.3 go on to the department, which has 0.7, of them 0.4 jointly.
    joint = 4.0 / 7.0
    street = level_of(Category.FACILITIES, Net.STREET)
    for m, on in ((0, 0.0), (1, 1.0)):
        at = (m, int(Category.FACILITIES))
        assert rules["asked"].value[(*at, street)] == pytest.approx(1.0 - 0.4 * on)
        assert rules["solve"].value[(*at, street)] == pytest.approx(0.4 + 0.1 * on)
        assert rules["lead"].value[at] == pytest.approx(1.0 - 0.2 * joint * on)
        assert rules["handoff"].value[at] == pytest.approx(0.15 * (1.0 - 0.75 * joint * on))
    for untouched in (Category.CARE, Category.SERVICES, Category.HEALTH):
        assert (rules["lead"].value[:, untouched] == 1.0).all()
        assert (rules["handoff"].value[:, untouched] == 0.15).all()


@pytest.mark.parametrize(("judgement", "to_department"), [(1.0, 0.6), (0.5, 0.7), (0.0, 0.8)])
def test_bad_judgement_alone_brings_more_cases_to_the_departments(judgement: float, to_department: float) -> None:
    said = {"share": 0.5, "judgement": judgement, "crews": 1.0}
    idle = {**UPHILL, "service": {**UPHILL["service"], "department_h": 0.3}}
    cases = small("whistle", policies={"whistle": said}, days=75, **idle).live(75).world.cases
    closed = (cases.status == Status.CLOSED) & (cases.t_accept < 55 * 24.0)
    n = int(closed.sum())
    assert n > 400
    at_department = int((cases.level[closed] == level_of(Category.ENVIRONMENT, Net.DEPARTMENT)).sum())
    assert abs(at_department - n * to_department) <= 4.0 * (n * to_department * (1.0 - to_department)) ** 0.5


def test_cases_are_passed_on_less_and_prepared_sooner() -> None:
    busy: dict[str, Any] = {"needs": {"requests_per_year": 10.0}, "days": 60, "pairs": 5}
    assert surely(-1, differences("handoffs", "whistle", **busy))
    patient = {**UPHILL, "service": {**UPHILL["service"], "lead_days": (3.0,) * 8}}
    shorter = []
    for k in range(4):
        lead = []
        for run in pair(
            "whistle", {"judgement": 1.0, "share": 1.0, "gain": 0.3, "crews": 1.0}, replication=k, **patient
        ):
            done = run.world.cases.spent[:, Stage.LEAD]
            lead.append(float(done[done > 0.0].mean()))
        shorter.append(lead[1] - lead[0])
    assert surely(-1, np.array(shorter)), shorter


def test_without_a_whistle_nothing_changes() -> None:
    assert_changes_nothing("whistle", {"share": 0.0, "hours_a_week": 0.0})


def test_crews_at_one_place_are_missing_where_nobody_whistled() -> None:
    # crews are short without the whistle too, and not yet so short that queues only grow
    scarce = {**UPHILL, "service": {**UPHILL["service"], "department_h": 1.5}}
    longer = []
    for k in range(6):
        took = []
        said = {"communities": (0, 1, 2), "share": 1.0, "judgement": 1.0, "crews": 5.0}
        for run in pair("whistle", said, replication=k, **scarce):
            cases = run.world.cases
            elsewhere = (cases.community > 2) & (cases.level == level_of(Category.ENVIRONMENT, Net.DEPARTMENT))
            spent = cases.spent[elsewhere & (cases.status == Status.CLOSED)].astype(np.float64)
            took.append(float((spent[:, Stage.QUEUE] + spent[:, Stage.WORK]).mean()))
        longer.append(took[1] - took[0])
    assert surely(1, np.array(longer)), longer


def test_what_it_costs() -> None:
    said = {"communities": (0, 3), "share": 1.0, "judgement": 1.0, "crews": 3.0, "hours_a_week": 5.0}
    run = small("whistle", policies={"whistle": said}, days=28, **UPHILL).live(28)
    world = run.world
    cost, cases = world.money.costs["whistle"], world.cases
    assert cost.running_fen == 28 * round(100 * 2 * 3000 / 365)
    assert cost.hours["community workers"] == pytest.approx(4 * 2 * 5.0)
    # whoever judges without error whistles for all that needs a department: three crews, so two in addition
    closed = (cases.status == Status.CLOSED) & np.isin(cases.community, (0, 3))
    closed &= cases.level == level_of(Category.ENVIRONMENT, Net.DEPARTMENT)
    assert closed.sum() > 20
    assert cost.hours["department crews"] == pytest.approx(2 * 3.0 * closed.sum())
    # they are missing on working days at five departments of two crews of eight and a half hours
    fades = (1.0 - 1.0 / 30.0) ** (27 - np.floor(cases.t_close[closed] / 24.0)) / 30.0
    run.live(1)
    missing = 2 * 3.0 * fades.sum() * 7 / 5 / (5 * 2 * 8.5)
    crews = world.desks.net == Net.DEPARTMENT
    assert 0.01 < missing < 0.3
    assert world.desks.speed[crews] == pytest.approx(1.0 - missing)


@pytest.mark.parametrize(("said", "sign"), [({}, -1), ({"share": 0.8, "crews": 8.0}, 1)])
def test_days_at_departments_fall_unless_too_many_crews_stand_at_one_place(said: dict[str, float], sign: int) -> None:
    days = {"needs": {"requests_per_year": 6.0}, "days": 120}
    changes: dict[str, list[float]] = {"department_days": [], "department_p90": []}
    for k in range(5):
        without, with_it = pair("whistle", said, replication=k, **days)
        for measure, found in changes.items():
            found.append(measured(with_it, measure, 30) - measured(without, measure, 30))
    assert all(surely(sign, np.array(found)) for found in changes.values()), changes
