"""Volunteering: what is written down, what is given, how many come, and how their number moves."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from sim.mechanisms import volunteering
from sim.state.desks import Helper
from sim.state.world import World
from sim.types import Floats
from tests.places import hamlet, small


def offering(
    hours: tuple[float, float, float], paper: float = 0.0, left: float = 0.0, **said: Any
) -> tuple[World, Any]:
    """A community whose helpers are offered so many hours today; what they have left of yesterday."""
    world = hamlet(volunteering={"hours_per_turn": 3.0, **said})
    rows = world.offices.helpers[:, 0]
    world.desks.budget_h[rows] = left
    world.rules["help_hours"].value[0] = hours
    world.rules["paper"].value[:] = paper
    volunteering.offer(world)
    return world, rows


@pytest.mark.parametrize(("hours", "servers"), [(0.5, 1), (3.0, 1), (3.1, 2), (9.0, 3), (10.0, 4)])
def test_as_many_come_as_turns_are_needed(hours: float, servers: int) -> None:
    world, rows = offering((hours, 2.0 * hours, 0.0))
    assert world.desks.servers[rows].tolist() == [servers, math.ceil(2.0 * hours / 3.0), 0]
    assert world.desks.budget_h[rows].tolist() == [hours, 2.0 * hours, 0.0]


@pytest.mark.parametrize(("left", "budget"), [(2.5, 6.0), (0.0, 6.0), (-1.5, 4.5)])
def test_what_ran_over_is_taken_off_and_what_was_left_is_gone(left: float, budget: float) -> None:
    world, rows = offering((6.0, 6.0, 6.0), left=left)
    assert world.desks.budget_h[rows].tolist() == [budget] * 3


def test_only_volunteers_hours_are_partly_paper() -> None:
    world, rows = offering((6.0, 6.0, 6.0), paper=0.25)
    assert world.desks.budget_h[rows].tolist() == [4.5, 6.0, 6.0]
    assert world.desks.servers[rows].tolist() == [2, 2, 2]
    assert (world.sums.hours_offered, world.sums.hours_given) == (6.0, 4.5)
    assert offering((6.0, 0.0, 0.0), paper=7.0)[0].sums.hours_given == 0.0


def test_helpers_without_hours_go_home() -> None:
    world, rows = offering((3.0, 3.0, 0.0))
    world.rules["help_hours"].value[0] = 0.0
    volunteering.offer(world)
    assert world.desks.servers[rows].tolist() == [0, 0, 0]


def test_merged_communities_share_their_helpers() -> None:
    world = small(volunteering={"hours_per_turn": 3.0}).world
    world.offices.of_community = np.array([0, 0, 2, 2, 4], np.int32)
    world.rules["help_hours"].value[:, Helper.SOCIAL] = [1.0, 2.0, 3.0, 4.0, 5.0]
    volunteering.offer(world)
    assert world.desks.budget_h[world.offices.helpers[Helper.SOCIAL]].tolist() == [3.0, 0.0, 7.0, 0.0, 5.0]


def test_base_hours_are_turns_times_their_length_times_the_share_for_cases() -> None:
    world = hamlet(volunteering={"turns_per_year": 7.3, "hours_per_turn": 2.0, "case_share": 0.5})
    world.people.volunteers[:] = 40.0
    volunteering.base_hours(world)
    # 40 volunteers, 0.02 turns a day of 2 h, half of it for cases
    for array in (world.rules["help_hours"].base, world.rules["help_hours"].value):
        assert array[0] == pytest.approx([0.8, 0.0, 0.0])


def test_volunteers_stop_and_join() -> None:
    world = hamlet(volunteering={"attrition_per_year": 0.365, "recruits_per_year": 0.73})
    world.people.volunteers[:], world.people.volunteers_at_start[:] = 50.0, 100.0
    volunteering.offer(world)
    # one in a thousand of those there stops, two in a thousand of those at the start join
    assert world.people.volunteers[0] == pytest.approx(50.0 - 0.05 + 0.2)
    world.rules["attrition"].value[:], world.rules["recruit"].value[:] = 3.0, 0.5
    world.people.volunteers[:] = 50.0
    volunteering.offer(world)
    assert world.people.volunteers[0] == pytest.approx(50.0 - 0.15 + 0.1)


def test_hours_written_down_besides_are_recorded_and_take_nothing_from_those_given() -> None:
    world = small(place={"communities": 4}).world
    ones = np.ones(world.n_communities)
    world.rules["help_hours"].add(ones, 10.0, at=Helper.VOLUNTEER)
    world.rules["paper_hours"].add(ones, 3.0)
    world.rules.settle()
    volunteering.offer(world)
    paper = world.settings.volunteering.paper_share
    assert world.sums.hours_offered == pytest.approx(4 * 13.0)
    assert world.sums.hours_given == pytest.approx(4 * 10.0 * (1.0 - paper))
    assert world.desks.budget_h[world.offices.helpers[Helper.VOLUNTEER]] == pytest.approx(10.0 * (1.0 - paper))


def test_without_a_lever_nothing_is_written_down_besides() -> None:
    world = small().live(3).world
    p = world.settings.volunteering
    hours = 3 * 2000 * p.share * p.turns_per_year / 365.0 * p.hours_per_turn * p.case_share
    assert world.sums.hours_offered == pytest.approx(hours, rel=1e-3)
    assert world.sums.hours_given == pytest.approx(world.sums.hours_offered * (1.0 - p.paper_share))


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
