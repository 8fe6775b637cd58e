"""Needs: who meets which problem, when, how urgent and how dear, against shares and sums on paper."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from sim.fate import CANDIDATES, Decision
from sim.mechanisms import needs
from sim.mechanisms.needs import demand_of, season
from sim.rng import philox
from sim.state.cases import Category, Status, Urgency
from sim.state.world import World
from sim.types import Array
from tests.places import hamlet, small, uniform
from tests.theory import agrees, share_agrees


def shares_agree(successes: Array, trials: Array, p: Array) -> None:
    """Assert binomial counts, each within 4 standard errors."""
    assert (np.abs(successes - trials * p) <= 4.0 * np.sqrt(trials * p * (1.0 - p)) + 1e-9).all()


def plain(**more: Any) -> dict[str, Any]:
    """Needs whose counts are a plain Poisson process."""
    return {"overdispersion_k": 0, "season_amplitude": 0.0, "vulnerable_factor": 1.0, "requests_per_year": 5.0, **more}


ALL_ALIKE = {"child_factor": 1.0, "elder_factor": 1.0, "old_building_factor": 1.0, "enquiries_per_year": 0.0}
FIRST = (1.0, 0, 0, 0, 0, 0, 0, 0)


def arisen(days: int = 1, first_day: int = 0, population: int = 2000, place: Any = None, **said: Any) -> World:
    """Let problems arise for some days; nothing else happens."""
    world = hamlet(
        population, needs=plain(**{"requests_per_year": 50.0, **said}), place={"old_share": 0.0, **(place or {})}
    )
    for day in range(first_day, first_day + days):
        world.day = day
        needs.arise(world)
    return world


# -- how many, and whose


@pytest.mark.parametrize(("day", "factor"), [(210, 1.25), (27, 0.75), (210 + 365, 1.25)])
def test_a_day_has_its_share_of_the_year_and_its_season(day: int, factor: float) -> None:
    world = arisen(first_day=day, season_amplitude=0.25, **ALL_ALIKE)
    expected = 2000 * 50.0 / 365.0 * factor
    assert abs(world.cases.n - expected) <= 4.0 * math.sqrt(expected)
    assert (world.cases.born == day).all()
    assert world.today.first_case == 0


def test_every_day_begins_after_the_last() -> None:
    world = arisen(days=2, **ALL_ALIKE)
    assert 0 < world.today.first_case < world.cases.n
    assert np.array_equal(np.arange(world.cases.n) >= world.today.first_case, world.cases.born == 1)


def test_times_of_a_day_are_in_order_and_night_problems_lie_in_the_night() -> None:
    cases = arisen(days=6, daytime_share=0.4, **ALL_ALIKE).cases
    hour = cases.t_occur - 24.0 * cases.born
    assert (np.diff(cases.t_occur) >= 0.0).all()
    assert hour.min() >= 0.0
    assert hour.max() < 24.0
    n = float(cases.n)
    # 0.4 between 7 and 21; of the rest seven tenths before 7 h, even over each stretch
    for low, high, share in ((0.0, 7.0, 0.42), (7.0, 21.0, 0.4), (21.0, 24.0, 0.18)):
        inside = hour[(hour >= low) & (hour < high)]
        share_agrees(float(len(inside)), n, share)
        agrees(inside, (low + high) / 2.0)


def test_categories_follow_the_mix_and_enquiries_are_services() -> None:
    world = arisen(days=4, **{**ALL_ALIKE, "enquiries_per_year": 10.0})
    mix = np.array([0.22, 0.18, 0.22, 0.10, 0.10, 0.11, 0.0, 0.07]) * 50.0
    mix[Category.SERVICES] = 10.0
    shares_agree(np.bincount(world.cases.category, minlength=8), np.array(world.cases.n), mix / 60.0)


def test_address_and_person_are_written_down() -> None:
    world = arisen(**ALL_ALIKE)
    cases, residents = world.cases, world.residents
    assert len(set(cases.index.tolist())) == cases.n
    assert np.array_equal(cases.cell, residents.cell[cases.resident])
    assert np.array_equal(cases.vulnerable, residents.vulnerable[cases.resident])
    assert (cases.status == Status.SILENT).all()
    assert (cases.parent == -1).all()
    who, what = (np.array([uniform(world, i, 0, Decision.OCCUR)[k] for i in cases.index]) for k in (1, 2))
    assert np.array_equal(cases.resident, (who * 2000).astype(int))
    assert (np.diff(cases.category[np.argsort(what)]) >= 0).all()


def test_every_block_of_residents_has_candidates_of_its_own() -> None:
    # blocks of 8,192 residents: one and no second, and one and a half
    whole = hamlet(8192, needs=plain(requests_per_year=2.0, **ALL_ALIKE), place={"households_per_cell": 100.0})
    needs.arise(whole)
    assert whole.cases.index.max() < CANDIDATES
    more = hamlet(12288, needs=plain(requests_per_year=5.0, **ALL_ALIKE), place={"households_per_cell": 100.0})
    needs.arise(more)
    second = more.cases.resident >= needs.BLOCK
    assert np.array_equal(more.cases.index >= CANDIDATES, second)
    share_agrees(float(second.sum()), float(more.cases.n), 1.0 / 3.0)


def test_mean_need_is_the_mean_over_residents() -> None:
    world = hamlet(60, place={"old_share": 0.0}, needs={"child_factor": 0.5, "elder_factor": 1.4})
    world.residents.age[:] = np.repeat([0, 1, 2], 20)
    assert needs.mean_need(world.map, world.residents, world.settings.needs) == pytest.approx((0.5 + 1.0 + 1.4) / 3.0)
    world.map.old[world.residents.cell[:1]] = True
    old = world.map.old[world.residents.cell]
    factor = np.array([0.5, 1.0, 1.4])[world.residents.age] * np.where(old, 1.5, 1.0)
    assert 0 < old.sum() < 60
    assert needs.mean_need(world.map, world.residents, world.settings.needs) == pytest.approx(factor.mean())


def test_expected_is_a_year_of_requests_and_enquiries_by_days() -> None:
    assert needs.expected(hamlet(730, needs={"requests_per_year": 2.0, "enquiries_per_year": 0.5}), 73) == 365.0


def test_rates_are_of_the_mean_resident_whoever_lives_there() -> None:
    world = arisen(days=3, place={"old_share": 1.0, "elder_share": 0.5}, enquiries_per_year=0.0)
    assert world.map.unrenovated.all()
    expected = 3 * 2000 * 50.0 / 365.0
    assert abs(world.cases.n - expected) <= 4.0 * math.sqrt(expected)
    weight = np.array([0.5, 1.0, 1.4])[world.residents.age]
    for age in range(3):
        group = world.residents.age == age
        share = weight[group].sum() / weight.sum()
        share_agrees(float(group[world.cases.resident].sum()), float(world.cases.n), float(share))


def test_care_problems_befall_the_vulnerable_more_often() -> None:
    care = tuple(float(c == Category.CARE) for c in range(8))
    world = arisen(days=2, mix=care, vulnerable_factor=3.0, place={"disabled_share": 0.2}, **ALL_ALIKE)
    frail = (world.residents.vulnerable > 0).mean()
    assert 0.2 < frail < 0.3
    share_agrees(float((world.cases.vulnerable > 0).sum()), float(world.cases.n), 3 * frail / (3 * frail + 1 - frail))


def test_a_lever_keeps_the_said_share_from_arising_and_makes_none() -> None:
    def of(**rules: float) -> set[int]:
        world = hamlet(2000, needs=plain(requests_per_year=50.0, **ALL_ALIKE))
        for name, value in rules.items():
            if name == "need":
                world.rules[name].value[:, Category.FACILITIES] = value
            else:
                world.rules[name].value[:] = value
        needs.arise(world)
        return set(world.cases.index[world.cases.category == Category.FACILITIES].tolist())

    everything, some = of(), of(need=0.5)
    assert some < everything
    share_agrees(float(len(some)), float(len(everything)), 0.5)
    assert of(need=3.0) == everything
    assert of(need_vulnerable=0.0) == everything


# -- what kind


def test_classes_of_limits_are_as_frequent_as_said() -> None:
    said = {"urgent_share": 0.05, "urgent_times": 4.0, "utility_share": 0.25, "hard_share": 0.1}
    world = arisen(days=6, mix=(0.3, 0, 0, 0, 0, 0.35, 0, 0.35), **said, **ALL_ALIKE)
    cases = world.cases
    assert np.array_equal(cases.limit_class, cases.urgency)
    for categories, urgent in (((Category.ENVIRONMENT,), 0.05), ((Category.SAFETY,), 0.2), ((Category.HEALTH,), 0.2)):
        own = cases.urgency[np.isin(cases.category, categories)]
        expected = np.array([urgent, 0.25, 1.0 - urgent - 0.25 - 0.1, 0.1])
        shares_agree(np.bincount(own, minlength=4), np.array(len(own)), expected)
    # the same number decides: the urgent ones are the lowest, the hard ones the highest
    draws = [uniform(world, i, d, Decision.NATURE)[0] for i, d in zip(cases.index, cases.born, strict=True)]
    plain_ones = cases.category == Category.ENVIRONMENT
    assert (np.diff(cases.urgency[plain_ones][np.argsort(np.array(draws)[plain_ones])]) >= 0).all()
    assert cases.urgency[plain_ones].max() == Urgency.HARD


def test_repairs_cost_what_they_cost_on_average() -> None:
    cases = arisen(days=12, mix=FIRST, p_money=1.0, repair_yuan=300.0, **ALL_ALIKE).cases
    cost = cases.cost_fen / 100.0
    assert cost.min() > 0.0
    agrees(cost, 300.0)  # lognormal, log-sd 1: the median is 300 exp(-1/2)
    agrees(np.log(cost), math.log(300.0) - 0.5)
    agrees((np.log(cost) - math.log(300.0) + 0.5) ** 2, 1.0)


def test_only_the_first_three_categories_need_money_and_as_often_as_said() -> None:
    cases = arisen(days=6, p_money=0.3, **ALL_ALIKE).cases
    assert (cases.cost_fen[cases.category > Category.PROPERTY] == 0).all()
    for category in (Category.ENVIRONMENT, Category.FACILITIES, Category.PROPERTY):
        own = cases.cost_fen[cases.category == category]
        share_agrees(float((own > 0).sum()), float(len(own)), 0.3)


def test_layers_are_drawn_evenly() -> None:
    world = hamlet(2000, needs=plain(requests_per_year=50.0, **ALL_ALIKE))
    world.map.own_nets = 4
    needs.arise(world)
    shares_agree(np.bincount(world.cases.layer, minlength=4), np.array(world.cases.n), np.full(4, 0.25))


def test_nobody_has_problems_where_there_are_none() -> None:
    assert arisen(requests_per_year=0.0, **ALL_ALIKE).cases.n == 0


# -- over weeks


def test_problems_arise_at_the_rate_asked_for() -> None:
    # without supervision, which raises the urgency of overdue cases
    unsupervised = {"supervised": False}
    asked = plain(enquiries_per_year=0.3)
    runs = [small(replication=k, needs=asked, dispatch=unsupervised, days=60).live(60) for k in range(10)]
    counts = np.array([(run.world.cases.parent < 0).sum() for run in runs], np.float64)
    expected = 2000 * (5.0 + 0.3) / 365.0 * 60
    agrees(counts, expected)
    assert abs(counts.sum() - 10 * expected) <= 4.0 * math.sqrt(10 * expected)

    cases = runs[0].world.cases
    first = cases.parent < 0
    p = runs[0].world.settings.needs
    mix = np.array(p.mix) * 5.0
    mix[Category.SERVICES] += 0.3
    category = np.bincount(cases.category[first], minlength=8)
    shares_agree(category, first.sum(), mix / mix.sum())

    urgent = np.where(np.isin(cases.category, (Category.SAFETY, Category.HEALTH)), 5.0, 1.0) * p.urgent_share
    expected = urgent[first].sum()
    assert abs((cases.urgency == Urgency.URGENT)[first].sum() - expected) <= 4.0 * math.sqrt(expected)
    hour = cases.t_occur[first] % 24.0
    shares_agree(((hour >= 7.0) & (hour < 21.0)).sum(), first.sum(), np.array(p.daytime_share))
    assert np.array_equal(np.floor(cases.t_occur / 24.0), cases.born)


def test_age_and_building_weigh_as_said() -> None:
    run = small(needs=plain(requests_per_year=50.0), days=20, population=4000).live(20)
    world, p = run.world, run.world.settings.needs
    weight = np.array([p.child_factor, 1.0, p.elder_factor])[world.residents.age]
    weight = weight * np.where(world.map.old[world.residents.cell], p.old_building_factor, 1.0)
    cases = world.cases
    whose = cases.resident[cases.parent < 0]
    for age in range(3):
        for old in (False, True):
            group = (world.residents.age == age) & (world.map.old[world.residents.cell] == old)
            assert group.any()
            shares_agree(group[whose].sum(), len(whose), weight[group].sum() / weight.sum())


def test_care_problems_of_the_vulnerable_are_kept_from_arising_as_said() -> None:
    def arisen(share: float) -> tuple[set[tuple[int, int]], set[tuple[int, int]]]:
        run = small(needs=plain(requests_per_year=50.0, vulnerable_factor=2.0), days=20, population=4000)
        rule = run.world.rules["need_vulnerable"]
        rule.base[:] = rule.value[:] = share
        cases = run.live(20).world.cases
        first = cases.parent < 0
        theirs = (cases.category == Category.CARE) & (cases.vulnerable > 0)
        address = np.stack([cases.born, cases.index], axis=1)
        return {tuple(a) for a in address[first & theirs]}, {tuple(a) for a in address[first & ~theirs]}

    all_of_theirs, of_others = arisen(1.0)
    some_of_theirs, still_of_others = arisen(0.3)
    assert still_of_others == of_others
    assert some_of_theirs < all_of_theirs
    shares_agree(np.array(len(some_of_theirs)), np.array(len(all_of_theirs)), np.array(0.3))
    assert arisen(0.0)[0] == set()
    assert arisen(2.0)[0] == all_of_theirs


def test_days_are_overdispersed_as_said() -> None:
    k = 3
    only = plain(overdispersion_k=k, mix=FIRST, enquiries_per_year=0.0, requests_per_year=20.0)
    cases = small(needs=only, days=365).live(365).world.cases
    daily = np.bincount(cases.born[cases.parent < 0], minlength=365).astype(np.float64)
    mean = 2000 * 20.0 / 365.0
    agrees(daily, mean)
    # gamma-mixed Poisson: variance = mean + mean^2 / k
    agrees((daily - mean) ** 2, mean + mean**2 / k)


@pytest.mark.parametrize("day", range(6))
def test_the_level_of_a_day_is_the_mean_of_k_exponentials(day: int) -> None:
    world = arisen(first_day=day, mix=FIRST, overdispersion_k=3, **ALL_ALIKE)
    level = -sum(math.log(uniform(world, j, day, Decision.DAY)[0]) for j in range(3)) / 3.0
    expected = 2000 * 50.0 / 365.0 * level
    assert abs(world.cases.n - expected) <= 4.0 * math.sqrt(expected)


def test_the_season_is_a_cosine_of_mean_one() -> None:
    wave = season(0.25)
    assert wave.mean() == pytest.approx(1.0, abs=1e-12)
    assert wave == pytest.approx(1.0 + 0.25 * np.cos(2 * np.pi * (np.arange(365) - 210) / 365), abs=0.002)
    assert wave.argmax() == 210
    assert (season(0.0) == 1.0).all()


def test_a_surge_multiplies_health_and_enquiries_and_nothing_else() -> None:
    calm = demand_of(small().world).shares
    surge = small(emergencies={"start_day": 0, "days": 10, "rise_days": 0, "multiplier": 3.0}).world
    times = demand_of(surge).shares / calm
    assert times[[Category.HEALTH, Category.SERVICES]].tolist() == pytest.approx([3.0, 3.0])
    assert np.delete(times, [Category.HEALTH, Category.SERVICES]).tolist() == [1.0] * 6


def test_a_repair_costs_a_fen_at_least_since_none_means_that_nothing_is_to_be_paid() -> None:
    demand = demand_of(small().world)._replace(repair_fen=0.0, p_money=1.0)
    facilities = int(Category.FACILITIES)
    assert needs._cost_fen(demand, facilities, 0.5, 0.5) == 1
    assert needs._cost_fen(demand, int(Category.DISPUTES), 0.5, 0.5) == 0


def test_a_day_is_the_mean_of_k_unit_exponentials_of_fate() -> None:
    world = small(needs={"overdispersion_k": 2}).world
    demand, fate, category = demand_of(world), world.fate, int(Category.FACILITIES)
    draws = [philox(*world.key, category * needs.PARTS + j, 3, int(Decision.DAY), 0)[0] for j in range(2)]
    expected = -(math.log(draws[0]) + math.log(draws[1])) / 2.0
    assert needs._level(demand, fate, category, 3) == pytest.approx(expected)
    assert needs._level(demand._replace(k=0), fate, category, 3) == 1.0


def test_the_year_of_the_seasons_begins_on_a_day_of_it() -> None:
    world = small().world
    before = world.people.season.copy()
    needs.begin_year(world, 100)
    assert world.people.season[0] == before[100]
    assert world.people.season[-1] == before[99]
