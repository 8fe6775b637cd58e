"""Rates of the field by hand: what is due, what is deferred, what was sent back; and what each is a share of."""

from __future__ import annotations

import math
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from sim.measures import MEASURES, View
from sim.state.cases import N_STAGES, Stage, Status, Urgency
from sim.state.world import World
from tests.places import hamlet, small

DAY = 24.0
NAN = math.nan


def view(n: int, **columns: Any) -> View:
    """See cases accepted at hour 24, each with a limit of 10 days, at the end of day 30."""
    world: World = hamlet(260, service={"limit_h": (240.0,) * 4})
    world.day = 30
    usual: dict[str, Any] = {"t_accept": DAY, "t_open": DAY, "limit_class": int(Urgency.GENERAL)}
    world.cases.add(n, **(usual | columns))
    evenings: Any = SimpleNamespace()
    return View(world, evenings, 0)


DONE, WAITS, LEFT, MONEY = int(Status.CLOSED), int(Status.QUEUED), int(Status.ABANDONED), int(Status.MONEY)


def test_closed_and_on_time_of_those_due() -> None:
    seen = view(
        6,
        status=[DONE, DONE, WAITS, LEFT, DONE, WAITS],
        t_close=[DAY + 240.0, DAY + 240.1, NAN, 99.0, 700.0, NAN],
        t_open=[DAY, DAY, DAY, DAY, 690.0, 690.0],  # the last two are not due before the end, closed or not
    )
    assert MEASURES["cases_due"](seen) == 4.0
    assert MEASURES["closing_rate"](seen) == 50.0
    assert MEASURES["on_time"](seen) == 25.0


def test_deferred_cases_are_due_nowhere() -> None:
    spent = np.zeros((3, N_STAGES), np.float32)
    spent[1, Stage.MONEY] = 400.0
    seen = view(3, status=[MONEY, DONE, WAITS], t_close=[NAN, 600.0, NAN], spent=spent)
    assert MEASURES["cases_due"](seen) == 1.0
    assert MEASURES["closing_rate"](seen) == MEASURES["on_time"](seen) == 0.0


def test_closings_sent_back_of_all_closings() -> None:
    seen = view(
        4,
        status=[DONE, DONE, WAITS, DONE],
        life=[0, 2, 1, 1],  # came back as often
        t_broken=[NAN, NAN, NAN, 300.0],  # an agreement that broke is not work sent back
        t_close=[100.0, 400.0, NAN, 400.0],
    )
    assert MEASURES["cases_checked"](seen) == 1 + 3 + 1 + 2
    assert MEASURES["rework_rate"](seen) == pytest.approx(100.0 * 3 / 7)


def test_counts_are_what_shares_are_of() -> None:
    lived = small(days=60, population=900, needs={"requests_per_year": 8.0}).live(60)
    seen = View(lived.world, lived.recorder, 10)
    known = seen.sets.known
    assert MEASURES["cases_accepted"](seen) == known.n > 100
    assert MEASURES["cases_rated"](seen) == np.count_nonzero(known["rating"] >= 0)
    share, due = MEASURES["closing_rate"](seen), MEASURES["cases_due"](seen)
    assert share * due / 100.0 == pytest.approx(round(share * due / 100.0))
    assert MEASURES["on_time"](seen) < share
    for m in MEASURES.values():
        assert not m.of or MEASURES[m.of].unit in ("cases", "visits"), m.name
