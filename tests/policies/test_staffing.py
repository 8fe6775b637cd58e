"""Staffing: recruits come late and slow, courses take time, the ladder is paid to everybody, streets get hands."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.state.desks import Net, Office
from tests import bits
from tests.levers import assert_changes_nothing, differences, pair, surely
from tests.places import small

NAME = "staffing"
NOTHING: dict[str, Any] = {"recruits": 0.0, "pay_rise": 0.0, "street_posts": 0.0}
STEADY: dict[str, Any] = {"turnover_per_year": 0.0, "hiring_days": 20}
BUSY: dict[str, Any] = {"needs": {"requests_per_year": 8.0}, "days": 60}


def test_recruits_come_within_the_time_that_hiring_takes_and_are_slow_at_first() -> None:
    said = {**NOTHING, "recruits": 0.5, "trained_per_recruit": 0.0, "start_day": 5}
    run = small(NAME, policies={NAME: said}, workers=STEADY)
    for day in range(30):
        run.live_day()
        arrived = (5 + np.arange(6) * 20 // 6 <= day).sum() if day >= 5 else 0
        assert run.world.today.in_post == 12 + arrived
    staff = run.world.staff
    assert staff.added.sum() == 6
    late = staff.hired_day > 15
    assert staff.skill[late].max() < 0.85
    assert staff.familiarity[late].max() < 0.25


def test_recruits_go_where_most_households_share_a_worker() -> None:
    said = {**NOTHING, "recruits": 0.5, "coverage": 0.4}
    world = small(NAME, policies={NAME: said}, workers=STEADY).live(1).world
    # six posts for the district, two of five communities covered: as many as their residents' share
    added = np.bincount(world.staff.community[world.staff.added], minlength=5)
    covered = np.array([False, False, True, False, True])
    share = world.map.by_community(world.map.residents)[covered].sum() / 2000
    assert added[~covered].sum() == 0
    assert added.sum() == round(6 * share)
    for m in np.flatnonzero(added):
        rows = np.flatnonzero((world.desks.net == Net.GRID) & (world.desks.community == m))
        before = world.desks.households[rows] / np.bincount(world.staff.desk[:12], minlength=world.desks.n)[rows]
        assert rows[np.argmax(before)] in world.staff.desk[world.staff.added]


@pytest.mark.parametrize(("recruits", "trained"), [(0.1, 0.31), (0.5, 1.0)])
def test_courses_take_time_and_what_is_taught_can_be_used_later(recruits: float, trained: float) -> None:
    said = {**NOTHING, "recruits": recruits, "train_gain": 0.1, "course_days": 10, "course_h": 73.0}
    run = small(NAME, policies={NAME: {**said, "funding": "staff_neutral"}}, workers=STEADY)
    for day in range(14):
        run.live_day()
        assert run.world.rules["skill"].value == pytest.approx(1.0 + (trained * 0.1 if day >= 10 else 0.0))
        # 73 hours a year are a fifth of an hour a day; of 48 a week
        assert run.world.rules["away"].value == pytest.approx(trained * 7 * 0.2 / 48)
    assert run.world.today.in_post == 12


def test_the_ladder_keeps_people() -> None:
    said = {**NOTHING, "pay_rise": 0.2, "stay": 2.0}
    run = small(NAME, policies={NAME: said}).live(2)
    assert run.world.rules["leave"].value == pytest.approx(0.6)
    assert run.world.rules["pay"].value == pytest.approx(1.2)
    leaving = {"workers": {"turnover_per_year": 2.0}, "days": 120}
    assert surely(1, differences("workers", NAME, said, pairs=6, **leaving))


def test_streets_get_those_who_handle_cases() -> None:
    said = {**NOTHING, "street_posts": 20.0, "at_centre": 0.5}
    place = {"communities": 5, "streets": 2}
    run = small(NAME, policies={NAME: said}, place=place, workers=STEADY)
    run.live(20)
    street = run.world.desks.net == Net.STREET
    assert run.world.desks.servers[street].tolist() == [6, 6]
    run.live(1)
    # 20 posts for 10,000 residents; half of them see to cases
    people = np.bincount(run.world.map.street_of_community, run.world.map.by_community(run.world.map.residents))
    extra = people * 20.0 / 10000.0 * 0.5
    posts = run.world.rules["posts"].value[:, Office.STREET]
    mean = [posts[run.world.map.street_of_community == k].mean() for k in range(2)]
    assert np.allclose(mean, 6.0 + extra)
    assert run.world.desks.servers[street].tolist() == np.ceil(6.0 + extra).astype(int).tolist()


def test_more_hands_find_more_and_wait_less() -> None:
    said = {**NOTHING, "recruits": 0.5}
    assert surely(-1, differences("silent", NAME, said, workers=STEADY, **BUSY))
    assert surely(-1, differences("response_mean", NAME, said, pairs=6, workers=STEADY, **BUSY))


def test_nothing_added_changes_nothing() -> None:
    assert_changes_nothing(NAME, NOTHING)


def test_a_raise_costs_everybodys_wage_and_moves_no_case_where_nobody_leaves() -> None:
    without, with_it = pair(NAME, {**NOTHING, "pay_rise": 0.1}, workers=STEADY, days=30)
    assert bits.tables(without)["cases"] == bits.tables(with_it)["cases"]
    cost = with_it.world.money.costs[NAME]
    assert cost.spent_fen == pytest.approx(30 * 12 * 6_000_000 / 365 * 0.1, abs=30)
    paid = [run.world.money.ledger.accounts["wages of grid workers"] for run in (without, with_it)]
    assert paid[1] - paid[0] == pytest.approx(cost.wages_fen, abs=60)


def test_without_new_posts_the_streets_take_the_grids_people() -> None:
    said = {**NOTHING, "street_posts": 20.0, "funding": "staff_neutral", "recruits": 0.3, "trained_per_recruit": 0.0}
    without, with_it = pair(NAME, said, workers=STEADY, **BUSY)
    assert with_it.world.staff.n == without.world.staff.n
    assert with_it.world.money.costs[NAME].given_up_h > 0.0
    assert surely(1, differences("response_mean", NAME, said, workers=STEADY, **BUSY))


def test_what_it_costs_is_what_the_district_pays_more() -> None:
    said = {"recruits": 0.25, "trained_per_recruit": 2.0, "course_yuan": 730.0, "pay_rise": 0.1}
    said |= {"street_posts": 20.0, "street_yuan": 73000.0}
    without, with_it = pair(NAME, said, workers=STEADY, days=40)
    cost, posts = with_it.world.money.costs[NAME], 3
    assert cost.grid_posts == posts
    # half of those there in the morning are in courses at 2 yuan a day; 4 street posts cost 200 yuan a day
    there = np.array([12 + (np.arange(3) * 20 // 3 < day).sum() for day in range(40)])
    assert cost.running_fen == pytest.approx(100 * (there.sum() * 0.5 * 2.0 + 20 * 4 * 200.0), abs=40)
    assert cost.hours["grid workers"] == pytest.approx(there.sum() * 0.5 * 24.0 / 365.0)
    assert cost.hours["street staff"] == pytest.approx(4 * 8.0 * sum(d % 7 < 5 for d in range(20, 40)))
    spent = [-run.world.money.ledger.accounts["district"] for run in (without, with_it)]
    assert spent[1] - spent[0] == pytest.approx(cost.spent_fen, abs=100)


def test_posts_are_added_step_by_step() -> None:
    said = {**NOTHING, "recruits": 1.0, "ramp_days": 10}
    run = small(NAME, policies={NAME: said}, workers=STEADY)
    posts = [int(run.live(1).world.money.costs[NAME].grid_posts) for _ in range(12)]
    assert posts == sorted(posts)
    assert 0 < posts[4] < posts[7] < posts[11] == 12
