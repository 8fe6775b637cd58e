"""Days at departments: kept to the hour by the kernel, and those still there are not left out."""

from __future__ import annotations

import math
from types import SimpleNamespace
from typing import Any

import numpy as np

from sim.measures import MEASURES, View
from sim.state.cases import Category, Channel, Outcome, Status
from sim.state.desks import Net
from tests.levers import differences, surely
from tests.places import hamlet, serve_until

NAN = math.nan
UPHILL: dict[str, Any] = {
    "needs": {"requests_per_year": 8.0, "enquiries_per_year": 0.0, "mix": (0.5, 0.5, 0, 0, 0, 0, 0, 0), "p_money": 0.0},
    "solvability": {"owned": False},
    "service": {"p_grid": 0.0, "p_community": 0.0, "p_street": 0.0, "lead_days": (2.0,) * 8},
    "dispatch": {"p_formal": 0.0, "p_handoff": 0.3}, "volunteering": {"share": 0.0},
    "voice": {"patience_days": 20.0}, "incidents": {"shared": 0.0, "p_chase": 0.0},  # nobody reports again
}  # fmt: skip


def test_hours_at_departments_are_those_of_every_stay() -> None:
    """A shadow book: every quarter of an hour somebody looks where each case is."""
    world = hamlet(260, **UPHILL)
    world.rules["handoff"].value[:] = 0.4
    world.desks.servers[:], world.desks.speed[:] = 1, 1.0
    world.desks.servers[world.offices.helpers.ravel()] = 0
    n, step = 12, 0.25
    known = 8.0 + 0.01 * np.arange(n)
    told = {"t_occur": known, "channel": int(Channel.REPORT), "cell": 0, "resident": 0, "born": 0, "community": 0}
    rows = world.cases.add(n, index=np.arange(n), category=int(Category.FACILITIES), **told)
    cases, net, shadow = world.cases, world.desks.net, np.zeros(n)
    serve_until(world, 8.2, known, rows)
    for now in np.arange(8.25, 2400.0, step):
        serve_until(world, now)
        prepared = (cases.status[rows] == Status.MOVING) & (cases.outcome[rows] == Outcome.READY)
        held = np.isin(cases.status[rows], (Status.QUEUED, Status.AT_WORK))
        at = net[cases.desk[rows]]
        shadow += step * (prepared | (held & (at >= Net.DEPARTMENT) & (at < Net.GRID)))
    stays = cases.handoffs[rows] + 1
    assert stays.max() > 1
    assert (cases.status[rows] == Status.CLOSED).all()
    assert (np.abs(cases.department_h[rows] - shadow) <= 3 * step * stays).all()
    assert (cases.department_h[rows] > 40.0).sum() > 6
    assert (cases.department_h[rows] < cases.t_close[rows] - cases.t_accept[rows]).all()


def view(n: int, **columns: Any) -> View:
    """See cases of a hamlet by hand; desk 0 is a department's, desk 1 none."""
    world = hamlet(260)
    world.day = 50
    net = world.desks.net
    department = int(np.flatnonzero((net >= Net.DEPARTMENT) & (net < Net.GRID))[0])
    other = int(np.flatnonzero(net >= Net.GRID)[0])
    desk = np.where(np.asarray(columns.pop("there")), department, other)
    world.cases.add(n, t_accept=24.0, desk=desk, **columns)
    evenings: Any = SimpleNamespace()
    return View(world, evenings, 0)


DONE, QUEUED, LEFT, MOVING = (
    int(s) for s in (Status.CLOSED, Status.QUEUED, Status.ABANDONED, Status.MOVING)
)  # fmt: skip


def test_who_is_still_there_counts_as_waiting_on() -> None:
    now = 50 * 24.0
    seen = view(
        6,
        there=[True, True, True, True, False, False],
        status=[DONE, DONE, QUEUED, LEFT, MOVING, QUEUED],
        outcome=[Outcome.SOLVE, Outcome.SOLVE, 0, 0, Outcome.READY, 0],
        department_h=[48.0, 96.0, 24.0, 120.0, 0.0, 0.0],  # the sixth never came to one
        t_stage=[NAN, NAN, now - 48.0, 100.0, now - 240.0, now - 900.0],
    )
    assert MEASURES["department_cases"](seen) == 5.0
    assert seen.of("department_d").tolist() == [2.0, 4.0, 3.0, 5.0, 10.0, 0.0]
    # at risk 5 at 2 d: 4/5; 3 at 4 d (one is still there after 3 d): 8/15; then nobody is seen to leave until 10 d
    assert MEASURES["department_days"](seen) == 10.0
    assert MEASURES["department_days"](view(3, there=[True] * 3, status=DONE, department_h=[24.0, 48.0, 72.0])) == 2.0


def test_no_case_no_days() -> None:
    assert math.isnan(MEASURES["department_days"](view(2, there=[False, False], status=DONE, department_h=0.0)))


def test_whistle_brings_cases_through_departments_sooner() -> None:
    """The sign of X023 where crews are plenty: nobody waits for those who stand at a joint visit."""
    said = {"share": 1.0, "judgement": 1.0, "gain": 0.3, "crews": 1.5}
    plenty = {
        **UPHILL,
        "needs": {**UPHILL["needs"], "requests_per_year": 4.0},
        "service": {**UPHILL["service"], "p_street": 0.4, "department_h": 0.5},
        "days": 90,
        "pairs": 4,
    }
    for name in ("department_days", "department_p90"):
        assert surely(-1, differences(name, "whistle", said, **plenty)), name
