"""Measures of cases where the window and its edges matter: tails, limits, reopened cases, duplicates."""

from __future__ import annotations

import math
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from sim.measures import MEASURES, View
from sim.state.cases import Channel, Status, Urgency
from sim.state.world import World
from tests.places import hamlet

DAY = 24.0


def lived(days: int) -> World:
    world = hamlet(260)
    world.day = days
    return world


def measured(world: World, name: str, first_day: int = 0, **evenings: Any) -> float:
    made: Any = SimpleNamespace(**evenings)
    return MEASURES[name](View(world, made, first_day))


def arose(world: World, *days: float, **columns: Any) -> None:
    world.cases.add(len(days), t_occur=DAY * np.array(days), **columns)


SILENT, GONE, TOLD, DONE = int(Status.SILENT), int(Status.EXPIRED), int(Status.TOLD), int(Status.CLOSED)


@pytest.mark.parametrize(("days", "share"), [(200, 50.0), (121, 50.0), (120, 200.0 / 3.0)])
def test_silent_leaves_out_the_last_sixty_days_of_a_long_window(days: int, share: float) -> None:
    world = lived(days)
    # the third and fourth are too young in a long window; in a short one the fourth alone is undecided
    arose(world, 10.0, days - 60.1, days - 59.9, days - 20.0, status=[GONE, DONE, GONE, SILENT])
    assert measured(world, "silent") == pytest.approx(share)


def test_silent_of_a_short_window_leaves_nothing_out() -> None:
    world = lived(100)
    arose(world, 10.0, 99.99, status=[GONE, DONE])
    assert measured(world, "silent") == pytest.approx(50.0)


def test_silent_is_of_those_decided_and_born_in_the_window() -> None:
    world = lived(100)
    arose(world, 5.0, 20.0, 30.0, 40.0, 50.0, status=[GONE, GONE, SILENT, TOLD, DONE])
    assert measured(world, "silent", 10) == pytest.approx(100.0 / 3.0)


@pytest.mark.parametrize(("days", "share"), [(200, 50.0), (120, 75.0)])
def test_solved_of_all_has_the_same_tail(days: int, share: float) -> None:
    world = lived(days)
    arose(
        world, 10.0, 11.0, days - 59.9, days - 50.0, status=[DONE, GONE, DONE, DONE], solved=[True, False, True, True]
    )
    assert measured(world, "solved_of_all") == pytest.approx(share)
    world.cases.solved[0] = False  # formally
    assert measured(world, "solved_of_all") == pytest.approx(0.0 if days == 200 else 50.0)


def test_solved_per_thousand_and_year() -> None:
    world = lived(73)
    arose(world, 1.0, 2.0, 3.0, status=[DONE, DONE, DONE], solved=[True, True, False])
    assert measured(world, "solved_per_1000") == pytest.approx(2 * 1000.0 / 260.0 * 5.0)


def known(world: World, n: int, **columns: Any) -> None:
    plain: dict[str, Any] = {
        "t_occur": 0.0,
        "t_accept": 0.0,
        "t_open": 0.0,
        "status": DONE,
        "t_close": 1.0,
        "t_contact": 0.5,
    }
    world.cases.add(n, **{**plain, **columns})


def test_a_limit_runs_from_the_last_opening_and_a_late_closure_is_late() -> None:
    world = lived(10)
    # limits 2 h, 24 h, 168 h, 360 h
    known(
        world,
        6,
        limit_class=[Urgency.URGENT, Urgency.URGENT, Urgency.UTILITY, Urgency.GENERAL, Urgency.HARD, Urgency.UTILITY],
        t_open=[0.0, 100.0, 0.0, 0.0, 0.0, 230.0],
        status=[DONE, DONE, DONE, Status.QUEUED, Status.QUEUED, Status.QUEUED],
        t_close=[2.5, 101.5, 24.0, math.nan, math.nan, math.nan],
    )
    # due: all but the fifth and the sixth; late are the first (2.5 h) and the fourth (open after 168 h)
    assert measured(world, "on_time") == pytest.approx(50.0)


def test_urgent_response_takes_the_class_of_the_limit() -> None:
    world = lived(10)
    known(world, 4, limit_class=[0, 0, 0, 2], urgency=[0, 0, 0, 0], t_contact=[1.0, 2.0, 9.0, 0.1])
    assert measured(world, "urgent_response") == 2.0
    world.cases.t_contact[0], world.cases.t_close[0] = 241.0, math.nan  # planned, not made
    assert measured(world, "urgent_response") == 9.0  # of three, the third still waits


def test_first_contact_is_without_a_step_and_of_those_closed() -> None:
    world = lived(10)
    known(world, 5, passes=[0, 1, 0, 0, 0], handoffs=[0, 0, 1, 0, 0], misroutes=[0, 0, 0, 1, 0],
          status=[DONE, DONE, DONE, DONE, Status.QUEUED])  # fmt: skip
    assert measured(world, "first_contact") == 25.0
    known(world, 1)
    assert measured(world, "first_contact") == 40.0


def test_shares_of_cases_accepted() -> None:
    world = lived(10)
    known(
        world,
        8,
        misroutes=[1, 1, 1, 0, 0, 0, 0, 0],
        escalated=[1, 0, 0, 0, 0, 0, 0, 1],
        channel=[0, 1, 2, 4, 5, 0, 0, 0],
        status=[DONE] * 7 + [Status.ABANDONED],
        passes=[2, 0, 0, 0, 0, 0, 0, 0],
        handoffs=[1, 1, 0, 0, 0, 0, 0, 0],
    )
    expected = {"misroute": 37.5, "escalated": 25.0, "found": 50.0, "given_up": 12.5, "handoffs": 50.0}
    assert {name: measured(world, name) for name in expected} == expected


def test_rates_of_rating_closure_and_truth() -> None:
    world = lived(10)
    known(
        world,
        5,
        status=[DONE, DONE, DONE, Status.QUEUED, Status.QUEUED],
        rating=[1, 0, 1, 1, -1],
        solved=[True, False, True, True, False],
        t_contact=[1.0, 1.0, 1.0, 1.0, 999.0],
    )
    assert measured(world, "response_rate") == 80.0
    assert measured(world, "resolution_rate") == 60.0
    assert measured(world, "true_resolution") == 40.0
    assert measured(world, "formalism_gap") == 20.0
    assert measured(world, "satisfaction_rate") == 75.0


def test_times_to_contact_to_close_and_to_be_known() -> None:
    world = lived(30)
    known(
        world,
        4,
        t_occur=[0.0, 24.0, 0.0, 0.0],
        t_accept=[48.0, 72.0, 72.0, 96.0],
        t_contact=[50.0, 76.0, 78.0, 104.0],
        t_close=[72.0, 168.0, math.nan, 288.0],
        status=[DONE, DONE, Status.QUEUED, Status.ABANDONED],
    )
    assert measured(world, "response_contacted") == 5.0
    assert measured(world, "response_median") == 4.0
    assert measured(world, "response_mean") == 5.0
    assert measured(world, "response_p90") == 8.0
    assert measured(world, "discovery_delay") == pytest.approx((48.0 + 48.0 + 72.0 + 96.0) / 4.0 / DAY)
    # closed after 1 and 4 days; the two others were open when last seen, after 27 and 26: 3/4, then 1/2
    assert measured(world, "resolution_median") == 4.0


@pytest.mark.parametrize(("days", "share"), [(61, 50.0), (60, 100.0 / 3.0)])
def test_repeat_leaves_out_the_last_thirty_days_of_a_long_window(days: int, share: float) -> None:
    world = lived(days)
    known(world, 3, t_first_close=[1.0, 2.0, DAY * (days - 29.0)], t_first_back=[1.0 + 720.0, 2.0 + 720.1, math.nan])
    assert measured(world, "repeat") == pytest.approx(share)


def test_duplicates_are_of_all_reports_and_left_out_elsewhere() -> None:
    world = lived(10)
    known(
        world,
        5,
        parent=[-1, -1, -1, 0, 4],
        channel=[Channel.REPORT, Channel.REPORT, Channel.PATROL, Channel.DUPLICATE, Channel.CAMERA],
        passes=[0, 0, 1, 9, 9],
    )
    assert measured(world, "duplicate") == pytest.approx(100.0 / 3.0)
    assert measured(world, "handoffs") == pytest.approx(100.0 / 3.0)


def test_backlog_over_evenings_and_at_the_end() -> None:
    world = lived(10)
    known(world, 4, t_accept=[24.0, 120.0, 192.0, 24.0], status=[Status.QUEUED, Status.MONEY, Status.MOVING, DONE])
    opened = np.array([99.0] * 5 + [1.0, 2.0, 3.0, 4.0, 5.0])
    assert measured(world, "backlog", 5, open_cases=opened) == pytest.approx(1000.0 * 3.0 / 260.0)
    assert measured(world, "backlog_end", 5) == pytest.approx(1000.0 * 3.0 / 260.0)
    # open for 9, 5 and 2 days, whenever accepted
    assert measured(world, "backlog_age", 5) == 5.0
