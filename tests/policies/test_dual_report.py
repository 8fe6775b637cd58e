"""Dual report: members find problems nobody told of and help with cases; activity decays unless followed up."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from sim.district import District
from sim.policies.dual_report import DualReport
from sim.state.cases import Channel, Status
from sim.state.desks import Net
from sim.state.residents import Party
from tests.places import small
from tests.theory import agrees, standard_error

MANY = {"reporting_members": 400}
ACTIVE: dict[str, Any] = {"active_share": 1.0, "compliance": 1.0, "finding_share": 0.7, "supervision": 1.0}


def lived(replication: int, *policy: str) -> District:
    said = dict.fromkeys(policy, ACTIVE)
    needs = {"requests_per_year": 3.0}
    return small(*policy, replication=replication, place=MANY, policies=said, days=120, needs=needs).live(120)


def found(run: District) -> int:
    return int(np.isin(run.world.cases.channel, (Channel.PATROL, Channel.VOLUNTEER)).sum())


def unheard(run: District) -> int:
    return int((run.world.cases.status == Status.EXPIRED).sum())


def test_members_find_problems_nobody_told_of() -> None:
    pairs = [(lived(k), lived(k, "dual_report")) for k in range(4)]
    more = np.array([found(after) - found(before) for before, after in pairs])
    fewer = np.array([unheard(before) - unheard(after) for before, after in pairs])
    assert more.min() > 0
    assert fewer.min() > 0
    assert more.mean() - 2.571 * standard_error(more) > 0.0
    assert fewer.mean() - 2.571 * standard_error(fewer) > 0.0
    by_members = [int((after.world.cases.channel == Channel.VOLUNTEER).sum()) for _, after in pairs]
    assert min(by_members) > 0
    assert all((before.world.cases.channel != Channel.VOLUNTEER).all() for before, _ in pairs)


def test_members_help_with_cases() -> None:
    before, after = lived(0), lived(0, "dual_report")

    def helped(run: District) -> float:
        return float(run.world.desks.worked_h[run.world.desks.net == Net.VOLUNTEER].sum())

    assert helped(after) > 2.0 * helped(before)


def test_hours_are_members_times_turns_times_length() -> None:
    settings = {"place": MANY, "days": 90}
    said = {"dual_report": {"active_share": 0.5, "compliance": 0.8, "finding_share": 0.0, "supervision": 1.0}}
    gained = []
    for k in range(8):
        with_it = small("dual_report", replication=k, policies=said, **settings).live(90)
        without = small(replication=k, **settings).live(90)
        gained.append(with_it.world.sums.hours_offered - without.world.sums.hours_offered)
    # three months; a turn is taken on one day of each
    agrees(np.array(gained), 400 * 0.5 * 0.8 * 3.1 * 3)
    members = (without.world.residents.party == Party.IN_SERVICE).sum()
    assert members == len(without.world.people.members) == 400


@pytest.mark.parametrize(("supervision", "kept"), [(1.0, 1.0), (0.0, 0.9**10), (0.5, 0.95**10)])
def test_activity_decays_unless_followed_up(supervision: float, kept: float) -> None:
    world = small(place={"reporting_members": 1000}, population=4000).world
    lever = DualReport(turnout="decay", active_share=1.0, compliance=1.0, decay_per_month=0.1, supervision=supervision)
    turns = []
    for month in (0, 10):
        total = 0.0
        for day in range(30 * month, 30 * month + 30):
            world.day = day
            total += lever.turns(world).sum()
        turns.append(total)
    assert turns[0] == 1000
    spread = 4.0 * (1000 * kept * (1.0 - kept)) ** 0.5
    assert abs(turns[1] - 1000 * kept) <= spread


def test_the_roll_out_ramps_up_and_covers_a_share() -> None:
    world = small(place={"communities": 5}).world
    lever = DualReport(start_day=10, ramp_days=20, coverage=0.4)
    doses = []
    for day in range(40):
        world.day = day
        doses.append(lever.dose(world))
    dose = np.array(doses)
    assert (dose[:10] == 0.0).all()
    assert ((dose > 0.0).any(axis=0)).sum() == 2
    covered = dose[:, dose[-1] > 0.0]
    assert covered[10:30] == pytest.approx(np.repeat(np.arange(1, 21)[:, None] / 20.0, 2, axis=1))
    assert (covered[30:] == 1.0).all()
    world.day = 10
    assert (replace(lever, ramp_days=0).dose(world).max()) == 1.0
