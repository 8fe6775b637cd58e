"""What agents decide moves what is measured, and in which direction; each switch gives back what was before.

Every agent that is kept moves a named measure; sizes on Xialu stand in MODEL.md.
"""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import numpy as np
import pytest

from sim.measures import MEASURES, View
from sim.types import Floats
from tests import as_before, bits
from tests.places import small
from tests.theory import standard_error

PAIRS = 4
T_975 = 3.182  # of Student's t with three degrees of freedom
BUSY: dict[str, Any] = {"population": 4000, "days": 150, "needs": {"requests_per_year": 1.5, "enquiries_per_year": 0.5}}


@cache
def lived(k: int, told: str) -> View:
    """Live a place with its settings, as JSON, once for all measures that are looked at."""
    policy, settings = json.loads(told)
    district = small(*policy, replication=k, **settings)
    return View(district.live(district.config.run.days).world, district.recorder, 40)


def measured(name: str, k: int, policy: tuple[str, ...] = (), **settings: Any) -> float:
    return MEASURES[name](lived(k, json.dumps([policy, settings], sort_keys=True)))


def changes(name: str, *policy: str, group: str, one: dict[str, Any], other: dict[str, Any], **said: Any) -> Floats:
    """How much higher a measure is with the other settings of a group than with the one, pair by pair."""
    settings = {**BUSY, **said}

    def value(values: dict[str, Any], k: int) -> float:
        whole = {**settings, group: {**settings.get(group, {}), **values}}
        return measured(name, k, policy, **whole)

    return np.array([value(other, k) - value(one, k) for k in range(PAIRS)])


@pytest.mark.parametrize(
    ("name", "sign", "group", "one", "other", "said"),
    [
        ("found", -1, "workers", {"gives_way": 0.0}, {"gives_way": 2.0, "overload_from": 0.7}, {}),
        ("silent", 1, "workers", {"gives_way": 0.0}, {"gives_way": 2.0, "overload_from": 0.7}, {}),
        ("found", -1, "workers", {"forms_per_case_hour": 0.0}, {"forms_per_case_hour": 2.0}, {}),
        ("workers", -1, "workers", {"fatigue_effect": 0.0}, {"fatigue_effect": 5.0, "overload_from": 0.7},
         {"place": {"workers": 80}, "workers": {"turnover_per_year": 1.0, "admin_share": 0.7}}),
        ("silent", -1, "voice", {"heard": 0.0}, {"heard": 0.3}, {}),
        ("solved_per_1000", 1, "voice", {"heard": 0.0}, {"heard": 0.3}, {}),
        ("first_contact", 1, "property", {"cost_yuan": 200.0}, {"cost_yuan": 80.0}, {"property": {"fees_effort": 0.4}}),
        ("handoffs", -1, "property", {"committee_effort": 0.0}, {"committee_effort": 0.4}, {}),
    ],
)  # fmt: skip
def test_a_decision_moves_a_measure(
    name: str, sign: int, group: str, one: dict[str, Any], other: dict[str, Any], said: dict[str, Any]
) -> None:
    found = sign * changes(name, group=group, one=one, other=other, **said)
    assert found.mean() - T_975 * standard_error(found) > 0.0


@pytest.mark.parametrize(
    ("one", "other", "sign"),
    [
        ({"slack": 0.0}, {"slack": 2.0}, -1),
        ({"supervision": 0.0}, {"supervision": 1.0}, 1),
        ({"company": 0.0, "supervision": 0.0}, {"company": 3.0, "supervision": 0.0}, -1),
    ],
)
def test_members_who_see_few_come_give_fewer_hours(one: dict[str, Any], other: dict[str, Any], sign: int) -> None:
    place = {"reporting_members": 300}
    hours = []
    for said in (one, other):
        lever = {"dual_report": said}
        each = [measured("volunteer_hours", k, ("dual_report",), place=place, policies=lever, **BUSY) for k in (0, 1)]
        hours.append(np.mean(each))
    assert sign * (hours[1] - hours[0]) > 5.0  # the zone of volunteer_hours


def test_nobody_decides_as_before() -> None:
    """With the switches, whatever the weights say, nothing of it is left."""
    said = {"population": 2000, "days": 70, "needs": {"requests_per_year": 2.0}}
    plain = small(**said, **as_before.ALL).live(70)
    loud: dict[str, dict[str, Any]] = {
        "property": {"floor_sd": 0.25, "fees_effort": 0.4, "cost_yuan": 80.0},
        "workers": {"gives_way": 2.0, "forms_per_case_hour": 2.0, "usual_at_cases": 0.04},
        "voice": {"heard_days": 30.0},
    }
    again = small(**said, **{group: {**loud[group], **as_before.ALL[group]} for group in loud}).live(70)
    assert bits.tables(plain) == bits.tables(again)
    assert bits.tables(plain) != bits.tables(small(**said).live(70))
