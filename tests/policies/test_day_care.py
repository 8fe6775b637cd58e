"""Day care: guests have fewer care problems; places that nobody takes do nothing and cost the same."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.district import District
from sim.state.cases import Category
from tests import bits
from tests.levers import assert_changes_nothing, differences, pair, surely
from tests.places import small

LEVER = "day_care"
BUSY: dict[str, Any] = {"needs": {"requests_per_year": 12.0, "enquiries_per_year": 0.0}, "days": 60}
FOR_ALL = {"willing": 1.0, "places": 1000.0, "call_h": 0.0}


def one_morning(days: int = 1, place: dict[str, Any] | None = None, **said: Any) -> District:
    return small(LEVER, policies={LEVER: said}, days=days, place=place).live(days)


def problems(run: District) -> tuple[set[tuple[int, int]], set[tuple[int, int]]]:
    """Care problems of the vulnerable, and all others, by their address."""
    cases = run.world.cases
    theirs = (cases.category == Category.CARE) & (cases.vulnerable > 0)
    address = np.stack([cases.born, cases.index], axis=1)
    first = cases.parent < 0
    return {tuple(a) for a in address[first & theirs]}, {tuple(a) for a in address[first & ~theirs]}


def test_guests_are_those_in_need_who_come_as_far_as_there_are_places() -> None:
    world = one_morning(places=4.0).world
    in_need = np.diff(world.rota.first)
    assert in_need.min() > 0
    # half of a guest's problems; four places, or the 15 % who would come
    guests = np.minimum(4.0, 0.15 * in_need)
    assert (guests == 4.0).any() != (guests < 4.0).all()
    assert world.rules["need_vulnerable"].value == pytest.approx(1.0 - 0.5 * guests / in_need)


def test_half_of_the_guests_problems_do_not_arise_and_others_are_the_same() -> None:
    theirs_before = theirs_after = 0
    for k in range(4):
        without, with_it = pair(LEVER, FOR_ALL, replication=k, place={"disabled_share": 0.2}, **BUSY)
        before, others_before = problems(without)
        after, others_after = problems(with_it)
        assert after < before
        assert others_after == others_before
        theirs_before, theirs_after = theirs_before + len(before), theirs_after + len(after)
    assert theirs_before > 200
    assert abs(theirs_after - 0.5 * theirs_before) <= 4.0 * (0.25 * theirs_before) ** 0.5


def test_staff_who_call_at_homes_hear_of_more() -> None:
    rarely = {"workers": {"visits_per_day": 0.2}}
    calls = {"effect": 0.0, "call_h": 1.0}
    assert surely(1, differences("vulnerable_heard", LEVER, calls, **rarely, **BUSY))
    rules = one_morning().world.rules
    assert rules["visit_hours"].value - rules["visit_hours"].base == pytest.approx(1.5 * 0.5)


def test_without_sites_or_without_effect_nothing_changes() -> None:
    assert_changes_nothing(LEVER, {"sites": 0.0}, {"effect": 0.0, "call_h": 0.0})
    still = bits.tables(small(days=20).live(20))
    idle = bits.tables(small(LEVER, policies={LEVER: {"willing": 0.0, "call_h": 0.0}}, days=20).live(20))
    assert idle["cases"] == still["cases"]


def test_uncovered_communities_see_none_of_it() -> None:
    world = one_morning(communities=(0, 4)).world
    assert (world.rules["need_vulnerable"].value < 1.0).tolist() == [True, False, False, False, True]
    assert world.money.costs[LEVER].capital_fen == 2 * 20_000_000


def test_places_beyond_those_who_come_do_nothing() -> None:
    # at most 400 in need in a community of 400 residents
    enough, too_many = one_morning(days=30, **FOR_ALL), one_morning(days=30, **{**FOR_ALL, "sites": 10.0})
    assert bits.tables(enough)["cases"] == bits.tables(too_many)["cases"]
    spent = [run.world.money.costs[LEVER].spent_fen for run in (enough, too_many)]
    assert spent[1] == pytest.approx(10 * spent[0], rel=1e-4)


def test_a_site_is_wasted_where_nobody_needs_it() -> None:
    nobody = {"elder_alone_share": 0.0, "disabled_share": 0.0, "left_behind_share": 0.0}
    still = small(days=30, place=nobody).live(30)
    with_it = one_morning(days=30, place=nobody)
    assert bits.tables(still)["cases"] == bits.tables(with_it)["cases"]
    assert with_it.world.money.costs[LEVER].spent_fen > 0


def test_sites_are_built_as_they_open_and_cost_as_said() -> None:
    half = one_morning(days=10, ramp_days=20).world.money.costs[LEVER]
    assert half.capital_fen == pytest.approx(0.5 * 5 * 20_000_000)
    full = one_morning(days=35).world
    cost = full.money.costs[LEVER]
    assert cost.capital_fen == 5 * 20_000_000
    # 1.5 posts and the running cost, and a tenth of the fit-out a year
    assert cost.running_fen / 100.0 == pytest.approx(35 * 5 * (1.5 * 45000.0 + 30000.0) / 365.0, abs=1.0)
    assert cost.charge_fen / 100.0 == pytest.approx(35 * 5 * 20000.0 / 365.0, abs=1.0)
    assert cost.hours == pytest.approx({"day-care staff": 25 * 5 * 1.5 * 8.0})
    assert full.money.ledger.yuan(f"programme: {LEVER}") == pytest.approx(cost.spent_fen / 100.0)


def test_sites_that_nobody_can_be_spared_for_stay_closed() -> None:
    world = one_morning(days=3, funding="staff_neutral", staff=15.0, places=4.0, willing=1.0).world
    open_sites = 0.6 * world.today.workers / 15.0
    assert open_sites.max() < 0.2
    in_need = np.diff(world.rota.first)
    assert world.rules["need_vulnerable"].value == pytest.approx(1.0 - 0.5 * 4.0 * open_sites / in_need)
