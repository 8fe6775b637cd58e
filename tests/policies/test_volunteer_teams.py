"""Volunteer teams: more people stay, more fits, elders are looked in on; more is written down than given."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.policies.volunteer_teams import TRADES, VolunteerTeams
from sim.state.cases import Category, Channel
from sim.state.desks import Helper, Net, Office
from tests.levers import assert_changes_nothing, differences, pair, programme, surely
from tests.places import small

NAME = "volunteer_teams"
BUSY: dict[str, Any] = {"needs": {"requests_per_year": 6.0}, "days": 60}
BUSY_VOLUNTEERS: dict[str, Any] = {"volunteering": {"case_share": 0.5, "turns_per_year": 6.0}, **BUSY}
WINDOW: dict[str, Any] = {"needs": {"enquiries_per_year": 50.0}, "days": 40}
"""Much to do in the community offices."""
NOTHING = {"recruits": 0.0, "holds": 0.0, "fit": 0.0, "visit_share": 0.0, "credit": 0.0, "office_h": 0.0}
FIVE = {"communities": 5}


def test_teams_win_and_hold_people_as_the_balance_of_joining_and_leaving_says() -> None:
    run = small(NAME, days=365).live(365)
    p = run.world.settings.volunteering
    join, leave = p.recruits_per_year * (1.0 + 8 * 0.04), p.attrition_per_year / (1.0 + 8 * 0.04)
    still = join / leave
    after_a_year = still + (1.0 - still) * np.exp(-leave)
    assert run.world.people.volunteers == pytest.approx(after_a_year * run.world.people.volunteers_at_start, rel=1e-3)
    assert 1.1 < after_a_year < 1.25  # slowly: in the long run three quarters more
    assert still == pytest.approx(1.32**2)


def test_teams_of_a_trade_take_on_what_laymen_cannot() -> None:
    said = {**NOTHING, "fit": 0.03}
    without, with_it = pair(NAME, said, **BUSY_VOLUNTEERS)

    def helped(run: Any) -> Any:
        cases = run.world.cases
        by = np.isin(cases.desk, np.flatnonzero(run.world.desks.net == Net.VOLUNTEER))
        return np.bincount(cases.category[by], minlength=8)

    before, after = helped(without), helped(with_it)
    for category in (Category.FACILITIES, Category.DISPUTES):
        assert before[category] == 0
        assert after[category] > 0
    others = [c for c in Category if c not in TRADES]
    assert (after[others] == 0).all()
    assert surely(-1, differences("handoffs", NAME, said, **BUSY_VOLUNTEERS))


def test_elders_alone_are_looked_in_on() -> None:
    said = {**NOTHING, "visit_share": 0.3}
    unvisited = {"workers": {"visits_per_day": 0.0}, **BUSY}
    without, with_it = pair(NAME, said, **unvisited)
    p = with_it.world.settings
    volunteers = float(with_it.world.people.volunteers_at_start.sum())
    # hours that went to events: a turn of 3.1 h, 1.33 times a year
    hours = 0.3 * volunteers * 1.33 * 3.1 * 60 / 365
    more = with_it.world.sums.visits - without.world.sums.visits
    assert more == pytest.approx(hours / p.voice.visit_h, abs=5 + 1)
    assert with_it.world.sums.hours_given == without.world.sums.hours_given
    told = [int((run.world.cases.channel == Channel.VISIT).sum()) for run in (without, with_it)]
    assert told[1] > told[0] == 0
    assert surely(1, differences("vulnerable_heard", NAME, said, **unvisited))


def test_without_teams_nothing_changes() -> None:
    assert_changes_nothing(NAME, NOTHING, {"teams": 0.0, "visit_share": 0.0, "credit": 0.0}, place=FIVE)


def test_communities_that_are_not_covered_see_none_of_it() -> None:
    world = small(place=FIVE).world
    lever = VolunteerTeams(communities=(1, 3), ramp_days=4)
    lever.plan(world, programme(world, lever))
    world.rules.settle()
    for rule in ("recruit", "attrition", "match", "visit_hours", "paper_hours", "time"):
        changed = world.rules[rule].value != world.rules[rule].base
        assert not changed[[0, 2, 4]].any(), rule
        assert changed[[1, 3]].reshape(2, -1).any(axis=1).all(), rule
    assert world.rules["recruit"].value[1] == pytest.approx(1.0 + 0.25 * 0.32)
    match = world.rules["match"]
    gained = (match.value - match.base)[1, :, Helper.VOLUNTEER]
    assert gained == pytest.approx([0.25 * 0.08 if c in TRADES else 0.0 for c in Category])


def test_hours_written_down_rise_more_than_hours_given() -> None:
    """Harm: hours are counted for credit, and nobody comes."""
    without, with_it = pair(NAME, {**NOTHING, "credit": 0.5}, days=60)
    assert with_it.world.sums.hours_given == without.world.sums.hours_given
    assert with_it.world.sums.hours_offered == pytest.approx(1.5 * without.world.sums.hours_offered)
    without, with_it = pair(NAME, days=180)
    written = with_it.world.sums.hours_offered / without.world.sums.hours_offered
    given = with_it.world.sums.hours_given / without.world.sums.hours_given
    assert written > given + 0.1 > 1.1


def test_running_teams_slows_the_community_office() -> None:
    """Harm: it takes time that residents would have had."""
    run = small(NAME, days=3).live(3)
    # eight teams of half an hour a week; four persons of 8.5 hours a day, half of it for residents
    left = 0.5 * (1.0 - 8 * 0.5 / 5 / (4 * 8.5))
    assert run.world.rules["time"].value[:, Office.COMMUNITY] == pytest.approx(left)
    assert surely(1, differences("response_mean", NAME, {**NOTHING, "office_h": 5.0}, **WINDOW))


def test_it_costs_volunteers_hours_community_workers_time_and_money() -> None:
    run = small(NAME, policies={NAME: {"recruits": 0.0, "holds": 0.0}}, days=28).live(28)
    cost = run.world.money.costs[NAME]
    volunteers = 2000 * run.world.settings.volunteering.share
    assert cost.hours["volunteers"] == pytest.approx(0.1 * volunteers * 1.33 * 3.1 * 28 / 365, rel=1e-6)
    assert cost.hours["community workers"] == pytest.approx(5 * 8 * 0.5 * 4)
    assert cost.running_fen == pytest.approx(100 * 5 * 8 * 800.0 * 28 / 365, abs=28)
    assert run.world.money.ledger.yuan(f"programme: {NAME}") == cost.running_fen / 100
