"""Ranking: what is counted is pushed, at the cost of what is not counted, and partly on paper."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.policies.supervision_ranking import COUNTED, NOT_COUNTED, SupervisionRanking, places
from sim.state.cases import Category, Stage, Status, due
from sim.state.desks import Net
from tests.levers import assert_changes_nothing, differences, pair, surely
from tests.places import small

BUSY: dict[str, Any] = {"needs": {"requests_per_year": 10.0}, "days": 90}
# Nearly everything needs a department, where little else than preparation takes time.
UPHILL: dict[str, Any] = {
    "needs": {"requests_per_year": 15.0, "enquiries_per_year": 0.0, "p_money": 0.0}, "days": 120,
    "service": {
        "p_grid": 0.0, "p_community": 0.0, "p_street": 0.0, "p_grid_dispute": 0.0, "street_staff": 40,
        "lead_days": (2.0,) * 8, "department_h": 0.2, "grid_h": 0.1,
    },
    "mediation": {"p_agree": 0.0, "mediators": 20},
}  # fmt: skip


def test_places_on_the_list() -> None:
    late = np.array([0.1, 0.3, 0.1, 0.9, 0.2])
    ranked = np.array([True, True, True, False, True])
    assert places(late, ranked) == pytest.approx([1 / 6, 1.0, 1 / 6, 0.0, 2 / 3])
    assert (places(late, ranked & (late < 0.2)) == [0.5, 0.0, 0.5, 0.0, 0.0]).all()
    assert (places(late, late > 0.5) == 0.0).all(), "whoever is alone is not last"


def test_the_list_is_made_of_last_month_s_cases_on_time() -> None:
    said = {"communities": (0, 1, 2, 4), "start_day": 3}
    run = small(
        "supervision_ranking", policies={"supervision_ranking": said}, dispatch={"p_come_back": 0.0},
        needs={"requests_per_year": 15.0}, days=60,
    )  # fmt: skip
    world = run.live(32).world
    assert (world.memory["supervision_ranking.pressure"] == 0.0).all(), "there is no list yet"
    run.live(1)
    cases = world.cases
    closed = (cases.status == Status.CLOSED) & np.isin(cases.category, COUNTED)
    closed &= (cases.t_close >= 3 * 24.0) & (cases.t_close < 33 * 24.0)
    late = closed & (cases.t_close > due(world.settings.service.limit_h, cases.limit_class, cases.t_open))
    many, too_late = (np.bincount(cases.community[k], minlength=5) for k in (closed, late))
    assert too_late.min() > 0
    expected = places(too_late / many, np.array([True, True, True, False, True]))
    assert expected.max() == 1.0
    assert world.memory["supervision_ranking.pressure"] == pytest.approx(expected)


@pytest.mark.parametrize("push", [0.0, 0.1, 0.4, 1.0])
def test_effort_is_shifted_and_never_made(push: float) -> None:
    world = small().world
    pressure = np.array([0.0, 0.25, 0.5, 0.75, 1.0])
    counted, other = SupervisionRanking(rank_push=push, least_effort=0.2).shift(world, pressure)
    weight = np.array(world.settings.needs.mix) * np.array(world.settings.service.lead_days)
    effort = np.outer(counted, np.isin(np.arange(8), COUNTED)) + np.outer(other, np.isin(np.arange(8), NOT_COUNTED))
    assert effort @ weight == pytest.approx(np.full(5, weight.sum()))
    assert other.min() >= 0.2 - 1e-12
    # cases times days: counted 0.22 x 3 + 0.18 x 3 + 0.22 x 11 + 0.11 + 0.07, not counted 0.1 x 13 + 0.1 x 11
    assert weight[list(COUNTED)].sum() / weight[list(NOT_COUNTED)].sum() == pytest.approx(3.80 / 2.40)
    if push == 0.1:
        assert counted == pytest.approx(1.0 + 0.1 * pressure)
        assert other == pytest.approx(1.0 - 0.1 * 3.80 / 2.40 * pressure)


def test_pressed_communities_have_other_rules() -> None:
    said = {"rank_push": 0.12, "gaming": 0.06, "forms": 0.02}
    run = small("supervision_ranking", policies={"supervision_ranking": said}, workers={"turnover_per_year": 0.0})
    pressure = np.array([0.0, 0.25, 0.5, 0.75, 1.0])
    run.policies[0].memory(run.world)["pressure"][:] = pressure
    rules = run.live(1).world.rules
    faster, slower = 1.0 + 0.12 * pressure, 1.0 - 0.19 * pressure
    assert rules["lead"].value[:, Category.PROPERTY] == pytest.approx(1.0 / faster)
    assert rules["lead"].value[:, Category.CARE] == pytest.approx(1.0 / slower)
    assert rules["handover_h"].value[:, Category.SAFETY] == pytest.approx(8.0 / faster)
    assert rules["handover_h"].value[:, Category.DISPUTES] == pytest.approx(8.0 / slower)
    assert rules["formal"].value == pytest.approx(0.05 + 0.06 * pressure)
    assert rules["admin_share"].value == pytest.approx(np.full(5, 0.52))
    # a quarter of the day goes to patrols and visits (0.15 and 2 x 0.4 h of 8 h); what they lose, cases gain
    assert rules["patrol_share"].value == pytest.approx(0.15 * (1.0 - 0.12 * pressure))
    assert rules["visit_share"].value == pytest.approx(0.10 * (1.0 - 0.12 * pressure))
    desks = run.world.desks
    grid = desks.net >= Net.GRID
    time = 1.0 - 0.52 - 0.25 * (1.0 - 0.12 * pressure[desks.community[grid]])
    assert desks.speed[grid][:, 0] / desks.speed[grid][0, 0] == pytest.approx(time / time[0])


def test_what_is_counted_is_prepared_sooner_and_the_rest_later() -> None:
    changes = []
    for k in range(4):
        means = []
        for run in pair("supervision_ranking", {"rank_push": 0.4, "gaming": 0.0}, replication=k, **UPHILL):
            cases = run.world.cases
            spent = cases.spent.astype(np.float64)
            prepared = (spent[:, Stage.LEAD] > 0.0) & (cases.t_accept > 30 * 24.0) & (cases.t_accept < 90 * 24.0)
            groups = [prepared & np.isin(cases.category, which) for which in (COUNTED, NOT_COUNTED)]
            means.append([spent[g, Stage.LEAD].mean() for g in groups])
        changes.append(np.subtract(means[1], means[0]))
    counted, other = np.array(changes).T
    assert surely(-1, counted), counted
    assert surely(1, other), other


def test_a_list_without_effect_changes_nothing() -> None:
    idle = dict.fromkeys(("rank_push", "gaming", "forms", "hours_a_week"), 0.0)
    assert_changes_nothing("supervision_ranking", idle, {**idle, "coverage": 0.4}, days=50)


def test_cases_are_closed_on_paper() -> None:
    assert surely(
        1, differences("formalism_gap", "supervision_ranking", {"gaming": 0.1}, pairs=5, first_day=30, **BUSY)
    )


def test_the_vulnerable_are_visited_less() -> None:
    without, with_it = pair("supervision_ranking", {"rank_push": 0.3}, **BUSY)
    visits = [np.array([run.recorder.visits[29], run.recorder.visits[-1]]) for run in (without, with_it)]
    assert visits[0][0] == visits[1][0]
    # two months of lists; pressure is a half in the mean, and workers are spread nearly evenly
    later = [float(v[1] - v[0]) for v in visits]
    assert later[1] / later[0] == pytest.approx(1.0 - 0.3 * 0.5, abs=0.03)
    assert surely(1, differences("silent", "supervision_ranking", {"rank_push": 0.4}, pairs=5, first_day=30, **BUSY))


def test_what_it_costs() -> None:
    said = {"communities": (0, 1, 2), "start_day": 7, "communities_per_inspector": 6.0, "forms": 0.05}
    settings = {"workers": {"turnover_per_year": 0.0}, "days": 35}
    run = small("supervision_ranking", policies={"supervision_ranking": said}, **settings).live(35)
    cost = run.world.money.costs["supervision_ranking"]
    assert cost.running_fen == 28 * (round(100 * 0.5 * 80000 / 365) + round(100 * 3 * 2000 / 365))
    assert cost.post_days == pytest.approx(28 * 0.5)
    assert cost.hours["inspectors"] == pytest.approx(20 * 0.5 * 8.0)
    assert cost.hours["community workers"] == pytest.approx(4 * 3 * 2.0)
    workers = run.world.today.workers[:3].sum()
    assert cost.hours["grid workers (forms)"] == pytest.approx(24 * workers * 8.0 * 0.05)


def test_pressure_alone_closes_cases_on_paper_where_closing_answers_it() -> None:
    no_gaming: dict[str, Any] = {"needs": {"requests_per_year": 6.0}, "days": 120, "first_day": 30, "pairs": 4}
    for answers in (0.0, 2.0):
        changes = differences(
            "formalism_gap", "supervision_ranking", {"gaming": 0.0}, solvability={"formal_pressure": answers},
            **no_gaming,
        )  # fmt: skip
        assert surely(1, changes) == (answers > 0.0), changes
