"""The network before any lever: routes, shares and times as the model page has them, written down once more by hand."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from sim.mechanisms.service import HELPED, LEVELS, asked, level_of, p_solve, places_of
from sim.state.cases import Category, Urgency
from sim.state.desks import Helper, Net, Office
from sim.types import Array
from tests.places import hamlet, small

G, P, C, SW, M, CO, CT, S, D = (
    Net.GRID, Net.PROPERTY, Net.COMMUNITY, Net.SOCIAL_WORK, Net.MEDIATION, Net.COUNCIL, Net.COURT, Net.STREET,
    Net.DEPARTMENT,
)  # fmt: skip
ROUTES = {0: (G, C, CO, S, D), 1: (G, C, CO, S, D), 2: (P, G, C, CO, S, D), 3: (G, CO, M, CT, S, D),
          4: (G, SW, C, D), 5: (G, S, D), 6: (G, C, S, D), 7: (G, SW, C, D)}  # fmt: skip
"""Section 2 of the model page."""


def test_routes_are_those_of_the_model_page() -> None:
    assert {int(c): nets for c, nets in LEVELS.items()} == ROUTES
    table = hamlet().routes.table
    for c, nets in ROUTES.items():
        expected = [int(net) + (c if net == D else 0) for net in nets] + [-1] * (8 - len(nets))
        assert table.net[c].tolist() == expected


def test_a_net_is_found_on_its_routes() -> None:
    assert level_of(Category.DISPUTES, Net.MEDIATION) == 2
    assert level_of(Category.PROPERTY, Net.PROPERTY) == 0
    with pytest.raises(ValueError, match="not in tuple"):
        level_of(Category.SAFETY, Net.COMMUNITY)
    assert places_of(Net.COURT) == [(Category.DISPUTES, 3)]
    assert places_of(Net.SOCIAL_WORK) == [(Category.CARE, 1), (Category.HEALTH, 1)]


def test_before_any_lever_some_levels_are_not_asked() -> None:
    ask = asked()
    for c, nets in ROUTES.items():
        expected = [float(net not in (CO, CT, SW) and (c, net) != (6, G)) for net in nets] + [0.0] * (8 - len(nets))
        assert ask[c].tolist() == expected
    world = hamlet()
    assert np.array_equal(world.rules["asked"].value[0], ask)
    assert np.array_equal(world.rules["solve"].value[0], p_solve(world))


SERVICE = {"p_grid": 0.41, "p_grid_dispute": 0.51, "p_community": 0.42, "p_window": 0.91, "p_services_grid": 0.61,
           "p_social_work": 0.71, "p_council": 0.52, "p_court": 0.81, "p_street": 0.43}  # fmt: skip


def test_chances_to_solve() -> None:
    chance = p_solve(hamlet(service=SERVICE, mediation={"p_agree": 0.9}))
    by_net = {G: 0.41, C: 0.42, S: 0.43, D: 1.0, M: 0.9, P: 1.0, SW: 0.71, CO: 0.52, CT: 0.81}
    for c, nets in ROUTES.items():
        expected = [by_net[net] for net in nets] + [0.0] * (8 - len(nets))
        if c == Category.DISPUTES:
            expected[0] = 0.51
        if c == Category.SERVICES:
            expected[:2] = 0.61, 0.91
        assert chance[c].tolist() == expected


HOURS = {"grid_h": 1.1, "community_h": 1.2, "window_h": 0.3, "property_h": 1.5, "social_work_h": 3.1, "council_h": 0.6,
         "court_h": 3.2, "street_h": 2.1, "department_h": 3.3}  # fmt: skip


def test_times_shares_and_who_travels_and_pays() -> None:
    lead = tuple(1.0 + c for c in range(8))
    said = {**HOURS, "work_cv": 0.75, "look_share": 0.41, "wrong_share": 0.26, "formal_share": 0.21,
            "lead_days": lead, "lead_sigma": 1.3}  # fmt: skip
    world = hamlet(service=said, mediation={"hours": 4.1, "relapse_days": 90.0}, dispatch={"come_back_days": 5.0})
    table = world.routes.table
    by_net = {G: 1.1, C: 1.2, S: 2.1, D: 3.3, M: 4.1, P: 1.5, SW: 3.1, CO: 0.6, CT: 3.2}
    for c, nets in ROUTES.items():
        for level, net in enumerate(nets):
            window = c == Category.SERVICES and net in (C, G)
            assert table.work_mean[c, level] == (0.3 if window else by_net[net])
            # log-sd of a coefficient of variation of 0.75: sqrt(ln 1.5625)
            assert table.work_sigma[c, level] == pytest.approx(math.sqrt(math.log(1.5625)))
            assert table.look_share[c, level] == 0.41
            assert table.travels[c, level] == (net in (G, P))
            assert table.pays[c, level] == (net in (G, C))
            assert table.urgent[c, level] == (net not in (CO, CT))
            assert table.lead_median[c, level] == (24.0 * lead[c] if net == D else 0.0)
            if net == D:
                assert table.lead_sigma[c, level] == 1.3
            settles = c == Category.DISPUTES and net in (CO, M, CT)
            assert table.p_relapse[c, level] == pytest.approx(1.0 - 0.95 * 0.94 if settles else 0.0)
            assert table.relapse_h[c, level] == (24.0 * 90.0 if settles else 0.0)
    assert (table.formal_share == 0.21).all()
    assert (table.wrong_share == 0.26).all()
    assert (table.come_back_h == 120.0).all()  # five days


def test_base_rules_are_what_is_said() -> None:
    dispatch = {"acceptance_h": 3.0, "misroute_exponent": 0.5, "handover_h": 7.0, "p_handoff": 0.16, "p_merge": 0.6,
                "p_formal": 0.06, "p_come_back": 0.7, "supervised": False}  # fmt: skip
    world = hamlet(
        dispatch=dispatch,
        workers={"admin_share": 0.4, "patrol_share": 0.2, "visits_per_day": 3.0},
        voice={"visit_h": 0.5, "p_report": 0.3, "area_ratio": 1.0},
        volunteering={"match": 0.3, "p_solve": 0.7, "paper_share": 0.1},
        finance={"base_funds_yuan": 36500.0, "repair_share": 0.4},
        place={"layers": 4, "grids": 4, "workers": 4},
    )
    rules = {name: world.rules[name].value[0] for name in (
        "dispatch_h", "misroute", "handover_h", "handoff", "merge", "formal", "come_back", "supervise", "admin_share",
        "patrol_share", "visit_share", "paper", "funds_yuan", "patrol_hours", "visit_hours",
    )}  # fmt: skip
    expected: dict[str, Any] = {
        "dispatch_h": 3.0, "misroute": 0.5, "merge": 0.6, "formal": 0.06, "come_back": 0.7, "supervise": 0.0,
        "admin_share": 0.4, "patrol_share": 0.2, "visit_share": 3.0 * 0.5 / 8.0, "paper": 0.1, "funds_yuan": 40.0,
        "patrol_hours": 0.0, "visit_hours": 0.0,
    }  # fmt: skip
    for name, value in expected.items():
        assert rules[name] == pytest.approx(value), name
    assert (rules["handover_h"] == 7.0).all()
    assert (rules["handoff"] == 0.16).all()
    factor = np.array([0.9, 1.1, 1.1, 0.7, 0.8, 0.9, 3.2, 2.2])
    assert world.rules["report"].value[0] == pytest.approx(np.minimum(0.3 * factor, 0.97))
    assert (world.rules["help"].value[0] == 0.7).all()
    match = world.rules["match"].value[0]
    assert set(HELPED) == {Category.ENVIRONMENT, Category.PROPERTY, Category.CARE}
    for c in range(8):
        assert match[c].tolist() == [0.3 if c in (0, 2, 4) else 0.0, 0.0, 0.0]
        assert match[c, Helper.VOLUNTEER] == match[c].max()


def test_part_time_staff_are_dealt_by_households() -> None:
    world = small(place={"part_time_workers": 40}, workers={"part_time_patrol": 0.25}).world
    hours = 40 * 0.15 * 8.0 * 6.0 / 7.0 * world.people.households / world.people.households.sum()
    assert world.rules["patrol_hours"].value == pytest.approx(0.25 * hours)
    assert world.rules["visit_hours"].value == pytest.approx(0.75 * hours)


def plain(**more: Any) -> dict[str, Any]:
    """Needs whose counts are a plain Poisson process."""
    return {"overdispersion_k": 0, "season_amplitude": 0.0, "vulnerable_factor": 1.0, "requests_per_year": 5.0, **more}


def test_urgent_cases_pass_by_a_level_that_does_not_take_them() -> None:
    def at_council(takes_urgent: int) -> Array:
        run = small(
            needs=plain(requests_per_year=12.0, urgent_share=0.2), days=40, population=1000,
            service={"p_grid": 0.0, "p_community": 0.0, "p_grid_dispute": 0.0},
        )  # fmt: skip
        world = run.world
        routes, rules = world.routes.table, world.rules
        level = level_of(Category.FACILITIES, Net.COUNCIL)
        assert routes.urgent[Category.FACILITIES, level] == 0
        routes.urgent[Category.FACILITIES, level] = takes_urgent
        for name, at, value in (("asked", (Category.FACILITIES, level), 1.0), ("posts", (Office.COUNCIL,), 1.0)):
            rule = rules[name]
            rule.base[:, *at] = rule.value[:, *at] = value
        cases = run.live(40).world.cases
        facility = (cases.category == Category.FACILITIES) & (cases.parent < 0)
        there = world.desks.net[cases.desk] == Net.COUNCIL
        return np.bincount(cases.limit_class[facility & there & (cases.level == level)], minlength=4)

    assert at_council(1).min() > 0
    put_off = at_council(0)
    assert put_off[Urgency.URGENT] == 0
    assert put_off[Urgency.UTILITY :].min() > 0
