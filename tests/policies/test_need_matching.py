"""Need matching: after a fair helpers can take on more; it brings no hours, and is forgotten."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.policies.need_matching import NeedMatching
from sim.state.cases import Category
from sim.state.desks import Helper, Office
from sim.types import Floats
from tests.levers import assert_changes_nothing, differences, pair, programme, surely
from tests.places import small

NAME = "need_matching"
BUSY: dict[str, Any] = {"needs": {"requests_per_year": 6.0}, "days": 60}
OFTEN = {"fairs": 12.0, "weeks": 1, "reach": 0.9, "resources_per_need": 4.0}
RICH: dict[str, Any] = {
    "party_alliance": {"hours": 80.0, "meeting_h": 0.0},
    "dual_report": {"active_share": 1.0, "finding_share": 0.0, "supervision": 1.0},
}


def each_day(lever: NeedMatching, days: int, rule: str, *at: int) -> Floats:
    world = small(place={"communities": 5}).world
    values = []
    for day in range(days):
        world.day = day
        world.rules.reset()
        lever.plan(world, programme(world, lever))
        world.rules.settle()
        values.append(world.rules[rule].value[(slice(None), *at)].copy())
    return np.array(values)


def helped(run: Any) -> int:
    return int((run.world.cases.helped > 0).sum())


def gains(replication: int, *also: str) -> int:
    """Cases that helpers take on because of the fairs."""
    policies = {name: RICH[name] for name in also}
    without, with_it = pair(NAME, OFTEN, replication=replication, also=also, policies=policies, **BUSY)
    return helped(with_it) - helped(without)


def test_a_need_meets_several_resources_right_after_a_fair_and_the_fair_is_forgotten() -> None:
    lever = NeedMatching(fairs=2.0, weeks=2, reach=0.5, resources_per_need=3.0, fade_days=40.0)
    match = each_day(lever, 14 + 182 + 1, "match", Category.CARE, Helper.VOLUNTEER)[:, 0]
    base = match[0]
    assert (match[:14] == base).all()
    since = np.arange(182)
    assert match[14:-1] / base == pytest.approx(1.0 + 0.5 * 2.0 * np.exp(-since / 40.0))
    assert match[-1] == match[14]


def test_whoever_takes_nothing_on_takes_nothing_on_after_a_fair() -> None:
    match = each_day(NeedMatching(weeks=1), 10, "match")
    assert (match[-1] > match[0]).any()
    assert ((match[-1] > 0.0) == (match[0] > 0.0)).all()


def test_helpers_take_on_more_cases() -> None:
    idle = {"volunteering": {"case_share": 0.5, "turns_per_year": 12.0}, **BUSY}
    pairs = [pair(NAME, OFTEN, replication=k, **idle) for k in range(4)]
    assert surely(1, np.array([helped(with_it) - helped(without) for without, with_it in pairs], np.float64))
    assert surely(-1, differences("handoffs", NAME, OFTEN, **idle))


@pytest.mark.parametrize("other", ["party_alliance", "dual_report"])
def test_it_does_more_where_others_bring_hours(other: str) -> None:
    alone = np.array([gains(k) for k in range(4)])
    together = np.array([gains(k, other) for k in range(4)])
    assert surely(1, together - alone)


def test_without_hours_it_does_nothing() -> None:
    """Harm: a fair brings no hands; it only takes community workers' time."""
    nobody = {"volunteering": {"share": 0.0}, "needs": {"enquiries_per_year": 50.0}, "days": 40}
    without, with_it = pair(NAME, OFTEN, **nobody)
    assert helped(without) == helped(with_it) == 0
    assert surely(1, differences("response_mean", NAME, {**OFTEN, "hours_per_need": 80.0}, **nobody))


def test_without_reach_and_time_nothing_changes() -> None:
    assert_changes_nothing(NAME, {"reach": 0.0, "hours_per_need": 0.0}, {"resources_per_need": 1.0, "needs": 0.0})


def test_communities_that_are_not_covered_see_none_of_it() -> None:
    lever = NeedMatching(communities=(1,), weeks=1, ramp_days=16)
    for rule, when in (("match", 7), ("time", 0)):
        days = each_day(lever, 8, rule)
        changed = days[when] != each_day(NeedMatching(coverage=0.0), 1, rule)[0]
        assert not changed[[0, 2, 3, 4]].any(), rule
        assert changed[1].any(), rule
    match = each_day(lever, 8, "match", Category.CARE, Helper.VOLUNTEER)
    assert match[7, 1] / match[0, 1] == pytest.approx(1.0 + 8 / 16 * 0.4 * 1.1)


def test_it_costs_community_workers_time_and_money() -> None:
    run = small(NAME, policies={NAME: {"fairs": 4.0}}, days=120).live(120)
    cost = run.world.money.costs[NAME]
    # fairs on days 14 and 105, each after two weeks of collecting
    assert cost.hours == {"community workers": pytest.approx(2 * 5 * 1.88 * 6.0)}
    assert cost.running_fen == 2 * 5 * 80000
    assert run.world.money.ledger.yuan(f"programme: {NAME}") == 2 * 5 * 800.0
    time = each_day(NeedMatching(fairs=4.0), 20, "time", Office.COMMUNITY)[:, 0]
    # half of an office's hours are for residents, so are half of those taken
    hours = (time[19] - time) / 0.5 * 4 * 8.5
    assert hours.sum() == pytest.approx(1.88 * 6.0)
    assert (hours[14:] == 0.0).all()
