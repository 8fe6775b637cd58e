"""Social organisations: they take care off the grid workers while projects run, and leave it to them in the gap."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.policies.social_organisations import SocialOrganisations
from sim.state.cases import Category
from sim.state.desks import Helper, Net
from tests.levers import assert_changes_nothing, differences, pair, programme, surely
from tests.places import small

LEVER = "social_organisations"
PROJECTS = 3.49 * 0.78
ONLY_CARE: dict[str, Any] = {
    "needs": {"requests_per_year": 6.0, "enquiries_per_year": 0.0, "mix": (0, 0, 0, 0, 1.0, 0, 0, 0)}, "days": 60,
}  # fmt: skip
PLENTY = {"hours_a_project": 4000.0, "paper_h": 0.0}


def a_year_of_mornings(**said: Any) -> tuple[Any, np.ndarray[Any, Any]]:
    """Plan every day of a year, live none; return the world and the hours offered, [days, M]."""
    world, lever = small(days=1).world, SocialOrganisations(**said)
    hours = []
    for world.day in range(365):
        world.rules.reset()
        lever.plan(world, programme(world, lever))
        world.rules.settle()
        hours.append(world.rules["help_hours"].value[:, Helper.SOCIAL].copy())
    return world, np.array(hours)


def test_a_years_hours_and_money_are_those_of_the_projects() -> None:
    world, hours = a_year_of_mornings()
    # 2.72 projects of 400 h in each of 5 communities, three tenths of it for cases, in the 320 days of the contract
    assert hours.sum(axis=0) == pytest.approx(np.full(5, PROJECTS * 400.0 * 0.3))
    assert hours.max() == pytest.approx(PROJECTS * 400.0 * 0.3 / 320.0)
    assert (hours == 0.0).sum(axis=0).tolist() == [45] * 5
    cost = world.money.costs[LEVER]
    assert cost.running_fen / 100.0 == pytest.approx(5 * PROJECTS * 30000.0, abs=5.0)
    assert cost.hours["staff of social organisations"] == pytest.approx(5 * PROJECTS * 400.0, rel=0.01)
    assert cost.hours["community workers"] == pytest.approx(5 * PROJECTS * 1.0 * 261 / 5)
    assert world.money.ledger.yuan(f"programme: {LEVER}") == pytest.approx(5 * PROJECTS * 30000.0, abs=5.0)


def test_the_gap_of_each_community_lies_on_its_own_date() -> None:
    _, hours = a_year_of_mornings(gap_days=73)
    assert ((hours == 0.0).sum(axis=1) == 1).all()


def test_they_take_care_off_the_grid_workers() -> None:
    without, with_it = pair(LEVER, PLENTY, **ONLY_CARE)

    def worked(run: Any, net: Net) -> float:
        return float(run.world.desks.worked_h[run.world.desks.net == net].sum())

    assert worked(without, Net.SOCIAL) == 0.0
    assert worked(with_it, Net.SOCIAL) > 50.0
    assert surely(-1, differences("utilisation", LEVER, PLENTY, **ONLY_CARE))


def test_what_they_take_on_and_how_well_is_as_said() -> None:
    rules = small(LEVER, days=1).live(1).world.rules
    match = rules["match"].value[0, :, Helper.SOCIAL]
    assert match[[Category.CARE, Category.DISPUTES, Category.HEALTH]] == pytest.approx([0.6, 0.15, 0.15])
    assert np.count_nonzero(match) == 3
    assert rules["help"].value[:, Helper.SOCIAL] == pytest.approx(0.85)
    # activities: seven tenths of 3.40 h a day
    assert rules["ties"].value == pytest.approx(1.0 + 0.03 * 0.7 * PROJECTS * 400.0 / 320.0)


def test_without_organisations_nothing_changes() -> None:
    assert_changes_nothing(LEVER, {"organisations": 0.0}, {"projects_a_year": 0.0})


def test_uncovered_communities_see_none_of_it() -> None:
    rules = small(LEVER, policies={LEVER: {"communities": (1, 3)}}, days=1).live(1).world.rules
    for name, at in (("help_hours", Helper.SOCIAL), ("help", Helper.SOCIAL), ("match", (Category.CARE, Helper.SOCIAL))):
        moved = rules[name].value[:, at] if isinstance(at, int) else rules[name].value[:, *at]
        base = rules[name].base[:, at] if isinstance(at, int) else rules[name].base[:, *at]
        assert (moved != base).tolist() == [False, True, False, True, False], name
    assert (rules["time"].value != rules["time"].base).any(axis=1).tolist() == [False, True, False, True, False]


def test_in_the_gap_care_falls_back_on_the_grid_workers() -> None:
    one = {"communities": 1, "streets": 1}
    _, with_it = pair(LEVER, {**PLENTY, "gap_days": 185}, place=one, population=1000, **{**ONLY_CARE, "days": 365})
    cases = with_it.world.cases
    met = ~np.isnan(cases.t_contact) & (cases.parent < 0)
    contract, gap = met & (cases.t_contact < 24.0 * 180), met & (cases.t_contact > 24.0 * 182)
    # volunteers help in both halves; the rest is the organisations'
    assert contract.sum() > 300
    assert gap.sum() > 300
    assert cases.helped[contract].mean() > 2.0 * cases.helped[gap].mean()
    assert with_it.world.desks.servers[with_it.world.offices.helpers[Helper.SOCIAL]].sum() == 0


def test_tenders_and_reports_take_the_office_s_time() -> None:
    rules = small(LEVER, days=1).live(1).world.rules
    # 2.72 h a week, of four persons who are there 8.5 h a day
    assert rules["time"].value[:, 0] == pytest.approx(0.5 * (1.0 - PROJECTS / 5.0 / (4 * 8.5)))
    busy = {"needs": {"requests_per_year": 2.0, "enquiries_per_year": 20.0}, "days": 60}
    much = {"paper_h": 20.0, "care": 0.0, "disputes": 0.0, "health": 0.0}
    assert surely(1, differences("backlog", LEVER, much, **busy))


def test_what_they_cannot_do_comes_late_to_the_grid_worker() -> None:
    in_vain = {**PLENTY, "p_solve": 0.0, "care": 1.0}
    assert surely(1, differences("resolution_median", LEVER, in_vain, pairs=6, **ONLY_CARE))
