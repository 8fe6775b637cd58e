"""Judges in grids: hard disputes end in the community, on the judge's day and not before."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.policies.judges_in_grids import COURT, GRID, MEDIATION, WINDOW, JudgesInGrids
from sim.state.cases import Category, Status, Urgency
from sim.state.desks import Net
from tests.levers import assert_changes_nothing, differences, pair, surely
from tests.places import small
from tests.theory import share_agrees

LEVER = "judges_in_grids"
HARD: dict[str, Any] = {
    "needs": {"requests_per_year": 6.0, "mix": (0, 0, 0, 1.0, 0, 0, 0, 0), "enquiries_per_year": 0.0},
    "mediation": {"p_agree": 0.0, "mediators": 20}, "service": {"p_street": 1.0, "p_court": 1.0, "p_grid_dispute": 0.4},
    "dispatch": {"p_formal": 0.0}, "solvability": {"owned": False, "formal_pressure": 0.0}, "days": 60,
}  # fmt: skip
ONLY_SITS: dict[str, Any] = {"direct": 0.0, "breaking": 1.0, "advice": 0.0}


def test_a_judge_sits_in_each_community_covered_and_works_as_long_as_is_paid_for() -> None:
    for each, persons, servers, speed in ((5.0, 1.0, 1, 1.0), (2.0, 1.5, 2, 0.75), (4.0, 0.5, 1, 0.5)):
        said = {"on_the_day": persons, "communities_each": each, "coverage": 0.4, "yuan": 36500.0}
        run = small(LEVER, policies={LEVER: said}, days=14).live(14)
        covered = JudgesInGrids(coverage=0.4).covered(run.world) > 0
        there = run.world.desks.net == Net.COURT
        assert run.world.desks.servers[there].tolist() == np.where(covered, servers, 0).tolist()
        assert run.world.desks.speed[there][covered, 0] == pytest.approx([speed] * 2)
        cost = run.world.money.costs[LEVER]
        posts = 2 * persons / each
        assert cost.post_days == pytest.approx(14 * posts)
        assert cost.spent_fen == 14 * round(posts * 100_00)
        assert cost.hours == pytest.approx({"judges and officers": 10 * 8.0 * posts})


def test_what_mediation_cannot_end_ends_with_the_judge_and_not_at_the_street() -> None:
    without, with_it = pair(LEVER, ONLY_SITS, **HARD)
    at_street = [run.world.cases.level > COURT[1] for run in (without, with_it)]
    assert at_street[0].sum() > 40
    # what cannot wait for the judge's day passes him by
    assert (with_it.world.cases.limit_class[at_street[1]] == Urgency.URGENT).all()
    assert at_street[1].sum() < at_street[0].sum() / 2
    settled = (with_it.world.cases.level == COURT[1]) & (with_it.world.cases.status == Status.CLOSED)
    assert settled.sum() > 30
    # in each community on its own weekday only
    busy = with_it.world.desks
    assert (busy.worked_h[busy.net == Net.COURT] > 0.0).sum() >= 4
    day = np.floor(with_it.world.cases.t_close[settled] / 24.0) % 7
    assert set(day.astype(int)) <= {(2 + m) % 5 for m in with_it.world.cases.community[settled]}
    assert np.array_equal(day, (2 + with_it.world.cases.community[settled]) % 5)


def test_some_disputes_go_to_the_judge_at_once() -> None:
    _, with_it = pair(LEVER, {**ONLY_SITS, "direct": 0.3}, **{**HARD, "days": 90})
    cases = with_it.world.cases
    heard = (cases.heard >> COURT[1]) & 1 > 0
    past = int(((cases.heard[heard] >> MEDIATION[1]) & 1 == 0).sum())
    share_agrees(past, int(heard.sum()), 0.3)
    assert (cases.heard[heard] & 1 == 1).all()  # the grid worker has heard them all


def test_agreements_break_less_often_and_advice_settles_its_share_of_the_rest() -> None:
    said = {"breaking": 0.7, "advice": 0.2, "coverage": 0.4}
    run = small(LEVER, policies={LEVER: said}, days=1).live(1)
    rules, covered = run.world.rules, JudgesInGrids(coverage=0.4).covered(run.world) > 0
    assert rules["relapse"].value == pytest.approx(np.where(covered, 0.7, 1.0))
    for place, before, after in ((GRID, 0.5, 0.6), (MEDIATION, 0.96, 0.968), (WINDOW, 0.9, 0.92)):
        assert rules["solve"].value[:, place[0], place[1]] == pytest.approx(np.where(covered, after, before))
    broken = {"mediation": {"p_fulfil": 0.4, "relapse_days": 20.0}, "needs": HARD["needs"], "days": 60}
    assert surely(-1, differences("repeat", LEVER, {"breaking": 0.3}, pairs=4, **broken))


def test_a_hard_dispute_waits_for_the_judges_day_although_the_street_might_have_settled_it() -> None:
    longer = []
    for k in range(4):
        runs = pair(LEVER, ONLY_SITS, replication=k, **HARD)
        hard = [(r.world.cases.level >= COURT[1]) & (r.world.cases.status == Status.CLOSED) for r in runs]
        took = [(r.world.cases.t_close - r.world.cases.t_open)[h].mean() for r, h in zip(runs, hard, strict=True)]
        longer.append(took[1] - took[0])
    assert surely(1, np.array(longer))


def test_the_judges_day_is_spent_even_where_nobody_comes() -> None:
    quiet = {"requests_per_year": 0.0, "enquiries_per_year": 0.0}
    run = small(LEVER, needs=quiet, days=28).live(28)
    assert run.world.money.costs[LEVER].hours["judges and officers"] == pytest.approx(20 * 8.0)
    assert not run.world.desks.worked_h.any()


def test_with_half_the_roll_out_every_hard_dispute_is_still_heard_somewhere() -> None:
    said = {"ramp_days": 3000, "start_day": 0}
    run = small(LEVER, policies={LEVER: said}, **HARD).live(60)
    run.check()
    assert (run.world.rules["asked"].value[:, Category.DISPUTES, COURT[1]] == 1.0).all()
    assert (run.world.desks.speed[run.world.desks.net == Net.COURT][:, 0] < 0.03).all()


def test_where_no_judge_comes_nothing_changes() -> None:
    assert_changes_nothing(LEVER, {"on_the_day": 0.0})
