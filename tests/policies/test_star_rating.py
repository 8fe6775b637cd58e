"""Star rating: the lowest firms are held to more; who has few cases is rated by chance; figures are polished."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from sim.mechanisms import property
from sim.policies.star_rating import StarRating
from sim.state.cases import Category
from sim.state.desks import Net
from tests.levers import assert_changes_nothing, differences, pair, programme, surely
from tests.places import small

PROPERTY_ONLY: dict[str, Any] = {
    "needs": {"mix": (0, 0, 1.0, 0, 0, 0, 0, 0), "requests_per_year": 8.0, "enquiries_per_year": 0.1}
}
FOR_GOOD = {"rating_memory": 1000.0}  # names that no case changes much


def test_stars_are_ranks() -> None:
    lever = replace(StarRating(), lowest=0.25, best=0.25)
    rating = np.array([0.9, 0.6, 0.8, 0.7, 0.5, 0.95, 0.85, 0.75])
    assert lever.stars(rating).tolist() == [1, -1, 0, 0, -1, 1, 0, 0]
    # nobody is last where all are alike, or where the last are alike with the middle
    assert not lever.stars(np.full(8, 0.7)).any()
    assert lever.stars(np.array([0.7, 0.7, 0.7, 0.8, 0.9])).tolist() == [0, 0, 0, 0, 1]
    assert lever.stars(np.zeros(0)).tolist() == []


def test_the_last_are_held_to_more_from_the_next_quarter_on() -> None:
    firm = {
        "rule": "as_before",
        "floor": 0.4,
        "committee_effort": 0.0,
        "effort": 0.4,
        "rise_per_month": 0.5,
        **FOR_GOOD,
    }
    said = {"risk": 0.3, "watch": 0.1, "lowest": 0.25, "best": 0.0}
    run = small("star_rating", policies={"star_rating": said}, property=firm, needs={"requests_per_year": 0.1})
    firms = run.world.firms
    firms.rating[:] = np.linspace(0.5, 0.9, firms.n)
    last = np.arange(firms.n) < int(0.25 * firms.n)
    run.live(90)
    assert np.array_equal(firms.star < 0, last)
    after_watch = 0.5 - 0.1 * 0.5**3
    assert firms.effort == pytest.approx(np.full(firms.n, after_watch), rel=1e-12)
    run.live(60)
    expected = np.where(last, 0.7 - (0.7 - after_watch) * 0.5**2, 0.5 - 0.1 * 0.5**5)
    assert firms.effort == pytest.approx(expected, rel=1e-12)


def test_firms_under_risk_pass_on_fewer_cases() -> None:
    quick = {"drift_per_month": 1.0, "rise_per_month": 1.0}
    said = {"risk": 0.5, "lowest": 0.5, "polish": 0.0, "round_h": 0.0}
    changes = differences(
        "handoffs", "star_rating", said, property=quick, days=180, first_day=90, pairs=4, **PROPERTY_ONLY
    )
    assert surely(-1, changes)


def test_a_firm_with_few_cases_is_rated_by_chance_and_by_its_old_name() -> None:
    """Harm: a firm whose owners are all content is punished, one whose only case went wrong is spared."""
    run = small(place={"owners_committees": 0})
    world = run.world
    firms = world.firms
    quiet, busy, famous = 0, 1, 2
    firms.rating[:] = 0.9
    firms.rating[[quiet, busy, famous]] = 0.7, 0.7, 0.98
    happy = {quiet: [1, 1], busy: 32 * [1] + 8 * [0], famous: [0]}
    for firm, ratings in happy.items():
        cell = int(np.flatnonzero(world.map.compound == firms.compound[firm])[0])
        world.cases.add(len(ratings), category=int(Category.PROPERTY), cell=cell, rating=ratings, t_close=24.0 * 80)
    world.day = 89
    property.update(world)
    # (5 x old name + satisfied) / (5 + cases)
    expected = [(3.5 + 2) / 7, (3.5 + 32) / 45, 4.9 / 6]
    assert firms.rating[[quiet, busy, famous]] == pytest.approx(expected)
    lever = replace(StarRating(), lowest=1.01 / firms.n)
    lever.reflect(world, programme(world, lever))
    assert firms.star[[quiet, busy, famous]].tolist() == [-1, 0, 0]


def test_rated_firms_polish_their_figures() -> None:
    said = {"polish": 0.3, "risk": 0.0, "watch": 0.0, "round_h": 0.0}
    assert surely(1, differences("formalism_gap", "star_rating", said, days=40, pairs=5, **PROPERTY_ONLY))


def test_at_no_dose_nothing_changes() -> None:
    nothing = dict.fromkeys(("risk", "watch", "polish", "round_h", "lowest", "best"), 0.0)
    assert_changes_nothing("star_rating", nothing, days=100)


def test_rounds_take_community_workers_from_residents() -> None:
    without, with_it = pair("star_rating", {"round_h": 90.0}, days=3)  # Wednesday
    firms = np.bincount(with_it.world.firms.community, minlength=5)
    for run, hours in ((without, np.zeros(5)), (with_it, firms * 7.0 / 5.0)):
        desks = run.world.desks
        offices = np.flatnonzero(desks.net == Net.COMMUNITY)
        assert desks.speed[offices, 0] == pytest.approx(0.5 * (1.0 - hours[desks.community[offices]] / 34.0))


def test_it_costs_yuan_and_hours() -> None:
    run = small(
        "star_rating", policies={"star_rating": {"best": 0.2}}, property=FOR_GOOD, needs={"requests_per_year": 0.1}
    )
    firms = run.world.firms
    firms.rating[:] = np.linspace(0.5, 0.9, firms.n)
    run.live(100)
    cost = run.world.money.costs["star_rating"]
    assert firms.n == 14
    assert (firms.star > 0).sum() == 2
    # ten days of bonus for two of fourteen
    assert cost.running_fen == 100 * round(14 * 200_000 / 365) + 10 * round(2 * 1_000_000 / 365)
    weekdays = 72
    assert cost.hours["community workers"] == pytest.approx(14 * 6.0 * 7 / 90 / 5 * weekdays)
    assert cost.hours["owners"] == pytest.approx(firms.n_households.sum() * 0.1 / 90 * 100)
