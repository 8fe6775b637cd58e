"""Party organisation: groups in the buildings find, help and settle; what is not given is written down all the same."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from sim.mechanisms.service import level_of
from sim.policies.party_organisation import PartyOrganisation
from sim.state.cases import Category, Channel
from sim.state.desks import Helper, Net
from sim.state.residents import Party
from sim.state.world import World
from tests.levers import assert_changes_nothing, assert_refused, differences, measured, pair, programme, surely
from tests.places import small

NAME = "party_organisation"
BUSY: dict[str, Any] = {"needs": {"requests_per_year": 6.0}, "days": 60}
EAGER = {"hours_a_month": 20.0, "meeting_share": 0.1, "supervision": 1.0, "follow_up_h": 0.0}


def planned(lever: PartyOrganisation, day: int = 0, **said: Any) -> World:
    world = small(**said).world
    lever.start(world, programme(world, lever))
    world.day = day
    lever.plan(world, programme(world, lever))
    world.rules.settle()
    return world


def gained(world: World, rule: str, *at: int) -> Any:
    r = world.rules[rule]
    return (r.value - r.base)[(slice(None), *at)]


def test_hours_are_those_of_the_members_who_really_live_there() -> None:
    lever = PartyOrganisation(hours_a_month=6.0, meeting_share=0.5, finding_share=0.25, members_per_group=8.0)
    world = planned(lever)
    people = world.residents
    members = people.party == Party.RESIDENT_MEMBER
    assert members.sum() > 40
    for m in range(world.n_communities):
        groups = (members & (world.map.community[people.cell] == m)).sum() / 8.0
        a_day = groups * 6.0 / 30
        assert gained(world, "patrol_hours")[m] == pytest.approx(a_day * 0.5 * 0.25)
        assert gained(world, "help_hours", Helper.VOLUNTEER)[m] == pytest.approx(a_day * 0.5 * 0.75)
        assert gained(world, "paper_hours")[m] == pytest.approx(a_day * 0.5)


@pytest.mark.parametrize(("supervision", "active"), [(0.0, 0.9**6), (0.5, 0.95**6), (1.0, 1.0)])
def test_what_is_given_decays_unless_followed_up_and_what_is_written_down_does_not(
    supervision: float, active: float
) -> None:
    lever = PartyOrganisation(decay_per_month=0.1, supervision=supervision, listening=1.1, disputes=0.2)
    first, later = planned(lever), planned(lever, day=180)
    for rule, at in (("patrol_hours", ()), ("help_hours", (Helper.VOLUNTEER,))):
        assert gained(later, rule, *at) == pytest.approx(active * gained(first, rule, *at))
    assert later.rules["report"].value == pytest.approx(later.rules["report"].base * (1.0 + 0.1 * active))
    assert gained(later, "match", Category.DISPUTES, Helper.VOLUNTEER) == pytest.approx(0.2 * active)

    def written(world: World) -> Any:
        return (
            gained(world, "patrol_hours") + gained(world, "help_hours", Helper.VOLUNTEER) + gained(world, "paper_hours")
        )

    assert written(later) == pytest.approx(written(first))


def test_members_find_what_nobody_told_of() -> None:
    without, with_it = pair(NAME, EAGER, **BUSY)
    assert not (without.world.cases.channel == Channel.VOLUNTEER).any()
    assert (with_it.world.cases.channel == Channel.VOLUNTEER).any()
    assert surely(-1, differences("silent", NAME, EAGER, **BUSY))


def test_quarrels_are_taken_on_by_neighbours() -> None:
    quarrels = {"needs": {"requests_per_year": 6.0, "mix": (0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0)}, "days": 60}
    without, with_it = pair(NAME, {**EAGER, "disputes": 0.5, "finding_share": 0.0}, **quarrels)

    def helped(run: Any) -> int:
        cases = run.world.cases
        return int(((cases.category == Category.DISPUTES) & (cases.helped > 0)).sum())

    def heard(run: Any) -> int:
        cases, level = run.world.cases, level_of(Category.DISPUTES, Net.MEDIATION)
        return int(((cases.category == Category.DISPUTES) & (cases.level >= level)).sum())

    assert helped(without) == 0
    assert helped(with_it) > 0
    assert heard(with_it) < heard(without)


def test_without_groups_nothing_changes() -> None:
    assert_changes_nothing(
        NAME,
        {"hours_a_month": 0.0, "listening": 1.0, "disputes": 0.0, "follow_up_h": 0.0},
        place={"communities": 5},
    )
    assert_refused(NAME, {}, "place.resident_member_share=0", place={"resident_member_share": 0.0})


def test_communities_that_are_not_covered_see_none_of_it() -> None:
    lever = PartyOrganisation(communities=(1, 3))
    world = planned(lever, place={"communities": 5})
    out = [0, 2, 4]
    for rule in ("patrol_hours", "help_hours", "paper_hours", "report", "match", "time"):
        changed = world.rules[rule].value != world.rules[rule].base
        assert not changed[out].any(), rule
        assert changed[[1, 3]].reshape(2, -1).any(axis=1).all(), rule
    half = planned(replace(lever, ramp_days=2), place={"communities": 5})
    for rule in ("patrol_hours", "paper_hours"):
        assert gained(half, rule) == pytest.approx(gained(world, rule) / 2.0)


def test_hours_become_paper() -> None:
    """Harm: of what is written down a growing part is meetings and lists."""
    said = {"supervision": 0.0, "decay_per_month": 0.15, "finding_share": 0.0}
    gaps = []
    for first, last in ((0, 30), (150, 180)):
        gap = []
        for run in pair(NAME, said, days=180):
            written = run.recorder.offered_h[last - 1] - run.recorder.offered_h[first]
            gap.append(written - (run.recorder.given_h[last - 1] - run.recorder.given_h[first]))
        gaps.append(gap[1] - gap[0])
    # 29 days; of the hours given 15 % are paper anyway
    run = small(NAME, policies={NAME: said}, days=1).live(1)
    a_day = run.world.memory["party_organisation.members"].sum() / 10.2 * 4.0 / 30
    for gap, active in zip(gaps, (1.0, 0.85**5), strict=True):
        assert gap == pytest.approx(29 * a_day * (1.0 - 0.6 * active * 0.85), rel=1e-6)
    assert gaps[1] > 1.3 * gaps[0]


def test_what_members_find_loads_the_grid_workers() -> None:
    finders = {**EAGER, "finding_share": 1.0, "disputes": 0.0}
    assert surely(1, differences("utilisation", NAME, finders, **BUSY))


def test_it_costs_members_hours_community_workers_time_and_money() -> None:
    run = small(NAME, policies={NAME: {"supervision": 1.0}}, days=28).live(28)
    without = small(days=28).live(28)
    groups = run.world.memory["party_organisation.members"].sum() / 10.2
    assert groups * 10.2 == (run.world.residents.party == Party.RESIDENT_MEMBER).sum()
    cost = run.world.money.costs[NAME]
    assert cost.hours["party members"] == pytest.approx(groups * 4.0 / 30 * 28)
    assert cost.hours["community workers"] == pytest.approx(groups * 0.1 * 4)
    assert cost.running_fen == pytest.approx(100 * groups * 300.0 * 28 / 365, abs=28)
    assert run.world.money.ledger.yuan(f"programme: {NAME}") == cost.running_fen / 100
    spent = np.diff([measured(r, "spending") for r in (without, run)])[0]
    assert spent == pytest.approx(groups * 300.0 / 2000, rel=0.01)
