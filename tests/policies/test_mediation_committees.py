"""Mediation committees: more hours and better agreements, and more quarrels for the grid workers."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.policies.mediation_committees import AT, MediationCommittees
from sim.state.cases import Category, Channel, Status
from sim.state.desks import Net
from tests.levers import assert_changes_nothing, differences, pair, surely
from tests.places import small
from tests.theory import share_agrees

LEVER = "mediation_committees"
QUARRELS: dict[str, Any] = {
    "needs": {"requests_per_year": 10.0, "mix": (0, 0, 0, 1.0, 0, 0, 0, 0), "enquiries_per_year": 0.0}, "days": 60,
}  # fmt: skip
PLAIN: dict[str, Any] = {"induced": 0.0, "hours": 1.0, "breaking": 1.0}


def test_posts_and_time_add_up_to_the_hours_that_are_paid_for() -> None:
    said = {"committees": 0.5, "mediators": 3.0, "lawyers": 1.0, "lawyer_post": 0.25, "case_time": 0.8}
    run = small(LEVER, policies={LEVER: {**said, "coverage": 0.4}}, days=2).live(2)
    desks = run.world.desks
    there = desks.net == Net.MEDIATION
    covered = MediationCommittees(coverage=0.4).covered(run.world) > 0
    # 2 posts with 0.3 of their time, and 1.75 with 0.8; three servers and three quarters make four slower ones
    assert desks.servers[there].tolist() == np.where(covered, 4, 2).tolist()
    hours = desks.servers[there] * desks.speed[there][:, 0]
    assert hours == pytest.approx(np.where(covered, 0.6 + 1.75 * 0.8, 0.6))


def test_what_it_costs_by_hand() -> None:
    said = {
        "committees": 0.2, "mediators": 2.0, "lawyers": 0.4, "lawyer_post": 0.5, "mediator_yuan": 36500.0,
        "lawyer_yuan": 73000.0,
    }  # fmt: skip
    cost = small(LEVER, policies={LEVER: said}, days=14).live(14).world.money.costs[LEVER]
    # in five communities two mediators at 100 yuan a day and one lawyer's post at 200
    assert cost.spent_fen == 14 * (2 * 100_00 + 200_00)
    assert cost.post_days == pytest.approx(14 * 3.0)
    assert cost.hours == pytest.approx({"trade mediators": 10 * 16.0, "lawyers": 10 * 8.0})


def test_agreements_in_their_trades_are_kept() -> None:
    broken = {"mediation": {"p_fulfil": 0.4, "relapse_days": 20.0, "mediators": 20}}
    good = {**PLAIN, "trade_share": 1.0, "breaking": 0.0}
    truly = {"dispatch": {"p_formal": 0.0}, "solvability": {"owned": False, "formal_pressure": 0.0}}
    without, with_it = pair(LEVER, good, **QUARRELS, **broken, **truly)
    assert (without.world.cases.life[without.world.cases.parent < 0] > 0).sum() > 50
    assert not (with_it.world.cases.life[with_it.world.cases.parent < 0] > 0).any()
    some = small(LEVER, policies={LEVER: {"trade_share": 0.4, "breaking": 0.6}}, days=1).live(1)
    assert some.world.rules["relapse"].value == pytest.approx(np.full(5, 0.84))
    assert surely(-1, differences("repeat", LEVER, {**PLAIN, "breaking": 0.3}, pairs=4, **QUARRELS, **broken))


def test_their_cases_take_fewer_hours_and_busy_committees_are_relieved() -> None:
    quick = small(LEVER, policies={LEVER: {"trade_share": 0.5, "hours": 0.6}}, days=1).live(1)
    assert quick.world.rules["work"].value[:, AT[0], AT[1]] == pytest.approx(np.full(5, 0.8))
    few = {"mediation": {"mediators": 1}}
    assert surely(-1, differences("backlog", LEVER, {**PLAIN, "induced": 0.0}, pairs=4, **QUARRELS, **few))


def test_people_bring_quarrels_that_they_would_have_kept_to_themselves() -> None:
    voice = {
        "trust_slope": 0.0, "app_factor": 1.0, "elder_factor": 1.0, "success_ratio": 1.0, "after_failure": 1.0,
        "p_neighbour": 0.0, "p_seen": 0.0, "area_ratio": 1.0, "p_tell": 0.0,
    }  # fmt: skip
    runs = pair(LEVER, {"induced": 0.5}, **QUARRELS, voice=voice, incidents={"shared": 0.0, "p_chase": 0.0})
    for run, factor in zip(runs, (1.0, 1.5), strict=True):
        cases = run.world.cases  # those who keep it to themselves go away unheard, or are found
        told = ~np.isin(cases.status, (Status.SILENT, Status.EXPIRED)) & (cases.channel == Channel.REPORT)
        share_agrees(int(told.sum()), cases.n, 0.8 * 0.3 * 0.7 * factor)


def test_grid_workers_hear_the_new_quarrels_first() -> None:
    assert surely(1, differences("utilisation", LEVER, {"induced": 0.5}, pairs=4, **QUARRELS))


def test_where_nobody_can_be_spared_nothing_gets_better() -> None:
    said = {"funding": "staff_neutral", "committees": 1.0}
    world = small(LEVER, policies={LEVER: said}, place={"workers": 3, "grids": 5}, days=6).live(6).world
    empty = world.today.workers == 0.0
    assert empty.any()
    assert (world.rules["relapse"].value[empty] == 1.0).all()
    assert (world.rules["relapse"].value[~empty] < 1.0).all()
    assert (world.rules["posts"].value[empty] == world.rules["posts"].base[empty]).all()
    assert np.array_equal(
        world.rules["report"].value[empty, Category.DISPUTES], world.rules["report"].base[empty, Category.DISPUTES]
    )


def test_without_committees_and_lawyers_nothing_changes() -> None:
    assert_changes_nothing(LEVER, {"committees": 0.0, "lawyers": 0.0}, {"mediators": 0.0, "lawyer_post": 0.0})
