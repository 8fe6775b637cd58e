"""Time to first contact: who is never contacted counts as long as seen, at most 30 days."""

from __future__ import annotations

import math
from types import SimpleNamespace
from typing import Any

import pytest

from sim.measures import MEASURES, View
from sim.state.cases import Status, Urgency
from sim.state.world import World
from tests.places import hamlet

DAY = 24.0
NAN = math.nan
DONE, WAITS, LEFT = int(Status.CLOSED), int(Status.QUEUED), int(Status.ABANDONED)


def measured(name: str, *cases: tuple[float, float, int, float], days: int = 100, urgent: bool = False) -> float:
    """Measure cases: when accepted (day), contacted after (h), status, given up or closed after (h)."""
    world: World = hamlet(260)
    world.day = days
    accept = [DAY * day for day, _, _, _ in cases]
    world.cases.add(
        len(cases), t_accept=accept, t_contact=[a + c[1] for a, c in zip(accept, cases, strict=True)],
        status=[c[2] for c in cases], t_close=[a + c[3] for a, c in zip(accept, cases, strict=True)],
        limit_class=int(Urgency.URGENT if urgent else Urgency.GENERAL),
    )  # fmt: skip
    evenings: Any = SimpleNamespace()
    return MEASURES[name](View(world, evenings, 0))


def test_one_who_gave_up_is_no_quick_contact() -> None:
    # contacted after 2 and 10 h; given up after 6 h: 2 * 1 + 8 * 2/3, as if he had waited like the one who stayed
    cases = (1.0, 2.0, DONE, 20.0), (1.0, NAN, LEFT, 6.0), (1.0, 10.0, DONE, 30.0)
    assert measured("response_mean", *cases) == pytest.approx(2.0 + 8.0 * 2 / 3)
    assert measured("response_median", *cases) == 10.0
    assert measured("response_contacted", *cases) == 6.0


def test_one_who_still_waits_counts_until_the_end() -> None:
    cases = (1.0, 2.0, DONE, 20.0), (98.0, NAN, WAITS, NAN)
    assert measured("response_mean", *cases) == pytest.approx(2.0 + 46.0 / 2)
    assert measured("response_p90", *cases) == 48.0


def test_a_contact_planned_for_after_the_end_has_not_come() -> None:
    assert measured("response_mean", (99.0, 30.0, WAITS, NAN)) == 24.0
    assert math.isnan(measured("response_contacted", (99.0, 30.0, WAITS, NAN)))


def test_no_wait_counts_beyond_thirty_days() -> None:
    cases = (1.0, 10.0, DONE, 20.0), (1.0, 2000.0, DONE, 2010.0), (1.0, NAN, WAITS, NAN)
    assert measured("response_mean", *cases) == pytest.approx((10.0 + 720.0 + 720.0) / 3)
    assert measured("response_p90", *cases) == 720.0
    assert measured("response_median", *cases) == 720.0


def test_without_anybody_left_out_the_mean_is_the_old_one() -> None:
    cases = [(1.0, float(h), DONE, 99.0) for h in (1, 2, 3, 4, 40)]
    assert measured("response_mean", *cases) == pytest.approx(10.0)
    assert measured("response_median", *cases) == measured("response_contacted", *cases) == 3.0


def test_over_a_week() -> None:
    week = 168.0
    cases = [
        (1.0, week, DONE, 200.0),  # on the last hour: within
        (1.0, week + 0.1, DONE, 200.0),
        (1.0, NAN, LEFT, 30.0),  # gave up: never contacted
        (93.0, NAN, WAITS, NAN),  # a week ago
        (93.1, NAN, WAITS, NAN),  # less than a week ago: not known yet
    ]
    assert measured("response_over_7d", *cases) == 75.0
    assert math.isnan(measured("response_over_7d", (3.0, NAN, WAITS, NAN), days=9))


def test_urgent_cases_by_themselves() -> None:
    cases = (1.0, 2.0, DONE, 20.0), (99.0, NAN, WAITS, NAN)
    assert measured("urgent_response", *cases, urgent=True) == 2.0
    assert math.isnan(measured("urgent_response", *cases))
