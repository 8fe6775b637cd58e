"""Rules that differ by category act on theirs alone: handing over, handing on, the app, polished figures."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.district import District
from sim.state.cases import Category, Channel, Stage, Status
from sim.state.desks import Net
from sim.state.residents import AgeGroup
from tests.places import small
from tests.shops import one_net, serve, table_of
from tests.theory import agrees

BUSY: dict[str, Any] = {"needs": {"requests_per_year": 40.0, "overdispersion_k": 0}, "days": 40}
ENVIRONMENT, FACILITIES = int(Category.ENVIRONMENT), int(Category.FACILITIES)
QUICK = {"lead_days": (0.1,) * 8, "p_street": 0.0}


def changed(rule: str, at: tuple[Any, ...], value: float, **settings: Any) -> District:
    """A place in which one value of a rule holds from the first day."""
    run = small(**{**BUSY, **settings})
    edited = run.world.rules[rule]
    edited.base[(slice(None), *at)] = edited.value[(slice(None), *at)] = value
    return run.live(run.config.run.days)


def test_only_cases_of_the_category_are_handed_over_at_once() -> None:
    cases = changed("handover_h", (ENVIRONMENT,), 0.0).world.cases
    moved = (cases.passes > 0) & (cases.status == Status.CLOSED)
    waited = cases.spent[:, Stage.HANDOVER]
    here = moved & (cases.category == ENVIRONMENT)
    assert here.sum() > 100
    assert (waited[here] == 0.0).all()
    assert (waited[moved & (cases.category == FACILITIES)] > 0.0).all()


def test_only_the_department_of_the_category_hands_nothing_on() -> None:
    cases = changed("handoff", (ENVIRONMENT,), 0.0, service=QUICK, dispatch={"p_handoff": 0.6}).world.cases
    assert (cases.handoffs[cases.category == ENVIRONMENT] == 0).all()
    assert (cases.handoffs[cases.category == FACILITIES] > 0).sum() > 5


def test_only_users_of_the_app_of_that_age_report_more() -> None:
    same = {"trust_slope": 0.0, "success_ratio": 1.0, "after_failure": 1.0, "p_neighbour": 0.0, "area_ratio": 1.0}
    run = changed("app", (ENVIRONMENT, int(AgeGroup.ELDER)), 2.0, voice=same, incidents={"shared": 0.0})
    cases, residents, p = run.world.cases, run.world.residents, run.world.settings.voice
    first = (cases.parent < 0) & (cases.channel != Channel.DUPLICATE)
    told = (cases.channel == Channel.REPORT) & ~np.isin(cases.status, (Status.SILENT, Status.EXPIRED))
    for category in (ENVIRONMENT, FACILITIES):
        for app in (False, True):
            for age in (AgeGroup.ADULT, AgeGroup.ELDER):
                who = first & (cases.category == category) & (residents.app[cases.resident] == app)
                who &= residents.age[cases.resident] == age
                chance = p.p_notice * p.p_report * p.category_factor[category]
                chance *= p.app_factor if app else 1.0
                chance *= p.elder_factor if age == AgeGroup.ELDER else 1.0
                chance *= 2.0 if app and age == AgeGroup.ELDER and category == ENVIRONMENT else 1.0
                n = int(who.sum())
                assert n > 60
                assert abs(told[who].sum() - n * chance) <= 4.0 * (n * chance * (1.0 - chance)) ** 0.5


N = 4000
CATEGORY = 2
"""The category whose rules differ; the other is 0."""


def test_a_case_lies_between_two_desks_as_long_as_its_category_says() -> None:
    cases = table_of(np.linspace(0.0, 10.0, N), np.zeros(N, int))
    cases.category[:] = np.where(np.arange(N) % 2, CATEGORY, 0)
    desks, routes, rules = one_net(np.array([N, N]), 1.0, 0.0)
    routes.of_cell[Net.GRID], routes.of_cell[Net.COMMUNITY] = 0, 1
    routes.table.net[:, 1] = int(Net.COMMUNITY)
    rules["handover_h"].value[:], rules["solve"].value[:, :, 0] = 8.0, 0.0
    rules["handover_h"].value[:, CATEGORY] = 2.0
    serve(cases, desks, routes, rules)
    assert (cases.status == Status.CLOSED).all()
    waited = cases.spent[:, Stage.HANDOVER].astype(np.float64)
    agrees(waited[cases.category == 0], 8.0)
    agrees(waited[cases.category == CATEGORY], 2.0)


def test_a_level_that_polishes_its_figures_closes_more_without_solving() -> None:
    cases = table_of(np.linspace(0.0, 1000.0, N), np.zeros(N, int))
    cases.category[:] = np.where(np.arange(N) % 2, CATEGORY, 0)
    desks, routes, rules = one_net(np.array([N]), 1.0, 0.0)
    rules["formal"].value[:] = 0.1
    rules["gloss"].value[:, CATEGORY, 0] = 0.2
    rules["gloss"].value[:, CATEGORY, 1] = 0.5  # another level, which nobody reaches
    serve(cases, desks, routes, rules)
    agrees(cases.formal[cases.category == 0].astype(np.float64), 0.1)
    agrees(cases.formal[cases.category == CATEGORY].astype(np.float64), 0.3)
