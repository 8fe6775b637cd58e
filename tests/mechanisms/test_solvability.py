"""Who can solve a problem: shares, who closes what, and what pressure does."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.kernel.begin import _chances
from sim.kernel.work import work_of
from sim.mechanisms.solvability import owner_of, owner_shares, running
from sim.parameters.solvability import Solvability
from sim.state.cases import Category, Owner, Status
from sim.state.desks import Net
from tests.levers import differences, surely
from tests.places import hamlet, small

BUSY: dict[str, Any] = {"needs": {"requests_per_year": 15.0, "enquiries_per_year": 2.0}, "days": 60}


def test_shares_add_up_and_nobody_grows_with_its_factor() -> None:
    p = Solvability()
    for times in (0.0, 1.0, 6.0, 12.0):
        shares = owner_shares(p, times)
        assert shares.sum(axis=1) == pytest.approx(np.ones(8))
        assert shares.min() >= 0.0
        assert shares[:, Owner.NOBODY] == pytest.approx(np.minimum(times * np.array(p.nobody), 0.98))
    assert np.all(owner_shares(Solvability(owned=False), 6.0)[:, Owner.ANYONE] == 1.0)
    # 0.15 x 6 leave a tenth of property, which firm and department share as 45 to 10
    assert owner_shares(p, 6.0)[Category.PROPERTY] == pytest.approx([0.0, 0.1 * 45 / 55, 0.1 * 10 / 55, 0.9])


def test_a_factor_changes_no_other_owner() -> None:
    u = (np.arange(4000) + 0.5) / 4000
    few, many = (running(Solvability(), times) for times in (1.0, 2.0))
    owners = np.array([[owner_of(bounds, 2, v) for v in u] for bounds in (few, many)])
    changed = owners[0] != owners[1]
    assert changed.mean() == pytest.approx(0.15, abs=0.001)
    assert (owners[1][changed] == Owner.NOBODY).all()
    assert np.bincount(owners[0], minlength=4) / 4000 == pytest.approx(owner_shares(Solvability(), 1.0)[2], abs=0.001)


@pytest.fixture(scope="module")
def cases() -> Any:
    return small(population=2500, **BUSY).live(60).world


def test_only_the_owner_closes(cases: Any) -> None:
    rows, desks = cases.cases, cases.desks
    closed = (rows.status == Status.CLOSED) & (rows.parent < 0)
    net = desks.net[np.maximum(rows.desk, 0)]
    at_department = (net >= Net.DEPARTMENT) & (net < Net.GRID)
    for owner in (Owner.DEPARTMENT, Owner.NOBODY):
        its = closed & (rows.owner == owner)
        assert its.sum() > 50
        assert at_department[its].all()
    firms = closed & (rows.owner == Owner.FIRM) & (cases.routes.of_cell[Net.PROPERTY, rows.cell] >= 0)
    assert firms.sum() > 50
    assert (net[firms] == Net.PROPERTY).all()
    assert rows.handoffs[firms].max() > 0  # some were pushed back to it
    assert (net[closed & (rows.owner == Owner.ANYONE)] == Net.GRID).any()


def test_what_nobody_can_solve_is_explained(cases: Any) -> None:
    rows = cases.cases
    its = (rows.owner == Owner.NOBODY) & (rows.status == Status.CLOSED)
    assert rows.formal[its].all()
    assert not rows.solved[rows.owner == Owner.NOBODY].any()
    assert not rows.life[its & (rows.parent < 0)].any()
    satisfied = rows.rating[its & (rows.parent < 0)]
    assert 0.1 < (satisfied[satisfied >= 0] > 0).mean() < 0.7


def test_what_a_firm_owns_is_anyones_where_there_is_no_firm() -> None:
    said = {"place": {"managed_share": 0.0}, "needs": {"mix": (0, 0, 1.0, 0, 0, 0, 0, 0), "requests_per_year": 15.0}}
    world = small(population=1500, days=40, **said).live(40).world
    rows = world.cases
    its = (rows.owner == Owner.FIRM) & (rows.status == Status.CLOSED)
    assert its.sum() > 50
    assert rows.solved[its].mean() > 0.8


def test_firms_that_try_again_draw_anew() -> None:
    said = {
        "needs": {"mix": (0, 0, 1.0, 0, 0, 0, 0, 0), "requests_per_year": 6.0, "enquiries_per_year": 0.0},
        "solvability": {"firm": (1.0,) * 8, "nobody": (0.0,) * 8, "department": (0.0,) * 8, "formal_pressure": 0.0},
        "property": {"effort": 0.5, "drift_per_month": 0.0, "rise_per_month": 0.0}, "dispatch": {"p_formal": 0.0},
        "volunteering": {"share": 0.0}, "place": {"managed_share": 1.0}, "incidents": {"shared": 0.0, "p_chase": 0.0},
        "service": {"work_cv": 0.0},
    }  # fmt: skip
    rows = small(population=2000, days=60, **said).live(60).world.cases
    solved = rows.solved & (rows.born < 40)
    tries = rows.handoffs[solved]
    assert (tries == 0).mean() == pytest.approx(0.5, abs=4.0 * 0.5 / np.sqrt(solved.sum()))
    assert (tries == 1).mean() == pytest.approx(0.25, abs=4.0 * 0.44 / np.sqrt(solved.sum()))


def test_formal_closing_answers_to_pressure() -> None:
    world = hamlet(dispatch={"p_formal": 0.1}, solvability={"formal_pressure": 0.8})
    row = int(world.cases.add(1, cell=0, community=0, category=0, index=0)[0])
    desk = int(world.routes.of_cell[Net.GRID, 0])
    world.rules.settle()
    assert _chances(work_of(world), row, desk, False)[1] == pytest.approx(0.1)
    world.desks.overdue[desk] = 0.5
    assert _chances(work_of(world), row, desk, False)[1] == pytest.approx(1.0 - 0.9 * np.exp(-0.4))
    world.rules["pressure"].value[:] = 0.25
    assert _chances(work_of(world), row, desk, False)[1] == pytest.approx(1.0 - 0.9 * np.exp(-0.6))


def test_a_desk_counts_what_is_overdue() -> None:
    world = small(population=1500, days=30, workers={"admin_share": 0.8}, needs=BUSY["needs"]).live(30).world
    overdue = world.desks.overdue
    assert overdue.max() > 0.3
    assert ((overdue >= 0.0) & (overdue <= 1.0)).all()


def test_more_that_nobody_can_solve_lowers_true_resolution_without_limit() -> None:
    def resolved(times: float) -> float:
        rows = small(population=1500, **{**BUSY, "needs": {**BUSY["needs"], "unsolvable_times": times}}).live(60).world
        rated = (rows.cases.rating >= 0) & (rows.cases.category != Category.SERVICES)
        return float(rows.cases.solved[rated].mean())

    assert resolved(0.2) > 0.85
    assert resolved(6.0) < 0.55


def test_ranking_closes_on_time_and_not_truly() -> None:
    said = {"gaming": 0.0, "rank_push": 0.4}
    lever = "supervision_ranking"
    strong = {**BUSY, "days": 120, "solvability": {"formal_pressure": 2.0}}
    assert surely(+1, differences("formalism_gap", lever, said, pairs=4, **strong))
    assert surely(+1, differences("repeat", lever, said, pairs=4, **strong))
