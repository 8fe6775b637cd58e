"""Workers: learning, tiring, leaving and coming back, and what it makes of the speed of a desk, on paper."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.fate import Decision
from sim.mechanisms import workers
from sim.state.desks import Net
from sim.state.world import World
from tests import as_before
from tests.places import hamlet, small, uniform
from tests.theory import agrees

STAY: dict[str, Any] = {"turnover_per_year": 0.0, **as_before.WORKERS}
"""Nobody leaves, and what tires is cases alone; for all that fills a day see test_load."""


def pair(day: int = 1, **workers: Any) -> tuple[World, int]:
    """Two workers at one desk on a Tuesday; nobody leaves unless it is said."""
    world = hamlet(place={"workers": 2}, workers={**STAY, **workers})
    world.day = day
    desk = int(world.staff.desk[0])
    assert world.staff.desk.tolist() == [desk, desk]
    return world, desk


def set_rule(world: World, name: str, value: float) -> None:
    world.rules[name].value[:] = value


# -- learning and tiring


def test_skill_and_familiarity_grow_by_a_part_of_what_is_missing() -> None:
    world, _ = pair(learning_days=180.0, familiarity_days=60.0)
    world.staff.skill[:] = 0.7, 1.0
    world.staff.familiarity[:] = 0.4, 1.0
    workers.open_posts(world)
    assert world.staff.skill == pytest.approx([0.7 + 0.3 / 180.0, 1.0])
    assert world.staff.familiarity == pytest.approx([0.4 + 0.6 / 60.0, 1.0])


@pytest.mark.parametrize(("worked", "busy"), [(0.0, 0.0), (6.0, 6.0 / 16.0), (16.0, 1.0), (40.0, 1.0)])
def test_fatigue_follows_yesterdays_load(worked: float, busy: float) -> None:
    world, desk = pair(fatigue_days=30.0)
    world.staff.fatigue[:] = 0.3, 0.9
    world.desks.counted_h[desk], world.desks.worked_h[desk] = 100.0, 100.0 + worked
    workers.open_posts(world)
    # two workers of 8 h are there: 16 h is full
    assert world.staff.fatigue == pytest.approx([0.3 + (busy - 0.3) / 30.0, 0.9 + (busy - 0.9) / 30.0])
    assert world.desks.counted_h[desk] == 100.0 + worked  # not counted again


@pytest.mark.parametrize(("day", "moves"), [(0, False), (1, True), (6, True), (7, False), (8, True)])
def test_nobody_tires_or_rests_by_a_day_off(day: int, moves: bool) -> None:
    # six days a week: Sunday, day 6, is off, so on Monday nothing is counted
    world, _ = pair(day)
    world.staff.fatigue[:] = 0.3
    workers.open_posts(world)
    assert (world.staff.fatigue < 0.3).all() == moves


# -- speed


def speed(world: World, desk: int) -> float:
    workers.open_posts(world)
    assert len(set(world.desks.speed[desk].tolist())) == 1
    return float(world.desks.speed[desk, 0])


def test_time_for_cases_is_what_forms_patrols_and_visits_leave() -> None:
    world, desk = pair()
    # 1 - 0.5 - 0.15 - 2 visits of 0.4 h in 8 h
    assert speed(world, desk) == pytest.approx(1.0 - 0.5 - 0.15 - 0.1)


def test_skill_and_knowing_the_area_make_the_speed_and_colleagues_are_averaged() -> None:
    world, desk = pair()
    world.staff.skill[:] = 0.8, 1.0
    world.staff.familiarity[:] = 1.0, 0.5
    # 0.8 * 1 and 1 * (1 - 0.2 * 0.5), of a quarter of the time
    assert speed(world, desk) == pytest.approx(0.25 * (0.8 + 0.9) / 2.0)


def test_who_is_alone_works_at_his_own_speed() -> None:
    world = hamlet()
    world.staff.skill[:], world.staff.familiarity[:] = 0.8, 1.0
    (desk,) = np.unique(world.staff.desk)
    world.day = 0
    workers.open_posts(world)
    alone = float(world.desks.speed[desk, 0])
    world.staff.skill[:] = 1.0
    workers.open_posts(world)
    assert alone / float(world.desks.speed[desk, 0]) == pytest.approx(0.8, abs=0.01)


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        ({"away": 0.4}, 0.25 * 0.6),
        ({"skill": 1.2}, 0.25 * 1.2),
        ({"admin_share": 0.6}, 0.15),
        ({"patrol_share": 0.05}, 0.35),
        ({"visit_share": 0.0}, 0.35),
        ({"admin_share": 0.9}, 0.05),  # somebody always answers the phone
        ({"away": 1.0, "skill": 0.5}, 0.05 * 0.5),
    ],
)
def test_rules_of_the_day_act_on_the_speed(rules: dict[str, float], expected: float) -> None:
    world, desk = pair()
    for name, value in rules.items():
        set_rule(world, name, value)
    assert speed(world, desk) == pytest.approx(expected)


# -- leaving


def test_who_leaves_is_away_for_as_long_as_hiring_takes_and_comes_back_as_a_beginner() -> None:
    world, desk = pair(turnover_per_year=2.0, hiring_days=3)
    set_rule(world, "leave", 365.0)  # surely
    workers.open_posts(world)
    # today is the last day, so he is still there
    assert world.staff.vacant_until.tolist() == [1 + 1 + 3] * 2
    assert (world.desks.servers[desk], world.today.in_post, world.today.workers[0]) == (2, 2, 2.0)
    set_rule(world, "leave", 0.0)
    world.staff.fatigue[:] = 0.5
    for day in (2, 3, 4):
        world.day = day
        workers.open_posts(world)
        assert (world.desks.servers[desk], world.today.in_post, world.today.workers[0]) == (0, 0, 0.0)
    world.day = 5
    workers.open_posts(world)
    assert (world.desks.servers[desk], world.today.in_post) == (2, 2)
    assert world.staff.vacant_until.tolist() == [-1, -1]
    assert world.staff.hired_day.tolist() == [5, 5]
    assert world.staff.fatigue.tolist() == [0.0, 0.0]
    # skill 0.8 on the first day, which teaches already
    assert world.staff.skill == pytest.approx([0.8 + 0.2 / 180.0] * 2)
    assert world.staff.familiarity == pytest.approx([1.0 / 60.0] * 2)
    assert world.desks.speed[desk, 0] == pytest.approx(0.25 * 0.8 * (1.0 - 0.2))


@pytest.mark.parametrize(
    ("fatigue", "rate"),
    # 2 a year / 365 * (1 + 3 * (fatigue - 0.7)); below 0.7 fatigue drives nobody out
    [(0.0, 2.0), (0.7, 2.0), (0.9, 2.0 * 1.6), (1.0, 2.0 * 1.9)],
)
def test_tired_people_leave_more(fatigue: float, rate: float) -> None:
    world = hamlet(place={"workers": 300}, workers={**STAY, "turnover_per_year": 2.0, "fatigue_effect": 3.0})
    world.day = 7  # after a day off, so that fatigue is what was set
    world.staff.fatigue[:] = fatigue
    set_rule(world, "leave", 36.5)  # two in ten, not two in 365
    draws = np.array([uniform(world, w, 7, Decision.STAFF)[0] for w in range(300)])
    workers.open_posts(world)
    assert np.array_equal(world.staff.vacant_until >= 0, draws < rate * 36.5 / 365.0)


def test_who_has_no_desk_is_not_there() -> None:
    world, desk = pair()
    world.staff.desk[1] = -1
    workers.open_posts(world)
    assert (world.desks.servers[desk], world.today.in_post, world.today.paid) == (1, 1, 1)


# -- hours and pay


@pytest.mark.parametrize(("day", "paid"), [(5, 16.0), (6, 0.0), (7, 16.0)])
def test_paid_hours_and_those_of_them_on_forms(day: int, paid: float) -> None:
    world, _ = pair(day)
    set_rule(world, "away", 0.25)
    world.today.cut_share = 0.1
    workers.open_posts(world)
    assert world.sums.hours_paid == pytest.approx(paid * 0.9)
    assert world.sums.hours_forms == pytest.approx(paid * 0.9 * 0.5 * 0.75)


def test_who_finishes_a_case_after_leaving_is_paid_for_it() -> None:
    world, desk = pair()
    world.staff.vacant_until[:] = 40
    world.desks.busy[desk] = 1
    workers.open_posts(world)
    assert (world.today.in_post, world.today.paid) == (0, 1)
    assert world.sums.hours_paid == 8.0


def test_hours_on_cases_are_booked_once_and_without_those_away() -> None:
    world, desk = pair()
    office = int(world.offices.desks[0])
    world.desks.worked_h[desk], world.desks.booked_h[desk], world.desks.worked_h[office] = 9.0, 4.0, 50.0
    set_rule(world, "away", 0.2)
    workers.book(world)
    workers.book(world)
    assert world.sums.hours_worked == pytest.approx(5.0 * 0.8)
    assert world.desks.booked_h[desk] == 9.0
    set_rule(world, "away", 1.5)
    world.desks.worked_h[desk] = 12.0
    workers.book(world)
    assert world.sums.hours_worked == pytest.approx(5.0 * 0.8)


def test_part_time_hours_of_a_place() -> None:
    world = hamlet(place={"part_time_workers": 10, "part_time_fte": 0.15}, workers={"part_time_patrol": 0.25})
    # 10 people of 0.15 posts of 8 h, six days in seven
    hours = 10 * 0.15 * 8.0 * 6.0 / 7.0
    assert workers.part_time_h(world.settings.workers, world.place) == pytest.approx(hours)
    assert world.rules["patrol_hours"].value == pytest.approx([0.25 * hours])
    assert world.rules["visit_hours"].value == pytest.approx([0.75 * hours])


def test_every_desk_has_its_own_community_and_its_own_people() -> None:
    world = small(place={"workers": 12}, workers=STAY).world
    world.day = 1
    world.staff.vacant_until[world.staff.community == 2] = 99
    workers.open_posts(world)
    expected = np.bincount(world.staff.community, minlength=5).astype(float)
    expected[2] = 0.0
    assert np.array_equal(world.today.workers, expected)
    assert world.desks.servers[world.desks.net >= Net.GRID].sum() == expected.sum()


# -- over a year


def test_nobody_works_longer_than_he_is_paid() -> None:
    # Long services are in hand when workers leave, and posts stay empty for months.
    run = small(
        needs={"requests_per_year": 30.0}, service={"grid_h": 40.0}, days=200,
        workers={"turnover_per_year": 2.0, "fatigue_effect": 20.0, "hiring_days": 120},
    )  # fmt: skip
    for _ in range(200):
        run.live(1).check()


def test_workers_leave_and_are_replaced_as_said() -> None:
    vacant, leaving = [], {"turnover_per_year": 2.0, "fatigue_effect": 0.0}
    for k in range(8):
        run = small(replication=k, place={"workers": 60}, workers=leaving, days=365)
        run.live(365)
        vacant.append(run.recorder.in_post[100:].mean() / 60.0)
    # a post is filled for 365 / 2 days on average, the day of leaving among them, then filled again on the 45th day
    agrees(np.array(vacant), 1.0 / (1.0 + 44 * 2.0 / 365.0))


# -- covering vacant posts


def four(cover: float) -> World:
    """Four desks of one worker each in one community; the last post is vacant."""
    world = hamlet(400, place={"grids": 4, "workers": 4}, workers={**STAY, "cover_vacant": cover})
    assert len(np.unique(world.staff.desk)) == 4
    world.day = 1
    world.staff.vacant_until[3] = 40
    workers.open_posts(world)
    return world


@pytest.mark.parametrize(("cover", "theirs", "vacant"), [(0.0, 1.0, 0.0), (1.0, 0.75, 0.75), (0.4, 0.9, 0.3)])
def test_colleagues_share_the_work_of_a_vacant_post(cover: float, theirs: float, vacant: float) -> None:
    world = four(cover)
    desk = world.staff.desk
    assert world.desks.persons[desk] == pytest.approx([theirs] * 3 + [vacant])
    assert world.desks.persons[desk].sum() == pytest.approx(3.0)  # nobody is there twice
    assert world.desks.servers[desk].tolist() == [1, 1, 1, 1 if cover else 0]
    here = world.desks.servers[desk] > 0
    whole = 0.25  # of a worker's time is for cases
    assert world.desks.speed[desk, 0][here] == pytest.approx(whole * world.desks.persons[desk][here])
    assert (world.today.in_post, world.today.paid, world.today.workers[0]) == (3, 3, 3.0)


def test_who_stands_in_works_no_longer_than_he_is_paid() -> None:
    world = four(1.0)
    world.desks.worked_h[world.staff.desk] = 8.0
    workers.book(world)
    assert world.sums.hours_worked == pytest.approx(3 * 8.0)


def test_where_nobody_is_left_nobody_stands_in() -> None:
    world = four(1.0)
    world.staff.vacant_until[:] = 40
    workers.open_posts(world)
    assert (world.desks.servers[world.staff.desk] == 0).all()
    assert (world.today.in_post, world.today.paid) == (0, 0)


def test_cover_of_all_posts_shortens_waiting_where_workers_are_alone() -> None:
    known = []
    for cover in (0.0, 1.0):
        workers_said = {"turnover_per_year": 2.0, "cover_vacant": cover}
        district = small(population=3000, days=120, place={"grids": 9, "workers": 9}, workers=workers_said).live(120)
        cases = district.world.cases
        asked = (cases.t_accept >= 24.0 * 20) & (cases.t_contact <= 24.0 * 120)
        known.append(float((cases.t_contact - cases.t_accept)[asked].mean()))
    assert known[1] < known[0]
