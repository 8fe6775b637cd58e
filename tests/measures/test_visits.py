"""Return visits: who is reached is fate, the same in every arm; answers are about the case as it stands."""

from __future__ import annotations

import math
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from sim.fate import HOP, Decision
from sim.measures import MEASURES, View
from sim.measures.return_visits import BASICALLY
from sim.state.cases import Channel, Status, Urgency
from sim.state.world import World
from tests.places import hamlet, uniform

DONE, WAITS = int(Status.CLOSED), int(Status.QUEUED)
RATES = ("visit_response", "visit_resolution", "visit_satisfaction")


def view(n: int, said: dict[str, float] | None = None, **columns: Any) -> View:
    """See cases accepted at hour 24 with a limit of 10 days, at the end of day 30."""
    world: World = hamlet(260, service={"limit_h": (240.0,) * 4}, satisfaction=said or {})
    world.day = 30
    usual: dict[str, Any] = {
        "t_accept": 24.0, "t_open": 24.0, "limit_class": int(Urgency.GENERAL), "index": np.arange(n),
        "status": DONE, "t_contact": 30.0, "t_close": 99.0, "rating": 1, "solved": True,
    }  # fmt: skip
    world.cases.add(n, **(usual | columns))
    evenings: Any = SimpleNamespace()
    return View(world, evenings, 0)


def rates(seen: View) -> list[float]:
    return [MEASURES[name](seen) for name in RATES]


def test_who_is_visited_and_what_they_say() -> None:
    seen = view(
        6, {"visit_reached": 1.0},
        channel=[Channel.REPORT] * 5 + [Channel.PATROL],  # nobody can be called about what a patrol found
        status=[DONE, DONE, DONE, WAITS, WAITS, DONE],
        t_contact=[30.0, 30.0, 30.0, 30.0, math.nan, 30.0],
        t_open=[24.0, 24.0, 24.0, 24.0, 700.0, 24.0],  # the fifth is not due yet
        solved=[True, False, True, False, False, True],
        rating=[1, 0, 0, 1, -1, 1],  # the fourth was closed, came back, and is open
    )  # fmt: skip
    assert MEASURES["visits_reached"](seen) == 4.0
    assert rates(seen) == [100.0, 50.0, 25.0]


def test_who_is_reached_is_the_fate_of_the_case_and_its_life() -> None:
    n, lives = 400, np.arange(400) % 3
    seen = view(n, {"visit_reached": 0.7}, life=lives)
    drawn = [uniform(seen.world, i, 0, int(Decision.RETURN_VISIT) + HOP * int(lives[i]))[0] for i in range(n)]
    assert (seen.of("answer") > 0).tolist() == [u < 0.7 for u in drawn]
    assert abs(MEASURES["visits_reached"](seen) - 280) < 4 * math.sqrt(n * 0.21)
    assert math.isnan(MEASURES["visit_response"](view(5, {"visit_reached": 0.0})))


def test_more_are_reached_where_more_answer() -> None:
    few, many = (view(400, {"visit_reached": p}).of("answer") > 0 for p in (0.4, 0.9))
    assert (many | ~few).all()
    assert many.sum() > few.sum()


def test_basically_satisfied_counts_nine_tenths() -> None:
    seen = view(1000, {"visit_reached": 1.0, "basically": 0.3}, rating=[1, 0] * 500)
    said = (seen.of("answer") == BASICALLY) & (seen.of("rating") > 0)
    assert 100 < said.sum() < 200
    assert MEASURES["visit_satisfaction"](seen) == pytest.approx(50.0 - 0.1 * said.sum() / 10.0)
    plain = view(1000, {"visit_reached": 1.0}, rating=[1, 0] * 500)
    assert MEASURES["visit_satisfaction"](plain) == 50.0
