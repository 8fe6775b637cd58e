"""Collective economy: repairs wait less where money is short; enterprises that fail cost money and hours."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.district import District
from sim.policies.collective_economy import CollectiveEconomy
from sim.state.cases import Stage, Status
from tests import bits
from tests.levers import assert_changes_nothing, differences, pair, programme, surely
from tests.places import small
from tests.theory import agrees, share_agrees

LEVER = "collective_economy"
SURE: dict[str, Any] = {"fail_share": 0.0, "spread": 0.0, "build_days": 1, "office_hours": 0.0}
POOR: dict[str, Any] = {
    "needs": {"requests_per_year": 6.0, "p_money": 0.6, "repair_yuan": 500.0},
    "finance": {"base_funds_yuan": 5000.0, "reserve_days": 0.0}, "days": 60,
}  # fmt: skip
RICH: dict[str, Any] = {**POOR, "finance": {"base_funds_yuan": 1e7, "reserve_days": 365.0}}


def hours_without_money(run: District) -> float:
    """Case-hours that repairs have waited for money, those that still wait included."""
    cases = run.world.cases
    still = cases.status == Status.MONEY
    return float(cases.spent[:, Stage.MONEY].sum() + (24.0 * run.world.day - cases.t_stage[still]).sum())


def test_income_goes_into_the_funds_of_the_communities_covered() -> None:
    said = {**SURE, "coll_income": 73000.0, "to_fund": 0.5, "coverage": 0.6}
    without, with_it = pair(LEVER, said, days=11, needs={"p_money": 0.0})
    covered = CollectiveEconomy(coverage=0.6).covered(with_it.world) > 0
    more = with_it.world.agenda.funds["fen"] - without.world.agenda.funds["fen"]
    # half of 200 yuan a day, from the second day on
    assert more.tolist() == np.where(covered, 10 * 100_00, 0).tolist()
    assert with_it.world.money.ledger.accounts["collective income and gifts"] == -3 * 10 * 100_00


def test_income_grows_over_the_build_up_and_varies_as_said() -> None:
    run = small(LEVER, policies={LEVER: {**SURE, "build_days": 20, "coll_income": 36500.0, "to_fund": 1.0}}, days=40)
    daily = []
    for _ in range(40):
        run.live(1)
        daily.append(run.world.rules["gifts_yuan"].value.sum())
    assert daily == pytest.approx([5 * 100.0 * min(day / 20.0, 1.0) for day in range(40)])


def test_enterprises_fail_and_differ_as_said() -> None:
    world = small().world
    lever = CollectiveEconomy(fail_share=0.3, spread=0.6)
    failed, luck = 0, []
    for k in range(150):
        world.replication = k
        failed += int(lever.fails(world).sum())
        world.rules.reset()
        lever.plan(world, programme(world, lever))
        luck.append(world.memory["collective_economy.luck"].copy())
    share_agrees(failed, 150 * 5, 0.3)
    agrees(np.array(luck).ravel(), 1.0)
    agrees((np.array(luck).ravel() - 1.0) ** 2, 0.36)


def test_repairs_wait_less_for_money_where_money_is_short() -> None:
    without, with_it = pair(LEVER, {**SURE, "coll_income": 300000.0}, **POOR)
    waits = [hours_without_money(run) for run in (without, with_it)]
    stuck = [int((run.world.cases.status == Status.MONEY).sum()) for run in (without, with_it)]
    assert stuck[0] > 50
    assert stuck[1] < 0.5 * stuck[0]
    assert waits[1] < 0.5 * waits[0]
    assert surely(-1, differences("backlog", LEVER, SURE, pairs=4, **POOR))


def test_where_base_funds_cover_all_repairs_income_only_piles_up() -> None:
    without, with_it = pair(LEVER, SURE, **RICH)
    assert not (without.world.cases.status == Status.MONEY).any()
    assert bits.tables(without)["cases"] == bits.tables(with_it)["cases"]
    assert (with_it.world.agenda.funds["fen"] > without.world.agenda.funds["fen"]).all()


def test_without_income_and_hours_nothing_changes() -> None:
    assert_changes_nothing(LEVER, {"coll_income": 0.0, "office_hours": 0.0}, {"fail_share": 1.0, "office_hours": 0.0})


def test_failed_enterprises_cost_seed_money_and_office_hours_for_nothing() -> None:
    said = {"fail_share": 1.0, "trial_days": 10, "office_hours": 20.0, "seed_yuan": 36500.0, "years_of_use": 10.0}
    without, with_it = pair(LEVER, said, days=30)
    assert np.array_equal(with_it.world.agenda.funds["fen"], without.world.agenda.funds["fen"])
    cost = with_it.world.money.costs[LEVER]
    # eight working days in the first ten, four hours each, in five communities
    assert cost.hours == pytest.approx({"community workers": 5 * 8 * 4.0})
    assert cost.capital_fen == 5 * 36_500_00
    # 10 yuan a day are written off in each community, although the doors are closed
    assert cost.spent_fen == 30 * 5 * 10_00
    speed = []
    run = small(LEVER, policies={LEVER: said}, days=30)
    for _ in range(15):
        run.live(1)
        speed.append(run.world.rules["time"].value[0, 0])
    # of 4 x 8.5 h a day
    assert speed[:5] == pytest.approx([0.5 * (1.0 - 4.0 / 34.0)] * 5)
    assert speed[10:] == pytest.approx([0.5] * 5)


def test_residents_wait_while_the_office_runs_an_enterprise() -> None:
    said = {"fail_share": 1.0, "office_hours": 60.0}
    busy = {"needs": {"requests_per_year": 6.0, "enquiries_per_year": 6.0}, "days": 40}
    assert surely(1, differences("backlog", LEVER, said, pairs=4, **busy))


def test_a_staged_roll_out_founds_each_enterprise_once() -> None:
    said = {**SURE, "ramp_days": 10, "coverage": 0.4, "seed_yuan": 1000.0}
    run = small(LEVER, policies={LEVER: said}, days=20).live(20)
    assert run.world.money.costs[LEVER].capital_fen == pytest.approx(2 * 1000_00, abs=10)
    assert run.world.memory["collective_economy.founded"].sum() == pytest.approx(2.0)
