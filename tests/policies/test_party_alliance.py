"""Party alliance: units bring what they promised, ever less until the next meeting; little of it fits."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.policies.party_alliance import GIVEN_FOR, PartyAlliance
from sim.state.cases import Category
from sim.state.desks import Helper, Net, Office
from sim.state.world import World
from tests.levers import assert_changes_nothing, differences, pair, programme, surely
from tests.places import small

NAME = "party_alliance"
BUSY: dict[str, Any] = {"needs": {"requests_per_year": 6.0}, "days": 60}
WINDOW: dict[str, Any] = {"needs": {"enquiries_per_year": 50.0}, "days": 40}
"""Much to do in the community offices."""
NOTHING = {"hours": 0.0, "yuan": 0.0, "fit": 0.0, "meeting_h": 0.0}
UNITS = 1.286 * 5.95


def each_day(lever: PartyAlliance, days: int, rule: str, *at: int, world: World | None = None) -> Any:
    world = world or small(place={"communities": 5}).world
    values = []
    for day in range(days):
        world.day = day
        world.rules.reset()
        lever.plan(world, programme(world, lever))
        world.rules.settle()
        values.append((world.rules[rule].value - world.rules[rule].base)[(slice(None), *at)].copy())
    return np.array(values)


def test_a_quarter_brings_what_is_kept_and_no_more() -> None:
    lever = PartyAlliance(hours=30.0, yuan=100.0, kept=0.5)
    for rule, at, promised in (("help_hours", (Helper.PARTNER,), 30.0), ("gifts_yuan", (), 100.0)):
        brought = each_day(lever, 182, rule, *at)
        for quarter in (brought[:91], brought[91:]):
            assert quarter.sum(axis=0) == pytest.approx(np.full(5, UNITS * 0.5 * promised))


def test_giving_slackens_until_the_next_meeting() -> None:
    brought = each_day(PartyAlliance(fade_days=30.0), 182, "help_hours", Helper.PARTNER)[:, 0]
    assert brought[1:91] / brought[:90] == pytest.approx(np.full(90, np.exp(-1.0 / 30.0)))
    assert brought[91] == brought[0]
    assert brought[0] > 10.0 * brought[90]


def test_units_take_cases_off_the_desks() -> None:
    said = {"hours": 80.0, "fit": 0.05}
    without, with_it = pair(NAME, said, **BUSY)

    def helped(run: Any) -> float:
        return float(run.world.desks.worked_h[run.world.desks.net == Net.PARTNER].sum())

    assert helped(without) == 0.0
    assert helped(with_it) > 0.0
    cases = with_it.world.cases
    by_units = np.isin(cases.desk, np.flatnonzero(with_it.world.desks.net == Net.PARTNER))
    assert set(cases.category[by_units]) <= set(GIVEN_FOR)
    assert surely(-1, differences("handoffs", NAME, said, **BUSY))
    assert surely(-1, differences("utilisation", NAME, said, **BUSY))


def test_gifts_pay_for_repairs_that_waited_for_money() -> None:
    poor = {
        "needs": {"requests_per_year": 6.0, "p_money": 0.6},
        "finance": {"base_funds_yuan": 1000.0, "reserve_days": 0.0},
        "days": 60,
    }
    without, with_it = pair(NAME, {**NOTHING, "yuan": 1500.0}, **poor)
    given = with_it.world.money.ledger.yuan("collective income and gifts")
    assert given < 0.0
    paid = with_it.world.money.ledger.yuan("repairs") - without.world.money.ledger.yuan("repairs")
    assert 0.0 < paid <= -given
    assert with_it.world.open_cases() < without.world.open_cases()


def test_without_promises_and_meetings_nothing_changes() -> None:
    assert_changes_nothing(NAME, NOTHING, {"alliances": 0.0}, {"units": 0.0, "meeting_h": 0.0})


def test_communities_that_are_not_covered_see_none_of_it() -> None:
    lever = PartyAlliance(communities=(2,), ramp_days=2)
    for rule in ("help_hours", "gifts_yuan", "match", "time"):
        first, second = each_day(lever, 2, rule)
        for changed in (first != 0.0, second != 0.0):
            assert not changed[[0, 1, 3, 4]].any(), rule
            assert changed[2].any(), rule
    first, second = each_day(lever, 2, "match", Category.CARE, Helper.PARTNER)[:, 2]
    assert (first, second) == pytest.approx((UNITS * 0.015 / 2.0, UNITS * 0.015))


def test_meetings_slow_the_community_office_in_their_week() -> None:
    """Harm: where nothing comes of them, meetings only take time."""
    meetings = {**NOTHING, "meeting_h": 10.0}
    taken = each_day(PartyAlliance(**meetings), 98, "time", Office.COMMUNITY)[:, 0]
    # four persons of 8.5 hours a day; half of their time is for residents, so is half of what is taken
    hours = -taken / 0.5 * 4 * 8.5
    working = np.arange(98) % 7 < 5
    assert hours[:7][working[:7]] == pytest.approx(np.full(5, 1.286 * 10.0 / 5))
    assert (hours[7:91] == 0.0).all()
    assert hours.sum() == pytest.approx(2 * 1.286 * 10.0)
    often = {**meetings, "meetings": 52.0, "meeting_h": 40.0}
    assert surely(1, differences("response_mean", NAME, often, **WINDOW))


def test_most_hours_do_not_fit_what_is_needed() -> None:
    """Harm: hours are given and nobody can use them."""
    _, with_it = pair(NAME, **BUSY)
    used = with_it.world.desks.worked_h[with_it.world.desks.net == Net.PARTNER].sum()
    given = 5 * UNITS * 20.0 * 0.6 * sum(PartyAlliance().pace(d, 91) for d in range(60))
    assert with_it.world.money.costs[NAME].hours["member units' staff"] == pytest.approx(given + 5 * UNITS * 2.5)
    assert 0.0 < used < 0.5 * given


def test_it_costs_units_hours_community_workers_time_and_money() -> None:
    run = small(NAME, days=91).live(91)
    cost = run.world.money.costs[NAME]
    assert cost.hours["member units' staff"] == pytest.approx(5 * UNITS * (0.6 * 20.0 + 2.5))
    assert cost.hours["community workers"] == pytest.approx(5 * 1.286 * 10.0)
    assert cost.running_fen == pytest.approx(100 * 5 * 1.286 * 2000.0 * 91 / 365, abs=91)
    # what units give is their money, not the district's
    assert run.world.money.ledger.yuan("collective income and gifts") == pytest.approx(
        -5 * UNITS * 0.6 * 250.0, abs=5.0
    )
    assert run.world.money.ledger.yuan(f"programme: {NAME}") == cost.running_fen / 100
