"""What is heard: closed forms against a small chance model of their own, and needs from what is reported."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.config.run import load
from sim.mechanisms import heard
from sim.state.cases import Category
from sim.state.incidents import Extent

Q, W, S, TAU, DAYS = 0.26, 0.064, 0.02, 30.0, 3.0


def simulated(n: int = 200_000) -> tuple[float, float, float, float]:
    """Live n incidents one clock at a time; return unheard, delay, duplicates per known, reports per problem."""
    draw = np.random.default_rng(7)
    told = draw.random(n) < Q
    others, found, gone = (draw.exponential(1.0 / rate, n) for rate in (W, S, 1.0 / TAU))
    first = np.minimum(others, found)
    known = told | (first < gone)
    again = np.where(known, draw.poisson(W * draw.exponential(DAYS, n)), 0)
    reported = told | (known & (others < found))
    delay = first[~told & (first < gone)]
    return float(1.0 - known.mean()), float(delay.mean()), float(again[known].mean()), float((reported + again).mean())


def test_closed_forms_are_what_an_independent_chance_model_shows() -> None:
    unheard, delay, again, reports = simulated()
    assert heard.p_unheard(Q, W, S, TAU) == pytest.approx(unheard, abs=0.004)
    assert heard.days_until_heard(W, S, TAU) == pytest.approx(delay, rel=0.02)
    assert heard.duplicates(W, DAYS) == pytest.approx(again, rel=0.02)
    assert heard.reports(Q, W, S, TAU, DAYS) == pytest.approx(reports, rel=0.01)
    assert heard.duplicate_share(W, DAYS) == pytest.approx(again / (1.0 + again), rel=0.02)


def test_private_problems_have_no_others() -> None:
    assert heard.p_unheard(Q, 0.0, 0.0, TAU) == 1.0 - Q
    assert heard.reports(Q, 0.0, S, TAU, DAYS) == pytest.approx(Q)
    assert heard.duplicate_share(0.0, DAYS) == 0.0


def test_readiness_points_have_mean_one_and_the_ratio() -> None:
    points = heard.readiness_points(3.0)
    assert points.mean() == pytest.approx(1.0, abs=0.003)
    assert points[179] / points[20] == pytest.approx(3.0, rel=0.03)
    assert np.all(heard.readiness_points(1.0) == 1.0)


def test_extents_of_a_category_add_up_to_one() -> None:
    p = load("demo").settings.incidents
    assert heard.extent_shares(p).sum(axis=1) == pytest.approx(np.ones(8))
    assert heard.extent_shares(p)[Category.ENVIRONMENT, Extent.STREET] == 0.5
    alone = load("demo", incidents={"shared": 0.0}).settings.incidents
    assert np.all(heard.extent_shares(alone)[:, Extent.HOUSEHOLD] == 1.0)
    half = load("demo", incidents={"shared": 0.5}).settings.incidents
    assert heard.extent_shares(half)[Category.PROPERTY] == pytest.approx([0.7, 0.1, 0.2, 0.0])
    crowded = load("demo", incidents={"stairwell": (0.9,) * 8, "compound": (0.6,) * 8, "street": (0.5,) * 8})
    assert heard.extent_shares(crowded.settings.incidents)[0] == pytest.approx([0.0, 0.45, 0.3, 0.25])


def test_needs_follow_from_reports_by_hand() -> None:
    """One kind of resident, one community's readiness, one category of a household's own problems."""
    mix = {"needs": {"mix": (1.0, 0, 0, 0, 0, 0, 0, 0), "reports_per_year": 0.3, "enquiries_reported": 0.2,
                     "child_factor": 1.0, "elder_factor": 1.0}}  # fmt: skip
    plain: dict[str, Any] = {
        "voice": {"area_ratio": 1.0, "p_notice": 0.8, "p_report": 0.5, "category_factor": (1.0,) * 8,
                  "p_neighbour": 0.0, "elder_factor": 1.0, "app_factor": 1.0},
        "incidents": {"shared": 0.0, "p_chase": 0.2},
    }  # fmt: skip
    config = load("demo", **mix, **plain)
    assert heard.derived_needs(config.place, config.settings) == pytest.approx((0.3 / (0.4 * 1.25), 0.2 / (0.4 * 1.25)))
    shared = load("demo", **mix, **{**plain, "incidents": {
        "stairwell": (0.0,) * 8, "compound": (0.0,) * 8, "street": (1.0,) * 8, "street_encounters": 0.2,
        "solved_days": 5.0,
    }})  # fmt: skip
    s = heard.watching(shared.settings)[0]
    by_hand = 0.4 * 1.5 + 0.6 * (0.1 * 1.5 + s * 0.5) / (0.1 + s + 1.0 / 30.0)
    assert heard.derived_needs(shared.place, shared.settings)[0] == pytest.approx(0.3 / by_hand)


def test_reporting_is_cut_where_the_model_cuts_it() -> None:
    sure = load("demo", voice={"p_report": 1.0, "category_factor": (9.0,) * 8, "area_ratio": 1.0, "p_notice": 1.0,
                               "p_neighbour": 0.0, "elder_factor": 1.0, "app_factor": 1.0},
                incidents={"shared": 0.0, "p_chase": 0.0})  # fmt: skip
    assert heard.reports_per_problem(sure.place, sure.settings)[0] == pytest.approx(0.97)


def test_what_is_said_outright_wins() -> None:
    said = load("demo", needs={"requests_per_year": 0.8})
    requests, enquiries = heard.derived_needs(said.place, said.settings)
    assert requests == 0.8
    assert enquiries != 0.39
    both = load("demo", needs={"requests_per_year": 0.8, "enquiries_per_year": 0.0})
    assert heard.resolved(both.place, both.settings) is both.settings


def test_twice_the_reports_are_twice_the_needs_and_silence_makes_more_of_them() -> None:
    def requests(**said: Any) -> float:
        config = load("demo", **said)
        return heard.derived_needs(config.place, config.settings)[0]

    assert requests(needs={"reports_per_year": 0.412}) == pytest.approx(
        2.0 * requests(needs={"reports_per_year": 0.206})
    )
    assert requests(voice={"p_report": 0.15}) > 1.3 * requests()
    assert requests(incidents={"street_encounters": 0.06}) > requests()
    assert (
        requests(voice={"p_notice": 0.0}, incidents={"shared": 0.0}) > 0.0
    )  # neighbours of the vulnerable still speak
    assert requests(voice={"p_notice": 0.0, "p_neighbour": 0.0}, incidents={"shared": 0.0}) == 0.0


def test_a_run_lives_with_the_derived_needs() -> None:
    from sim.district import District

    config = load("demo", days=1, warmup_days=0)
    world = District(config).world
    requests, enquiries = heard.derived_needs(config.place, config.settings)
    assert (world.settings.needs.requests_per_year, world.settings.needs.enquiries_per_year) == (requests, enquiries)
    assert 0.2 < requests < 1.5
    assert 0.3 < enquiries < 0.6


def test_needs_do_not_follow_what_an_arm_changes() -> None:
    """Two places that differ in workers, grids or channels alone have the same problems."""
    usual = load("demo")
    for said in ({"place.workers": 9}, {"place.grids": 60}, {"place.app_share": 0.9}, {"workers.patrol_share": 0.3}):
        arm = load("demo", **said)
        assert heard.derived_needs(arm.place, arm.settings) == heard.derived_needs(usual.place, usual.settings), said
