"""Community merging: one office for two, posts saved, and people who no longer know whom to turn to."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from sim.config.run import load
from sim.errors import ConfigError
from sim.geography.areas import Geography
from sim.policies.community_merging import choose
from sim.state.cases import Category, Status
from sim.state.desks import Helper, Net, Office
from sim.state.places import draw_map
from sim.types import Ints
from tests.levers import assert_changes_nothing, assert_changes_something, assert_refused, differences, pair, surely
from tests.places import small

NAME = "community_merging"
QUIET: dict[str, Any] = {"ties_broken": 0.0, "unheard": 0.0, "stop": 0.0, "farther": 0.0, "move_weeks": 0}
TWO: dict[str, Any] = {"place": {"communities": 2, "grids": 4, "workers": 4}}


def xialu() -> Geography:
    return draw_map(load("xialu").place)


def paired(partner: Ints) -> Ints:
    return np.flatnonzero(partner != np.arange(len(partner)))


def test_eight_of_xialus_37_communities_become_four() -> None:
    geography = xialu()
    partner = choose(geography, 8 / 37)
    merged = paired(partner)
    assert len(merged) == 8
    assert np.array_equal(partner[partner], np.arange(37))
    a, b = (geography.community[side] for side in geography.cells.edges.T)
    touching = set(zip(a.tolist(), b.tolist(), strict=True)) | set(zip(b.tolist(), a.tolist(), strict=True))
    for one in merged:
        assert (one, partner[one]) in touching
        assert geography.street_of_community[one] == geography.street_of_community[partner[one]]
    # the smallest: no pair left to merge has fewer residents than the largest that is merged
    size = geography.by_community(geography.residents)
    largest = max(size[one] + size[partner[one]] for one in merged)
    for one, other in touching:
        apart = partner[one] == one and partner[other] == other and one != other
        if apart and geography.street_of_community[one] == geography.street_of_community[other]:
            assert size[one] + size[other] >= largest


def test_communities_that_are_named_are_merged_with_each_other_or_refused() -> None:
    geography = xialu()
    one, other = paired(choose(geography, 1.0))[0], choose(geography, 1.0)[paired(choose(geography, 1.0))[0]]
    assert paired(choose(geography, 1.0, (int(one), int(other)))).tolist() == sorted([one, other])
    far = np.flatnonzero(geography.street_of_community != geography.street_of_community[one])[0]
    with pytest.raises(ConfigError, match="without a partner"):
        load("xialu", (NAME,), policies={NAME: {"communities": [int(one), int(far)]}})
    with pytest.raises(ConfigError, match="ramp_days"):
        load("xialu", (NAME,), policies={NAME: {"ramp_days": 10}})


def test_two_offices_become_one_with_the_staff_that_is_kept() -> None:
    busy = {"needs": {"requests_per_year": 20.0}, "days": 20, **TWO}
    said = {"coverage": 1.0, "staff_kept": 0.75, "once": 0.4, "start_day": 10, **QUIET}
    _, run = pair(NAME, said, **busy)
    world = run.world
    desks, of_cell = world.desks, world.routes.of_cell
    for net in (Net.COMMUNITY, Net.MEDIATION, Net.VOLUNTEER):
        assert len(np.unique(of_cell[net])) == 1
        old = np.setdiff1d(np.flatnonzero(desks.net == net), of_cell[net])
        assert desks.servers[old].sum() == desks.waiting[old].sum() == 0
    office = of_cell[Net.COMMUNITY][0]
    assert desks.servers[office] == 2 * 4 * 0.75
    # half of 8 persons' time goes to forms; a fifth of that is filled in twice; six persons are left to do it
    assert desks.speed[office, 0] == pytest.approx(1.0 - 8 * 0.5 * (1.0 - 0.4 / 2) / 6)
    waiting = (world.cases.status == Status.QUEUED) & (desks.net[world.cases.desk] == Net.COMMUNITY)
    assert (world.cases.desk[waiting] == office).all()
    kept = small(NAME, policies={NAME: {**said, "funding": "staff_neutral"}}, **busy).live(12).world
    assert kept.desks.servers[office] == 8


def test_pooled_offices_wait_less_when_nobody_is_saved() -> None:
    # Erlang C: one queue for eight servers waits less than two queues for four
    settings = {
        **TWO,
        "needs": {"requests_per_year": 0.0, "enquiries_per_year": 16.0, "overdispersion_k": 0},
        "days": 40,
    }
    said = {"coverage": 1.0, "staff_kept": 1.0, "once": 0.0, **QUIET}
    assert surely(-1, differences("response_mean", NAME, said, **settings))


def test_what_is_broken_heals_with_its_time_constant() -> None:
    said = {"coverage": 0.4, "ties_broken": 0.5, "unheard": 0.2, "stop": 1.0, "farther": 0.1, "recovery_days": 20.0}
    run = small(NAME, policies={NAME: {**said, "start_day": 3}})
    for day in range(40):
        run.live_day()
        rules, merged = run.world.rules, run.policies[0].covered(run.world) > 0
        left = math.exp(-(day - 3) / 20.0) if day >= 3 else 0.0
        away = float(day >= 3)
        assert rules["ties"].value[merged] == pytest.approx(1.0 - 0.5 * left)
        assert rules["attrition"].value[merged] == pytest.approx(1.0 + left)
        report = rules["report"].value / rules["report"].base
        assert report[merged, Category.CARE] == pytest.approx(1.0 - 0.2 * left)
        assert report[merged, Category.SERVICES] == pytest.approx((1.0 - 0.2 * left) * (1.0 - 0.1 * away))
        for name in ("ties", "attrition", "report", "posts", "time"):
            rule = rules[name]
            assert np.array_equal(rule.value[~merged], rule.base[~merged]), name
    assert merged.sum() == 2


def test_without_a_pair_nothing_changes() -> None:
    assert_changes_nothing(NAME)
    assert_refused(NAME, {"coverage": 0.1}, "reaches none of 5 communities")
    assert_changes_something(NAME, {"coverage": 0.4})


def test_broken_ties_leave_the_vulnerable_unheard_and_volunteers_stop() -> None:
    said = {"coverage": 1.0, "recovery_days": 1000.0, "unheard": 0.3, "ties_broken": 0.6}
    busy = {"needs": {"requests_per_year": 6.0}, "days": 60}
    assert surely(-1, differences("vulnerable_heard", NAME, said, **busy))
    assert surely(1, differences("silent", NAME, said, **busy))
    without, with_it = pair(NAME, said)
    assert with_it.world.people.volunteers.sum() < without.world.people.volunteers.sum()


def test_an_office_whose_staff_is_not_kept_makes_people_wait() -> None:
    settings = {**TWO, "needs": {"requests_per_year": 0.0, "enquiries_per_year": 16.0}, "days": 30}
    saving = {"coverage": 1.0, "staff_kept": 0.6, **QUIET}
    assert surely(1, differences("response_mean", NAME, saving, pairs=8, **settings))


def test_it_saves_pay_and_costs_a_centre_and_hours() -> None:
    said = {"coverage": 0.4, "staff_kept": 0.75, "wage_yuan": 73000.0, "move_weeks": 2, "move_h": 10.0}
    said |= {"centre_yuan": 36500.0, "years_of_use": 1.0}
    run = small(NAME, policies={NAME: said}).live(28)
    cost = run.world.money.costs[NAME]
    # two offices of four, a quarter saved: two posts of 200 yuan a day; a centre of 100 yuan a day
    assert cost.running_fen == -28 * 2 * 20_000
    assert cost.charge_fen == 28 * 10_000
    assert cost.capital_fen == 3_650_000
    assert cost.hours == {"community workers": pytest.approx(2 * 2 * 10.0)}
    assert run.world.money.ledger.yuan(f"programme: {NAME}") == 28 * (100 - 400)
    kept = small(NAME, policies={NAME: {**said, "funding": "staff_neutral"}}).live(28)
    assert kept.world.money.costs[NAME].running_fen == 0


def test_volunteers_of_both_are_one_desk() -> None:
    _, run = pair(NAME, {"coverage": 1.0, **QUIET}, **TWO)
    world = run.world
    row = np.unique(world.routes.of_cell[Net.VOLUNTEER])[0]
    hours = world.rules["help_hours"].value[:, Helper.VOLUNTEER].sum()
    per_turn = world.settings.volunteering.hours_per_turn
    assert world.desks.servers[row] == math.ceil(hours / per_turn)
    assert world.rules["posts"].value[:, Office.MEDIATION].sum() == 2 * world.settings.mediation.mediators
