"""Owners' committees: firms that are watched are held to more; a firm that is dismissed leaves a gap."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from sim.policies.owners_committee import OwnersCommittee
from sim.state.cases import Category, Status, Urgency
from sim.state.desks import Net
from tests.levers import assert_changes_nothing, differences, pair, programme, surely
from tests.places import small

PROPERTY_ONLY: dict[str, Any] = {
    "needs": {"mix": (0, 0, 1.0, 0, 0, 0, 0, 0), "requests_per_year": 8.0, "enquiries_per_year": 0.1}
}
NOBODY_HELPS = {"volunteering": {"share": 0.0}}
ALL_OUT = {"share": 1.0, "dismiss_below": 1.0, "majority": 1.0, "assembly_day": 10, "meeting_h": 0.0}
FEW = {"place": {"owners_committees": 3}}


def test_committees_are_formed_where_the_election_succeeds() -> None:
    before = small(**FEW).world.firms.owners_committee.copy()
    formed = {}
    for share in (0.3, 0.6, 1.0):
        run = small("owners_committee", policies={"owners_committee": {"share": share}}, **FEW).live(2)
        firms = run.world.firms
        luck = replace(OwnersCommittee(), share=share).luck(run.world, 0)[:, 0]
        assert np.array_equal(firms.owners_committee, before | (luck < share))
        formed[share] = firms.owners_committee.copy()
    assert before.sum() == 3
    assert before.sum() < formed[0.3].sum() < formed[0.6].sum() < formed[1.0].sum() == len(before)
    assert (formed[0.6] >= formed[0.3]).all()


def test_the_roll_out_forms_them_one_by_one_and_only_where_covered() -> None:
    said = {"share": 1.0, "ramp_days": 20, "coverage": 0.4}
    run = small("owners_committee", policies={"owners_committee": said}, place={"owners_committees": 0})
    covered = run.policies[0].covered(run.world) > 0.0
    counts = [run.live(1).world.firms.owners_committee.sum() for _ in range(20)]
    firms = run.world.firms
    assert np.array_equal(firms.owners_committee, covered[firms.community])
    assert len(set(counts)) > 3


def test_a_new_committee_holds_its_firm_to_more() -> None:
    firm = {"rule": "as_before", "floor": 0.4, "committee_effort": 0.2, "effort": 0.4, "rise_per_month": 0.5}
    _, after = pair("owners_committee", {"share": 1.0}, days=90, property=firm, **FEW)
    # half of the way to 0.6 each month
    assert after.world.firms.effort == pytest.approx(np.full(after.world.firms.n, 0.6 - 0.2 * 0.5**3), rel=1e-12)
    quick = {"committee_effort": 0.25, "drift_per_month": 1.0, "rise_per_month": 1.0}
    changes = differences(
        "handoffs", "owners_committee", {"share": 1.0}, days=60, pairs=5, property=quick, **FEW, **PROPERTY_ONLY
    )
    assert surely(-1, changes)


def test_only_firms_with_a_committee_and_few_content_owners_are_put_to_the_vote() -> None:
    world = small().world
    firms = world.firms
    firms.rating[:] = 0.9
    firms.rating[[2, 3, 4, 5]] = 0.84
    firms.owners_committee[:] = True
    firms.owners_committee[3] = False  # nobody calls an assembly
    firms.closed_until[4] = 200  # between two firms
    world.day = 10
    lever = OwnersCommittee()
    assert lever.voting(world).tolist() == [2, 5]
    covered = tuple({int(c) for c in firms.community} - {int(firms.community[2])})
    assert 2 not in replace(lever, communities=covered).voting(world)
    for day, majority, out in ((179, 1.0, []), (180, 0.0, []), (180, 1.0, [2, 5])):
        world.day = day
        replace(lever, majority=majority).reflect(world, programme(world, lever))
        assert np.flatnonzero(firms.replaced).tolist() == out
    assert firms.closed_until[[2, 5]].tolist() == 2 * [180 + world.settings.property.vacant_days]


def test_cases_wait_while_a_compound_has_no_firm() -> None:
    """Harm: whoever reports in the gap waits for the next firm."""
    gap = {"property": {"vacant_days": 20}, **NOBODY_HELPS, **PROPERTY_ONLY}
    _, after = pair("owners_committee", ALL_OUT, days=40, **gap)
    world = after.world
    cases = world.cases
    assert (world.firms.replaced == 1).all()
    firm = world.routes.of_cell[Net.PROPERTY, cases.cell] >= 0
    # dismissed on the evening of day 10, the next firm's crew begins on day 30 at eight
    told = (cases.category == Category.PROPERTY) & firm & (cases.t_accept > 11 * 24.0) & (cases.t_accept < 29 * 24.0)
    told &= cases.status != Status.MERGED
    assert np.isfinite(cases.t_contact[told]).sum() > 50
    opens = np.where(cases.urgency == Urgency.URGENT, 30 * 24.0, 30 * 24.0 + 8.0)  # urgent ones are called out for
    assert not (cases.t_contact[told] < opens[told]).any()
    slower = differences("resolution_median", "owners_committee", ALL_OUT, days=40, pairs=4, **gap)
    assert surely(1, slower)
    assert slower.min() > 1.0


def test_at_no_dose_nothing_changes() -> None:
    nothing = {"share": 0.0, "meeting_h": 0.0, "majority": 0.0, "assembly_day": 20, "dismiss_below": 1.0}
    assert_changes_nothing("owners_committee", nothing)


def test_it_costs_yuan_and_hours() -> None:
    said = {"share": 1.0, "assembly_day": 10, "dismiss_below": 1.0, "majority": 0.0}
    run = small("owners_committee", policies={"owners_committee": said}, **FEW).live(14)
    firms, cost = run.world.firms, run.world.money.costs["owners_committee"]
    assert firms.n == 14
    assert cost.capital_fen == 11 * 600_000
    assert cost.charge_fen == 14 * (6_600_000 // (4 * 365))
    assert cost.running_fen == 0
    assert cost.hours["community workers"] == pytest.approx(2 * 14 * 0.5)
    assert cost.hours["committee members"] == pytest.approx(2 * 11 * 7.0)
    assert cost.hours["owners"] == pytest.approx(firms.n_households[firms.rating < 1.0].sum() * 0.3)
    offices = run.world.desks.net == Net.COMMUNITY
    run.live(1)  # a Monday
    met = 0.5 * (1.0 - np.bincount(firms.community, minlength=5) * 0.5 / 5 / 34)
    assert run.world.desks.speed[offices, 0] == pytest.approx(met)


def test_every_term_they_are_elected_again() -> None:
    said = {"share": 1.0, "term_years": 0.1, "majority": 0.0}  # 36 days
    run = small("owners_committee", policies={"owners_committee": said}, **FEW).live(73)
    assert run.world.money.costs["owners_committee"].capital_fen == 3 * 11 * 600_000
