"""Renovation: renewed compounds have fewer problems; until then works disturb, and money is spent."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from sim.policies.community_renovation import CommunityRenovation
from sim.state.cases import Category, Channel
from sim.state.desks import Net
from tests.levers import assert_changes_nothing, assert_refused, differences, pair, surely
from tests.places import small

AT_ONCE = {"share_per_year": 10.0, "works_days": 1}
"""Everything is begun within 37 days, and done a day later."""
FOREVER = {"share_per_year": 10.0, "works_days": 3000}


def test_renewed_compounds_have_the_problems_of_new_ones() -> None:
    needs = {"requests_per_year": 10.0, "old_building_factor": 1.6}
    without, with_it = pair("community_renovation", AT_ONCE, days=200, needs=needs)
    assert without.world.map.unrenovated.any()
    assert not with_it.world.map.unrenovated.any()
    old = without.world.map.unrenovated

    def problems(run: Any, where: Any) -> set[tuple[int, int]]:
        cases = run.world.cases
        chosen = (cases.parent < 0) & (cases.born > 40) & where[cases.cell]
        return set(zip(cases.born[chosen].tolist(), cases.index[chosen].tolist(), strict=True))

    # the very same problems elsewhere; in renewed compounds 1 of 1.6 is left, and none is new
    assert problems(with_it, ~old) == problems(without, ~old)
    before, after = problems(without, old), problems(with_it, old)
    assert after < before
    share, n = 1 / 1.6, len(before)
    assert n > 500
    assert abs(len(after) - n * share) <= 4.0 * (n * share * (1.0 - share)) ** 0.5


def test_works_begin_and_end_at_the_rate_asked_for() -> None:
    lever = replace(CommunityRenovation(), share_per_year=0.365, start_day=10)
    # with twenty in line, one is begun every 50 days
    assert [lever.begun(20, day) for day in (9, 58, 59, 108, 109, 10 + 999, 5000)] == [0, 0, 1, 1, 2, 20, 20]
    # a roll-out over 99 days loses half of it: by its end 50 days are done, one compound
    slow = replace(lever, ramp_days=99)
    assert [slow.begun(20, day) for day in (107, 108, 157, 158)] == [0, 1, 1, 2]
    run = small("community_renovation", policies={"community_renovation": {"share_per_year": 1.0, "works_days": 30}})
    world = run.world
    n = len(CommunityRenovation().line(world))
    for day in range(140):
        run.live(1)
        renewed = len(np.unique(world.map.compound[world.map.old & ~world.map.unrenovated]))
        assert renewed == int(n * max(day - 29, 0) / 365 + 1e-9)


def test_the_most_crowded_come_first_or_one_community_after_another() -> None:
    world = small().world
    m = world.map
    line = CommunityRenovation().line(world)
    crowding = np.bincount(m.compound, m.residents) / np.bincount(m.compound)
    assert (np.diff(crowding[line]) <= 0.0).all()
    assert set(line) == set(m.compound[m.old])
    row = replace(CommunityRenovation(), order="by_community").line(world)
    assert sorted(row) == sorted(line)
    assert (np.diff(m.community_of_compound[row]) >= 0).all()
    covered = replace(CommunityRenovation(), communities=(1, 3)).line(world)
    assert set(m.community_of_compound[covered]) <= {1, 3}


def test_only_covered_communities_are_renewed() -> None:
    run = small("community_renovation", policies={"community_renovation": {"communities": (2,), **AT_ONCE}}).live(40)
    changed = run.world.map.old & ~run.world.map.unrenovated
    assert changed.any()
    assert np.array_equal(changed, run.world.map.old & (run.world.map.community == 2))


def test_at_no_dose_nothing_changes() -> None:
    assert_changes_nothing("community_renovation", {"share_per_year": 0.0})
    assert_refused("community_renovation", AT_ONCE, "compounds built before 2000", place={"old_share": 0.0})


def test_works_make_people_complain_and_complain_again() -> None:
    """Harm: nothing is better yet, and the centre and the community office have more to do."""
    disturbed = {"complaints": 1.5, "again": 3.0, **FOREVER}
    plain = {"place": {"old_share": 1.0}, "needs": {"requests_per_year": 6.0}, "voice": {"p_report": 0.2}, "days": 70}
    without, with_it = pair("community_renovation", disturbed, **plain)
    assert (with_it.world.map.unrenovated == without.world.map.unrenovated).all()

    def told(run: Any, channel: Channel, categories: tuple[Category, ...]) -> int:
        cases = run.world.cases
        known = np.isfinite(cases.t_accept) & (cases.born > 40)
        return int((known & (cases.channel == channel) & np.isin(cases.category, categories)).sum())

    about = (Category.ENVIRONMENT, Category.FACILITIES, Category.PROPERTY)
    assert told(with_it, Channel.REPORT, about) > 1.2 * told(without, Channel.REPORT, about)
    again = (Channel.DUPLICATE, (Category.DISPUTES, Category.SAFETY))
    assert told(with_it, *again) > 1.5 * told(without, *again)
    for measure in ("utilisation", "duplicate"):
        assert surely(1, differences(measure, "community_renovation", disturbed, pairs=4, first_day=40, **plain))


def test_works_take_community_workers_from_residents() -> None:
    said = {"site_h": 16.0, "complaints": 1.0, "again": 1.0, **FOREVER}
    place = {"place": {"old_share": 1.0}, "needs": {"enquiries_per_year": 4.0}}
    _, with_it = pair("community_renovation", said, days=50, **place)  # the fiftieth is a Tuesday
    world = with_it.world
    sites = np.bincount(world.map.community_of_compound)
    assert sites.sum() == 20
    speed = world.desks.speed[world.desks.net == Net.COMMUNITY, 0]
    assert speed == pytest.approx(0.5 * (1.0 - sites * 16.0 / 5.0 / 34.0))
    slower = differences("resolution_median", "community_renovation", said, pairs=4, first_day=40, days=60, **place)
    assert surely(1, slower)


def test_it_costs_yuan_and_hours() -> None:
    said = {"share_per_year": 10.0, "works_days": 7, "start_day": 2}
    run = small("community_renovation", policies={"community_renovation": said}).live(40)
    m, cost = run.world.map, run.world.money.costs["community_renovation"]
    n = len(np.unique(m.compound[m.old]))
    assert (run.world.map.old & ~run.world.map.unrenovated).any()
    lever = run.policies[0]
    line = lever.line(run.world)[: lever.begun(n, 39)]
    households = int(m.households[np.isin(m.compound, line)].sum())
    assert cost.capital_fen == households * 2_000_000
    assert cost.running_fen == 0
    part = 0
    for day in range(40):  # each written off over 25 years from the day its works begin
        new = lever.line(run.world)[lever.begun(n, day - 1) : lever.begun(n, day)]
        part += (40 - day) * (int(m.households[np.isin(m.compound, new)].sum()) * 2_000_000 // (25 * 365))
    assert cost.charge_fen == pytest.approx(part, abs=1e3)
    weekdays = [day for day in range(40) if day % 7 < 5]
    sites = [lever.begun(n, day) - lever.begun(n, day - 7) for day in weekdays]
    assert cost.hours["community workers"] == pytest.approx(sum(sites) * 6.0 / 5)
