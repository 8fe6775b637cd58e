"""Social-work stations: case managers solve care cases near home and hear of more; scarce ones are a bottleneck."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.district import District
from sim.mechanisms.service import level_of
from sim.state.cases import Category
from sim.state.desks import Net, Office
from tests.levers import assert_changes_nothing, differences, pair, surely
from tests.places import small

LEVER = "social_work_stations"
ONLY_CARE: dict[str, Any] = {
    "needs": {"requests_per_year": 6.0, "enquiries_per_year": 0.0, "mix": (0, 0, 0, 0, 1.0, 0, 0, 0)}, "days": 60,
}  # fmt: skip
AT_CARE = (Category.CARE, level_of(Category.CARE, Net.SOCIAL_WORK))
AT_HEALTH = (Category.HEALTH, level_of(Category.HEALTH, Net.SOCIAL_WORK))


def one_morning(days: int = 1, **said: Any) -> District:
    return small(LEVER, policies={LEVER: said}, days=days).live(days)


def test_posts_time_and_questions_are_as_said() -> None:
    world = one_morning().world
    rules = world.rules
    assert rules["posts"].value[:, Office.SOCIAL_WORK] == pytest.approx(0.59)
    # three fifths of their time are for cases, a fifth of it is spent on visits: 0.59 x 0.2 x 8 h a day
    assert rules["time"].value[:, Office.SOCIAL_WORK] == pytest.approx(0.4)
    assert rules["visit_hours"].value - rules["visit_hours"].base == pytest.approx(0.944)
    assert rules["asked"].value[:, *AT_CARE] == pytest.approx(0.8)
    assert rules["asked"].value[:, *AT_HEALTH] == pytest.approx(0.3)
    desks = world.desks.net == Net.SOCIAL_WORK
    assert world.desks.servers[desks].tolist() == [1] * 5
    assert world.desks.speed[desks, 0] == pytest.approx(0.59 * 0.4)


def test_fewer_care_cases_go_up_to_the_department() -> None:
    fewer = []
    for k in range(4):
        without, with_it = pair(LEVER, {"posts": 2.0, "visit_share": 0.0}, replication=k, **ONLY_CARE)
        up = [int((run.world.cases.level >= 3).sum()) for run in (without, with_it)]
        fewer.append(up[1] - up[0])
    assert surely(-1, np.array(fewer))


def test_visits_find_what_the_vulnerable_did_not_tell() -> None:
    rarely = {"workers": {"visits_per_day": 0.2}}
    assert surely(1, differences("vulnerable_heard", LEVER, {"posts": 1.0}, **rarely, **ONLY_CARE))


def test_without_case_managers_nothing_changes() -> None:
    assert_changes_nothing(LEVER, {"posts": 0.0})


def test_uncovered_communities_see_none_of_it() -> None:
    rules = one_morning(coverage=0.4).world.rules
    here = rules["posts"].value[:, Office.SOCIAL_WORK] > 0.0
    assert here.sum() == 2
    for name in ("asked", "time", "visit_hours"):
        moved = (rules[name].value != rules[name].base).reshape(5, -1).any(axis=1)
        assert np.array_equal(moved, here), name


def test_half_way_half_the_posts_take_half_the_cases() -> None:
    rules = one_morning(ramp_days=2).world.rules
    assert rules["posts"].value[:, Office.SOCIAL_WORK] == pytest.approx(0.295)
    assert rules["asked"].value[:, *AT_CARE] == pytest.approx(0.4)


def test_where_grid_workers_cannot_be_spared_fewer_cases_are_put_before_them() -> None:
    # what can be spared is known two days after it was first asked for
    world = one_morning(days=3, posts=10.0, funding="staff_neutral").world
    # at most three fifths of the grid workers of a community, where ten are wanted
    filled = 0.6 * world.today.workers / 10.0
    assert filled.max() < 0.2
    assert world.rules["asked"].value[:, *AT_CARE] == pytest.approx(0.8 * filled)
    assert world.rules["away"].value == pytest.approx(np.full(5, 0.6))
    assert world.money.costs[LEVER].running_fen == pytest.approx(100.0 * 3 * 5 * 8000.0 / 365.0, abs=2.0)  # the rooms


def test_it_costs_posts_and_rooms() -> None:
    world = one_morning(days=35).world
    cost = world.money.costs[LEVER]
    assert cost.spent_fen / 100.0 == pytest.approx(35 * 5 * (0.59 * 70000.0 + 8000.0) / 365.0, abs=1.0)
    assert cost.hours == pytest.approx({"case managers": 25 * 5 * 0.59 * 8.0})
    assert world.money.ledger.yuan(f"programme: {LEVER}") == pytest.approx(cost.spent_fen / 100.0)


def test_scarce_case_managers_are_a_bottleneck() -> None:
    scarce = {"posts": 0.05}
    assert surely(1, differences("backlog", LEVER, scarce, **ONLY_CARE))
    assert surely(-1, differences("on_time", LEVER, scarce, **ONLY_CARE))
    _, with_it = pair(LEVER, scarce, **ONLY_CARE)
    waiting = with_it.world.desks.waiting
    net = with_it.world.desks.net
    assert waiting[net == Net.SOCIAL_WORK].sum() > 5 * waiting[net == Net.COMMUNITY].sum()


def test_one_more_desk_delays_what_it_cannot_solve() -> None:
    in_vain = {**ONLY_CARE, "service": {"p_social_work": 0.0, "p_grid": 0.0}}
    plenty = {"posts": 3.0, "care": 1.0, "visit_share": 0.0}
    assert surely(1, differences("resolution_median", LEVER, plenty, **in_vain))
    assert surely(1, differences("handoffs", LEVER, plenty, **in_vain))
