"""Volunteering: what is written down, and what is given."""

from __future__ import annotations

import numpy as np
import pytest

from sim.mechanisms import volunteering
from sim.state.desks import Helper
from tests.places import small


def test_hours_written_down_besides_are_recorded_and_take_nothing_from_those_given() -> None:
    world = small(place={"communities": 4}).world
    ones = np.ones(world.n_communities)
    world.rules["help_hours"].add(ones, 10.0, at=Helper.VOLUNTEER)
    world.rules["paper_hours"].add(ones, 3.0)
    world.rules.settle()
    volunteering.offer(world)
    paper = world.settings.volunteering.paper_share
    assert world.hours_offered == pytest.approx(4 * 13.0)
    assert world.hours_given == pytest.approx(4 * 10.0 * (1.0 - paper))
    assert world.desks.budget_h[world.helper_desks[Helper.VOLUNTEER]] == pytest.approx(10.0 * (1.0 - paper))


def test_without_a_lever_nothing_is_written_down_besides() -> None:
    world = small().live(3).world
    p = world.settings.volunteering
    hours = 3 * 2000 * p.share * p.turns_per_year / 365.0 * p.hours_per_turn * p.case_share
    assert world.hours_offered == pytest.approx(hours, rel=1e-3)
    assert world.hours_given == pytest.approx(world.hours_offered * (1.0 - p.paper_share))
