"""Smart compounds: cameras find what nobody told of in their share of compounds, and send workers out for nothing."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.state.cases import Category, Channel, Status
from sim.state.desks import Net
from tests.levers import assert_changes_nothing, differences, surely
from tests.places import small
from tests.theory import agrees

MUTE: dict[str, Any] = {
    "needs": {"requests_per_year": 40.0, "enquiries_per_year": 0.0, "overdispersion_k": 0}, "days": 200,
    "voice": {"p_report": 0.0, "p_seen": 0.0, "p_tell": 0.0, "p_neighbour": 0.0, "silent_days": 60.0},
}  # fmt: skip
# Nobody has a problem, and whoever is sent out spends all paid time on it.
QUIET: dict[str, Any] = {
    "needs": {"requests_per_year": 0.0, "enquiries_per_year": 0.0},
    "workers": {"admin_share": 0.0, "patrol_share": 0.0, "visits_per_day": 0.0, "turnover_per_year": 0.0},
    "service": {"minutes_per_cell": 0.0}, "volunteering": {"share": 0.0}, "days": 120,
}  # fmt: skip


@pytest.mark.parametrize(("watched", "seen"), [(0.3, 0.05), (1.0, 0.01)])
def test_cameras_find_the_share_that_competing_risks_give(watched: float, seen: float) -> None:
    said = {"compounds": watched, "safety": seen, "environment": 0.0, "facilities": seen, "alarms": 0.0}
    cases = small("smart_community", policies={"smart_community": said}, **MUTE).live(200).world.cases
    # problems whose fate is decided: in watched compounds seen at rate s, gone at rate 1/60
    old = (cases.status == Status.EXPIRED) | (cases.channel == Channel.CAMERA)
    old &= cases.born < 60
    share = watched * seen / (seen + 1.0 / 60.0)
    for category in (Category.SAFETY, Category.FACILITIES):
        of = old & (cases.category == category)
        n, found = int(of.sum()), int((cases.channel[of] == Channel.CAMERA).sum())
        assert n > 800
        assert abs(found - n * share) <= 4.0 * (n * share * (1.0 - share)) ** 0.5
    camera = cases.channel == Channel.CAMERA
    assert set(np.unique(cases.category[camera])) == {Category.SAFETY, Category.FACILITIES}


def test_fewer_problems_stay_silent() -> None:
    busy: dict[str, Any] = {"needs": {"requests_per_year": 10.0}, "days": 90}
    # in all compounds: what is shared others come upon anyhow, which leaves less to cameras
    assert surely(-1, differences("silent", "smart_community", {"compounds": 1.0}, pairs=5, **busy))


def test_without_cameras_nothing_changes() -> None:
    blind = dict.fromkeys(("safety", "environment", "facilities", "alarms"), 0.0)
    assert_changes_nothing("smart_community", {"compounds": 0.0}, {"channels": 0.0}, blind)


@pytest.mark.parametrize("merged", [0.0, 0.5])
def test_false_alarms_take_grid_workers_as_long_as_a_look(merged: float) -> None:
    said = {"compounds": 0.5, "channels": 20.0, "alarms": 0.05, "communities": (1, 2, 3)}
    alarms, hours = [], []
    for k in range(8):
        run = small(
            "smart_community", policies={"smart_community": said}, replication=k, dispatch={"p_merge": merged}, **QUIET
        ).live(120)  # fmt: skip
        world = run.world
        assert (world.cases.channel == Channel.CAMERA).all()
        assert np.isin(world.cases.community, (1, 2, 3)).all()
        alarms.append(world.cases.n / 120)
        hours.append(world.desks.worked_h[world.desks.net >= Net.GRID].sum() / 120)
    compounds = np.isin(world.map.community_of_compound, (1, 2, 3)).sum()
    # ten channels for every compound, a false alarm from each in twenty days; a look takes 0.4 of an hour
    agrees(np.array(alarms), compounds * 0.5 * 20 * 0.05)
    agrees(np.array(hours), compounds * 0.5 * 20 * 0.05 * (1.0 - merged) * 0.4)


def test_screens_that_nobody_watches_see_nothing() -> None:
    said = {"funding": "staff_neutral", "channels": 400.0, "compounds": 0.5, "safety": 0.02, "alarms": 0.01}
    still = {"turnover_per_year": 0.0}
    world = small("smart_community", policies={"smart_community": said}, workers=still).live(4).world
    wanted = np.bincount(world.map.community_of_compound) * 0.5 * 400.0 / 200.0
    watched = np.minimum(1.0, 0.6 * world.today.workers / wanted)
    assert watched.min() < 1.0
    assert world.rules["alarms"].value == pytest.approx(watched * wanted * 200.0 * 0.01)
    mean = 0.5 * watched * 0.02 / (1.0 + 30.0 * 0.02 * (1.0 - 0.5 * watched))
    assert world.rules["see"].value[:, Category.SAFETY] == pytest.approx(mean)


def test_what_they_cost() -> None:
    said = {"compounds": 0.5, "channels": 10.0, "channels_per_watcher": 50.0}
    cost = small("smart_community", policies={"smart_community": said}).live(28).world.money.costs["smart_community"]
    # twenty compounds, half of them with ten channels each: 100 channels, two watchers
    assert cost.running_fen == 28 * (round(100 * 2 * 48000 / 365) + round(100 * 100 * 800 / 365))
    assert cost.post_days == pytest.approx(28 * 2)
    assert cost.hours["watchers"] == pytest.approx(20 * 2 * 8.0)
