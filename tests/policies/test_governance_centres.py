"""Governance centres: cases are sent, merged, handed over and followed up sooner, and everything is entered."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.state.cases import Stage, Urgency, due
from sim.state.desks import Net
from tests.levers import assert_changes_nothing, differences, measured, pair, surely
from tests.places import small

BUSY: dict[str, Any] = {"needs": {"requests_per_year": 10.0}, "days": 60}
LOADED: dict[str, Any] = {"needs": {"requests_per_year": 20.0}, "days": 60}


def test_the_rules_are_as_said_where_there_is_a_centre() -> None:
    said = {
        "communities": (2, 3), "dispatch_gain": 0.5, "handover_gain": 0.25, "merge_gain": 0.5, "street_posts": 5.0,
        "forms": 0.02,
    }  # fmt: skip
    world = small("governance_centres", policies={"governance_centres": said}).live(1).world
    rules = world.rules
    for m, on in ((1, 0.0), (2, 1.0), (3, 1.0)):
        assert rules["dispatch_h"].value[m] == pytest.approx(4.0 * (1.0 - 0.5 * on))
        assert rules["handover_h"].value[m] == pytest.approx(8.0 * (1.0 - 0.25 * on))
        assert rules["merge"].value[m] == pytest.approx(0.5 + 0.25 * on)
        assert rules["admin_share"].value[m] == pytest.approx(0.5 + 0.02 * on)
    # five posts at the street, two fifths of whose communities have their centre
    assert world.desks.servers[world.desks.net == Net.STREET] == [6 + 2]


def test_cases_are_sent_and_handed_over_sooner_and_more_are_merged() -> None:
    changes = []
    for k in range(5):
        seen = []
        for run in pair("governance_centres", replication=k, **BUSY):
            cases = run.world.cases
            spent = cases.spent[cases.parent < 0].astype(np.float64)
            means = [spent[spent[:, s] > 0.0, s].mean() for s in (Stage.DISPATCH, Stage.HANDOVER)]
            twice = cases.parent >= 0
            seen.append([*means, (cases.t_contact[twice] >= 0.0).mean()])
        changes.append(np.subtract(seen[1], seen[0]))
    for change in np.array(changes).T:
        assert surely(-1, change), change


def test_overdue_cases_are_pushed_although_nobody_pushed_them_before() -> None:
    slow = {**LOADED, "dispatch": {"supervised": False}}
    without, with_it = pair("governance_centres", {"communities": (0,)}, **slow)
    assert not without.world.cases.escalated.any()
    pushed = with_it.world.cases.escalated > 0
    assert pushed.sum() > 10
    assert (with_it.world.cases.community[pushed] == 0).all()


def test_a_centre_without_effect_changes_nothing() -> None:
    effects = ("dispatch_gain", "handover_gain", "merge_gain", "street_posts", "forms", "hours_a_week")
    assert_changes_nothing("governance_centres", dict.fromkeys(effects, 0.0))


def test_what_must_be_entered_loads_the_grid_workers() -> None:
    assert surely(1, differences("utilisation", "governance_centres", {"forms": 0.1}, pairs=4, **BUSY))
    longer = []
    for k in range(5):
        waits = []
        for run in pair("governance_centres", {"forms": 0.2, "dispatch_gain": 0.0}, replication=k, **BUSY):
            waits.append(measured(run, "response_p90"))
        longer.append(waits[1] - waits[0])
    assert surely(1, np.array(longer)), longer


def test_centres_are_only_as_good_as_their_posts_are_filled() -> None:
    said = {"funding": "staff_neutral", "street_posts": 40.0, "forms": 0.0}
    run = small("governance_centres", policies={"governance_centres": said}, workers={"turnover_per_year": 0.0})
    world = run.live(4).world  # what can be spared is known from the days before
    workers, wanted = world.today.workers, world.map.by_community(world.map.residents) / 40000.0 + 40.0 / 5.0
    filled = 0.6 * workers / wanted
    assert filled.max() < 0.5
    assert world.rules["dispatch_h"].value == pytest.approx(4.0 * (1.0 - 0.5 * filled))
    assert world.rules["merge"].value == pytest.approx(0.5 + 0.25 * filled)


@pytest.mark.parametrize("ramp", [0, 20])
def test_what_they_cost(ramp: int) -> None:
    said = {"street_posts": 2.0, "ramp_days": ramp, "start_day": 7, "forms": 0.05, "hours_a_week": 4.0}
    run = small(
        "governance_centres", policies={"governance_centres": said}, days=35, workers={"turnover_per_year": 0.0}
    ).live(35)
    cost = run.world.money.costs["governance_centres"]
    # 1 of the district, 1 of the street, 5 of the communities
    assert cost.capital_fen == pytest.approx(7 * 100 * 100_000, abs=ramp)
    if ramp:
        return
    assert cost.charge_fen == 28 * (7 * 100 * 100_000 // (8 * 365))
    posts = 2000 / 40000 + 2
    assert cost.post_days == pytest.approx(28 * posts)
    assert cost.running_fen == 28 * (round(100 * posts * 60000 / 365) + round(100 * 7 * 10000 / 365))
    assert cost.hours["community workers"] == pytest.approx(4 * 5 * 4.0)
    assert cost.hours["grid workers (forms)"] == pytest.approx(4 * 6 * 12 * 8.0 * 0.05)


def test_pushing_what_is_overdue_makes_others_wait() -> None:
    alone = dict.fromkeys(
        ("dispatch_gain", "handover_gain", "merge_gain", "street_posts", "forms", "hours_a_week"), 0.0
    )
    slow = {"needs": {"requests_per_year": 16.0}, "days": 120, "dispatch": {"supervised": False}}
    longer = []
    for k in range(5):
        queues = []
        for run in pair("governance_centres", alone, replication=k, **slow):
            cases = run.world.cases
            limits = due(run.world.settings.service.limit_h, cases.limit_class, cases.t_open)
            utility = (cases.limit_class == Urgency.UTILITY) & (cases.t_contact < limits)
            queues.append(float(cases.spent[utility, Stage.QUEUE].mean(dtype=np.float64)))
        longer.append(queues[1] - queues[0])
    assert surely(1, np.array(longer)), longer
