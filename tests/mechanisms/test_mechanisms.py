"""What each mechanism must show by itself, against closed formulas."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from sim.district import District
from sim.mechanisms.dispatch import p_misroute
from sim.mechanisms.needs import season
from sim.mechanisms.network import level_of
from sim.mechanisms.voice import readiness
from sim.run_config import load
from sim.state.cases import Category, Channel, Status, Urgency
from sim.state.desks import Net, Office
from sim.types import Array, Floats
from tests.places import goes_unheard_h, small
from tests.theory import agrees


def shares_agree(successes: Array, trials: Array, p: Array) -> None:
    """Assert binomial counts, each within 4 standard errors."""
    assert (np.abs(successes - trials * p) <= 4.0 * np.sqrt(trials * p * (1.0 - p)) + 1e-9).all()


# -- needs


def plain(**more: Any) -> dict[str, Any]:
    """Needs whose counts are a plain Poisson process."""
    return {"overdispersion_k": 0, "season_amplitude": 0.0, "vulnerable_factor": 1.0, "requests_per_year": 5.0, **more}


def test_problems_arise_at_the_rate_asked_for() -> None:
    # without supervision, which raises the urgency of overdue cases
    unsupervised = {"supervised": False}
    runs = [small(replication=k, needs=plain(), dispatch=unsupervised, days=60).live(60) for k in range(10)]
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
    only = plain(overdispersion_k=k, mix=(1.0, 0, 0, 0, 0, 0, 0, 0), enquiries_per_year=0.0, requests_per_year=20.0)
    cases = small(needs=only, days=365).live(365).world.cases
    daily = np.bincount(cases.born[cases.parent < 0], minlength=365).astype(np.float64)
    mean = 2000 * 20.0 / 365.0
    agrees(daily, mean)
    # gamma-mixed Poisson: variance = mean + mean^2 / k
    agrees((daily - mean) ** 2, mean + mean**2 / k)


def test_the_season_is_a_cosine_of_mean_one() -> None:
    wave = season(0.25)
    assert wave.mean() == pytest.approx(1.0, abs=1e-12)
    assert wave == pytest.approx(1.0 + 0.25 * np.cos(2 * np.pi * (np.arange(365) - 210) / 365), abs=0.002)
    assert wave.argmax() == 210
    assert (season(0.0) == 1.0).all()


# -- voice


def test_areas_differ_as_said_in_readiness_to_report() -> None:
    n = 4000
    ready = readiness(3.0, n, (1, 2))
    sigma = math.log(3.0) / (2 * 1.2815515655446004)
    agrees(ready, 1.0)
    # error of log p90 - log p10: two order statistics with correlation 1/9
    error = math.sqrt(2 * 0.09 * (1 - 1 / 9) / n) / (0.17549833 / sigma)
    p10, p90 = np.quantile(ready, [0.1, 0.9])
    assert abs(math.log(p90 / p10) - math.log(3.0)) <= 4.0 * error
    assert readiness(1.0, 10, (1, 2)) == pytest.approx(np.ones(10))


def test_problems_are_told_with_the_probability_of_area_and_category() -> None:
    voice = {"trust_slope": 0.0, "app_factor": 1.0, "elder_factor": 1.0, "success_ratio": 1.0, "after_failure": 1.0}
    voice["p_neighbour"] = 0.0
    run = small(needs=plain(requests_per_year=50.0, enquiries_per_year=5.0), voice=voice, days=25).live(25)
    world = run.world
    cases, p = world.cases, world.settings.voice
    first = cases.parent < 0
    told = cases.channel == Channel.REPORT
    told &= ~np.isin(cases.status, (Status.SILENT, Status.EXPIRED))
    chance = p.p_notice * np.minimum(
        0.97, p.p_report * world.area_report[:, None] * np.array(p.category_factor)[None, :]
    )  # fmt: skip
    cell = cases.community * 8 + cases.category
    trials = np.bincount(cell[first], minlength=40)
    shares_agree(np.bincount(cell[first & told], minlength=40), trials, chance.ravel())
    # duplicates are a share of all reports
    copies, reports = int((~first).sum()), int((~first).sum() + (first & told).sum())
    shares_agree(np.array(copies), np.array(reports), np.array(p.p_duplicate))


def test_silent_problems_last_as_said() -> None:
    mute = {"p_report": 0.0, "p_seen": 0.0, "p_tell": 0.0, "p_neighbour": 0.0, "silent_days": 10.0}
    run = small(needs=plain(requests_per_year=20.0), voice=mute, days=60).live(60)
    cases = run.world.cases
    assert np.isin(cases.status, (Status.SILENT, Status.EXPIRED)).all()
    gone = cases.status == Status.EXPIRED
    assert np.array_equal(gone, goes_unheard_h(run) <= 24.0 * 59)
    # what has lasted for so long until the last morning is gone with 1 - exp(-hours / 240)
    chance = 1.0 - np.exp(-np.maximum(24.0 * 59 - cases.t_occur, 0.0) / 240.0)
    for young in (True, False):
        of = (cases.t_occur > 24.0 * 49) == young
        spread = float((chance[of] * (1.0 - chance[of])).sum()) ** 0.5
        assert abs(float(gone[of].sum() - chance[of].sum())) < 4.0 * spread


# -- dispatch


@pytest.mark.parametrize(("layers", "share"), [(1, 0.0), (2, 0.0987), (19, 0.357)])
def test_misrouting(layers: int, share: float) -> None:
    assert p_misroute(layers, 0.15) == pytest.approx(share, abs=0.0005)
    run = small(
        place={"layers": layers, "grids": 38, "workers": 38}, needs={"requests_per_year": 12.0}, days=40,
        dispatch={"acceptance_h": 0.0, "p_come_back": 0.0}, mediation={"p_fulfil": 1.0, "p_relapse": 0.0},
    ).live(40)  # fmt: skip
    cases = run.world.cases
    # asked first of all: grid workers
    sent = (cases.parent < 0) & ~np.isnan(cases.t_accept)
    sent &= ~np.isin(cases.category, (Category.PROPERTY, Category.SERVICES))
    assert sent.sum() > 500
    wrong = (cases.misroutes[sent] > 0).sum()
    if layers == 1:
        assert wrong == 0
    else:
        shares_agree(wrong, sent.sum(), np.array(1.0 - layers**-0.15))


# -- routes


def test_urgent_cases_pass_by_a_level_that_does_not_take_them() -> None:
    def at_council(takes_urgent: int) -> Array:
        run = small(
            needs=plain(requests_per_year=12.0, urgent_share=0.2), days=40, population=1000,
            service={"p_grid": 0.0, "p_community": 0.0, "p_grid_dispute": 0.0},
        )  # fmt: skip
        world = run.world
        routes, rules = world.routes.table, world.rules
        level = level_of(Category.FACILITIES, Net.COUNCIL)
        assert routes.urgent[Category.FACILITIES, level] == 0
        routes.urgent[Category.FACILITIES, level] = takes_urgent
        for name, at, value in (("asked", (Category.FACILITIES, level), 1.0), ("posts", (Office.COUNCIL,), 1.0)):
            rule = rules[name]
            rule.base[:, *at] = rule.value[:, *at] = value
        cases = run.live(40).world.cases
        facility = (cases.category == Category.FACILITIES) & (cases.parent < 0)
        there = world.desks.net[cases.desk] == Net.COUNCIL
        return np.bincount(cases.limit_class[facility & there & (cases.level == level)], minlength=4)

    assert at_council(1).min() > 0
    put_off = at_council(0)
    assert put_off[Urgency.URGENT] == 0
    assert put_off[Urgency.UTILITY :].min() > 0


# -- mediation


def agreed(run: District) -> tuple[int, int]:
    """Disputes that a mediation committee has heard, and those it settled."""
    cases = run.world.cases
    dispute = (cases.category == Category.DISPUTES) & (cases.parent < 0)
    mediation = level_of(Category.DISPUTES, Net.MEDIATION)
    settled = int((dispute & (cases.level == mediation) & (cases.status == Status.CLOSED)).sum())
    return settled, settled + int((dispute & (cases.level > mediation)).sum())


FOR_GOOD: dict[str, Any] = {"dispatch": {"p_come_back": 0.0, "p_formal": 0.0}}


def test_mediation_of_xialu() -> None:
    # The district-year itself: 1,509 of 1,515 agreed (E126 E127 E128).
    config = load("xialu", days=365, **{"mediation.p_fulfil": 1.0, "mediation.p_relapse": 0.0, **FOR_GOOD})
    assert config.settings.mediation.p_agree == pytest.approx(1509 / 1515, abs=5e-6)
    run = District(config).live(365)
    run.check()
    settled, heard = agreed(run)
    assert heard > 500
    shares_agree(np.array(settled), np.array(heard), np.array(1509 / 1515))


def test_mediation_agrees_as_often_as_said() -> None:
    run = small(
        needs=plain(requests_per_year=8.0, mix=(0, 0, 0, 1.0, 0, 0, 0, 0)), days=90, **FOR_GOOD,
        mediation={"p_agree": 0.8, "p_fulfil": 1.0, "p_relapse": 0.0, "mediators": 20}, service={"p_grid_dispute": 0.3},
    ).live(90)  # fmt: skip
    settled, heard = agreed(run)
    assert heard > 200
    shares_agree(np.array(settled), np.array(heard), np.array(0.8))


# -- property firms


@pytest.mark.parametrize("effort", [0.9, 0.6, 0.1])
def test_a_firm_without_pressure_drifts_to_what_it_is_held_to(effort: float) -> None:
    firm = {"effort": effort, "floor": 0.4, "committee_effort": 0.1, "drift_per_month": 0.1, "rise_per_month": 0.3}
    run = small(property=firm, place={"owners_committees": 6}, days=731)
    firms, history = run.world.firms, []
    for _ in range(24):
        run.live(30)
        history.append(firms.effort.copy())
    months = np.arange(1, 25)[:, None]
    held_to = np.where(firms.owners_committee, 0.5, 0.4)
    rate = np.where(held_to > effort, 0.3, 0.1)
    assert 0 < firms.owners_committee.sum() < firms.n
    assert np.array(history) == pytest.approx(held_to + (effort - held_to) * (1.0 - rate) ** months, rel=1e-12)
    assert np.array_equal(run.world.desks.effort[firms.desk], firms.effort)


def test_effort_is_the_share_a_firm_really_solves() -> None:
    run = small(
        needs=plain(requests_per_year=20.0, mix=(0, 0, 1.0, 0, 0, 0, 0, 0), enquiries_per_year=0.0), days=60,
        property={"effort": 0.7, "drift_per_month": 0.0}, volunteering={"share": 0.0}, place={"managed_share": 1.0},
        **FOR_GOOD,
    ).live(60)  # fmt: skip
    cases = run.world.cases
    answered = (cases.parent < 0) & ((cases.status == Status.CLOSED) | (cases.level > 0))
    at_firm = answered & (cases.level == 0)
    assert (run.world.desks.net[cases.desk[at_firm]] == Net.PROPERTY).all()
    shares_agree(at_firm.sum(), answered.sum(), np.array(0.7))


# -- volunteers


def offered(**said: Any) -> Floats:
    run = small(days=365, volunteering=said).live(365)
    return np.diff(run.recorder.offered_h, prepend=0.0)


def test_volunteers_offer_as_much_as_said() -> None:
    daily = offered()
    # Ningbo: 1.33 turns a year of 3.1 hours each; a fifth of it goes to residents' cases
    assert daily.sum() == pytest.approx(2000 * 0.10 * 1.33 * 3.1 * 0.2, rel=0.02)
    assert daily == pytest.approx(np.full(365, daily[0]))


def test_volunteers_who_leave_are_missed() -> None:
    daily = offered(recruits_per_year=0.0, attrition_per_year=0.33)
    assert daily[-1] / daily[0] == pytest.approx((1.0 - 0.33 / 365.0) ** 364, rel=1e-9)
    assert daily.sum() / (365 * daily[0]) == pytest.approx((1.0 - math.exp(-0.33)) / 0.33, rel=0.005)


# -- workforce


def test_nobody_works_longer_than_he_is_paid() -> None:
    # Long services are in hand when workers leave, and posts stay empty for months.
    run = small(
        needs={"requests_per_year": 30.0}, service={"grid_h": 40.0}, days=200,
        workers={"turnover_per_year": 2.0, "fatigue_effect": 20.0, "hiring_days": 120},
    )  # fmt: skip
    for _ in range(200):
        run.live(1).check()


def test_workers_leave_and_are_replaced_as_said() -> None:
    vacant, leaving = [], {"turnover_per_year": 2.0, "fatigue_effect": 0.0}
    for k in range(8):
        run = small(replication=k, place={"workers": 60}, workers=leaving, days=365)
        run.live(365)
        vacant.append(run.recorder.in_post[100:].mean() / 60.0)
    # a post is filled for 365 / 2 days on average, the day of leaving among them, then filled again on the 45th day
    agrees(np.array(vacant), 1.0 / (1.0 + 44 * 2.0 / 365.0))


# -- emergencies


def test_a_surge_peaks_and_recovers() -> None:
    surge = {"start_day": 40, "days": 14, "multiplier": 5.0, "diverted_share": 0.5}
    calm, hit = (
        small(emergencies=said, days=200, needs={"requests_per_year": 3.0, "enquiries_per_year": 2.0}).live(200)
        for said in ({}, surge)
    )
    more = hit.recorder.open_cases - calm.recorder.open_cases
    assert (more[:40] == 0).all()
    peak = int(more.argmax())
    assert 40 <= peak <= 60
    assert more[peak] > 0.5 * calm.recorder.open_cases[peak]
    assert more[150:].mean() < 0.1 * more[peak]
