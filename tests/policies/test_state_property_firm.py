"""State property firm: who had no firm has one, whose crew relieves the grid, and is one more desk to wait at."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.district import District
from sim.state.cases import Category, Status
from sim.state.desks import Net
from tests.levers import assert_changes_nothing, assert_refused, differences, pair, surely
from tests.places import small

UNMANAGED = {"place": {"managed_share": 0.0}}
PROPERTY_ONLY: dict[str, Any] = {
    "needs": {"mix": (0, 0, 1.0, 0, 0, 0, 0, 0), "requests_per_year": 8.0, "enquiries_per_year": 0.1},
    "volunteering": {"share": 0.0},
}


def managed(run: District) -> np.ndarray[Any, Any]:
    """Which compounds have a firm to which their cases go."""
    world = run.world
    desk = world.routes.of_cell[Net.PROPERTY]
    has = np.zeros(world.map.n_compounds, bool)
    has[world.map.compound[desk >= 0]] = True
    served = desk >= 0
    assert (world.desks.unit[desk[served]] == world.map.compound[served]).all()
    assert np.array_equal(np.sort(world.firms.compound), np.flatnonzero(has))
    return has


def test_only_compounds_that_nobody_managed_are_taken_on() -> None:
    without, with_it = pair("state_property_firm", {"share": 1.0, "effort": 0.3}, days=3, property={"floor_sd": 0.0})
    before, after = managed(without), managed(with_it)
    assert 0 < before.sum() < len(before)
    assert after.all()
    old, new = with_it.world.firms.effort[: before.sum()], with_it.world.firms.effort[before.sum() :]
    assert (old == 0.6).all()
    assert (new == 0.3).all()


def test_the_roll_out_takes_them_on_step_by_step_and_only_where_covered() -> None:
    said = {"share": 1.0, "ramp_days": 10, "coverage": 0.4}
    run = small("state_property_firm", policies={"state_property_firm": said}, **UNMANAGED)
    covered = run.policies[0].covered(run.world) > 0.0
    where = run.world.map.community_of_compound
    for day in range(1, 11):
        has = managed(run.live(1))
        expected = np.where(covered, np.floor(0.1 * day * np.bincount(where) + 0.5 + 1e-9), 0.0)
        assert np.bincount(where[has], minlength=5).tolist() == expected.tolist()
    run.live(20).check()
    assert np.array_equal(managed(run), covered[where])


def test_grid_workers_have_less_to_do() -> None:
    changes = differences("utilisation", "state_property_firm", {"share": 1.0}, days=60, pairs=5, **UNMANAGED,
                          **PROPERTY_ONLY)  # fmt: skip
    assert surely(-1, changes)


@pytest.mark.parametrize("effort", [0.0, 0.4])
def test_what_the_grid_solved_at_once_now_passes_a_desk_that_solves_only_some(effort: float) -> None:
    """Harm: with grid workers who solve everything, the firm can only delay."""
    able = {"service": {"p_grid": 1.0}, "property": {"floor": effort, "floor_sd": 0.0, "fees_effort": 0.0}}
    able["dispatch"] = {"p_formal": 0.0}
    able["solvability"] = {"owned": False, "formal_pressure": 0.0}
    said = {"share": 1.0, "effort": effort, "meeting_h": 0.0}
    without, with_it = pair("state_property_firm", said, days=60, **able, **UNMANAGED, **PROPERTY_ONLY)
    for run, expected in ((without, 0.0), (with_it, 1.0 - effort)):
        cases = run.world.cases
        closed = (cases.category == Category.PROPERTY) & (cases.status == Status.CLOSED) & (cases.born > 1)
        closed &= cases.born < 50  # those passed up close later: count only what is decided
        n = closed.sum()
        assert n > 300
        assert abs(cases.passes[closed].mean() - expected) <= 4.0 * (expected * (1.0 - expected) / n) ** 0.5 + 1e-12
    if effort == 0.0:
        slower = differences(
            "resolution_median", "state_property_firm", said, days=30, pairs=4, **able, **UNMANAGED, **PROPERTY_ONLY
        )
        assert surely(1, slower)


def test_at_no_dose_nothing_changes() -> None:
    assert_changes_nothing("state_property_firm", {"share": 0.0})
    assert_refused("state_property_firm", {}, "all 20 compounds have a firm", place={"managed_share": 1.0})


def test_it_costs_a_subsidy_for_good() -> None:
    run = small("state_property_firm", policies={"state_property_firm": {"share": 1.0}}, **UNMANAGED).live(15)
    households = int(run.world.map.households.sum())
    assert run.world.firms.n == 20
    cost = run.world.money.costs["state_property_firm"]
    assert cost.capital_fen == households * 8000
    # from the morning after
    assert cost.charge_fen == 14 * (households * 8000 // 3650)
    assert cost.running_fen == 14 * round(households * 800 * 12 / 365)
    assert cost.hours["community workers"] == pytest.approx(2 * 20 * 0.25)


@pytest.mark.parametrize("owned", [True, False])
def test_what_a_lazy_firm_owns_stays_unsolved_unless_anyone_may_solve_it(owned: bool) -> None:
    """Harm: what was anyone's is the firm's, and others can only send it back."""
    lazy = {"property": {"floor": 0.2, "floor_sd": 0.0, "fees_effort": 0.0}, "solvability": {"owned": owned}}
    said = {"share": 1.0, "effort": 0.2, "meeting_h": 0.0}
    changes = differences(
        "true_resolution", "state_property_firm", said, days=60, pairs=4, **lazy, **UNMANAGED, **PROPERTY_ONLY
    )
    assert surely(-1, changes) == owned, changes
