"""Emergency response: a lower peak and an earlier recovery in a surge, and hours of drill for nothing without one."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.state.cases import Category
from sim.state.desks import Helper, Office
from tests import bits
from tests.levers import assert_changes_nothing, differences, pair, surely
from tests.places import small

LEVER = "emergency_response"
BUSY: dict[str, Any] = {"needs": {"requests_per_year": 4.0, "enquiries_per_year": 3.0}}
SURGE: dict[str, Any] = {"emergencies": {"start_day": 30, "days": 21, "multiplier": 5.0, "diverted_share": 0.5}}
BLOCK: dict[str, Any] = {
    "emergencies": {"start_day": 3, "days": 6, "rise_days": 0, "fall_days": 0, "diverted_share": 0.3},
    "workers": {"turnover_per_year": 0.0},
}  # fmt: skip
NONE: dict[str, Any] = {"assault_teams": 0.0, "work_teams": 0.0, "drill_h": 0.0, "longer_h": 0.0, "match": 0.0}


def test_the_peak_is_lower_and_recovery_sooner() -> None:
    lower, sooner = [], []
    for k in range(4):
        calm = small(days=110, replication=k, **BUSY).live(110).recorder.open_cases
        hit, helped = (run.recorder.open_cases - calm for run in pair(LEVER, days=110, replication=k, **BUSY, **SURGE))
        assert hit.max() > 2.0 * hit[:30].max()
        lower.append(hit.max() - helped.max())
        level = 0.25 * hit.max()
        sooner.append(np.flatnonzero(hit > level)[-1] - np.flatnonzero(helped > level)[-1])
    assert surely(1, np.array(lower, float))
    assert np.mean(sooner) > 0.0


def test_the_switch_takes_days_to_be_thrown_and_to_be_thrown_back() -> None:
    said = {"switch_days": 2.0, "return_days": 4.0, "coverage": 0.4}
    run = small(LEVER, policies={LEVER: said}, days=20, **BLOCK)
    thrown = [np.zeros(5)]
    for _ in range(16):
        run.live(1)
        thrown.append(run.world.memory["emergency_response.switch"].copy())
    # the surge is seen on its first day (3): half on the next, whole on the one after; it ends with day 8
    expected = [0.0] * 4 + [0.5, 1.0, 1.0, 1.0, 1.0, 1.0, 0.75, 0.5, 0.25] + [0.0] * 4
    covered = thrown[6] > 0.0
    assert covered.sum() == 2
    assert np.array(thrown)[:, covered] == pytest.approx(np.repeat(np.array(expected)[:, None], 2, axis=1))
    assert not np.array(thrown)[:, ~covered].any()


def in_the_surge(**said: Any) -> Any:
    """The world on the sixth day, a Saturday on which the switch is thrown where the lever is."""
    said = {"switch_days": 1.0, "coverage": 0.4, "drill_h": 0.0, **said}
    return small(LEVER, policies={LEVER: said}, days=7, **BLOCK).live(6).world


def test_teams_stand_where_grid_workers_were_called_to_as_far_as_their_hours_go() -> None:
    world = in_the_surge(members=2, hours_a_day=0.5, duty_share=0.4)  # three teams: 3 h a day, 1.2 of them on duty
    covered = world.memory["emergency_response.switch"] == 1.0
    paid = 8.0 * world.today.workers
    assert world.rules["away"].value == pytest.approx(0.3 - np.where(covered, 1.2 / paid, 0.0))
    more = world.rules["help_hours"].value[:, Helper.VOLUNTEER] - world.rules["help_hours"].base[:, Helper.VOLUNTEER]
    assert more == pytest.approx(np.where(covered, 1.8, 0.0))


def test_what_is_not_needed_on_duty_helps_with_cases() -> None:
    world = in_the_surge(members=20, hours_a_day=1.0, duty_share=0.9)  # 60 h a day
    covered = world.memory["emergency_response.switch"] == 1.0
    assert world.rules["away"].value == pytest.approx(np.where(covered, 0.0, 0.3), abs=1e-12)
    more = world.rules["help_hours"].value[:, Helper.VOLUNTEER] - world.rules["help_hours"].base[:, Helper.VOLUNTEER]
    assert more == pytest.approx(np.where(covered, 60.0 - 0.3 * 8.0 * world.today.workers, 0.0))
    for category in Category:
        taken_on = world.rules["match"].value[:, category, Helper.VOLUNTEER] > 0.0
        assert taken_on[covered].all() == (category in (0, 2, 4, 6, 7))
        assert taken_on[~covered].all() == (category in (0, 2, 4))


def test_the_office_stays_open_longer() -> None:
    world = in_the_surge(longer_h=2.0)
    covered = world.memory["emergency_response.switch"] == 1.0
    closes = world.rules["closes"].value[:, Office.COMMUNITY]
    assert closes.tolist() == np.where(covered, 19.5, 17.5).tolist()


def test_what_a_surge_costs_by_hand() -> None:
    said = {
        "switch_days": 1.0, "return_days": 1.0, "members": 10, "hours_a_day": 1.0, "longer_h": 2.0, "team_yuan": 3650.0,
        "meal_yuan": 5.0, "overtime_yuan": 50.0, "drill_h": 0.0,
    }  # fmt: skip
    cost = small(LEVER, policies={LEVER: said}, days=14, **BLOCK).live(14).world.money.costs[LEVER]
    # thrown on days 4 to 9, of which 4, 7, 8 and 9 are working days of the office
    assert cost.hours["team members"] == pytest.approx(6 * 5 * 30.0)
    assert cost.hours["community workers"] == pytest.approx(4 * 5 * 4 * 2.0)
    assert cost.spent_fen == 14 * 5 * 10_00 + 6 * 5 * 30 * 5_00 + 160 * 50_00


def test_without_a_surge_it_only_costs() -> None:
    said = {"drill_h": 62.4, "members": 5, "team_yuan": 3650.0}
    without, with_it = pair(LEVER, said, days=28, workers={"turnover_per_year": 0.0})
    world = with_it.world
    # 62.4 h of 365 x 6/7 x 8 paid hours a year
    share = 62.4 / (365 * 6 / 7 * 8)
    assert world.rules["away"].value == pytest.approx(np.full(5, share))
    cost = world.money.costs[LEVER]
    # 24 working days
    assert cost.hours["grid workers"] == pytest.approx(24 * 12 * 8.0 * share)
    assert cost.hours["team members"] == pytest.approx(28 * 5 * 5 * 62.4 / 365)
    assert cost.spent_fen == 28 * 5 * 10_00
    assert world.sums.visits < without.world.sums.visits
    assert np.array_equal(world.rules["help_hours"].value, without.world.rules["help_hours"].value)
    assert np.array_equal(world.rules["match"].value, without.world.rules["match"].value)
    assert np.array_equal(world.rules["closes"].value, without.world.rules["closes"].value)


def test_drills_make_quiet_residents_wait() -> None:
    quiet = {"needs": {"requests_per_year": 8.0}, "days": 60}
    assert surely(1, differences("response_mean", LEVER, {"drill_h": 400.0}, pairs=4, **quiet))


def test_without_teams_drills_and_longer_hours_nothing_changes() -> None:
    assert_changes_nothing(LEVER, NONE)
    assert_changes_nothing(LEVER, NONE, **{**BUSY, "emergencies": {"start_day": 5, "days": 14}})


def test_uncovered_communities_see_none_of_it() -> None:
    without, with_it = pair(LEVER, {"coverage": 0.4}, days=20, **BUSY, emergencies={"start_day": 10, "days": 14})
    assert bits.tables(without)["cases"] != bits.tables(with_it)["cases"]
    covered = with_it.world.memory["emergency_response.switch"] > 0.0
    for name in ("away", "help_hours", "match", "closes"):
        assert np.array_equal(
            with_it.world.rules[name].value[~covered], without.world.rules[name].value[~covered]
        )  # fmt: skip
