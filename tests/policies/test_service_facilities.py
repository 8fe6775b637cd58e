"""Service facilities: centres are open longer and heard more; the same staff is spread thin in the day."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.district import District
from sim.policies.service_facilities import WINDOW, ServiceFacilities
from sim.state.cases import Category, Stage, Status
from sim.state.desks import Net, Office
from sim.types import Floats
from tests.levers import assert_changes_nothing, differences, pair, surely
from tests.places import small

LEVER = "service_facilities"
ENQUIRIES: dict[str, Any] = {"needs": {"requests_per_year": 1.0, "enquiries_per_year": 10.0}, "days": 60}
ONLY_LONGER = {"report": 0.0, "advice": 0.0, "recruit": 0.0, "reception_h": 0.0}


def one_morning(days: int = 1, **said: Any) -> District:
    return small(LEVER, policies={LEVER: said}, days=days).live(days)


def test_every_centre_reaches_the_area_and_three_tenths_twice_that() -> None:
    def gains(communities: int, **said: Any) -> list[float]:
        world = small(place={"communities": communities, "grids": communities}).world
        return sorted(ServiceFacilities(**said).gain(world).tolist())

    # 500 less 300, and 1,000 less 300 for not less than 30 % of 37
    assert gains(37) == [200.0] * 25 + [700.0] * 12
    assert gains(10) == [200.0] * 7 + [700.0] * 3
    assert gains(37, coverage=0.27) == [0.0] * 27 + [200.0] * 7 + [700.0] * 3
    assert gains(5, area=100.0, large_share=0.0) == [0.0] * 5


def test_the_staff_s_hours_are_the_same_spread_over_a_longer_day() -> None:
    world = one_morning().world
    rules, here = world.rules, Office.COMMUNITY
    assert rules["closes"].value[:, here] == pytest.approx(19.5)
    hundreds = ServiceFacilities().gain(world) / 100.0
    # four persons, half of whose 8.5 h are for residents, less an hour a week for each 100 m2
    seen = rules["posts"].value[:, here] * rules["time"].value[:, here] * (19.5 - 9.0)
    assert seen == pytest.approx(0.5 * (4 * 8.5 - hundreds / 5.0))
    desks = world.desks.net == Net.COMMUNITY
    assert world.desks.open_to[desks] == pytest.approx(19.5)
    assert world.desks.speed[desks, 0] == pytest.approx(rules["time"].value[:, here])


def test_people_are_seen_after_work() -> None:
    def evening(run: District) -> int:
        cases = run.world.cases
        there = (cases.category == Category.SERVICES) & (cases.t_contact <= 24.0 * 60)
        return int((there & (cases.t_contact % 24.0 >= 17.5)).sum())

    without, with_it = pair(LEVER, ONLY_LONGER, **ENQUIRIES)
    assert evening(without) == 0
    assert evening(with_it) > 20
    assert surely(-1, differences("response_median", LEVER, ONLY_LONGER, **ENQUIRIES))


def test_rooms_let_people_speak_and_meet() -> None:
    # by 2 % for 200 m2, by 7 % for 700 m2; at the window by 0.6 and 2.1 points
    rules = one_morning().world.rules
    hundreds = ServiceFacilities().gain(small().world) / 100.0
    assert sorted(set(hundreds.tolist())) == [2.0, 7.0]
    ratio = rules["report"].value / rules["report"].base
    assert ratio == pytest.approx(np.broadcast_to(1.0 + 0.01 * hundreds[:, None], ratio.shape))
    assert rules["recruit"].value == pytest.approx(1.0 + 0.02 * hundreds)
    assert rules["solve"].value[:, *WINDOW] == pytest.approx(0.9 + 0.003 * hundreds)
    loud = {"report": 0.03, "large_share": 1.0}
    assert surely(-1, differences("silent", LEVER, loud, needs={"requests_per_year": 8.0}, days=60))


def test_without_more_room_or_hours_nothing_changes() -> None:
    assert_changes_nothing(LEVER, {"area": 300.0, "large_area": 300.0, "longer_h": 0.0})


def test_uncovered_communities_see_none_of_it() -> None:
    rules = one_morning(communities=(2,)).world.rules
    for name in ("closes", "time", "report", "solve", "recruit"):
        moved = (rules[name].value != rules[name].base).reshape(5, -1).any(axis=1)
        assert moved.tolist() == [False, False, True, False, False], name


def test_in_the_day_every_case_takes_longer() -> None:
    without, with_it = pair(LEVER, {**ONLY_LONGER, "longer_h": 4.0}, **ENQUIRIES)

    def at_the_window(run: District) -> dict[tuple[int, int], float]:
        """Hours at the window of enquiries that it settled at the first visit, within one day."""
        cases = run.world.cases
        own = (cases.category == Category.SERVICES) & (cases.status == Status.CLOSED) & (cases.life == 0)
        own &= (cases.passes == 0) & (cases.parent < 0) & cases.solved
        own &= cases.t_close // 24 == cases.t_contact // 24
        hours = cases.spent[:, Stage.WORK]
        return {(int(cases.born[i]), int(cases.index[i])): float(hours[i]) for i in np.flatnonzero(own)}

    before, after = at_the_window(without), at_the_window(with_it)
    both = sorted(before.keys() & after.keys())
    assert len(both) > 100
    ratio: Floats = np.array([after[k] / before[k] for k in both])
    # the same work by as many persons, of whom fewer are there at a time: 12.5 h instead of 8.5 h
    assert np.median(ratio) == pytest.approx(12.5 / 8.5, rel=1e-3)


def test_visitors_take_time_from_cases() -> None:
    crowded = {**ONLY_LONGER, "longer_h": 0.0, "reception_h": 20.0}
    assert surely(1, differences("backlog", LEVER, crowded, **ENQUIRIES))


def test_halls_are_paid_for_as_said() -> None:
    world = one_morning(days=35).world
    cost = world.money.costs[LEVER]
    m2 = 2 * 700.0 + 3 * 200.0  # not less than 30 % of five are two
    assert cost.capital_fen == m2 * 200_000
    assert cost.charge_fen / 100.0 == pytest.approx(35 * m2 * 2000.0 / 15.0 / 365.0, abs=1.0)
    assert cost.running_fen / 100.0 == pytest.approx(35 * m2 * 150.0 / 365.0, abs=1.0)
    assert cost.hours == pytest.approx({"community workers": 5 * m2 / 100.0})  # five weeks
    assert world.money.ledger.yuan(f"programme: {LEVER}") == pytest.approx(cost.spent_fen / 100.0)
    half = one_morning(days=10, ramp_days=20).world.money.costs[LEVER]
    assert half.capital_fen == pytest.approx(m2 * 100_000, rel=1e-6)
