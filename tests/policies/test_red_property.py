"""Red property: firms in the programme are held to more, centres shorten hand-overs, meetings take time."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from sim.policies.red_property import RedProperty
from sim.state.cases import Category, Stage, Status
from sim.state.desks import Net
from tests.levers import assert_changes_nothing, assert_refused, differences, pair, surely
from tests.places import small

PROPERTY_ONLY: dict[str, Any] = {
    "needs": {"mix": (0, 0, 1.0, 0, 0, 0, 0, 0), "requests_per_year": 8.0, "enquiries_per_year": 0.1}
}
NO_MEETINGS = {"meeting_h": 0.0, "centre_h": 0.0}


def test_firms_in_the_programme_are_held_to_more() -> None:
    firm = {
        "rule": "as_before",
        "floor": 0.4,
        "committee_effort": 0.0,
        "effort": 0.6,
        "drift_per_month": 0.1,
        "rise_per_month": 0.5,
    }
    run = small("red_property", policies={"red_property": {"gain": 0.3, "firms": 2.0}}, property=firm).live(90)
    firms = run.world.firms
    joined = np.array([np.sum(firms.community[:i] == c) < 2 for i, c in enumerate(firms.community)])
    assert 0 < joined.sum() < firms.n
    # three months: half of the way from 0.6 up to 0.7, or a tenth of the way down to 0.4
    expected = np.where(joined, 0.7 - 0.1 * 0.5**3, 0.4 + 0.2 * 0.9**3)
    assert firms.effort == pytest.approx(expected, rel=1e-12)


def test_firms_that_are_held_to_more_pass_on_fewer_cases() -> None:
    quick = {"drift_per_month": 1.0, "rise_per_month": 1.0}
    changes = differences(
        "handoffs", "red_property", {"gain": 0.3, "firms": 9.0, **NO_MEETINGS}, property=quick, days=60, pairs=5,
        **PROPERTY_ONLY,
    )  # fmt: skip
    assert surely(-1, changes)


def test_at_the_table_property_cases_change_hands_in_half_the_time() -> None:
    said = {"gain": 0.0, "centres": 1.0, "handover": 0.5, **NO_MEETINGS}
    without, with_it = pair(
        "red_property", said, days=60, needs={"requests_per_year": 5.0}, incidents={"shared": 0.0}
    )  # nobody else reports what is solved later
    one, two = without.world.cases, with_it.world.cases
    assert one.n == two.n
    same = (one.status == Status.CLOSED) & (two.status == Status.CLOSED) & (one.life == 0) & (two.life == 0)
    same &= (one.passes == two.passes) & (one.handoffs == two.handoffs) & (one.passes > 0)
    ratio = (two.spent[:, Stage.HANDOVER] / np.maximum(one.spent[:, Stage.HANDOVER], 1e-9))[same]
    at_table = one.category[same] == Category.PROPERTY
    assert min(at_table.sum(), (~at_table).sum()) > 20
    assert ratio[at_table] == pytest.approx(0.5, abs=1e-4)
    assert ratio[~at_table] == pytest.approx(1.0, abs=1e-4)


def test_firms_join_one_after_another() -> None:
    world = small(place={"communities": 2, "managed_share": 1.0}).world
    lever = replace(RedProperty(), firms=4.0, ramp_days=100)
    world.day = 59  # sixty of a hundred days: 2.4 firms of each community
    assert (world.firms.community == 0).sum() == 10
    assert lever.joined(world, lever.dose(world))[:10] == pytest.approx([1.0, 1.0, 0.4] + 7 * [0.0])


def test_thirty_centres_for_thirty_seven_communities() -> None:
    place = {"communities": 37, "grids": 37, "workers": 37, "compounds": 74, "managed_share": 1.0}
    world = small(place=place, population=4000).world
    has = replace(RedProperty(), centres=30 / 37).with_centre(world, np.ones(37))
    assert sorted(has.tolist()) == 7 * [0.0] + 30 * [1.0]


def test_at_no_dose_nothing_changes() -> None:
    assert_changes_nothing("red_property", {"gain": 0.0, "meeting_h": 0.0, "centres": 0.0})


def test_where_nobody_manages_it_is_refused() -> None:
    assert_refused("red_property", {}, "compounds with a property firm", place={"managed_share": 0.0})


def test_meetings_take_community_workers_from_residents() -> None:
    said = {"firms": 2.0, "meeting_h": 5.0, "centres": 1.0, "centre_h": 10.0}
    without, with_it = pair("red_property", said, days=3)  # Wednesday
    # ten hours a week at the firms and ten at the centre, of 34 hours a day that four persons have: each takes its
    # share of what the other has left
    for run, share in ((without, 0.5), (with_it, 0.5 * (1.0 - 2.0 / 34.0) ** 2)):
        desks = run.world.desks
        assert desks.speed[desks.net == Net.COMMUNITY, 0] == pytest.approx(share)
    slowed = differences(
        "resolution_median", "red_property", {"meeting_h": 8.0, "gain": 0.0, "handover": 1.0}, days=40, pairs=5,
        needs={"enquiries_per_year": 12.0},
    )  # fmt: skip
    assert surely(1, slowed)


def test_it_costs_yuan_and_hours() -> None:
    run = small("red_property", policies={"red_property": {"firms": 2.0, "centres": 1.0}}, days=14).live(14)
    cost = run.world.money.costs["red_property"]
    # five communities with at least two firms each
    assert cost.running_fen == 14 * (round(10 * 150_000 / 365) + round(5 * 1_000_000 / 365))
    assert cost.capital_fen == 5 * 5_000_000
    assert cost.charge_fen == 14 * (25_000_000 // (8 * 365))
    assert cost.hours["community workers"] == pytest.approx(2 * (10 * 0.5 + 5 * 6.0))
    assert cost.hours["property managers"] == pytest.approx(2 * 10 * 0.5)
    assert cost.hours["party instructors"] == pytest.approx(2 * 10 * (1 - 0.148) * 1.5)
