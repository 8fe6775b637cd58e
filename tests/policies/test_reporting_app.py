"""Reporting app: whoever has a phone for it is heard more, and more than once; others fall behind."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.district import District
from sim.state.cases import Category, Channel, Status
from sim.state.residents import AgeGroup
from sim.types import Bools
from tests.levers import assert_changes_nothing, differences, pair, surely
from tests.places import small

# What somebody reports depends on him alone, not on what became of earlier cases.
UNMOVED: dict[str, Any] = {
    "needs": {"requests_per_year": 40.0, "overdispersion_k": 0}, "days": 40,
    "voice": {
        "trust_slope": 0.0, "success_ratio": 1.0, "after_failure": 1.0, "p_neighbour": 0.0, "area_ratio": 1.0,
        "p_seen": 0.0, "p_tell": 0.0, "heard": 0.0,
    },
    "incidents": {"shared": 0.0},
}  # fmt: skip


def told(run: District) -> Bools:
    """Problems that a resident has reported, by row; the rows of problems are the same in both arms."""
    cases = run.world.cases
    return np.asarray((cases.channel == Channel.REPORT) & ~np.isin(cases.status, (Status.SILENT, Status.EXPIRED)))


def first(run: District) -> Bools:
    """Problems, without repeated reports."""
    return np.asarray(run.world.cases.parent < 0)


def test_users_report_more_and_others_as_before() -> None:
    said = {"uptake": 0.5, "photos": 0.8, "words": 0.2, "elders": 0.25}
    without, with_it = pair("reporting_app", said, **UNMOVED)
    cases, residents = with_it.world.cases, with_it.world.residents
    problem = first(with_it)
    who = cases.resident[problem]
    before, after = told(without)[first(without)], told(with_it)[problem]
    assert np.array_equal(before[~residents.app[who]], after[~residents.app[who]])
    p = with_it.world.settings.voice
    for category, rise in ((Category.ENVIRONMENT, 0.4), (Category.CARE, 0.1)):
        for age, uptake in ((AgeGroup.ADULT, 1.0), (AgeGroup.ELDER, 0.25)):
            user = residents.app[who] & (residents.age[who] == age) & (cases.category[problem] == category)
            chance = p.p_notice * p.p_report * p.category_factor[category] * p.app_factor * (1.0 + rise * uptake)
            chance *= p.elder_factor if age == AgeGroup.ELDER else 1.0
            n = int(user.sum())
            assert n > 40
            assert abs(after[user].sum() - n * chance) <= 4.0 * (n * chance * (1.0 - chance)) ** 0.5
            assert after[user].sum() >= before[user].sum() + (rise * uptake > 0.2)


def test_the_share_of_users_is_that_of_phones_times_uptake() -> None:
    said = {"uptake": 0.5, "elders": 0.0, "twice": 3.0, "dispatch_gain": 0.5, "communities": (1, 4), "group_h": 0.4}
    world = small("reporting_app", policies={"reporting_app": said}).live(1).world
    residents = world.residents
    where = world.map.community[residents.cell]
    for m, on in ((0, 0.0), (1, 1.0), (4, 1.0)):
        adults = residents.app & (residents.age == AgeGroup.ADULT) & (where == m)
        share = 0.5 * adults.sum() / (where == m).sum()
        assert 0.05 < share < 0.25
        assert world.rules["twice"].value[m] == pytest.approx(1.0 + 2.0 * share * on)
        assert world.rules["dispatch_h"].value[m] == pytest.approx(4.0 * (1.0 - 0.5 * share * on))
        assert world.rules["admin_share"].value[m] == pytest.approx(0.5 + 0.05 * on)


def test_problems_stay_silent_less_often() -> None:
    assert surely(-1, differences("silent", "reporting_app", pairs=5, needs={"requests_per_year": 10.0}, days=90))


def test_without_users_nothing_changes() -> None:
    assert_changes_nothing("reporting_app", {"uptake": 0.0, "group_h": 0.0})


def test_elders_fall_behind() -> None:
    gaps = []
    for k in range(4):
        heard = []
        for run in pair("reporting_app", {"photos": 1.5}, replication=k, **UNMOVED):
            age = run.world.residents.age[run.world.cases.resident]
            groups = [told(run)[first(run) & (age == a)].mean() for a in (AgeGroup.ADULT, AgeGroup.ELDER)]
            heard.append(groups[0] - groups[1])
        gaps.append(heard[1] - heard[0])
    assert surely(1, np.array(gaps)), gaps


def test_the_same_is_reported_again_and_the_grid_workers_are_loaded() -> None:
    busy: dict[str, Any] = {"pairs": 5, "needs": {"requests_per_year": 10.0}, "days": 60}
    assert surely(1, differences("duplicate", "reporting_app", {"twice": 4.0, "uptake": 0.8}, **busy))
    assert surely(1, differences("utilisation", "reporting_app", **busy))


def test_users_are_answered_as_far_as_operators_are_there() -> None:
    said: dict[str, Any] = {
        "funding": "staff_neutral",
        "residents_per_operator": 1000.0,
        "uptake": 0.5,
        "photos": 1.0,
        "words": 0.2,
    }
    said["elders"] = 0.25
    settings = {"place": {"grids": 5, "workers": 5}, "workers": {"turnover_per_year": 0.0}, "population": 4000}
    world = small("reporting_app", policies={"reporting_app": said}, **settings).live(4).world
    answered = np.minimum(1.0, 0.6 / (world.map.by_community(world.map.residents) / 1000.0))
    assert answered.max() < 0.8
    at = (slice(None), int(Category.SAFETY), int(AgeGroup.ADULT))
    assert world.rules["app"].value[at] == pytest.approx(1.0 + 0.5 * answered)
    elders = (slice(None), int(Category.DISPUTES), int(AgeGroup.ELDER))
    assert world.rules["app"].value[elders] == pytest.approx(1.0 + 0.5 * 0.2 * 0.25 * answered)


def test_what_it_costs() -> None:
    said = {"residents_per_operator": 4000.0, "start_day": 7, "group_h": 0.25, "yuan_per_resident": 2.0}
    settings = {"workers": {"turnover_per_year": 0.0}, "days": 35}
    cost = (
        small("reporting_app", policies={"reporting_app": said}, **settings).live(35).world.money.costs["reporting_app"]
    )
    assert cost.running_fen == 28 * (round(100 * 0.5 * 60000 / 365) + round(100 * 2000 * 2.0 / 365))
    assert cost.post_days == pytest.approx(28 * 0.5)
    assert cost.hours["operators"] == pytest.approx(20 * 0.5 * 8.0)
    assert cost.hours["grid workers (chat)"] == pytest.approx(24 * 12 * 0.25)


def test_whoever_comes_upon_a_shared_problem_has_the_app_too() -> None:
    without, with_it = pair("reporting_app", {"communities": (1, 4)}, needs={"requests_per_year": 6.0}, days=60)
    tells = [run.world.witnesses.tells[:, Category.ENVIRONMENT] for run in (without, with_it)]
    more = tells[1] / tells[0]
    assert (more[[1, 4]] > 1.05).all()
    assert more[[0, 2, 3]] == pytest.approx(np.ones(3), abs=0.02)  # what became of cases differs a little
