"""Voice: who tells of a problem, when, and what stays silent, worked out from the numbers that fate has."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from sim.fate import Decision
from sim.kernel.agenda import KNOWN
from sim.kernel.heap import KIND_BITS, ROW_MASK
from sim.mechanisms import voice
from sim.mechanisms.voice import readiness
from sim.state.agenda import Count
from sim.state.cases import Category, Channel, Status
from sim.state.residents import NEVER, AgeGroup
from sim.state.world import World
from sim.types import Array, Floats
from tests.places import goes_unheard_h, hamlet, small, uniform
from tests.theory import agrees

N = 150
REPORT = 0.4
"""Chance that somebody who noticed reports, before it is known who."""


def shares_agree(successes: Array, trials: Array, p: Array) -> None:
    """Assert binomial counts, each within 4 standard errors."""
    assert (np.abs(successes - trials * p) <= 4.0 * np.sqrt(trials * p * (1.0 - p)) + 1e-9).all()


def spoken(**said: Any) -> World:
    """Let N people, who are alike unless it is said otherwise, meet a problem each at noon of day 2, and speak."""
    who = {name: said.pop(name) for name in ("age", "app", "experience", "trust", "vulnerable") if name in said}
    rules = said.pop("rules", {})
    urgency = said.pop("urgency", 2)
    chase = said.pop("p_chase", 0.0)
    settings = {"p_notice": 0.8, "p_neighbour": 0.0, "heard": 0.0, **said}  # of friends: test_ties
    world = hamlet(N, voice=settings, incidents={"p_chase": chase})
    world.day = 2
    for name, value in {"age": AgeGroup.ADULT, "app": False, "trust": 0.6, "vulnerable": 0, **who}.items():
        getattr(world.residents, name)[:] = value
    world.rules["report"].value[:] = REPORT
    for name, value in rules.items():
        world.rules[name].value[:] = value
    world.today.first_case = world.cases.n
    world.cases.add(
        N, index=np.arange(N), born=2, resident=np.arange(N), cell=world.residents.cell, community=0,
        category=int(Category.SAFETY), urgency=urgency, limit_class=urgency, t_occur=60.0,
        vulnerable=world.residents.vulnerable,
    )  # fmt: skip
    voice.speak(world)
    return world


def draws(world: World, decision: int, which: int) -> Floats:
    """One of the four numbers of a decision, for each of the N problems."""
    return np.array([uniform(world, i, 2, decision)[which] for i in range(N)])


def told(world: World) -> Array:
    return np.asarray(world.cases.status[:N] == Status.TOLD)


def events(world: World) -> dict[int, float]:
    """When each case will be known."""
    n = int(world.agenda.counts[Count.EVENTS])
    assert (world.agenda.item[:n] >> KIND_BITS == KNOWN).all()
    return dict(zip((world.agenda.item[:n] & ROW_MASK).tolist(), world.agenda.time[:n].tolist(), strict=True))


def by_chance(world: World, p: float) -> Array:
    """Who noticed (0.8) and tells with probability p."""
    return (draws(world, Decision.VOICE, 0) < 0.8) & (draws(world, Decision.VOICE, 1) < p)


@pytest.mark.parametrize(
    ("said", "factor"),
    [
        ({}, 1.0),
        ({"trust": 1.0}, 1.0 + 0.5 * 0.4),  # who trusts more than the middle speaks up more
        ({"trust": 0.0}, 1.0 - 0.5 * 0.6),
        ({"trust": 1.0, "trust_slope": 1.5, "trust_middle": 0.8}, 1.0 + 1.5 * 0.2),
        ({"app": True}, 1.2),
        ({"app": True, "rules": {"app": 0.5}}, 1.2 * 0.5),
        ({"rules": {"app": 0.5}}, 1.0),
        ({"age": AgeGroup.ELDER}, 0.85),
        ({"age": AgeGroup.CHILD}, 1.0),
        ({"experience": 1}, 0.8 * 1.57),  # against one who was not helped
        ({"experience": -1}, 0.8),
        ({"experience": -1, "after_failure": 1.2}, 1.2),
        ({"trust": 1.0, "app": True, "age": AgeGroup.ELDER, "experience": -1}, 1.2 * 1.2 * 0.85 * 0.8),
        ({"rules": {"report": 0.9}}, 0.9 / REPORT),
    ],
)
def test_who_reports(said: dict[str, Any], factor: float) -> None:
    world = spoken(**said)
    assert np.array_equal(told(world), by_chance(world, REPORT * factor))
    assert (world.cases.channel[:N][told(world)] == Channel.REPORT).all()


def test_what_nobody_notices_nobody_reports() -> None:
    world = spoken(p_notice=0.3, rules={"report": 1.0})
    assert np.array_equal(told(world), draws(world, Decision.VOICE, 0) < 0.3)


@pytest.mark.parametrize(("urgency", "mean"), [(0, 1.0), (1, 12.0), (2, 12.0), (3, 12.0)])
def test_a_report_takes_hours_and_an_urgent_one_a_twelfth(urgency: int, mean: float) -> None:
    world = spoken(urgency=urgency, delay_h=12.0, urgent_haste=12.0)
    known = events(world)
    assert set(known) == set(np.flatnonzero(told(world)).tolist())
    wait = -mean * np.log(draws(world, Decision.VOICE, 2))
    for case, at in known.items():
        assert at == pytest.approx(60.0 + wait[case])


def test_patience_is_drawn_for_every_problem() -> None:
    world = spoken(patience_days=10.0)
    assert world.cases.patience_h[:N] == pytest.approx(-240.0 * np.log(draws(world, Decision.VOICE, 3)))


def test_what_is_not_told_waits_to_be_found_or_goes_away() -> None:
    world = spoken(silent_days=30.0, p_seen=0.0)
    silent = np.flatnonzero(~told(world))
    assert world.agenda.counts[Count.SILENT] == len(silent)
    waits = world.agenda.silent[: len(silent)]
    assert np.array_equal(waits["case"], silent)
    assert np.array_equal(waits["resident"], silent)
    assert np.array_equal(waits["cell"], world.cases.cell[silent])
    assert (waits["category"] == Category.SAFETY).all()
    assert waits["unseen"] == pytest.approx(-np.log(draws(world, Decision.SEEN, 0))[silent])
    lasts = 60.0 - 720.0 * np.log(draws(world, Decision.SEEN, 1))[silent]
    assert np.array_equal(waits["gone_day"], np.ceil(lasts / 24.0))


def test_what_outlasts_the_longest_run_has_a_day_all_the_same() -> None:
    world = spoken(silent_days=1000.0, rules={"report": 0.0})
    assert world.agenda.silent["gone_day"][:N].max() <= NEVER
    assert world.agenda.silent["gone_day"][:N].min() >= 3


def test_some_reports_are_told_twice() -> None:
    world = spoken(p_chase=0.4, delay_h=10.0, rules={"twice": 0.5})
    # odds 0.4 / 0.6, halved by the rule
    twice = told(world) & (draws(world, Decision.TWICE, 0) < 0.5 * 0.4 / 0.6)
    copies, cases, known = np.arange(N, world.cases.n), world.cases, events(world)
    assert np.array_equal(cases.parent[copies], np.flatnonzero(twice))
    first = cases.parent[copies]
    again = -10.0 * np.log(draws(world, Decision.TWICE, 1))
    for copy, of in zip(copies.tolist(), first.tolist(), strict=True):
        assert known[copy] == pytest.approx(known[of] + again[of])
    same = ("index", "born", "resident", "cell", "community", "category", "urgency", "limit_class", "layer", "t_occur")
    for name in same:
        assert np.array_equal(getattr(cases, name)[copies], getattr(cases, name)[first]), name
    assert (cases.channel[copies] == Channel.DUPLICATE).all()
    assert (cases.status[copies] == Status.TOLD).all()
    assert (cases.life[copies] == 16).all()  # whose fate is its own


@pytest.mark.parametrize("vulnerable", [0, 1])
def test_a_neighbour_speaks_for_the_vulnerable(vulnerable: int) -> None:
    world = spoken(vulnerable=vulnerable, p_neighbour=0.5, rules={"ties": 0.6})
    own = by_chance(world, REPORT)
    friend = (draws(world, Decision.NEIGHBOUR, 0) < 0.5 * 0.6) & bool(vulnerable)
    assert np.array_equal(told(world), own | friend)


def test_yesterdays_problems_are_not_spoken_of_again() -> None:
    world = spoken()
    before = events(world)
    world.today.first_case = world.cases.n
    voice.speak(world)
    assert {case: at for case, at in events(world).items() if case in before} == before


# -- over areas and weeks


def plain(**more: Any) -> dict[str, Any]:
    """Needs whose counts are a plain Poisson process."""
    return {"overdispersion_k": 0, "season_amplitude": 0.0, "vulnerable_factor": 1.0, "requests_per_year": 5.0, **more}


def test_readiness_of_few_areas_by_hand() -> None:
    # a lognormal of mean 1 whose p90 is e^(2 * 1.2816 s) times its p10: log-sd ln 4 / 2.5631 = 0.5409
    ready = np.log(readiness(4.0, np.full(400, 7.0), (1, 2)))
    assert ready.std() == pytest.approx(0.5409, rel=0.01)
    assert ready.mean() == pytest.approx(-(0.5409**2) / 2.0, abs=0.01)


def test_areas_differ_as_said_in_readiness_to_report() -> None:
    n = 4000
    ready = readiness(3.0, np.ones(n), (1, 2))
    sigma = math.log(3.0) / (2 * 1.2815515655446004)
    agrees(ready, 1.0)
    # error of log p90 - log p10: two order statistics with correlation 1/9
    error = math.sqrt(2 * 0.09 * (1 - 1 / 9) / n) / (0.17549833 / sigma)
    p10, p90 = np.quantile(ready, [0.1, 0.9])
    assert abs(math.log(p90 / p10) - math.log(3.0)) <= 4.0 * error
    assert readiness(1.0, np.ones(10), (1, 2)) == pytest.approx(np.ones(10))


def test_readiness_is_one_over_the_residents_of_however_few_areas() -> None:
    for size in ([100.0], [100.0, 300.0], [5.0, 50.0, 500.0, 5000.0]):
        ready = readiness(3.0, np.array(size), (1, 2))
        assert (ready * size).sum() / sum(size) == pytest.approx(1.0)
    assert len(set(ready)) == 4


def test_seven_areas_are_spread_as_seventy_are_and_in_no_order() -> None:
    few, many = np.log(readiness(3.0, np.ones(7), (1, 2))), np.log(readiness(3.0, np.ones(70), (1, 2)))
    assert few.std() == pytest.approx(many.std(), rel=0.1)
    assert 0 < (np.diff(many) > 0).sum() < 69
    assert not np.array_equal(many, np.log(readiness(3.0, np.ones(70), (1, 3))))


def test_problems_are_told_with_the_probability_of_area_and_category() -> None:
    voice = {"trust_slope": 0.0, "app_factor": 1.0, "elder_factor": 1.0, "success_ratio": 1.0, "after_failure": 1.0}
    voice["p_neighbour"] = 0.0
    run = small(
        needs=plain(requests_per_year=50.0, enquiries_per_year=5.0), voice=voice, incidents={"shared": 0.0}, days=25
    ).live(25)
    world = run.world
    cases, p = world.cases, world.settings.voice
    first = cases.parent < 0
    told = cases.channel == Channel.REPORT
    told &= ~np.isin(cases.status, (Status.SILENT, Status.EXPIRED))
    chance = p.p_notice * np.minimum(
        0.97, p.p_report * world.people.readiness[:, None] * np.array(p.category_factor)[None, :]
    )  # fmt: skip
    cell = cases.community * 8 + cases.category
    trials = np.bincount(cell[first], minlength=40)
    shares_agree(np.bincount(cell[first & told], minlength=40), trials, chance.ravel())
    # duplicates are a share of all reports
    copies, reports = int((~first).sum()), int((~first).sum() + (first & told).sum())
    shares_agree(np.array(copies), np.array(reports), np.array(world.settings.incidents.p_chase))


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
